/** What a notice says, in words, and where it leads. */
import { isNoticeKind, noticeKinds, noticeSentence } from '#contract/notice-kinds.ts'
import type { Notice } from '#contract/notices.ts'
import { thingPath } from '#contract/thing-path.ts'
import type { DeadlineStage } from '#core/deadlines/deadline.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'
import type { Tone } from '#web/ui/page.tsx'
import { noticeFacts } from './notice-facts.ts'

/** Of an officer's own objects; the other kinds are in contract/notice-kinds.ts. */
const ofOfficer = ['assigned', 'joined', 'released', 'refused'] as const
type OfOfficer = (typeof ofOfficer)[number]
const isOfOfficer = (kind: string): kind is OfOfficer => ofOfficer.some((one) => one === kind)

export function noticeText({ kind, facts, dueOn, stage }: Notice): string {
  if (isNoticeKind(kind)) return noticeSentence({ kind, facts, dueOn, stage: stageOf(stage) }, language())
  if (!isOfOfficer(kind)) return kind
  const { task, objects } = noticeFacts(facts)
  return t(`notice.${kind}`, { task, n: objects })
}

export const noticeTag = (kind: string): string =>
  isNoticeKind(kind) ? t(`notice.group.${noticeKinds[kind].group}`) : isOfOfficer(kind) ? t(`notice.kind.${kind}`) : kind

/** Red is what is late, amber what is near or was refused. */
export function noticeTone({ kind, stage }: Notice): Tone {
  if (stage === 'overdue') return 'red'
  if (stage === 'today' || stage === 'd1' || kind === 'refused') return 'amber'
  return kind === 'released' ? 'plain' : 'accent'
}

/** The window of the inspection, the objects by name where they are given, the day by which to act. */
export function noticeDetails({ facts, dueOn, stage }: Notice): readonly string[] {
  const { window, objects, names } = noticeFacts(facts)
  const list = names.join('、')
  return [
    ...(window === null ? [] : [t('notice.window', { days: formatRange(window.from, window.to) })]),
    ...(names.length === 0 ? [] : [objects > names.length ? t('notice.andMore', { names: list, n: objects }) : list]),
    ...(dueOn === null || stage !== null ? [] : [t('notice.dueOn', { day: dueOn })]),
  ]
}

/** The page that a notice is about: an officer's inspections, or the thing. */
export function noticePath({ kind, thing }: Notice): string | null {
  if (kind === 'released') return null
  return isOfOfficer(kind) ? `/visits?taskId=${thing.slice('task:'.length)}` : thingPath(thing)
}

const stageOf = (stage: string | null): DeadlineStage | null =>
  stage === 'today' || stage === 'overdue' ? stage : stage !== null && /^d\d+$/.test(stage) ? (stage as DeadlineStage) : null // tested by the pattern
