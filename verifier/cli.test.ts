import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkLabels, claims, notCheckedReasons } from '#core/draws/check-labels.ts'
import { exampleDraw, exampleOfficers } from '#test/vectors/example-draws.ts'
import { exampleFacts, exampleOfFacts } from '#test/vectors/example-facts.ts'
import { exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import { main } from './cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'mingjian-verify-'))
const objects = exampleDraw({ size: 12 })
const officers = exampleMatching(objects, { experts: 2 })
const audited = exampleOfFacts(objects, exampleFacts(objects))
const large = exampleDraw({ size: 10_001, strata: [{ ratePpm: 30_000 }], task: '620102202611201002' })

beforeAll(() => {
  for (const [name, draws] of Object.entries({
    whole: [objects, officers],
    seats: [objects, officers, exampleSeats(objects, officers)],
    earlier: [objects, exampleOfficers(objects)],
    audit: [objects, { ...audited, files: [audited.factsFile] }],
    forged: [objects, { ...audited, files: [{ ...audited.factsFile, bytes: audited.factsFile.bytes.slice(1) }] }],
    large: [large],
    second: [exampleDraw({ size: 12, serial: 2 })],
    changed: [objects],
    empty: [],
  })) {
    mkdirSync(join(folder, name))
    for (const { bundle, bytes, files } of draws) {
      const changed = bytes.slice()
      if (name === 'changed') changed[500] = (changed[500] ?? 0) ^ 1
      writeFileSync(join(folder, name, `${bundle.commit.drawId}.json`), changed)
      for (const file of files) writeFileSync(join(folder, name, file.name), file.bytes)
    }
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(...args: readonly string[]): { readonly code: number; readonly out: string; readonly err: string } {
  const out: string[] = []
  const err: string[] = []
  const code = main(args, { out: (line) => out.push(line), err: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('a directory of sound bundles holds, with every claim and what was not checked said in Chinese', () => {
  const { code, out } = run('verify', join(folder, 'whole'))
  expect(code).toBe(0)
  for (const { zh } of Object.values(claims)) expect(out).toContain(zh)
  // What is about replacements alone is left out where there is none.
  const absent = ['replacement', 'matching_seats']
  for (const check of Object.keys(checkLabels)) expect(out.includes(`(${check})`), check).toBe(!absent.includes(check))
  expect(out).toContain(notCheckedReasons.no_log.zh)
  expect(out.trim().split('\n').at(-1)).toMatch(/^核验通过/)
})

test('the file of facts beside a bundle is no bundle but checked with it, by an auditor who has it', () => {
  const factsIn = (name: string) => {
    const { code, out } = run('verify', '--json', join(folder, name))
    const { bundles } = JSON.parse(out)
    return [code, bundles.length, bundles[1].checks.find(({ check }: { check: string }) => check === 'matching_facts').status]
  }
  expect(factsIn('audit')).toEqual([0, 2, 'ok'])
  expect(factsIn('forged')).toEqual([1, 2, 'failed'])
  expect(factsIn('whole')).toEqual([0, 2, 'not_checked'])
  const { name } = audited.factsFile
  expect(run('verify', join(folder, 'audit', name.replace('.facts', '')), join(folder, 'audit', name)).code).toBe(0)
  expect(run('verify', join(folder, 'audit', name))).toMatchObject({ code: 2, out: '' })
})

test('the same in English, and as JSON for other programs', () => {
  expect(run('verify', join(folder, 'whole'), '--lang', 'en').out).toContain('Nobody could choose the seed')
  const { verdict, bundles } = JSON.parse(run('verify', '--json', join(folder, 'whole')).out)
  expect([verdict, bundles.length, bundles[0].checks.length]).toEqual(['held', 2, Object.keys(checkLabels).length])
})

test('seats filled anew are shown with their check, and officers of the earlier matching without what it never published', () => {
  const seats = run('verify', join(folder, 'seats'))
  expect([seats.code, seats.out.includes('(matching_seats)'), seats.out.includes('(replacement)')]).toEqual([0, true, false])
  const earlier = run('verify', join(folder, 'earlier'))
  expect([earlier.code, earlier.out.includes('(assignment)'), earlier.out.includes('(matching_shares)')]).toEqual([0, true, false])
})

test('a changed byte, a missing draw and a missing file make it exit 1 and are named', () => {
  const changed = run('verify', join(folder, 'changed'), '--lang', 'en')
  expect([changed.code, changed.out.includes('FAILED'), changed.out.trim().split('\n').at(-1)]).toEqual([1, true, 'NOT verified.'])
  const second = run('verify', join(folder, 'second'))
  expect([second.code, second.out.includes('serials')]).toEqual([1, true])
  expect(run('verify', join(folder, 'large')).code).toBe(0)
  const path = join(folder, 'moved.json')
  writeFileSync(path, large.bytes)
  const moved = run('verify', path)
  expect([moved.code, moved.out.includes('no such file')]).toEqual([1, true])
})

test('one bundle alone is checked without its siblings, and says so', () => {
  const { code, out } = run('verify', join(folder, 'second', '620102202611201001-O-2.json'))
  expect([code, out.includes(notCheckedReasons.single_bundle.zh)]).toEqual([0, true])
})

test('wrong use exits 2 and shows the right use', () => {
  const uses = [
    [],
    ['verify'],
    ['check', folder],
    ['verify', join(folder, 'none')],
    ['verify', join(folder, 'empty')],
    ['verify', folder, '--lang', 'fr'],
    ['verify', folder, '--colour'],
    ['--help'],
  ]
  for (const args of uses) {
    const { code, out, err } = run(...args)
    expect([code, out, err.length > 0]).toEqual([2, '', true])
  }
})

test('text out of a hostile bundle cannot write over the report', () => {
  const path = join(folder, 'hostile.json')
  writeFileSync(path, '{"\\u001b[2Jheld":1}\n')
  expect(run('verify', path).out).not.toContain('\u001b')
})
