/** The facts of a matching as the file that the COMMIT binds and an auditor reads (draw protocol §6). Personal, so never beside a public bundle. */
import { fromUtf8, hex } from '../bytes.ts'
import { canonicalBytes, canonicalJson } from '../canonical.ts'
import { date, hexOf, integer, list, literal, nullable, parseShape, record, type Shape, where } from '../draws/shape.ts'
import { subjectShape } from '../draws/subject.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import {
  type Certificate,
  factsProblem,
  type GroupFacts,
  type MatchingFacts,
  type MatchingSettings,
  type ObjectFacts,
  type OfficerFacts,
  type Past,
  populations,
  type Recusal,
  type Relation,
  scopes,
  type Window,
} from './facts.ts'
import { mostFigure, mostInTeam } from './wire.ts'

/** `salt`: 32 random bytes in hex. Without it anybody could try guesses about an officer's leave or kin against the published digest. */
export type KeptFacts = MatchingFacts & { readonly salt: string }

const ending = '.facts.json'

/** The one name under which the facts of a draw lie beside its bundle. */
export const factsFileName = (drawId: string): string => `${drawId}${ending}`

/** Whether a file is of facts, and so no bundle although it ends as one. */
export const isFactsFileName = (name: string): boolean => name.endsWith(ending)

/** The file: JCS and nothing else, so that what a person reads in it is what was hashed. */
export const factsBytes = (facts: KeptFacts): Uint8Array => canonicalBytes(facts)

/** TH("mingjian/1/facts", the bytes of the file), hex. */
export const factsDigest = (suite: SuiteId, bytes: Uint8Array): string => hex(taggedHash(suites[suite], 'mingjian/1/facts', bytes))

/** The facts inside a file from anywhere, in their one form, or the first reason why it holds none. */
export function readFacts(
  bytes: Uint8Array,
): { readonly ok: true; readonly value: KeptFacts } | { readonly ok: false; readonly problem: string } {
  const written = fromUtf8(bytes)
  const value = written === null ? undefined : parsed(written)
  if (value === undefined) return { ok: false, problem: 'facts in JSON' }
  const facts = parseShape(keptFacts, value)
  if (!facts.ok) {
    const [first] = facts.failure.problems
    return { ok: false, problem: `${first?.path || '/'}: ${first?.expected ?? 'facts'}` }
  }
  const canonical = canonicalJson(value)
  if (!canonical.ok || canonical.value !== written) return { ok: false, problem: 'canonical JSON' }
  const problem = factsProblem(facts.value)
  return problem === null ? { ok: true, value: facts.value } : { ok: false, problem }
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

/** Names and codes are as the registers have them; only what the rules compute with is looked at more closely. */
const word: Shape<string> = where('text of at most 1000', (value): value is string => typeof value === 'string' && value.length <= 1000)
const words = list(word, 10_000)
const population = literal(...populations)
const scope = literal(...scopes)
const truth: Shape<boolean> = where('boolean', (value): value is boolean => typeof value === 'boolean')
const relation: Shape<Relation> = literal('declared', 'kinship', 'shareholding', 'former_employer')
const ppm = integer(0, 1_000_000)
const count = integer(0, mostFigure)
const members = list(subjectShape, mostInTeam)

const window = record<Window>({ from: date, to: date })

const officer = record<OfficerFacts>({
  subject: subjectShape,
  population,
  active: truth,
  dept: word,
  orgPath: word,
  post: literal('office', 'station'),
  cluster: nullable(word),
  certificates: list(record<Certificate>({ dept: word, from: date, to: date })),
  itemScope: words,
  qualifications: words,
  expertise: words,
  leaves: list(window),
  recusals: list(record<Recusal>({ subject: word, relation, until: nullable(date) })),
  past: list(record<Past>({ subject: subjectShape, times: count, last: truth })),
  load: count,
})

const object = record<ObjectFacts>({
  leaf: hexOf(32),
  subject: subjectShape,
  area: word,
  items: words,
  qualifications: words,
  expertise: words,
  expertKinds: words,
  need: record<ObjectFacts['need']>({ officers: integer(0, mostInTeam), experts: integer(0, mostInTeam) }),
  barred: list(subjectShape),
})

const settings = record<MatchingSettings>({
  dept: word,
  orgPath: word,
  window,
  unit: literal('person', 'group'),
  scope,
  reach: scope,
  least: integer(1, mostFigure),
  pairCapPpm: ppm,
  mostPerOfficer: nullable(count),
  balance: literal('draw', 'year'),
  floorPpm: ppm,
  rotationTimes: integer(1, mostFigure),
})

const keptFacts = record<KeptFacts>({
  officers: list(officer),
  groups: list(record<GroupFacts>({ subject: subjectShape, members })),
  objects: list(object),
  settings,
  salt: hexOf(32),
})
