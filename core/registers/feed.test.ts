import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FeedEvent, feedEventTypes, parseFeedLine } from './feed.ts'
import { applyFeedEvent, feedMoves, type Registered } from './feed-apply.ts'
import { type KnownEvent, numbersAsked, type OrderState, orderLines, type SentLine, withoutNumber } from './feed-order.ts'
import { indexRegions } from './locate.ts'
import { usccCheckDigit } from './uscc.ts'

const body = '91620103000000001'
const subject = `${body}${usccCheckDigit(body)}`
const line = (more: object = {}): string =>
  JSON.stringify({ seq: 7, type: 'entered', subject, effectiveOn: '2026-01-05', data: { name: '甲', region: '620103' }, ...more })
const read = (text: string) => parseFeedLine(text, '2026-11-21')
const eventOf = (more: object = {}): FeedEvent => {
  const parsed = read(line(more))
  if (parsed.line !== 'event') throw new Error(`no event: ${parsed.line === 'refused' ? parsed.code : parsed.line}`)
  return parsed
}

describe('a line', () => {
  test('says the same whatever the order of its members and its blanks', () => {
    const other = `  {"data":{"region":"620103", "name":"甲"},"effectiveOn":"2026-01-05","subject":"${subject}","type":"entered","seq":7}`
    expect(eventOf().said).toBe(read(other).line === 'event' ? (read(other) as FeedEvent).said : '') // an event, asked in the same line
  })

  test('is refused with its number where its number can be read', () => {
    const codes = [
      '{"seq":',
      '[]',
      line({ seq: 0 }),
      line({ type: 'x' }),
      line({ subject: 'A' }),
      line({ effectiveOn: '2026-02-30' }),
      line({ effectiveOn: '2026-11-22' }),
      line({ data: { name: 7 } }),
      line({ data: { established: '2026-13-01' } }),
      line({ data: { name: null } }),
    ]
    expect(codes.map(read).map((one) => (one.line === 'refused' ? [one.seq, one.code] : one.line))).toEqual([
      [null, 'line_unreadable'],
      [null, 'line_unreadable'],
      [null, 'seq_invalid'],
      [7, 'type_unknown'],
      [7, 'subject_invalid'],
      [7, 'date_invalid'],
      [7, 'date_in_future'],
      [7, 'field_invalid'],
      [7, 'field_invalid'],
      [7, 'field_invalid'],
    ])
  })

  test('of any bytes is read or refused and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(['event', 'refused', 'totals']).toContain(read(text).line)
      }),
    )
  })
})

const regions = indexRegions([
  { path: '62', code: '62', name: '甘肃省' },
  { path: '62.6201', code: '6201', name: '兰州市' },
  { path: '62.6201.620103', code: '620103', name: '七里河区' },
  { path: '62.6201.620102', code: '620102', name: '城关区' },
  { path: '62.6202', code: '6202', name: '嘉峪关市' },
])
const context = { regions, jurisdiction: '62.6201', kinds: new Set(['enterprise']) }
const standing = (more: Partial<Registered> = {}): Registered => ({
  subject,
  name: '甲',
  kind: 'enterprise',
  entityType: null,
  regionPath: '62.6201.620103',
  established: null,
  capitalYuan: null,
  capitalText: null,
  scope: '零售',
  address: '甘肃省兰州市七里河区西津路1号',
  legalRep: null,
  state: 'active',
  industry: null,
  ownerSubject: null,
  ...more,
})

describe('an event', () => {
  test('changes what it names, empties what it says is null, and leaves the rest', () => {
    const applied = applyFeedEvent(standing(), eventOf({ type: 'changed', data: { scope: null, capital: '100万元' } }), context)
    expect(applied).toEqual({ outcome: 'applied', after: standing({ scope: null, capitalText: '100万元', capitalYuan: 1_000_000 }) })
  })

  test('follows a new address to its county, and stays where the address names no more than the city', () => {
    const to = (address: string) => applyFeedEvent(standing(), eventOf({ type: 'changed', data: { address } }), context)
    expect(to('甘肃省兰州市城关区天水路1号')).toMatchObject({ after: { regionPath: '62.6201.620102' } })
    expect(to('甘肃省兰州市某路1号')).toMatchObject({ after: { regionPath: '62.6201.620103' } })
    expect(to('甘肃省嘉峪关市雄关路1号')).toMatchObject({ outcome: 'refused', code: 'outside_jurisdiction' })
  })

  test('of any kind on any standing follows the table, and told twice changes nothing the second time', () => {
    const states = ['active', 'revoked', 'deregistered', 'moved_out']
    for (const type of feedEventTypes)
      for (const before of [
        null,
        ...states.map((state) => standing({ state })),
        ...['active', 'moved_out'].map((state) => standing({ state, regionPath: '62.6202' })),
      ]) {
        const event = eventOf({ type, data: { name: '乙', region: '620102' } })
        const key =
          before === null
            ? 'absent'
            : before.regionPath === '62.6202'
              ? before.state === 'moved_out'
                ? 'released'
                : 'elsewhere'
              : (before.state as 'active')
        const applied = applyFeedEvent(before, event, context)
        expect([type, key, applied.outcome === 'refused' ? applied.code : 'apply']).toEqual([type, key, feedMoves[type][key]])
        if (applied.outcome === 'applied') expect(applyFeedEvent(applied.after, event, context)).toEqual({ outcome: 'unchanged' })
      }
  })
})

/** A body of numbers; null is a line that cannot be read. */
const lines = (seqs: readonly (number | null)[], from = 1): SentLine[] =>
  seqs.map((seq, i) => ({
    no: from + i,
    hash: seq === null ? `bad${from + i}` : `h${seq}`,
    line: seq === null ? (read('?') as never) : eventOf({ seq }),
  })) // read('?') is a refusal

type Past = Map<number, KnownEvent>
/** Sends a body in chunks, and keeps what was taken. */
function send(past: Past, last: number, body: readonly SentLine[], { size = 3, giveUp = false } = {}) {
  let state: OrderState = { last, waiting: [], previous: null }
  const taken: string[] = []
  for (let at = 0; at < body.length; at += size) {
    const chunk = body.slice(at, at + size)
    const known = new Map(
      numbersAsked(chunk, state.waiting).flatMap((seq) => (past.has(seq) ? [[seq, past.get(seq)] as [number, KnownEvent]] : [])),
    )
    const order = orderLines(chunk, state, { known, giveUp })
    for (const one of order.lines) {
      taken.push(`${one.is} ${one.seq}`)
      if (one.is === 'new') past.set(one.seq, { hash: one.sent.hash, outcome: 'applied', code: null, facts: {} })
    }
    if (order.stopped !== null) return { taken, last: order.last, stopped: order.stopped }
    state = order
  }
  for (const one of withoutNumber(state.waiting)) taken.push(`${one.is} ${one.seq}`)
  return { taken, last: state.last, stopped: null }
}

describe('the order of a feed', () => {
  test('a line that cannot be read stands for the number its place leaves free', () => {
    expect(send(new Map(), 0, lines([5, null, 7])).taken).toEqual(['new 5', 'new 6', 'new 7'])
    expect(send(new Map(), 4, lines([null, 6])).taken).toEqual(['new 5', 'new 6'])
    expect(send(new Map(), 0, lines([5, null, 6, null])).taken).toEqual(['new 5', 'refused null', 'new 6', 'refused null'])
  })

  test('a number that is missing stops the feed, and is given up when the sender says so', () => {
    expect(send(new Map(), 4, lines([5, 7, 8]))).toEqual({ taken: ['new 5'], last: 5, stopped: { expected: 6, seq: 7, line: 2 } })
    expect(send(new Map(), 4, lines([5, 7, 8]), { giveUp: true }).taken).toEqual(['new 5', 'new 7', 'new 8'])
  })

  test('bodies cut, repeated and overlapping in any way take every number once and in order', () => {
    const bodies = fc.array(fc.tuple(fc.nat(40), fc.nat(30)), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(bodies, fc.integer({ min: 1, max: 7 }), (cuts, size) => {
        const past: Past = new Map()
        const order: number[] = []
        let last = 0
        for (const [from, length] of cuts) {
          const sent = send(past, last, lines(Array.from({ length: length + 1 }, (_, i) => from + i + 1)), { size })
          order.push(...sent.taken.flatMap((one) => (one.startsWith('new ') ? [Number(one.slice(4))] : [])))
          if (last > 0 && from > last) expect(sent.stopped).toEqual({ expected: last + 1, seq: from + 1, line: 1 })
          expect(sent.taken.filter((one) => one.startsWith('refused'))).toEqual(
            order.length > 0 && from + 1 < (order[0] ?? 0) ? expect.anything() : [],
          )
          last = sent.last
        }
        expect(order).toEqual(order.map((_, i) => (order[0] ?? 0) + i))
      }),
    )
  })
})
