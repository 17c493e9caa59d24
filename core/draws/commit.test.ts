import { describe, expect, test } from 'vitest'
import { bytesFor, exampleDraw, exampleOfficers } from '#test/vectors/example-draws.ts'
import { buildCommit, type CommitInput, commitHashOf, hashedMembers } from './commit.ts'
import { parseCommit } from './documents.ts'

const { bundle, pool, key } = exampleDraw({ size: 12 })
const { commit } = bundle
const { strata = [], filter = { version: 1, all: [] } } = commit
const input: CommitInput = { ...commit, strata, filter, pool, key }

const refused = (change: Partial<CommitInput>): unknown => {
  const built = buildCommit({ ...input, ...change })
  return built.ok ? null : built.failure
}

test('one hash serves both audiences: what a sealed draw hides is not in the hashed document', () => {
  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...publicCopy } = commit
  expect(hashedMembers(commit)).toEqual(publicCopy)
  expect(commitHashOf(publicCopy)).toBe(bundle.result.commitHash)
  const sealed = { ...publicCopy, mode: 'sealed' as const }
  expect(parseCommit(sealed).ok).toBe(true)
  expect(commitHashOf({ ...sealed, strata })).toBe(commitHashOf(sealed))
  expect(parseCommit(publicCopy).ok).toBe(false) // an open draw publishes them
})

test('without K nobody can try out which strata a sealed commitment hides', () => {
  const other = buildCommit({ ...input, key: bytesFor('sha256', 'other') })
  expect(other.ok && other.value.document.strataCommit).not.toBe(commit.strataCommit)
})

describe('a commitment is refused', () => {
  test('when the register is not accounted for', () => {
    expect(refused({ registerCount: 18 })).toEqual({ type: 'register_not_accounted', registerCount: 18, accounted: 17 })
  })
  test('when the strata are not those of the pool, or draw nobody', () => {
    expect(refused({ strata: [{ id: 's1', n: 11, count: 1 }] })).toEqual({ type: 'strata_not_pool', expected: [11], found: [12] })
    expect(refused({ strata: [{ id: 's1', n: 12, ratePpm: 10_000, rounding: 'half-up' }] })).toMatchObject({ type: 'strata_refused' })
    expect(refused({ pool: { ...pool, size: 0 } })).toEqual({ type: 'pool_empty' })
  })
  test('when one party alone would make the seed', () => {
    expect(refused({ sources: commit.sources.slice(0, 1) })).toMatchObject({ type: 'document_invalid', problems: [{ path: '/sources' }] })
    expect(refused({ sources: [...commit.sources, ...commit.sources] })).toMatchObject({ type: 'document_invalid' })
  })
  test('when an exclusion is not one of this kind of draw', () => {
    expect(refused({ excluded: [['officer_on_leave', 5]] })).toEqual({ type: 'exclusion_not_of_kind', reason: 'officer_on_leave' })
  })
  test('when an officer draw leaves an officer out of the order', () => {
    const officers = exampleOfficers(exampleDraw({ size: 12 }))
    const of = officers.bundle.commit
    const built = buildCommit({
      ...of,
      filter,
      strata: [{ id: 's1', n: 5, count: 4 }],
      pool: { size: 5, root: pool.root, counts: [5] },
      key,
    })
    expect(built.ok ? null : built.failure).toEqual({ type: 'officers_not_all', strata: 1 })
  })
  test('when its id, its times or its texts are not in form, every problem told', () => {
    expect(refused({ drawId: 'x-Z-1' })).toEqual({ type: 'draw_kind_unknown', drawId: 'x-Z-1' })
    const wrong = refused({ snapshotAt: '2026-11-20T08:00:00Z', revealBy: '2026-02-30T08:00:00.000Z', plan: '' })
    expect(wrong).toMatchObject({ problems: [{ path: '/plan' }, { path: '/snapshotAt' }, { path: '/revealBy' }] })
  })
})

test('counts of zero are left out and the reasons are in one order', () => {
  const built = buildCommit({
    ...input,
    excluded: [
      ['whitelist', 0],
      ['revoked', 2],
      ['deregistered', 3],
    ],
  })
  expect(built.ok && built.value.document.excluded).toEqual([
    ['deregistered', 3],
    ['revoked', 2],
  ])
})
