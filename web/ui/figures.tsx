/** Figures that explain themselves: sums that close, bars with a tick, fingerprints that two people can compare aloud. */
import './figures.css'
import { App } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { formatCount, formatNumber } from './format.ts'
import { Icon } from './icon.tsx'

export type Fill = 'accent' | 'soft' | 'pale' | 'ghost' | 'red' | 'green' | 'amber'
export type SumPart = { readonly label: string; readonly value: number; readonly fill: Fill; readonly unit?: string }

/** Parts with ＋, the total with ＝ and a check mark when they add up; never a total without its parts. Order is kept. */
export function FigureSum({
  parts,
  total,
}: {
  readonly parts: readonly SumPart[]
  readonly total: { readonly label: string; readonly value: number }
}): ReactNode {
  const sum = parts.reduce((before, part) => before + part.value, 0)
  const closes = sum === total.value
  return (
    <div className="mj-sum">
      <div className="mj-sum-bar" aria-hidden="true">
        {parts
          .filter((part) => part.value > 0)
          .map((part) => (
            <i key={part.label} className={`mj-fill-${part.fill}`} style={{ flexGrow: part.value, flexBasis: 0 }} />
          ))}
      </div>
      <ul className="mj-sum-list">
        {parts.map((part, index) => (
          <li key={part.label}>
            {index > 0 && (
              <span className="mj-op" aria-hidden="true">
                ＋
              </span>
            )}
            <div>
              <span className="mj-sum-label">
                <i className={`mj-fill-${part.fill}`} />
                {part.label}
              </span>
              <span className={part.fill === 'red' && part.value > 0 ? 'mj-sum-value red' : 'mj-sum-value'}>
                {formatNumber(part.value)}
              </span>
            </div>
          </li>
        ))}
        <li>
          <span className="mj-op" aria-hidden="true">
            ＝
          </span>
          <div>
            <span className="mj-sum-label">{total.label}</span>
            <span className="mj-sum-value">
              {formatNumber(total.value)}
              {closes ? (
                <span className="mj-closed" title={t('kit.sumCloses')}>
                  <Icon name="check" />
                  <span className="hidden-text">{t('kit.sumCloses')}</span>
                </span>
              ) : (
                <span className="red small"> {t('kit.sumOpen', { sum })}</span>
              )}
            </span>
          </div>
        </li>
      </ul>
    </div>
  )
}

export type BarProps = {
  /** 0 to 1. */
  readonly value: number
  /** Where it should be, 0 to 1. */
  readonly tick?: number | undefined
  readonly fill?: Fill
  /** What a screen reader says: 企业不定向抽查 1,284 / 2,623 */
  readonly label: string
}

/** One bar = one fact; the tick is where it should be. Put the figures beside it in words. */
export const BarWithTick = ({ value, tick, fill = 'accent', label }: BarProps): ReactNode => (
  <span className="mj-bar" role="img" aria-label={label}>
    <i className={`mj-fill-${fill}`} style={{ width: percent(value) }} />
    {tick !== undefined && <u style={{ left: percent(tick) }} />}
  </span>
)

/** A capped count: 10,000+ */
export const Count = ({ count }: { readonly count: { readonly value: number; readonly capped: boolean } }): ReactNode => (
  <>{formatCount(count)}</>
)

/** A fingerprint in blocks of 8, the first stressed. `blocks` limits how many are shown (the copy button always copies all). */
export function HashBlocks({
  hex,
  columns = 4,
  blocks,
  large = false,
  copy = true,
}: {
  readonly hex: string
  readonly columns?: number
  readonly blocks?: number
  readonly large?: boolean
  readonly copy?: boolean
}): ReactNode {
  const { message } = App.useApp()
  const all = hex.match(/.{1,8}/g) ?? []
  const shown = all.slice(0, blocks ?? all.length)
  const copyAll = (): void => {
    copyText(hex).then(
      () => message.success(t('kit.copied')),
      () => message.info(hex),
    )
  }
  return (
    <span className={large ? 'mj-hash mj-hash-large' : 'mj-hash'}>
      <span className="mj-hash-blocks" style={{ gridTemplateColumns: `repeat(${Math.min(columns, shown.length)}, auto)` }} title={hex}>
        {shown.map((block, index) => (
          // Blocks of one fingerprint never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of a block
          <Fragment key={index}>
            <span>{block}</span>
          </Fragment>
        ))}
      </span>
      {copy && (
        <button type="button" onClick={copyAll} aria-label={t('kit.copyHash')} title={t('kit.copyHash')}>
          <Icon name="copy" size={14} />
        </button>
      )}
    </span>
  )
}

/** Copies also where the page is plain HTTP and `navigator.clipboard` does not exist. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('copy refused')
}

const percent = (value: number): string => `${Math.min(100, Math.max(0, value * 100)).toFixed(2)}%`
