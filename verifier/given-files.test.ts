import { expect, test } from 'vitest'
import { utf8 } from '#core/bytes.ts'
import { bundleBytes, publicCopy } from '#core/draws/bundle.ts'
import { openingBytes } from '#core/draws/opening.ts'
import { testChain } from '#test/vectors/example-beacons.ts'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleFacts, exampleOfFacts } from '#test/vectors/example-facts.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { exampleMatching } from '#test/vectors/example-matching.ts'
import { openingOf } from '#test/vectors/example-opening.ts'
import { checkFiles, lookUp, openingName, roleOf } from './given-files.ts'
import { readChain, readLogKey } from './trusted.ts'

const draw = exampleDraw({ size: 30, beacon: 'test' })
const long = exampleDraw({ size: 10_001, task: '620102202611201002' })
const file = (name: string, bytes: Uint8Array) => ({ name, bytes })
const bundle = file('b.json', draw.bytes)

test('a file is told by its content, whatever people call it', () => {
  const [list] = long.files
  expect(roleOf(file('x', draw.bytes))).toBe('bundle')
  expect(roleOf(file('x', list?.bytes ?? new Uint8Array(0)))).toBe('list')
  expect(roleOf(file('x', openingBytes(openingOf(draw, 0))))).toBe('opening')
  expect(roleOf(file('x', utf8(JSON.stringify(testChain))))).toBe('chain')
  expect(roleOf(file('x', utf8('{"a":')))).toBe('bundle')
  expect(roleOf(file('x.json', utf8('%PDF-1.7')))).toBe('other')
  expect(roleOf(file('x.jsonl', new Uint8Array(0)))).toBe('list')
})

test('a list that was not given leaves its checks open and is named; one that was given and is another fails', () => {
  const lists = long.files.map(({ name, bytes }) => file(name, bytes))
  const [first] = lists
  if (first === undefined) throw new Error('no list')
  const alone = checkFiles([file('b.json', long.bytes)])
  expect([alone.verdict, alone.bundles[0]?.missing]).toEqual(['held', long.files.map(({ name }) => name)])
  const renamed = checkFiles([
    file('b.json', long.bytes),
    ...lists.map((one) => ({ ...one, name: one.name.replace('.jsonl', ' (2).jsonl') })),
  ])
  expect([renamed.verdict, renamed.bundles[0]?.missing]).toEqual(['held', []])
  const cut = checkFiles([file('b.json', long.bytes), ...lists.slice(1), { ...first, bytes: first.bytes.slice(1) }])
  expect(cut.verdict).toBe('failed')
})

test('the files of a large matching are lists like others: named while they are missing, recomputed when they are there', {
  timeout: 60_000,
}, () => {
  const all = exampleDraw({ size: 10_001, strata: [{ count: 10_001 }], task: '620102202611201003' })
  const officers = exampleMatching(all, { count: 8, eligible: (object, officer) => (object + officer) % 2 === 0 })
  const lists = officers.files.map(({ name, bytes }) => file(name, bytes))
  expect(lists.map(roleOf)).toEqual(['list', 'list'])
  const [alone] = checkFiles([file('p.json', officers.bytes)]).bundles
  expect([alone?.verdict, alone?.missing.toSorted(), alone?.facts?.listed]).toEqual([
    'held',
    lists.map(({ name }) => name).toSorted(),
    false,
  ])
  const [whole] = checkFiles([file('p.json', officers.bytes), ...lists]).bundles
  expect([whole?.verdict, whole?.missing]).toEqual(['held', []])
  expect(whole?.checks.find(({ check }) => check === 'matching_shares')).toMatchObject({ status: 'ok', found: '40004' })
})

test('facts are told by their content, found under a name that a browser made, and never asked of anybody', () => {
  const { bytes, factsFile } = exampleOfFacts(draw, exampleFacts(draw))
  const given = file(factsFile.name.replace('.json', ' (1).json'), factsFile.bytes)
  expect(roleOf(given)).toBe('facts')
  const facts = (...files: readonly ReturnType<typeof file>[]) => {
    const { bundles } = checkFiles([file('p.json', bytes), ...files])
    return [bundles.length, bundles[0]?.missing, bundles[0]?.checks.find(({ check }) => check === 'matching_facts')?.status]
  }
  expect(facts()).toEqual([1, [], 'not_checked'])
  expect(facts(given)).toEqual([1, [], 'ok'])
  expect(facts({ ...given, bytes: given.bytes.slice(0, -1) })).toEqual([1, [], 'failed'])
})

test('what the reader trusts is used: a chain among the files, the key of the log', () => {
  const open = (report: ReturnType<typeof checkFiles>) =>
    report.bundles[0]?.checks.flatMap((check) => (check.status === 'not_checked' ? [check.why] : []))
  expect(open(checkFiles([bundle]))).toEqual(expect.arrayContaining(['chain_unknown', 'log_key_not_given']))
  const trusted = open(checkFiles([bundle, file('info.json', utf8(JSON.stringify(testChain)))], exampleLogKey))
  expect(trusted).not.toContain('chain_unknown')
  expect(trusted).not.toContain('log_key_not_given')
})

test('an opening is answered beside its bundle, and a bundle that failed takes the worth from the answer', () => {
  const opening = file('mine.json', openingBytes(openingOf(draw, 4)))
  expect(checkFiles([opening]).openings).toMatchObject([{ state: 'no_bundle', drawId: draw.bundle.commit.drawId }])
  expect(checkFiles([opening, bundle]).openings).toMatchObject([{ state: 'checked', bundleHeld: true, verification: { verdict: 'held' } }])
  const { seed } = draw.bundle.result
  const changed = bundleBytes({ ...draw.bundle, result: { ...draw.bundle.result, seed: `${seed.slice(1)}0` } })
  expect(checkFiles([opening, file('b.json', changed)]).openings).toMatchObject([{ state: 'checked', bundleHeld: false }])
  expect(checkFiles([file('mine.json', utf8('{"format":"mingjian-opening/1"}')), bundle]).openings).toMatchObject([{ state: 'unreadable' }])
})

test('in an open draw anyone is looked up; in the public copy of a sealed one nobody', () => {
  const { drawId } = draw.bundle.commit
  const [[subject] = ['']] = draw.rows
  const report = checkFiles([bundle])
  expect(lookUp([bundle], report, drawId, subject)).toMatchObject({ state: 'found', report: { verification: { verdict: 'held' } } })
  expect(lookUp([bundle], report, drawId, 'SITE:NOBODY')).toEqual({ state: 'not_in_pool' })
  const sealed = exampleDraw({ size: 30, mode: 'sealed' })
  const copy = file('s.json', bundleBytes(publicCopy(sealed.bundle)))
  const sealedReport = checkFiles([copy])
  expect(sealedReport.bundles[0]?.facts?.listed).toBe(false)
  expect(lookUp([copy], sealedReport, sealed.bundle.commit.drawId, subject)).toEqual({ state: 'no_list' })
})

test('an opening is a file whose name no subject can bend', () => {
  const name = openingName({ ...openingOf(draw, 0), subject: 'SITE:../../a b/东岗' })
  expect(name).toBe(`opening-${draw.bundle.commit.drawId}-SITE_.._.._a_b_东岗.json`)
})

test('a chain is read as we write it and as drand does; a key of a log is one line', () => {
  const { hash, publicKey, genesis, period } = testChain
  const told = { hash, public_key: publicKey, genesis_time: genesis, period, schemeID: 'bls-unchained-g1-rfc9380' }
  expect([readChain(JSON.stringify(testChain)), readChain(JSON.stringify(told))]).toEqual([testChain, testChain])
  for (const wrong of ['', '[]', 'null', '{}', JSON.stringify({ ...told, public_key: 'ff' }), JSON.stringify({ ...told, period: 0 })])
    expect(readChain(wrong), wrong).toBeNull()
  expect([readLogKey(` ${exampleLogKey}\n`), readLogKey('x')]).toEqual([exampleLogKey, null])
})
