import { expect, test } from 'vitest'
import { anExpert, anObject, anOfficer, factsOf } from '#test/matching-facts.ts'
import { concat, utf8 } from '../bytes.ts'
import { factsBytes, factsDigest, factsFileName, isFactsFileName, type KeptFacts, readFacts } from './facts-file.ts'

const kept: KeptFacts = {
  ...factsOf({
    officers: [
      anOfficer('A', {
        cluster: '东片',
        leaves: [{ from: '2026-12-02', to: '2026-12-03' }],
        recusals: [{ subject: '91620121MA0000000X', relation: 'kinship', until: null }],
        past: [{ subject: '91620121MA0000000X', times: 0, last: true }],
      }),
      anOfficer('B'),
      anExpert('X'),
    ],
    groups: [{ subject: 'GROUP:G', members: ['OFFICER:B', 'OFFICER:A'] }],
    objects: [anObject(0, { barred: ['OFFICER:B'] })],
  }),
  salt: '0f'.repeat(32),
}
const bytes = factsBytes(kept)
const problemOf = (of: Uint8Array | object): string | null => {
  const read = readFacts(of instanceof Uint8Array ? of : factsBytes(of as KeptFacts)) // whatever a test makes of them
  return read.ok ? null : read.problem
}

test('facts are read as they were written, and lie under one name that is not taken for a bundle', () => {
  expect(readFacts(bytes)).toEqual({ ok: true, value: kept })
  expect(factsFileName('620102202611201001-P-1')).toBe('620102202611201001-P-1.facts.json')
  expect([isFactsFileName('620102202611201001-P-1.facts.json'), isFactsFileName('620102202611201001-P-1.json')]).toEqual([true, false])
})

test('two draws of the same people have different digests: without the salt nobody can try who was on leave', () => {
  const digests = [kept, { ...kept, salt: 'f0'.repeat(32) }].flatMap((one) => [
    factsDigest('sha256', factsBytes(one)),
    factsDigest('sm3', factsBytes(one)),
  ])
  expect(new Set(digests).size).toBe(4)
})

test('a file has one form: no second spelling, no member twice, none unknown, none missing, none of another kind', () => {
  const text = Buffer.from(bytes).toString()
  expect(problemOf(concat(bytes, utf8('\n')))).toBe('canonical JSON')
  expect(problemOf(utf8(text.replace('"load":0', '"load":9,"load":0')))).toBe('canonical JSON')
  expect(problemOf(utf8(JSON.stringify(kept)))).toBe('canonical JSON')
  expect(problemOf(utf8('{'))).toBe('facts in JSON')
  expect(problemOf(Uint8Array.of(0xff))).toBe('facts in JSON')
  const [first, ...others] = kept.officers
  const withOfficer = (change: object) => ({ ...kept, officers: [{ ...first, ...change }, ...others] })
  expect(problemOf(withOfficer({ name: '张三' }))).toBe('/officers/0/name: no such member')
  expect(problemOf(withOfficer({ active: 1 }))).toBe('/officers/0/active: boolean')
  expect(problemOf(withOfficer({ leaves: [{ from: '2026-02-30', to: '2026-03-01' }] }))).toBe('/officers/0/leaves/0/from: date')
  expect(problemOf(withOfficer({ load: -1 }))).toBe('/officers/0/load: integer of 0 to 1000000')
  expect(problemOf({ ...kept, salt: '0f' })).toBe('/salt: hex of 32 bytes')
  const { salt: _salt, ...unsalted } = kept
  expect(problemOf(unsalted)).toBe('/salt: member')
  expect(problemOf({ ...kept, officers: [...kept.officers].reverse() })).toBe('officers ascending by bytes, once each')
})
