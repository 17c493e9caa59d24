/**
 * The order of a change feed: which lines are new, which were sent before, and where numbers are missing. A feed is a log of one authority:
 * its numbers follow one another, each is taken once, and what is missing stops it, because an event that comes later may rest on it.
 */
import type { FeedEvent, FeedReason, FeedRefusal } from './feed.ts'

/** A line with its place in the body, from 1, and the hash of what it said. */
export type SentLine = { readonly no: number; readonly hash: string; readonly line: FeedEvent | FeedRefusal }

/** What became of a number before. */
export type KnownEvent = {
  readonly hash: string
  readonly outcome: string
  readonly code: FeedReason | null
  readonly facts: FeedRefusal['facts']
}

export type Ordered =
  /** Taken now; a refusal that has its number uses it up. */
  | { readonly is: 'new'; readonly sent: SentLine; readonly seq: number }
  /** The same number with the same content: the answer is the one it got. */
  | { readonly is: 'repeated'; readonly sent: SentLine; readonly seq: number; readonly first: KnownEvent }
  /** Not taken, and uses up no number. */
  | { readonly is: 'refused'; readonly sent: SentLine; readonly seq: number | null; readonly code: FeedReason }

export type Gap = { readonly from: number; readonly to: number }

export type Order = {
  readonly lines: readonly Ordered[]
  readonly last: number
  readonly gaps: readonly Gap[]
  /** Lines without a number at the end: what follows them says which number they stand for. */
  readonly waiting: readonly SentLine[]
  /** Numbers are missing before this line, and the sender does not give them up: nothing from here on is taken. */
  readonly stopped: { readonly expected: number; readonly seq: number; readonly line: number } | null
}

export type OrderState = {
  /** The last number that was taken; 0 before the first: a source begins where it likes. */
  readonly last: number
  readonly waiting: readonly SentLine[]
  /** The number of the line before, in this body; null at its beginning. */
  readonly previous: number | null
}

/** Every number whose past `orderLines` asks for. */
export function numbersAsked(lines: readonly SentLine[], waiting: readonly SentLine[]): readonly number[] {
  const asked = new Set<number>()
  let without = waiting.length
  for (const { line } of lines) {
    if (line.seq === null) {
      without++
      continue
    }
    for (let seq = Math.max(1, line.seq - without); seq <= line.seq; seq++) asked.add(seq)
    without = 0
  }
  return [...asked].sort((a, b) => a - b)
}

/** Puts the lines of a chunk into their order; `known` has the past of the numbers asked for. `giveUp`: missing numbers are given up. */
export function orderLines(
  lines: readonly SentLine[],
  state: OrderState,
  { known, giveUp }: { readonly known: ReadonlyMap<number, KnownEvent>; readonly giveUp: boolean },
): Order & { readonly previous: number | null } {
  const ordered: Ordered[] = []
  const gaps: Gap[] = []
  let { last, previous } = state
  let waiting = [...state.waiting]
  const place = (sent: SentLine, seq: number): void => {
    if (last === 0 || seq > last) {
      ordered.push({ is: 'new', sent, seq })
      last = seq
      return
    }
    const first = known.get(seq)
    if (first === undefined) ordered.push({ is: 'refused', sent, seq, code: 'seq_given_up' })
    else if (first.hash === sent.hash) ordered.push({ is: 'repeated', sent, seq, first })
    else ordered.push({ is: 'refused', sent, seq, code: 'seq_reused' })
  }
  for (const sent of lines) {
    const { seq } = sent.line
    if (seq === null) {
      waiting.push(sent)
      continue
    }
    const free = freeBefore(seq, waiting.length, previous, last)
    const numbered = free === waiting.length ? waiting : []
    const expected = last === 0 ? seq - numbered.length : last + 1
    const begins = seq - numbered.length
    if (begins > expected && !giveUp) return { lines: ordered, last, gaps, waiting, previous, stopped: { expected, seq, line: sent.no } }
    if (begins > expected) gaps.push({ from: expected, to: begins - 1 })
    for (const [i, one] of waiting.entries()) {
      if (numbered.length > 0) place(one, begins + i)
      else ordered.push({ is: 'refused', sent: one, seq: null, code: codeOf(one) })
    }
    waiting = []
    place(sent, seq)
    previous = seq
  }
  return { lines: ordered, last, gaps, waiting, previous, stopped: null }
}

/** Lines that wait at the end of a body have no number: nothing follows that would tell it. */
export const withoutNumber = (waiting: readonly SentLine[]): readonly Ordered[] =>
  waiting.map((sent) => ({ is: 'refused', sent, seq: null, code: codeOf(sent) }))

/** How many numbers lie free before `seq` for the lines without one that stand there. */
function freeBefore(seq: number, waiting: number, previous: number | null, last: number): number {
  if (previous !== null) return seq - previous - 1
  if (last === 0 || seq <= last) return Math.min(waiting, seq - 1)
  return seq - last - 1
}

const codeOf = ({ line }: SentLine): FeedReason => (line.line === 'refused' ? line.code : 'line_unreadable')
