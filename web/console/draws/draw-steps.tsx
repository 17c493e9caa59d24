/** The five steps of a draw with their evidence; the next one names whom it waits for. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatClock, formatTime } from '#web/ui/format.ts'
import type { StepItem } from '#web/ui/steps.tsx'

const codes = ['FREEZE', 'COMMIT', 'REVEAL', 'RESULT', 'CLOSED'] as const
const verbs = ['freeze', 'commit', 'reveal', 'result', 'close'] as const
const reached: Readonly<Record<string, number>> = { freezing: 0, frozen: 1, committed: 2, drawing: 3, result: 4, closed: 5 }

export function drawSteps(draw: Draw): StepItem[] {
  const at = draw.state === 'void' ? reachedBeforeVoid(draw) : (reached[draw.state] ?? 0)
  const failed = draw.progress?.state === 'failed'
  const items = verbs.map((verb, index): StepItem => {
    const title = t(`draw.step.${verb}`)
    const code = codes[index] ?? ''
    if (index < at) return { title, code, state: 'done', lines: evidenceOf(draw, verb) }
    if (draw.state === 'void') return { title, code, state: 'waiting' }
    return { title, code, state: index > at ? 'waiting' : failed ? 'failed' : 'now', lines: index === at ? waitsFor(draw, verb) : [] }
  })
  if (draw.state !== 'void') return items
  const end = eventOf(draw, 'void')
  return [
    ...items.slice(0, at),
    {
      title: t('draw.step.void'),
      code: 'VOID',
      state: 'failed',
      lines: end === null ? [] : [formatTime(end.at), end.by, seqLine(end.seq)],
    },
  ]
}

/** The people that have not sealed, or not revealed, in words. The system follows by itself, so nobody waits for it unless it is alone. */
export function partiesWithout(draw: Draw, what: 'commitment' | 'nonce'): string {
  const missing = draw.parties.filter((party) => party[what] === null)
  const people = missing.filter(({ party }) => party !== 'system')
  return (people.length === 0 ? missing : people).map(({ party }) => t(`draw.party.${party}`)).join('、')
}

function evidenceOf(draw: Draw, verb: (typeof verbs)[number]): ReactNode[] {
  const event = verb === 'freeze' ? (eventOf(draw, 'freeze') ?? eventOf(draw, 'frozen')) : eventOf(draw, verb)
  const seen = event === null ? [] : [seqLine(event.seq)]
  const clock = event === null ? '' : formatClock(event.at)
  switch (verb) {
    case 'freeze':
      return [
        `${clock}　${t(draw.kind === 'O' ? 'draw.evidence.pool' : 'draw.evidence.poolP', { n: draw.poolSize ?? 0 })}`,
        ...(draw.snapshotAt === null ? seen : [t('draw.evidence.snapshot', { at: formatTime(draw.snapshotAt) })]),
      ]
    case 'commit':
      return [`${clock}　${event?.by ?? ''}`, t('draw.evidence.sealed', { n: draw.parties.length })]
    case 'reveal':
      return [`${clock}　${t('draw.evidence.revealed', { n: draw.parties.length })}`, ...seen]
    case 'result': {
      const revealed = eventOf(draw, 'reveal')
      const seconds = event === null || revealed === null ? null : ((Date.parse(event.at) - Date.parse(revealed.at)) / 1000).toFixed(2)
      return [
        `${clock}${seconds === null ? '' : `　${t('draw.evidence.seconds', { s: seconds })}`}`,
        t(draw.kind === 'O' ? 'draw.evidence.drawn' : 'draw.evidence.assigned', { n: draw.selected ?? 0 }),
      ]
    }
    case 'close':
      return [`${clock}　${event?.by ?? ''}`, ...seen]
  }
}

function waitsFor(draw: Draw, verb: (typeof verbs)[number]): ReactNode[] {
  if (verb === 'commit') {
    const who = partiesWithout(draw, 'commitment')
    return [who === '' ? t('draw.wait.commit') : t('draw.wait.pledge', { who })]
  }
  if (verb === 'reveal') return [t('draw.wait.reveal', { who: partiesWithout(draw, 'nonce') })]
  return [t(`draw.wait.${verb}`)]
}

function reachedBeforeVoid(draw: Draw): number {
  const types = new Set(draw.steps.map(({ type }) => type))
  return types.has('result') ? 4 : types.has('commit') ? 2 : types.has('freeze') || types.has('frozen') ? 1 : 0
}

/** The newest event of a type. */
export const eventOf = (draw: Draw, type: string): Draw['steps'][number] | null =>
  draw.steps.filter((step) => step.type === type).at(-1) ?? null

const seqLine = (seq: number): string => t('draw.evidence.seq', { n: seq + 1 })

/** Every state has its word in the catalogue; a new one shows as it is. */
export const stateWord = (state: string): string => tMaybe(`draw.state.${state}`, state)
