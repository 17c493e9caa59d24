/** A change feed into the register: chunk after chunk, each one transaction with its events, versions, receipt and record. */
import { randomUUID } from 'node:crypto'
import { eventOf } from '#core/registers/entity-event.ts'
import type { FeedRefusal } from '#core/registers/feed.ts'
import { applyFeedEvent, type FeedContext, type Registered } from '#core/registers/feed-apply.ts'
import { numbersAsked, type Order, type Ordered, type OrderState, orderLines, withoutNumber } from '#core/registers/feed-order.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { appendRecord, type Doer } from '#server/record/append.ts'
import { type FeedChunk, readFeed } from './feed-lines.ts'
import * as merge from './feed-merge-store.ts'
import * as store from './feed-store.ts'
import { insertTotals } from './feed-total-store.ts'
import { regionIndex } from './regions.ts'
import { settleLater } from './settle-job.ts'
import { lockRegister } from './version-store.ts'

export type FeedSender = {
  readonly by: Doer
  /** The name of the stream within the organisation: `main`. */
  readonly name: string
  readonly via: 'push' | 'pull'
  /** Numbers that are missing are given up instead of stopping the feed. */
  readonly giveUp: boolean
}

export type Received = { readonly receiptId: string | null; readonly stopped: Order['stopped'] }

/** place:department:name: what a stream is called wherever it is named. */
export const sourceOf = ({ by, name }: Pick<FeedSender, 'by' | 'name'>): string => `${by.orgPath}:${by.dept}:${name}`

/**
 * Takes a body in. What was taken stays taken when the body breaks off: the error of the body is thrown after the receipt says so. A body
 * without any line leaves nothing.
 */
export async function receiveFeed(services: Services, sender: FeedSender, body: AsyncIterable<Uint8Array>): Promise<Received> {
  const { longDb, now } = services
  const context = await inScope(longDb, '*', 'read only', (tx) => contextOf(tx, sender))
  const reading = readFeed(body, () => dateAt(now()))
  let state: OrderState = { last: 0, waiting: [], previous: null }
  let stopped: Order['stopped'] = null
  let receiptId: string | null = null
  try {
    for await (const chunk of reading.chunks) {
      // A stopped body is read to its end: its hash belongs to the receipt, and a sender in the middle of sending hears no answer.
      if (stopped !== null) continue
      const id: string = receiptId ?? randomUUID()
      const done = await inScope(longDb, '*', 'read write', (tx) =>
        takeChunk(tx, { sender, context, receiptId: id, state, chunk, first: receiptId === null, now: now() }),
      )
      receiptId = id
      ;({ state, stopped } = done)
    }
  } catch (error) {
    if (receiptId !== null) await end(services, receiptId, { state: 'broken', waiting: [], sum: { ...reading.sum(), sha256: null } })
    throw error
  }
  if (receiptId !== null)
    await end(services, receiptId, {
      state: stopped === null ? 'complete' : 'stopped',
      waiting: stopped === null ? state.waiting : [],
      sum: reading.sum(),
    })
  return { receiptId, stopped }
}

type Taking = {
  readonly sender: FeedSender
  readonly context: FeedContext
  readonly receiptId: string
  readonly state: OrderState
  readonly chunk: FeedChunk
  readonly first: boolean
  readonly now: Instant
}

async function takeChunk(tx: Tx, taking: Taking): Promise<{ state: OrderState; stopped: Order['stopped'] }> {
  const { sender, context, receiptId, chunk, now } = taking
  const source = sourceOf(sender)
  await lockRegister(tx)
  const last = await store.lockSource(tx, { source, name: sender.name, by: sender.by, now })
  if (taking.first) await store.insertReceipt(tx, { id: receiptId, source, sender, now })
  const { waiting, previous } = taking.state
  const known = await store.knownEvents(tx, source, numbersAsked(chunk.lines, waiting))
  const order = orderLines(chunk.lines, { last, waiting, previous }, { known, giveUp: sender.giveUp })
  const outcomes = await applyOrder(tx, { order, context, receiptId, source, now })
  await store.insertEvents(tx, { source, receiptId, now }, outcomes.events)
  await store.insertRefusals(tx, receiptId, outcomes.refusals)
  await store.advanceSource(tx, { source, last: order.last, now })
  await store.growReceipt(tx, receiptId, { ...outcomes.sum, lines: chunk.read, gaps: order.gaps, stopped: order.stopped, now })
  if (chunk.totals !== null && order.stopped === null)
    await insertTotals(tx, { receiptId, jurisdiction: context.jurisdiction, regions: context.regions, totals: chunk.totals, now })
  const { applied, unchanged, repeated, refused, from, to } = outcomes.sum
  await appendRecord(tx, {
    at: now,
    by: sender.by,
    verb: 'feed.receive',
    thing: `receipt:${receiptId}`,
    facts: { source, from, to, applied, unchanged, repeated, refused },
  })
  return { state: { last: order.last, waiting: order.waiting, previous: order.previous }, stopped: order.stopped }
}

type Outcomes = {
  readonly events: readonly store.EventRow[]
  readonly refusals: readonly store.RefusalRow[]
  readonly sum: store.ChunkSum
}

/** Decides each new event on what the ones before it left, then writes all of them as sets. */
async function applyOrder(
  tx: Tx,
  work: { order: Order; context: FeedContext; receiptId: string; source: string; now: Instant },
): Promise<Outcomes> {
  const { order, context } = work
  const subjects = new Set(order.lines.flatMap(({ is, sent }) => (is === 'new' && sent.line.line === 'event' ? [sent.line.subject] : [])))
  const standing = new Map(await merge.registeredOf(tx, [...subjects]))
  const waves = new Map<string, number>()
  const rows: merge.FeedRow[] = []
  const events: store.EventRow[] = []
  const refusals: store.RefusalRow[] = []
  for (const one of order.lines) {
    const decided = decide(one, standing, context)
    if (decided.refused !== null) refusals.push({ no: one.sent.no, seq: one.seq, line: one.sent.line, ...decided.refused })
    if (one.is !== 'new') continue
    events.push({ seq: one.seq, hash: one.sent.hash, line: one.sent.line, outcome: decided.outcome, ...(decided.refused ?? noReason) })
    const { row } = decided
    if (row === null || one.sent.line.line !== 'event') continue
    const { subject, effectiveOn } = one.sent.line
    const wave = waves.get(subject) ?? 0
    rows.push({ ...row, wave, seq: one.seq, eventOn: effectiveOn })
    waves.set(subject, wave + 1)
    standing.set(subject, row.after)
  }
  await merge.applyRows(tx, { receiptId: work.receiptId, source: work.source, now: work.now }, rows)
  return { events, refusals, sum: sumOf(order.lines, events, rows) }
}

const noReason = { code: null, facts: null } as const

type Decision = {
  readonly outcome: 'applied' | 'unchanged' | 'refused'
  readonly row: Pick<merge.FeedRow, 'known' | 'event' | 'after'> | null
  readonly refused: { readonly code: FeedRefusal['code']; readonly facts: FeedRefusal['facts'] } | null
}

function decide(one: Ordered, standing: ReadonlyMap<string, Registered>, context: FeedContext): Decision {
  const refuse = (code: FeedRefusal['code'], facts: FeedRefusal['facts']): Decision => ({
    outcome: 'refused',
    row: null,
    refused: { code, facts },
  })
  if (one.is === 'repeated')
    return one.first.code === null ? { outcome: 'unchanged', row: null, refused: null } : refuse(one.first.code, one.first.facts)
  const { line } = one.sent
  if (one.is === 'refused') return refuse(one.code, line.line === 'refused' ? line.facts : { seq: one.seq ?? 0 })
  if (line.line === 'refused') return refuse(line.code, line.facts)
  const before = standing.get(line.subject) ?? null
  const applied = applyFeedEvent(before, line, context)
  if (applied.outcome === 'refused') return refuse(applied.code, applied.facts)
  if (applied.outcome === 'unchanged') return { outcome: 'unchanged', row: null, refused: null }
  const { after } = applied
  const said = line.type === 'entered' || before?.state === after.state
  return {
    outcome: 'applied',
    row: { known: before !== null, event: before !== null && said ? eventOf(before, after) : line.type, after },
    refused: null,
  }
}

function sumOf(lines: readonly Ordered[], events: readonly store.EventRow[], rows: readonly merge.FeedRow[]): store.ChunkSum {
  const applied: Record<string, number> = {}
  const bySeq = new Map(rows.map((row) => [row.seq, row]))
  for (const { seq, line } of events) if (bySeq.has(seq) && line.line === 'event') applied[line.type] = (applied[line.type] ?? 0) + 1
  const seqs = lines.flatMap(({ is, seq }) => (is !== 'refused' && seq !== null ? [seq] : []))
  return {
    applied,
    unchanged: events.filter(({ outcome }) => outcome === 'unchanged').length,
    repeated: lines.filter(({ is }) => is === 'repeated').length,
    refused: events.filter(({ outcome }) => outcome === 'refused').length + lines.filter(({ is }) => is === 'refused').length,
    from: seqs.length === 0 ? null : seqs.reduce((a, b) => Math.min(a, b)),
    to: seqs.length === 0 ? null : seqs.reduce((a, b) => Math.max(a, b)),
  }
}

type Ending = {
  readonly state: 'complete' | 'stopped' | 'broken'
  readonly waiting: OrderState['waiting']
  readonly sum: { readonly bytes: number; readonly lines: number; readonly sha256: string | null }
}

/** A body that wrote this many lines leaves the search with rows to sort in; fewer wait for the next. */
const settleFrom = 2000

/** Closes the receipt; lines that nothing follows are refused without a number. */
async function end(services: Services, receiptId: string, { state, waiting, sum }: Ending): Promise<void> {
  const left = withoutNumber(waiting)
  const refusals = left.map(({ sent }) => ({
    no: sent.no,
    seq: null,
    line: sent.line,
    code: sent.line.line === 'refused' ? sent.line.code : ('line_unreadable' as const),
    facts: sent.line.line === 'refused' ? sent.line.facts : {},
  }))
  await inScope(services.longDb, '*', 'read write', async (tx) => {
    await store.insertRefusals(tx, receiptId, refusals)
    await store.endReceipt(tx, receiptId, { state, ...sum, refused: left.length, now: services.now() })
    if (sum.lines >= settleFrom) await settleLater(tx)
  })
}

async function contextOf(tx: Tx, { by }: FeedSender): Promise<FeedContext> {
  return { regions: await regionIndex(tx, by.orgPath), jurisdiction: by.orgPath, kinds: await merge.entityKinds(tx) }
}
