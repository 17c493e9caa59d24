import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesFor, exampleSubject, type Row, value } from '#test/vectors/example-draws.ts'
import { hex, utf8 } from '../bytes.ts'
import { openLeaf, type Pool, type PoolSecret, poolBuilder } from './pool.ts'
import { joinShards } from './pool-shards.ts'
import { isSubject, officerIdOf, officerSubject, parseSubject } from './subject.ts'

const secret: PoolSecret = { suite: 'sha256', drawId: '620102202611201001-O-1', key: bytesFor('sha256', 'K'), strata: ['s1', 's2'] }

function seal(rows: readonly Row[], of: PoolSecret = secret): Pool {
  const builder = poolBuilder(of)
  value(builder.add(rows))
  return value(builder.finish())
}
const rowsOf = (size: number): Row[] => Array.from({ length: size }, (_, i): Row => [exampleSubject(i), i % 2])

test('shuffled rows and other chunks give the same root and the same leaves', () => {
  const straight = seal(rowsOf(50))
  fc.assert(
    fc.property(fc.shuffledSubarray(rowsOf(50), { minLength: 50 }), fc.integer({ min: 1, max: 50 }), (rows, chunk) => {
      const builder = poolBuilder(secret)
      for (let i = 0; i < rows.length; i += chunk) value(builder.add(rows.slice(i, i + chunk)))
      const pool = value(builder.finish())
      expect(hex(pool.root)).toBe(hex(straight.root))
      expect(hex(pool.leaves)).toBe(hex(straight.leaves))
      expect([...pool.strata]).toEqual([...straight.strata])
      expect(Array.from(pool.order, (row) => rows[row]?.[0])).toEqual(Array.from(straight.order, (row) => rowsOf(50)[row]?.[0]))
    }),
    { numRuns: 30 },
  )
})

test('leaves are ascending, in step with their strata and rows, and each opens', () => {
  const rows = rowsOf(3000)
  const pool = seal(rows)
  expect(pool.counts).toEqual([1500, 1500])
  for (let i = 0; i < pool.size; i++) {
    const leaf = hex(pool.leaves.subarray(i * 32, i * 32 + 32))
    if (i > 0) expect(leaf > hex(pool.leaves.subarray(i * 32 - 32, i * 32))).toBe(true)
    const [subject, stratum] = rows[pool.order[i] ?? 0] ?? ['', 0]
    expect(pool.strata[i]).toBe(stratum)
    if (i % 100 === 0) expect(openLeaf(secret, subject, stratum).leaf).toBe(leaf)
  }
})

test('the leaves of a chunk come back in the order of its rows', () => {
  const builder = poolBuilder(secret)
  value(builder.add(rowsOf(3)))
  const leaves = value(builder.add([[exampleSubject(7), 1]]))
  expect(hex(leaves)).toBe(openLeaf(secret, exampleSubject(7), 1).leaf)
})

test('rows spread over any number of builders and joined give the pool of one builder', () => {
  const rows = rowsOf(200)
  const straight = seal(rows)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 200, maxLength: 200 }), (shardOf) => {
      const parts = [0, 1, 2, 3].map((shard) => rows.filter((_, i) => shardOf[i] === shard))
      const shards = parts.map((part) => {
        const builder = poolBuilder(secret)
        value(builder.add(part))
        return builder.shard()
      })
      const pool = value(joinShards(secret, shards))
      expect([hex(pool.root), hex(pool.leaves), [...pool.strata], pool.counts]).toEqual([
        hex(straight.root),
        hex(straight.leaves),
        [...straight.strata],
        straight.counts,
      ])
      const numbered = parts.flat()
      expect(Array.from(pool.order, (row) => numbered[row]?.[0])).toEqual(Array.from(straight.order, (row) => rows[row]?.[0]))
    }),
    { numRuns: 30 },
  )
})

test('a firm that two builders took is refused with both rows', () => {
  const shards = [rowsOf(20), [[exampleSubject(4), 1] as const]].map((rows) => {
    const builder = poolBuilder(secret)
    value(builder.add(rows))
    return builder.shard()
  })
  expect(joinShards(secret, shards)).toEqual({ ok: false, failure: { type: 'duplicate_subject', rows: [4, 20] } })
})

test('rows that are bytes already are held to the same rules', () => {
  const take = (subject: string, stratum: number) => {
    const bytes = utf8(subject)
    const builder = poolBuilder(secret)
    value(builder.add(rowsOf(2)))
    const failure = builder.addMembers({
      bytes,
      at: Uint32Array.of(0),
      lengths: Uint32Array.of(bytes.length),
      strata: Uint16Array.of(stratum),
      size: 1,
    })
    return failure ?? hex(value(builder.finish()).root)
  }
  for (const subject of [exampleSubject(9), 'SITE:一号', 'REG:620102200012345'])
    expect(take(subject, 1)).toBe(hex(seal([...rowsOf(2), [subject, 1]]).root))
  for (const subject of ['91620102ma0000000x', '91620102MA0000000', 'SITE: A', 'SITE:e\u0301', ''])
    expect(take(subject, 0)).toEqual({ type: 'subject_invalid', row: 2, subject })
  expect(take(exampleSubject(9), 2)).toEqual({ type: 'stratum_unknown', row: 2, stratum: 2 })
})

test('a firm on the list twice is refused, also when the two rows are in different strata', () => {
  for (const stratum of [0, 1]) {
    const builder = poolBuilder(secret)
    value(builder.add([...rowsOf(20), [exampleSubject(4), stratum]]))
    expect(builder.finish()).toEqual({ ok: false, failure: { type: 'duplicate_subject', rows: [4, 20] } })
  }
})

test('a row without a sound subject or stratum is refused with its number', () => {
  const builder = poolBuilder(secret)
  value(builder.add(rowsOf(2)))
  expect(builder.add([['91620102ma0000000x', 0]])).toEqual({
    ok: false,
    failure: { type: 'subject_invalid', row: 2, subject: '91620102ma0000000x' },
  })
  expect(poolBuilder(secret).add([[exampleSubject(1), 2]])).toEqual({ ok: false, failure: { type: 'stratum_unknown', row: 0, stratum: 2 } })
})

test('another key, another draw or another stratum hides the same firm behind another leaf', () => {
  const leaf = (change: Partial<PoolSecret>, stratum = 0): string => openLeaf({ ...secret, ...change }, exampleSubject(1), stratum).leaf
  const leaves = [
    leaf({}),
    leaf({}, 1),
    leaf({ key: bytesFor('sha256', 'other') }),
    leaf({ drawId: '620102202611201001-O-2' }),
    leaf({ suite: 'sm3' }),
  ]
  expect(new Set(leaves).size).toBe(5)
  expect(openLeaf(secret, exampleSubject(1), 0).idCom).toBe(openLeaf(secret, exampleSubject(1), 1).idCom)
})

test('an empty pool has the root of the empty tree', () => {
  expect(hex(seal([]).root)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

describe('subjects', () => {
  test('have one written form: NFC and upper case', () => {
    expect(parseSubject(' 91620102ma0000000x ')).toBe('91620102MA0000000X')
    expect(parseSubject('site:cafe\u0301')).toBe('SITE:CAFÉ')
    expect(parseSubject('REG:620102200012345')).toBe('REG:620102200012345')
    for (const wrong of ['', '9162', 'SITE:', 'SITE: a', 'SITE:a\nb', 'x', '91620102MA0000000X1', '注册号:1'])
      expect(parseSubject(wrong)).toBeNull()
    for (const other of ['site:A', 'SITE:a', 'SITE:E\u0301', 'SITE:A ']) expect(isSubject(other)).toBe(false)
  })
  test('of officers hold the id and nothing else', () => {
    const id = '0c3b1f6e-0000-4000-8000-00000000abcd'
    expect(officerSubject(id)).toBe('OFFICER:0C3B1F6E-0000-4000-8000-00000000ABCD')
    expect(officerIdOf(officerSubject(id))).toBe(id)
    expect(officerIdOf('REG:1')).toBeNull()
  })
})
