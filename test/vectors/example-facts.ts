/** A small matching with everything behind it: facts of nobody real, what is prepared from them, and a draw that commits to both. */
import type { NamedFile } from '#core/draws/lines-file.ts'
import type { MatchingFacts } from '#core/matching/facts.ts'
import { factsBytes, factsFileName, type KeptFacts } from '#core/matching/facts-file.ts'
import { prepareMatching } from '#core/matching/prepare.ts'
import { ruleVersions } from '#core/matching/rules.ts'
import { rowsOf } from '#core/matching/wire.ts'
import { anExpert, anObject, anOfficer, county, factsOf, ofStation } from '#test/matching-facts.ts'
import { type ExampleDraw, value } from './example-draws.ts'
import { drawMatching, type ExampleMatching, leavesOf } from './example-matching.ts'

/** Two stations and an office: one officer is on leave, one owns shares in a firm, one inspected a firm the last time, and all have worked this year. */
export function exampleFacts(objects: ExampleDraw, change: (facts: MatchingFacts) => MatchingFacts = (same) => same): KeptFacts {
  const subjects = Array.from(objects.drawn.selection.positions, (at) => objects.rows[objects.pool.order[at] ?? 0]?.[0] ?? '')
  const [first = '', second = ''] = subjects
  const facts = factsOf({
    officers: [
      ofStation('A1', '620121001', { load: 3 }),
      ofStation('A2', '620121001', { recusals: [{ subject: first, relation: 'shareholding', until: null }] }),
      ofStation('A3', '620121001', { leaves: [{ from: '2026-12-07', to: '2026-12-11' }] }),
      ofStation('B1', '620121002', { load: 1 }),
      ofStation('B2', '620121002', { past: [{ subject: second, times: 1, last: true }] }),
      anOfficer('C1', { load: 2, qualifications: ['特种设备'] }),
      anOfficer('C2'),
      anExpert('X1', { expertise: ['药品GSP'] }),
    ],
    objects: leavesOf(objects).map((leaf, i) =>
      anObject(i, {
        leaf,
        subject: subjects[i] ?? '',
        area: `${county}.62012100${1 + (i % 2)}`,
        ...(i % 4 === 3 && { expertKinds: ['药品GSP'], need: { officers: 2, experts: 1 } }),
      }),
    ),
    settings: { scope: 'station', reach: 'bureau', least: 3, pairCapPpm: 700_000, balance: 'year' },
  })
  return { ...change(facts), salt: '5a'.repeat(32) }
}

/** `shown`: the facts that are committed to and kept, where they are not those that the matching was prepared from. */
export function exampleOfFacts(
  objects: ExampleDraw,
  facts: KeptFacts,
  shown: KeptFacts = facts,
): ExampleMatching & { readonly factsFile: NamedFile } {
  const prepared = value(prepareMatching(facts))
  const { unit, balance, pairCapPpm, mostPerOfficer } = facts.settings
  const bytes = factsBytes(shown)
  const drawn = drawMatching(objects, {
    kind: 'P',
    unit,
    balance,
    pairCapPpm,
    most: mostPerOfficer,
    list: { units: prepared.units, rows: rowsOf(prepared) },
    facts: { settings: facts.settings, rules: ruleVersions, bytes },
    log: true,
  })
  return { ...drawn, factsFile: { name: factsFileName(drawn.bundle.commit.drawId), bytes } }
}
