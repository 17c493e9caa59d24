import { expect, test } from 'vitest'
import { exampleDraw, exampleSubject } from '#test/vectors/example-draws.ts'
import { exampleFacts, exampleOfFacts } from '#test/vectors/example-facts.ts'
import { concat, utf8 } from '../bytes.ts'
import type { MatchingFacts, MatchingSettings, OfficerFacts } from '../matching/facts.ts'
import { factsBytes, factsFileName, type KeptFacts } from '../matching/facts-file.ts'
import { bundleBytes } from './bundle.ts'
import type { Bundle } from './documents.ts'
import type { Check } from './verification.ts'
import { verifyBundle } from './verify.ts'
import { verifyBundles } from './verify-directory.ts'

const objects = exampleDraw({ size: 24, strata: [{ ratePpm: 500_000 }], log: true })
const facts = exampleFacts(objects)
const honest = exampleOfFacts(objects, facts)

/** What an auditor is told who was given these bytes as the facts of the draw. */
function audited({ bundle }: { readonly bundle: Bundle }, bytes: Uint8Array | null): Check | undefined {
  const readFile = (name: string) => (name === factsFileName(bundle.commit.drawId) ? bytes : null)
  return verifyBundle(bundleBytes(bundle), { readFile }).checks.find(({ check }) => check === 'matching_facts')
}

/** Commits to facts other than those that the matching was prepared from. */
const shown = (change: (kept: KeptFacts) => object) => {
  const told = { ...facts, ...change(facts) }
  return audited(exampleOfFacts(objects, facts, told), factsBytes(told))
}
const withSettings = (change: Partial<MatchingSettings>) => shown(({ settings }) => ({ settings: { ...settings, ...change } }))
const withOfficer = (subject: string, change: Partial<OfficerFacts>) =>
  shown(({ officers }) => ({ officers: officers.map((one) => (one.subject === subject ? { ...one, ...change } : one)) }))

test('facts that were committed to, and that give the matching again, hold; without the file nothing is claimed', () => {
  expect(audited(honest, honest.factsFile.bytes)).toEqual({ check: 'matching_facts', status: 'ok', found: '8 / 12' })
  expect(audited(honest, null)).toEqual({ check: 'matching_facts', status: 'not_checked', why: 'facts_not_public' })
  expect(verifyBundle(honest.bytes).checks).toContainEqual({ check: 'matching_facts', status: 'not_checked', why: 'facts_not_public' })
  expect(new Set(honest.list.rows.map(([, , , , scope]) => scope)).size).toBeGreaterThan(1)
})

test('a changed byte is found wherever it stands in the facts', { timeout: 60_000 }, () => {
  const { bytes } = honest.factsFile
  const bundle = bundleBytes(honest.bundle)
  for (let at = 0; at < bytes.length; at += 97) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const { checks, verdict } = verifyBundle(bundle, { readFile: () => changed })
    if (verdict !== 'failed' || checks.find(({ check }) => check === 'matching_facts')?.status !== 'failed') expect.fail(`byte ${at}`)
  }
})

test('the facts of another draw are not those of this one, nor the same facts under another salt', () => {
  const other = exampleDraw({ size: 24, strata: [{ ratePpm: 500_000 }], salt: 'other' })
  expect(audited(honest, factsBytes(exampleFacts(other)))).toMatchObject({ status: 'failed' })
  expect(audited(honest, factsBytes({ ...facts, salt: '00'.repeat(32) }))).toMatchObject({ status: 'failed' })
})

test('an organiser who commits to facts that he did not draw from is found out: in the units, the rows, the settings', () => {
  // Dressed up: the officer who sat out because of shares is shown as one who could have gone, and one who went as on leave.
  expect(withOfficer('OFFICER:A2', { recusals: [] })).toMatchObject({ status: 'failed', expected: expect.stringMatching(/^rows: /) })
  expect(withOfficer('OFFICER:C1', { leaves: [{ from: '2026-12-01', to: '2026-12-31' }] })).toMatchObject({
    status: 'failed',
    expected: expect.stringMatching(/^units: /),
  })
  expect(withOfficer('OFFICER:A1', { load: 30 })).toMatchObject({ status: 'failed', expected: expect.stringMatching(/^units: /) })
  expect(shown(({ objects: [first, ...others] }) => ({ objects: [...others, first] }))).toMatchObject({ status: 'failed' })
  expect(withSettings({ least: 2 })).toMatchObject({ status: 'failed', expected: 'least: 3', found: 'least: 2' })
  expect(withSettings({ pairCapPpm: 800_000 })).toMatchObject({ status: 'failed', expected: 'pairCapPpm: 700000' })
  expect(withSettings({ mostPerOfficer: 9 })).toMatchObject({ status: 'failed', expected: 'mostPerOfficer: null' })
  expect(withSettings({ dept: '消防' })).toMatchObject({ status: 'failed', expected: 'dept: 市场监管', found: 'dept: 消防' })
  const nobody = (kept: MatchingFacts) => ({ officers: kept.officers.map((one) => ({ ...one, active: false })) })
  expect(shown(nobody)).toMatchObject({ status: 'failed', found: 'too_few' })
})

test('a recusal is not hidden behind the name of another firm: beside the object draw, each leaf is that of its firm', () => {
  const across = (draw: typeof honest) => {
    const readFile = (name: string) => (name === draw.factsFile.name ? draw.factsFile.bytes : null)
    const bundles = [objects, draw].map(({ bytes }, i) => ({ name: String(i), bytes }))
    return verifyBundles(bundles, { complete: true, readFile }).verifications[1]?.checks.find(({ check }) => check === 'matching_facts')
  }
  expect(across(honest)).toEqual(audited(honest, honest.factsFile.bytes))
  const firm = facts.objects[0]?.subject ?? ''
  const hidden = exampleOfFacts(objects, {
    ...facts,
    objects: facts.objects.map((object, i) => (i > 0 ? object : { ...object, subject: exampleSubject(23) })),
  })
  expect(firm).not.toBe(exampleSubject(23))
  expect(audited(hidden, hidden.factsFile.bytes)).toMatchObject({ status: 'ok' })
  expect(across(hidden)).toMatchObject({ status: 'failed', found: exampleSubject(23) })
})

test('what nothing reads is bound by the digest all the same: nobody can tell another story of it later', () => {
  const told: KeptFacts = { ...facts, settings: { ...facts.settings, rotationTimes: 4 } }
  expect(audited(exampleOfFacts(objects, facts, told), factsBytes(told))).toMatchObject({ status: 'ok' })
  expect(audited(honest, factsBytes(told))).toMatchObject({ status: 'failed' })
})

test('a file that is committed to and is no facts is refused by name, and rules of another version are said and not judged', () => {
  const bytesOf = (text: string) => exampleOfFacts(objects, facts, JSON.parse(text))
  const salted = bytesOf('{"salt":"00"}')
  expect(audited(salted, salted.factsFile.bytes)).toMatchObject({ status: 'failed' })
  const { matching } = honest.bundle.commit
  if (!matching) expect.fail('no matching')
  const rules = matching.rules.map((rule) => (rule === 'rotation/1' ? 'rotation/2' : rule))
  const later = { ...honest.bundle, commit: { ...honest.bundle.commit, matching: { ...matching, rules } } }
  expect(audited({ bundle: later }, honest.factsFile.bytes)).toMatchObject({ status: 'not_checked', why: 'other_rules' })
  expect(audited({ bundle: later }, concat(honest.factsFile.bytes, utf8('\n')))).toMatchObject({ status: 'failed' })
})
