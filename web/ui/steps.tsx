/** Where a thing stands (steps with evidence), what happened to it (record), and how far long work has come (progress). */
import './figures.css'
import type { ReactNode } from 'react'
import { reasonText } from '../api/problem.ts'
import { t } from '../i18n/t.ts'
import { formatNumber, formatTime } from './format.ts'
import { Icon } from './icon.tsx'

export type StepState = 'done' | 'now' | 'waiting' | 'failed'
export type StepItem = {
  readonly title: string
  /** The protocol's word: FREEZE. */
  readonly code?: string
  readonly state: StepState
  /** Evidence: time, what it fixed, log number; for what is to come: whom it waits for. */
  readonly lines?: readonly ReactNode[]
}

export const Steps = ({ items }: { readonly items: readonly StepItem[] }): ReactNode => (
  <ol className="mj-steps">
    {items.map((item, index) => (
      <li key={item.title} className={`mj-${item.state}`} aria-current={item.state === 'now' ? 'step' : undefined}>
        <span className="mj-no">
          {item.state === 'done' ? <Icon name="check" size={14} /> : item.state === 'failed' ? <Icon name="cross" size={14} /> : index + 1}
        </span>
        <div>
          <b>{item.title}</b>
          {item.code !== undefined && <em>{item.code}</em>}
          {item.lines?.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of evidence keep their order
            <p key={at}>{line}</p>
          ))}
        </div>
      </li>
    ))}
  </ol>
)

export type RecordStep = {
  readonly at: string
  readonly by: string
  readonly verb: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** Who did what when. `say` turns a step into words after the name: 组织岗 0107 + 提交审批; `more` adds a quiet second line. */
export const RecordSteps = ({
  steps,
  say,
  more,
}: {
  readonly steps: readonly RecordStep[]
  readonly say: (step: RecordStep) => ReactNode
  readonly more?: (step: RecordStep) => ReactNode
}): ReactNode => (
  <ol className="mj-record">
    {steps.map((step) => (
      <li key={`${step.at} ${step.verb} ${step.by}`}>
        <time dateTime={step.at}>{formatTime(step.at)}</time>
        <div>
          {step.by} {say(step)}
          {more !== undefined && <p>{more(step)}</p>}
        </div>
      </li>
    ))}
  </ol>
)

export type ProgressState = {
  readonly phase: string
  readonly done: number
  readonly total: number | null
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly problem: { readonly code: string; readonly facts: Record<string, unknown> } | null
}

/** Long work as it stands on the server; `phaseText` names the phase. Feed it from `useLive`. */
export function ProgressBar({
  progress,
  phaseText,
  mayLeave = true,
  amount = formatNumber,
}: {
  readonly progress: ProgressState
  readonly phaseText: (phase: string) => string
  readonly mayLeave?: boolean
  /** How an amount is written when it is not a plain number: bytes. */
  readonly amount?: (n: number) => string
}): ReactNode {
  const { done, total, state, problem } = progress
  const working = state === 'running' || state === 'waiting'
  // A phase that has counted everything and still runs has no measure: the bar says "working", not "done".
  const measured = total !== null && total > 0 && !(state === 'running' && done >= total)
  const share = state === 'done' ? 1 : measured && total !== null ? Math.min(1, done / total) : 0
  const fill = state === 'failed' ? 'red' : state === 'done' ? 'green' : 'accent'
  const figures = total === null ? (done > 0 ? amount(done) : '') : measured ? `${amount(done)} / ${amount(total)}` : amount(total)
  return (
    <div className="mj-progress">
      <div className="mj-progress-line">
        <span className={state === 'failed' ? 'red' : ''}>{phaseText(progress.phase)}</span>
        <span>{figures}</span>
      </div>
      <span
        className={!measured && state === 'running' ? 'mj-bar mj-bar-unknown' : 'mj-bar'}
        role="progressbar"
        aria-label={phaseText(progress.phase)}
        aria-valuenow={measured ? Math.round(share * 100) : undefined}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i className={`mj-fill-${fill}`} style={!measured && state === 'running' ? {} : { width: `${share * 100}%` }} />
      </span>
      {problem !== null && <p className="red small">{reasonText(problem.code, problem.facts)}</p>}
      {mayLeave && working && <p className="quiet tiny">{t('kit.mayLeave')}</p>}
    </div>
  )
}
