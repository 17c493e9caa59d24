/** Where a plan stands, as the row of steps above it. An adjustment walks the same way once more. */
import type { Plan } from '#contract/plans.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import type { StepItem } from '#web/ui/steps.tsx'

const first = ['create', 'submit', 'approve', 'publish'] as const
const again = ['adjust', 'submit', 'approve', 'publish'] as const

/** How many of the steps are done in each state. */
const reached: Readonly<Record<string, number>> = {
  draft: 1,
  submitted: 2,
  approved: 3,
  published: 4,
  adjusting: 1,
  adjust_submitted: 2,
  adjust_approved: 3,
  cancelled: 0,
}

export function planSteps(plan: Plan): StepItem[] {
  if (plan.state === 'cancelled') return []
  const at = reached[plan.state] ?? 0
  // Of an adjustment only what happened since it was opened counts.
  const opened = plan.version > 0 ? plan.steps.findLastIndex((step) => verbOf(step.verb) === 'adjust') : -1
  const adjusts = opened >= 0 && (plan.state !== 'published' || plan.version > 1)
  const since = adjusts ? plan.steps.slice(opened) : plan.steps
  const last = (verb: string): Plan['steps'][number] | undefined => since.filter((step) => verbOf(step.verb) === verb).at(-1)
  const returned = last('return')
  return (adjusts ? again : first).map((move, index) => {
    const step = last(move) ?? (move === 'create' ? last('copy') : move === 'approve' ? last('adopt') : undefined)
    if (index < at)
      return { title: t(`plan.step.${move}`), state: 'done', lines: step === undefined ? [plan.createdBy] : [formatTime(step.at), step.by] }
    const waits = move === 'create' || move === 'adjust' ? [] : [t(`plan.wait.${move}`)]
    const note = move === 'submit' && index === at && returned !== undefined ? [t('plan.returned', { note: noteOf(returned.facts) })] : []
    return { title: t(`plan.step.${move}`), state: index === at ? 'now' : 'waiting', lines: index === at ? [...note, ...waits] : [] }
  })
}

export const verbOf = (verb: string): string => verb.slice(verb.lastIndexOf('.') + 1)

export const noteOf = (facts: Readonly<Record<string, unknown>>): string => {
  const { note, row, reason } = facts
  return [note, row, reason].filter((one): one is string => typeof one === 'string' && one !== '').join('：')
}
