import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '../bytes.ts'
import { bundlesAdded, entriesBytes, parseEntries, parseTilePath, tileBytes, tilePath, tileReader, tilesAdded, widthAt } from './tiles.ts'
import { consistencyPath, type HashReader, hashesAdded, inclusionPath, keeperOf, leafHash, treeRoot } from './tree.ts'

test('paths are those of tlog-tiles', () => {
  expect(tilePath({ level: 0, index: 0, width: 256 })).toBe('tile/0/000')
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
  expect(tilePath({ level: 2, index: 7, width: 17 })).toBe('tile/2/007.p/17')
  expect(tilePath({ level: 'entries', index: 1000, width: 1 })).toBe('tile/entries/x001/000.p/1')
  fc.assert(
    fc.property(
      fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
      fc.integer({ min: 0, max: 10 ** 9 }),
      fc.integer({ min: 1, max: 256 }),
      (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width })
      },
    ),
  )
})

test('every other spelling of a path names no file', () => {
  for (const path of [
    'tile/0/0',
    'tile/0/x000/000',
    'tile/00/000',
    'tile/64/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/07',
    'tile/0/x001/x234/067/',
    'tile/entries/../0/000',
    'tile/0/../../secrets.json',
    '../secrets.json',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/001/234',
    'checkpoint',
  ])
    expect(parseTilePath(path), path).toBeNull()
})

test('a tree of 70,000 has the tiles that the specification counts', () => {
  const tiles = tilesAdded(0, 70_000)
  const of = (level: number) => tiles.filter((tile) => tile.level === level)
  expect(of(0)).toHaveLength(274)
  expect(of(0).at(-1)).toEqual({ level: 0, index: 273, width: 112 })
  expect(of(1)).toEqual([
    { level: 1, index: 0, width: 256 },
    { level: 1, index: 1, width: 17 },
  ])
  expect(of(2)).toEqual([{ level: 2, index: 0, width: 1 }])
  expect(tilesAdded(0, 256)).toEqual([
    { level: 0, index: 0, width: 256 },
    { level: 1, index: 0, width: 1 },
  ])
  expect(tilesAdded(256, 257)).toEqual([{ level: 0, index: 1, width: 1 }])
  expect(bundlesAdded(255, 258).map(tilePath)).toEqual(['tile/entries/000', 'tile/entries/001.p/2'])
  expect(tilesAdded(9, 9)).toEqual([])
  expect(bundlesAdded(9, 9)).toEqual([])
})

test('roots and proofs from tiles are those of the tree, whatever was written when', () => {
  const kept: (readonly Uint8Array[])[] = []
  const read: HashReader = (level, index) => kept[keeperOf({ level, index })]?.[level] ?? new Uint8Array()
  const files = new Map<string, Uint8Array>()
  for (const to of [1, 2, 255, 256, 257, 700, 65_536, 66_000]) {
    const from = kept.length
    while (kept.length < to) kept.push(hashesAdded(read, kept.length, leafHash(Uint8Array.of(kept.length, kept.length >> 8))))
    for (const tile of tilesAdded(from, to))
      if (tile.level !== 'entries') files.set(tilePath(tile), tileBytes(read, { ...tile, level: tile.level }))
    const fromTiles = tileReader(to, (tile) => files.get(tilePath(tile)) ?? new Uint8Array())
    expect(hex(treeRoot(fromTiles, to))).toBe(hex(treeRoot(read, to)))
    const middle = Math.floor(to / 3)
    expect(inclusionPath(fromTiles, middle, to).map(hex)).toEqual(inclusionPath(read, middle, to).map(hex))
    expect(consistencyPath(fromTiles, middle, to).map(hex)).toEqual(consistencyPath(read, middle, to).map(hex))
  }
  expect(widthAt(1, 1, 66_000)).toBe(1)
  expect(widthAt(1, 2, 66_000)).toBe(0)
  expect(widthAt('entries', 257, 66_000)).toBe(208)
})

test('entries come out of a bundle as they went in, and a cut bundle is none', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (entries) => {
      const bytes = entriesBytes(entries)
      expect(parseEntries(bytes)?.map(hex)).toEqual(entries.map(hex))
      if (bytes.length > 0 && entries.at(-1)?.length) expect(parseEntries(bytes.subarray(0, -1))).toBeNull()
    }),
  )
  expect(parseEntries(Uint8Array.of(0))).toBeNull()
  expect(() => entriesBytes([new Uint8Array(65_536)])).toThrow(RangeError)
  expect(hex(entriesBytes([Uint8Array.of(7, 8), new Uint8Array()]))).toBe('000207080000')
})
