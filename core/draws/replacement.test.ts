import { describe, expect, test } from 'vitest'
import { type ExampleDraw, exampleDraw, value } from '#test/vectors/example-draws.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { fromHex, hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { bundleBytes } from './bundle.ts'
import { buildCommit } from './commit.ts'
import { parseCommit } from './documents.ts'
import { planNewDraw } from './draw-id.ts'
import { drawReplacement } from './result.ts'
import { ticketer } from './tickets.ts'
import type { Verification } from './verification.ts'
import { verifyBundle } from './verify.ts'
import { verifyBundles } from './verify-directory.ts'

const strata = [{ ratePpm: 300_000 }, { count: 2 }]
const leaves = ({ drawn }: Pick<ExampleDraw, 'drawn'>): readonly string[] => {
  const { selected } = drawn.document
  return 'file' in selected ? [] : selected.map(({ leaf }) => leaf)
}
const failedOf = ({ checks }: Verification): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ check }) => check)
const named = (...draws: readonly Pick<ExampleDraw, 'bytes'>[]) => draws.map(({ bytes }, i) => ({ name: `${i}.json`, bytes }))
const failedIn = (...draws: readonly Pick<ExampleDraw, 'bytes'>[]): readonly string[] =>
  verifyBundles(named(...draws), { complete: true, logKey: exampleLogKey }).verifications.flatMap(failedOf)

describe.each<SuiteId>(['sha256', 'sm3'])('a replacement with %s', (suite) => {
  const objects = exampleDraw({ suite, size: 30, strata })
  const drawn = leaves(objects)

  test('takes, of the same stratum and of those not yet drawn, the one with the smallest ticket under its own seed', () => {
    for (const replaces of drawn.keys()) {
      const { drawn: taken, pool, bundle } = exampleReplacement(objects, { replaces, salt: String(replaces) })
      const at = pool.leaves.length / 32
      const positionOf = (leaf: string): number =>
        Array.from({ length: at }, (_, i) => i).findIndex((i) => hex(pool.leaves.subarray(i * 32, i * 32 + 32)) === leaf)
      const stratum = pool.strata[positionOf(drawn[replaces] ?? '')]
      const { seed, commitHash } = bundle.result
      const ticketOf = ticketer({ suite, drawId: bundle.commit.drawId, commitHash, seed: fromHex(seed) })
      const tickets = Array.from({ length: at }, (_, i) => {
        const ticket = new Uint8Array(32)
        ticketOf(pool.leaves, i * 32, ticket, 0)
        return { leaf: hex(pool.leaves.subarray(i * 32, i * 32 + 32)), ticket: hex(ticket), stratum: pool.strata[i] }
      })
      const open = tickets.filter((one) => one.stratum === stratum && !drawn.includes(one.leaf))
      const smallest = open.reduce((best, one) => (one.ticket < best.ticket ? one : best))
      expect(taken.document.selected).toEqual([{ leaf: smallest.leaf, ticket: smallest.ticket }])
      expect(bundle.commit.strata).toEqual([{ id: 's1', n: open.length, count: 1 }])
    }
  })

  test('nobody knows the substitute before: other nonces take another', () => {
    const substitutes = new Set(Array.from({ length: 12 }, (_, i) => leaves(exampleReplacement(objects, { salt: `nonces ${i}` }))[0]))
    expect(substitutes.size).toBeGreaterThan(5)
  })

  test('holds in a directory with its object draw and the replacements before it', () => {
    const first = exampleReplacement(objects, { log: true })
    const second = exampleReplacement(objects, { serial: 2, replaces: 1, earlier: leaves(first), log: true })
    const third = exampleReplacement(objects, {
      serial: 3,
      replaces: leaves(first)[0] ?? '',
      earlier: [...leaves(first), ...leaves(second)],
    })
    const { verifications, verdict } = verifyBundles(named(objects, first, second, third), { complete: true, logKey: exampleLogKey })
    expect(verdict).toBe('held')
    for (const { checks, kind } of verifications)
      if (kind === 'R')
        expect(checks.filter(({ check }) => ['object_draw', 'replacement', 'serials', 'selection', 'threshold'].includes(check))).toEqual([
          expect.objectContaining({ status: 'ok' }),
          expect.objectContaining({ status: 'ok' }),
          expect.objectContaining({ status: 'ok' }),
          expect.objectContaining({ status: 'ok' }),
          expect.objectContaining({ status: 'ok' }),
        ])
  })
})

describe('a replacement cannot be used to choose', () => {
  const objects = exampleDraw({ size: 30, strata })
  const first = exampleReplacement(objects)
  const [replaced = ''] = leaves(objects)

  test('one that is left out is missed: by its serial, or by those after it', () => {
    const second = exampleReplacement(objects, { serial: 2, replaces: 1, earlier: leaves(first) })
    expect(failedIn(objects, second)).toEqual(['serials', 'object_draw'])
    // Named as void although it had a result: the list of those taken still tells.
    const hiding = exampleReplacement(objects, { serial: 2, replaces: 1, earlier: leaves(first), supersedes: first.bundle.commit.drawId })
    expect(failedIn(objects, hiding)).toEqual(['object_draw'])
    // Forgotten in the list of those taken: the directory has it.
    const forgetting = exampleReplacement(objects, { serial: 2, replaces: 1 })
    expect(failedIn(objects, first, forgetting)).toEqual(['object_draw'])
  })

  test('a void one is accounted for by the next, and one object is replaced once', () => {
    const afterVoid = exampleReplacement(objects, { serial: 2, supersedes: first.bundle.commit.drawId })
    expect(failedIn(objects, afterVoid)).toEqual([])
    const again = exampleReplacement(objects, { serial: 2, earlier: leaves(first) })
    expect(failedIn(objects, first, again)).toEqual(['object_draw', 'object_draw'])
    expect(failedIn(exampleDraw({ size: 30, strata, salt: 'another draw' }), first)).toContain('object_draw')
  })

  test('without the object draw it is said that this was not compared', () => {
    const { verifications, verdict } = verifyBundles(named(first), { complete: true })
    expect(verdict).toBe('held')
    expect(verifications[0]?.checks.find(({ check }) => check === 'object_draw')).toMatchObject({ why: 'other_bundle_absent' })
  })

  test('the engine draws only for the objects, the key, the pool and the number that were committed', () => {
    const { commit } = first.bundle
    const { pool, key, nonces } = first
    const selected = leaves(objects)
    const refused = (change: Partial<Parameters<typeof drawReplacement>[0]>): unknown => {
      const drawn = drawReplacement({ commit, pool, key, nonces, beaconValue: null, selected, ...change })
      return drawn.ok ? null : drawn.failure
    }
    const wrong = (what: string) => ({ type: 'not_as_committed', what })
    expect(refused({})).toBeNull()
    expect(refused({ nonces: nonces.slice(1) })).toMatchObject({ type: 'nonces_refused' })
    expect(refused({ selected: [...selected].reverse() })).toEqual(wrong('objects'))
    expect(refused({ commit: objects.bundle.commit })).toEqual(wrong('kind'))
    expect(refused({ key: new Uint8Array(32) })).toEqual(wrong('key'))
    const notDrawn = Array.from({ length: pool.size }, (_, i) => hex(pool.leaves.subarray(i * 32, i * 32 + 32))).find(
      (leaf) => !selected.includes(leaf),
    )
    const rebound = commit.replacement && { ...commit.replacement, replaces: notDrawn ?? '' }
    expect(refused({ commit: { ...commit, ...(rebound && { replacement: rebound }) } })).toEqual(wrong('replaced'))
    expect(refused({ commit: { ...commit, strata: [{ id: 's1', n: 5, count: 1 }] } })).toEqual(wrong('strata'))
  })

  test('a substitute picked by hand fails, however well its bundle is made', () => {
    const { bundle, pool } = first
    const taken = leaves(first)[0]
    const other = Array.from({ length: pool.size }, (_, i) => hex(pool.leaves.subarray(i * 32, i * 32 + 32))).find(
      (leaf) => leaf !== taken && !leaves(objects).includes(leaf),
    )
    const forged = { ...bundle.result, selected: [{ leaf: other ?? '', ticket: '00'.repeat(32) }] }
    expect(failedOf(verifyBundle(bundleBytes({ ...bundle, result: forged })))).toEqual(
      expect.arrayContaining(['tickets', 'selection', 'selected_root']),
    )
    const drawnBefore = { ...bundle.result, selected: [{ leaf: replaced, ticket: '00'.repeat(32) }] }
    expect(failedOf(verifyBundle(bundleBytes({ ...bundle, result: drawnBefore })))).toContain('replacement')
  })
})

test('a request without the evidence that its reason needs is no COMMIT', () => {
  const { commit } = exampleReplacement(exampleDraw({ size: 9, strata })).bundle
  const { replacement } = commit
  const withReason = (reason: 'cannot_contact' | 'deregistered') => ({ ...commit, replacement: { ...replacement, reason, evidence: null } })
  expect(parseCommit(withReason('cannot_contact')).ok).toBe(false)
  expect(parseCommit(withReason('deregistered')).ok).toBe(true)
  const { replacement: _, ...without } = commit
  expect(parseCommit(without).ok).toBe(false)
})

test('when nobody of the stratum is left, there is no replacement', () => {
  const objects = exampleDraw({ size: 6, strata: [{ ratePpm: 1_000_000 }] })
  const example = exampleReplacement(exampleDraw({ size: 30, strata }))
  const built = buildCommit({
    ...example.bundle.commit,
    filter: { version: 1, all: [] },
    pool: { size: 6, root: objects.pool.root, counts: [6] },
    registerCount: 6,
    key: objects.key,
    strata: [{ id: 's1', n: 0, count: 1 }],
  })
  expect(built.ok ? null : built.failure.type).toBe('strata_refused')
})

test('a task has one open replacement and any number of closed ones, numbered without a gap', () => {
  const wanted = { task: '620102202611201001', kind: 'R', dept: null } as const
  const held = (serial: number) => ({ drawId: `${wanted.task}-R-${serial}`, dept: null, open: false, voided: false })
  expect(value(planNewDraw([], wanted))).toEqual({ drawId: `${wanted.task}-R-1`, supersedes: null })
  expect(value(planNewDraw([held(2), held(1)], wanted))).toEqual({ drawId: `${wanted.task}-R-3`, supersedes: null })
  expect(planNewDraw([held(1), { ...held(2), open: true }], wanted)).toMatchObject({ failure: { type: 'draw_already_open' } })
  expect(value(planNewDraw([held(1), { ...held(2), voided: true }], wanted))).toEqual({
    drawId: `${wanted.task}-R-3`,
    supersedes: `${wanted.task}-R-2`,
  })
  expect(value(planNewDraw([{ ...held(1), voided: true }, held(2)], wanted))).toMatchObject({ supersedes: null })
})

test('a replacement in a long list finds it in the file of the object draw', () => {
  const objects = exampleDraw({ size: 10_050, strata: [{ ratePpm: 999_000 }] })
  const { bytes, files } = exampleReplacement(objects)
  const readFile = (name: string) => files.find((file) => file.name === name)?.bytes ?? null
  expect(files.length).toBe(2)
  expect(failedOf(verifyBundle(bytes, { readFile }))).toEqual([])
  expect(verifyBundle(bytes).checks.find(({ check }) => check === 'replacement')).toMatchObject({ why: 'no_files' })
})
