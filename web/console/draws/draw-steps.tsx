/** The steps of a draw with their evidence, five or, with a beacon, six; the next one names whom or what it waits for. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { formatClock, formatTime } from '#web/ui/format.ts'
import type { StepItem } from '#web/ui/steps.tsx'
import { lastReveal } from './beacon-standing.ts'
import { beaconWords } from './beacon-words.ts'
import { drawnKind } from './draw-state.tsx'

const codes = { freeze: 'FREEZE', commit: 'COMMIT', reveal: 'REVEAL', beacon: 'BEACON', result: 'RESULT', close: 'CLOSED' } as const
type Verb = keyof typeof codes
/** The step that a state waits for; a closed draw waits for none. */
const waiting: Readonly<Record<string, Verb>> = {
  freezing: 'freeze',
  frozen: 'commit',
  committed: 'reveal',
  awaiting_beacon: 'beacon',
  drawing: 'result',
  result: 'close',
}

export function drawSteps(draw: Draw): StepItem[] {
  const verbs = verbsOf(draw)
  const next = waiting[draw.state === 'void' ? stateBeforeVoid(draw) : draw.state]
  const at = next === undefined ? (draw.state === 'closed' ? verbs.length : 0) : verbs.indexOf(next)
  const failed = draw.progress?.state === 'failed'
  const items = verbs.map((verb, index): StepItem => {
    const title = t(`draw.step.${verb}`)
    const code = codes[verb]
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

const verbsOf = ({ beacon, beaconValue }: Draw): Verb[] =>
  beacon === null && beaconValue === null
    ? ['freeze', 'commit', 'reveal', 'result', 'close']
    : ['freeze', 'commit', 'reveal', 'beacon', 'result', 'close']

/** The people that have not sealed, or not revealed, in words. The system follows by itself, so nobody waits for it unless it is alone. */
export function partiesWithout(draw: Draw, what: 'commitment' | 'nonce'): string {
  const missing = draw.parties.filter((party) => party[what] === null)
  const people = missing.filter(({ party }) => party !== 'system')
  return (people.length === 0 ? missing : people).map(({ party }) => t(`draw.party.${party}`)).join('、')
}

function evidenceOf(draw: Draw, verb: Verb): ReactNode[] {
  const event = verb === 'freeze' ? (eventOf(draw, 'freeze') ?? eventOf(draw, 'frozen')) : eventOf(draw, verb)
  const seen = event === null ? [] : [seqLine(event.seq)]
  const clock = event === null ? '' : formatClock(event.at)
  switch (verb) {
    case 'freeze':
      return [
        `${clock}　${t(drawnKind(draw) === 'P' ? 'draw.evidence.poolP' : 'draw.evidence.pool', { n: draw.poolSize ?? 0 })}`,
        ...(draw.snapshotAt === null ? seen : [t('draw.evidence.snapshot', { at: formatTime(draw.snapshotAt) })]),
      ]
    case 'commit':
      return [`${clock}　${event?.by ?? ''}`, t('draw.evidence.sealed', { n: draw.parties.length })]
    case 'reveal':
      return [`${clock}　${t('draw.evidence.revealed', { n: draw.parties.length })}`, ...seen]
    case 'beacon':
      return [`${clock}　${event?.by ?? ''}`, draw.beaconValue === null ? '' : beaconWords(draw.beaconValue)]
    case 'result': {
      const begun = eventOf(draw, 'beacon')?.at ?? lastReveal(draw)
      const seconds = event === null || begun === null ? null : ((Date.parse(event.at) - Date.parse(begun)) / 1000).toFixed(2)
      return [
        `${clock}${seconds === null ? '' : `　${t('draw.evidence.seconds', { s: seconds })}`}`,
        t(drawnKind(draw) === 'P' ? 'draw.evidence.assigned' : 'draw.evidence.drawn', { n: draw.selected ?? 0 }),
      ]
    }
    case 'close':
      return [`${clock}　${event?.by ?? ''}`, ...seen]
  }
}

function waitsFor(draw: Draw, verb: Verb): ReactNode[] {
  if (verb === 'commit') {
    const who = partiesWithout(draw, 'commitment')
    return [who === '' ? t('draw.wait.commit') : t('draw.wait.pledge', { who })]
  }
  if (verb === 'reveal') return [t('draw.wait.reveal', { who: partiesWithout(draw, 'nonce') })]
  if (verb === 'beacon')
    return draw.beacon === null ? [] : [beaconWords(draw.beacon), t('beacon.due.at', { at: formatTime(draw.beacon.at) })]
  return [t(`draw.wait.${verb}`)]
}

function stateBeforeVoid(draw: Draw): string {
  const types = new Set(draw.steps.map(({ type }) => type))
  return types.has('result')
    ? 'result'
    : types.has('commit')
      ? 'committed'
      : types.has('freeze') || types.has('frozen')
        ? 'frozen'
        : 'freezing'
}

/** The newest event of a type. */
export const eventOf = (draw: Draw, type: string): Draw['steps'][number] | null =>
  draw.steps.filter((step) => step.type === type).at(-1) ?? null

const seqLine = (seq: number): string => t('draw.evidence.seq', { n: seq + 1 })
