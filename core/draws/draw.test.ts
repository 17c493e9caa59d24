import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesFor, exampleDraw, exampleOfficers, exampleSubject, value } from '#test/vectors/example-draws.ts'
import { hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { type Filter, matches } from './filter.ts'
import { entropyNonce, nonceCommitment } from './nonces.ts'
import { orderOfHashes, orderOfKeys } from './order.ts'
import { poolBuilder } from './pool.ts'
import { drawObjects, drawOfficers } from './result.ts'
import { select } from './select.ts'
import { ticketer } from './tickets.ts'

const basis = { suite: 'sha256', drawId: '620102202611201001-O-1', commitHash: 'ab'.repeat(32), seed: bytesFor('sha256', 'seed') } as const

describe.each<SuiteId>(['sha256', 'sm3'])('a draw with %s', (suite) => {
  test('same seed same draw, whatever the order of the rows', () => {
    const straight = exampleDraw({ suite, size: 40, strata: [{ ratePpm: 200_000 }] })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 39 }), (turn) => {
        const turned = exampleDraw({
          suite,
          size: 40,
          strata: [{ ratePpm: 200_000 }],
          arrange: (rows) => [...rows.slice(turn), ...rows.slice(0, turn)],
        })
        expect(turned.bytes).toEqual(straight.bytes)
      }),
      { numRuns: 5 },
    )
    expect(exampleDraw({ suite, size: 40, salt: 'other' }).bundle.result.seed).not.toBe(straight.bundle.result.seed)
  })

  test('draws exactly the target of every stratum, each member at most once, in ticket order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 60 }), fc.integer({ min: 300_000, max: 1_000_000 }), (size, ratePpm) => {
        const { drawn, pool, bundle } = exampleDraw({ suite, size, strata: [{ ratePpm }, { count: 2 }, { ratePpm: 1_000_000 }] })
        const targets = (bundle.commit.strata ?? []).map((stratum, i) =>
          'count' in stratum ? stratum.count : i === 2 ? stratum.n : Math.floor((stratum.n * ratePpm + 500_000) / 1_000_000),
        )
        const won = new Uint32Array(3)
        for (const position of drawn.selection.positions) won[pool.strata[position] ?? 0] = (won[pool.strata[position] ?? 0] ?? 0) + 1
        expect([...won]).toEqual(targets)
        expect(new Set(drawn.selection.positions).size).toBe(drawn.selection.positions.length)
        const tickets = Array.isArray(drawn.document.selected) ? drawn.document.selected.map(({ ticket }) => ticket) : []
        expect(tickets).toEqual([...tickets].sort())
      }),
      { numRuns: 20 },
    )
  })
})

test('the selection by histogram is the selection by sorting everything', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9000 }),
      fc.integer({ min: 0, max: 1000 }),
      fc.integer({ min: 1, max: 4 }),
      (size, share, count) => {
        const builder = poolBuilder({
          ...basis,
          key: bytesFor('sha256', 'K'),
          strata: Array.from({ length: count }, (_, s) => `s${s + 1}`),
        })
        value(builder.add(Array.from({ length: size }, (_, i) => [exampleSubject(i), (i * i) % count] as const)))
        const pool = value(builder.finish())
        const targets = pool.counts.map((n) => Math.floor((n * share) / 1000))
        const ticketOf = ticketer(basis)
        const all = Array.from({ length: size }, (_, position) => {
          const ticket = new Uint8Array(32)
          ticketOf(pool.leaves, position * 32, ticket, 0)
          return { position, ticket: hex(ticket) }
        }).sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
        const winners = targets.flatMap((target, s) => all.filter(({ position }) => pool.strata[position] === s).slice(0, target))
        const expected = all.filter((one) => winners.includes(one))
        const { positions, tickets } = select(basis, pool, targets)
        expect([...positions]).toEqual(expected.map(({ position }) => position))
        expect(hex(tickets)).toBe(expected.map(({ ticket }) => ticket).join(''))
      },
    ),
    { numRuns: 15 },
  )
})

test('adding a row that is not eligible changes nothing in the pool', () => {
  const filter: Filter = { version: 1, all: [{ field: 'state', op: 'in', values: ['存续'] }] }
  const none = { kind: null, entityType: null, established: null, industry: null, capital: null, riskClass: null, lastInspected: null }
  const unknown = { ...none, region: '62', label: [], item: [], frequencyUsed: 0 }
  const register = Array.from({ length: 30 }, (_, i) => ({
    subject: exampleSubject(i),
    ...unknown,
    state: i % 3 === 0 ? '注销' : '存续',
  }))
  const rootOf = (entities: typeof register): string => {
    const builder = poolBuilder({ ...basis, key: bytesFor('sha256', 'K'), strata: ['s1'] })
    value(builder.add(entities.filter((entity) => matches(filter, entity)).map(({ subject }) => [subject, 0] as const)))
    return hex(value(builder.finish()).root)
  }
  const extra = { subject: exampleSubject(99), ...unknown, state: '注销' }
  expect(rootOf([...register, extra])).toBe(rootOf(register))
  expect(rootOf([...register, { ...extra, state: '存续' }])).not.toBe(rootOf(register))
})

test('there is no preview: a draw needs every revealed nonce, and the key and the pool that were committed', () => {
  const { bundle, pool, key, nonces } = exampleDraw()
  const { commit } = bundle
  const other = exampleDraw({ size: 8 })
  const refused = (change: Partial<Parameters<typeof drawObjects>[0]>): unknown => {
    const drawn = drawObjects({ commit, pool, key, nonces, beaconValue: null, ...change })
    return drawn.ok ? null : drawn.failure
  }
  expect(refused({})).toBeNull()
  expect(refused({ nonces: nonces.slice(1) })).toEqual({ type: 'nonces_refused', refused: [{ party: 'organiser', why: 'missing' }] })
  expect(refused({ nonces: nonces.map((one, i) => (i === 2 ? { ...one, nonce: '00'.repeat(32) } : one)) })).toMatchObject({
    refused: [{ party: 'system', why: 'does_not_open' }],
  })
  expect(refused({ nonces: [...nonces, ...nonces.slice(0, 1)] })).toMatchObject({ refused: [{ party: 'organiser', why: 'twice' }] })
  expect(refused({ nonces: [...nonces, { party: 'vendor', nonce: '00'.repeat(32) }] })).toMatchObject({
    refused: [{ party: 'vendor', why: 'unknown_party' }],
  })
  expect(refused({ nonces: [...nonces].reverse() })).toBeNull()
  expect(refused({ key: bytesFor('sha256', 'other') })).toEqual({ type: 'not_as_committed', what: 'key' })
  expect(refused({ pool: other.pool })).toEqual({ type: 'not_as_committed', what: 'pool' })
  expect(refused({ pool: { ...other.pool, root: pool.root } })).toEqual({ type: 'not_as_committed', what: 'pool' })
  expect(refused({ pool: { ...pool, strata: new Uint16Array(7).fill(1) } })).toEqual({ type: 'not_as_committed', what: 'strata' })
})

test('officers are drawn only for the objects, pairs and officers that were committed', () => {
  const objects = exampleDraw({ size: 12 })
  const { bundle, key, nonces, matching } = exampleOfficers(objects)
  const { commit } = bundle
  const refused = (change: Partial<Parameters<typeof drawOfficers>[0]>): unknown => {
    const drawn = drawOfficers({ commit, key, nonces, matching, beaconValue: null, ...change })
    return drawn.ok ? null : drawn.failure
  }
  expect(refused({})).toBeNull()
  expect(refused({ matching: { ...matching, objects: [...matching.objects].reverse() } })).toEqual({
    type: 'not_as_committed',
    what: 'objects',
  })
  expect(refused({ matching: { ...matching, edges: matching.edges.map(() => [0, 1, 2, 3, 4]) } })).toEqual({
    type: 'not_as_committed',
    what: 'edges',
  })
  expect(refused({ commit: objects.bundle.commit })).toEqual({ type: 'not_as_committed', what: 'kind' })
  const drawn = drawObjects({ commit, key, nonces, beaconValue: null, pool: objects.pool })
  expect(drawn.ok ? null : drawn.failure).toEqual({ type: 'not_as_committed', what: 'kind' })
})

test('equal heads are ordered by the whole hash', () => {
  const packed = Uint8Array.from({ length: 32 * 5000 }, (_, i) => (i % 32 < 4 ? 7 : (i * 7919) % 251))
  const order = orderOfHashes(packed, 32, 5000)
  const texts = Array.from(order, (i) => hex(packed.subarray(i * 32, i * 32 + 32)))
  expect(texts).toEqual([...texts].sort())
  fc.assert(
    fc.property(fc.uint32Array({ maxLength: 10_000, size: 'max' }), (keys) => {
      const sorted = Array.from(
        orderOfKeys(keys, (a, b) => a - b),
        (i) => keys[i] ?? 0,
      )
      expect(sorted).toEqual([...keys].sort((a, b) => a - b))
    }),
    { numRuns: 30 },
  )
})

test('a nonce is bound to its draw and its party, and typed text in any Unicode form gives one nonce', () => {
  const nonce = bytesFor('sha256', 'nonce')
  const commitments = [
    nonceCommitment('sha256', 'a', 'b', nonce),
    nonceCommitment('sha256', 'a', 'c', nonce),
    nonceCommitment('sha256', 'c', 'b', nonce),
  ].map(hex)
  expect(new Set(commitments).size).toBe(3)
  expect(hex(entropyNonce('sha256', 'e\u0301', nonce))).toBe(hex(entropyNonce('sha256', 'é', nonce)))
  expect(() => nonceCommitment('sha256', 'a', 'b', nonce.subarray(1))).toThrow(RangeError)
})
