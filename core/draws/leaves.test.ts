import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesFor } from '#test/vectors/example-draws.ts'
import { hex, utf8 } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { type LeafHasher, leafHasher, type Members, scalarLeafHasher } from './leaves.ts'

const membersOf = (rows: readonly (readonly [subject: string, stratum: number])[]): Members => {
  const texts = rows.map(([subject]) => utf8(subject))
  const bytes = new Uint8Array(texts.reduce((sum, text) => sum + text.length, 0))
  const at = new Uint32Array(rows.length)
  let used = 0
  for (const [i, text] of texts.entries()) {
    bytes.set(text, used)
    at[i] = used
    used += text.length
  }
  return {
    bytes,
    at,
    lengths: Uint32Array.from(texts, ({ length }) => length),
    strata: Uint16Array.from(rows, ([, stratum]) => stratum),
    size: rows.length,
  }
}
const found = (hash: LeafHasher, members: Members): readonly string[] => {
  const { leaves, ids } = hash(members)
  return [hex(leaves), hex(ids)]
}

describe.each<SuiteId>(['sha256', 'sm3'])('leaves with %s', (suite) => {
  const key = bytesFor(suite, 'K')

  test('of subjects of any length, mixed, in any stratum, are those that are hashed one by one', () => {
    const subject = fc.oneof(
      fc.constantFrom('91620102MA0000000X', '91620102MA1111111X'),
      fc.integer({ min: 1, max: 200 }).map((length) => `SITE:${'Z'.repeat(length)}`),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).map((text) => `SITE:${text.normalize('NFC').toUpperCase()}`),
    )
    fc.assert(
      fc.property(
        fc.array(fc.tuple(subject, fc.integer({ min: 0, max: 4 })), { maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        (rows, idLength) => {
          const secret = { suite, drawId: 'd'.repeat(idLength), key, strata: ['s1', 's2', 's3', 's40000', 's5'] }
          const members = membersOf(rows)
          expect(found(leafHasher(secret), members)).toEqual(found(scalarLeafHasher(secret), members))
        },
      ),
      { numRuns: 100 },
    )
  })

  test('of two draws at once do not mix', () => {
    const [one, other] = ['a', 'b'].map((drawId) => ({ suite, drawId, key, strata: ['s1', 's2'] }))
    if (!one || !other) throw new Error('two draws')
    const members = membersOf([
      ['91620102MA0000000X', 0],
      ['91620102MA1111111X', 1],
    ])
    const [hashOne, hashOther] = [leafHasher(one), leafHasher(other)]
    expect([found(hashOne, members), found(hashOther, members), found(hashOne, members)]).toEqual([
      found(scalarLeafHasher(one), members),
      found(scalarLeafHasher(other), members),
      found(scalarLeafHasher(one), members),
    ])
  })

  test('of more strata than the first memory holds, and of ids too long for it', () => {
    const strata = Array.from({ length: 5000 }, (_, i) => `s${i + 1}`)
    const members = membersOf(Array.from({ length: 50 }, (_, i) => ['91620102MA0000000X', i * 100] as const))
    for (const secret of [
      { suite, drawId: 'a', key, strata },
      { suite, drawId: 'a'.repeat(300), key, strata },
    ])
      expect(found(leafHasher(secret), members)).toEqual(found(scalarLeafHasher(secret), members))
  })
})
