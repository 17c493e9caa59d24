import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromUtf8, utf8 } from '../bytes.ts'
import { canonicalJson } from '../canonical.ts'
import { readLines } from '../draws/lines-file.ts'
import { scopes } from './facts.ts'
import { whole } from './graph.ts'
import { matchingLines, matchRowLine, readMatchingRows } from './row-lines.ts'
import type { MatchRow } from './wire.ts'

const share = fc.oneof(fc.constantFrom(0, 1, whole), fc.integer({ min: 0, max: whole }))
const row: fc.Arbitrary<MatchRow> = fc.tuple(
  fc.stringMatching(/^[0-9a-f]{64}$/),
  fc.constantFrom('officers', 'experts'),
  fc.integer({ min: 1, max: 20 }),
  fc.integer({ min: 1, max: whole }),
  fc.constantFrom(...scopes),
  fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 8 }),
  fc.array(share, { maxLength: 8 }),
)

test('rows come back from their file as they went in, and the file is canonical JSON named by its hash', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
      const { ref, file } = matchingLines('sm3', rows)
      expect(file.name).toBe(`${ref.hash}.jsonl`)
      expect(readMatchingRows(file.bytes)).toEqual({ ok: true, value: rows })
      const canonical = rows.map((one) => canonicalJson(one)).map((one) => (one.ok ? `${one.value}\n` : ''))
      expect(fromUtf8(file.bytes)).toBe(canonical.join(''))
    }),
    { numRuns: 200 },
  )
})

test('the quick reader takes no line that the slow one refuses, and reads none differently', () => {
  const signs = '0123456789abcdef",[]{}:-.+eE \\\tofficersnul中'
  const slow = { ...matchRowLine, quick: () => null }
  const read = (bytes: Uint8Array, kind: typeof matchRowLine): unknown => {
    const rows: MatchRow[] = []
    return [readLines(bytes, kind, (one) => rows.push(one)), rows]
  }
  fc.assert(
    fc.property(row, fc.nat(), fc.nat(), fc.constantFrom('insert', 'replace', 'remove'), (one, place, sign, how) => {
      const text = JSON.stringify(one)
      const at = place % text.length
      const other = how === 'remove' ? '' : (signs[sign % signs.length] ?? '')
      const changed = utf8(`${text.slice(0, at)}${other}${text.slice(how === 'insert' ? at : at + 1)}\n`)
      expect(read(changed, matchRowLine)).toEqual(read(changed, slow))
    }),
    { numRuns: 3000 },
  )
})

test('a file that is none is answered with the line and what was expected there', () => {
  const { file } = matchingLines('sha256', [['ab'.repeat(32), 'officers', 2, whole, 'station', [0, 1], [whole, whole]]])
  const text = fromUtf8(file.bytes) ?? ''
  const problems = [
    [text.slice(0, -1), 1, 'a line feed at the end'],
    [text + text.replace('"station"', '"county"'), 2, 'one of station, stations, office_and_stations, bureau, cross_region'],
    [text.replace(',2,', ',21,'), 1, 'integer of 1 to 20'],
    [text.replace('[0,1]', '[0, 1]'), 1, 'canonical JSON'],
    [text.replace('[0,1]', '[0,01]'), 1, 'list of 7'],
    [text.replace('1073741824]', '1073741825]'), 1, 'integer of 0 to 1073741824'],
  ] as const
  for (const [wrong, line, expected] of problems)
    expect(readMatchingRows(utf8(wrong))).toMatchObject({ ok: false, problem: { line, expected } })
})
