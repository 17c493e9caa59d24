/** Where a ticket lies against the winning line: all tickets spread evenly over one scale, so that the share left of the line is drawn. */
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { scaleOf, shareOf, shareWords } from './ticket-scale.ts'

const width = 400

export function TicketLine({ ticket, threshold }: { readonly ticket: string; readonly threshold: string }): ReactNode {
  const at = shareOf(ticket)
  const line = shareOf(threshold)
  const times = scaleOf(at, line)
  const x = (share: number): number => Math.min(width, share * times * width)
  const said = t('explain.chart', { line: shareWords(line), ticket: shareWords(at) })
  // Two labels that would stand on each other stand on two sides of the axis instead.
  return (
    <figure className="mj-ticket-line">
      <svg viewBox={`-8 0 ${width + 16} 56`} role="img" aria-label={said}>
        <rect x={0} y={25} width={x(line)} height={6} className="mj-ticket-drawn" />
        <rect x={x(line)} y={25} width={width - x(line)} height={6} className="mj-ticket-rest" />
        <line x1={x(line)} x2={x(line)} y1={17} y2={39} className="mj-ticket-cut" />
        <Label x={x(line)} y={53} text={`${t('explain.line')} ${shareWords(line)}`} />
        <circle cx={x(at)} cy={28} r={5} className={at <= line ? 'mj-ticket-in' : 'mj-ticket-out'} />
        <Label x={x(at)} y={13} text={`${t('explain.ticket')} ${shareWords(at)}`} strong />
      </svg>
      {times > 1 && <figcaption className="quiet tiny">{t('explain.zoomed', { times })}</figcaption>}
    </figure>
  )
}

type LabelProps = { readonly x: number; readonly y: number; readonly text: string; readonly strong?: boolean }

const Label = ({ x, y, text, strong = false }: LabelProps): ReactNode => (
  <text
    x={x < 70 ? 0 : x > width - 70 ? width : x}
    y={y}
    textAnchor={x < 70 ? 'start' : x > width - 70 ? 'end' : 'middle'}
    className={strong ? 'mj-strong' : ''}
  >
    {text}
  </text>
)
