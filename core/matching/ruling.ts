/**
 * The rules applied to everybody at once. What a rule sees is judged once per distinct view, not per officer and object: a hundred thousand objects fall
 * into few classes, and what stands between one officer and one object is rare. A property test holds this to `brokenRules`, pair by pair.
 */
import { compareUtf8 } from '../bytes.ts'
import { type MatchingFacts, type ObjectFacts, type OfficerFacts, type Population, populations, type Scope, scopes } from './facts.ts'
import { type Ground, groundOf, matchingRules, type Pair, type Rule, type RuleCode, ruleCodes } from './rules.ts'

/** One who can be drawn: a person, or a group that is drawn as a whole. `people` are places in the facts' officers, the leader first. */
export type Candidate = { readonly subject: string; readonly population: Population; readonly people: readonly number[] }

export type Ruling = {
  /** Ascending by the bytes of their subjects. */
  readonly candidates: readonly Candidate[]
  /** The candidates whom no rule but those on pairs keeps from an object, ascending. One list for all objects of a class. */
  readonly inClass: (object: number, scope: Scope, population: Population) => Uint32Array
  /** The candidates whom a rule on pairs keeps from an object, each with its rules as bits. */
  readonly keptOff: (object: number) => ReadonlyMap<number, number>
  /** Per candidate, the rules that keep it from an object as bits: bit i is rule i of the table. */
  readonly broken: (object: number, scope: Scope) => Uint32Array
}

type ClassRule = Extract<Rule, { of: 'class' | 'scope' }>
type CodedRule<R extends Rule> = readonly [bit: number, rule: R]

const tableOf = <R extends Rule>(is: (rule: Rule) => rule is R): readonly CodedRule<R>[] =>
  ruleCodes.flatMap((code: RuleCode, i) => {
    const rule: Rule = matchingRules[code]
    return is(rule) ? [[1 << i, rule] as const] : []
  })
const officerRules = tableOf((rule): rule is Extract<Rule, { of: 'officer' }> => rule.of === 'officer')
const classRules = tableOf((rule): rule is ClassRule => rule.of === 'class' || rule.of === 'scope')
const pairRules = tableOf((rule): rule is Extract<Rule, { of: 'pair' }> => rule.of === 'pair')

/** All that the rules say about these facts. What it answers is worked out when it is asked for, and kept. */
export function rulingOf(facts: MatchingFacts): Ruling {
  const candidates = candidatesOf(facts)
  const { classOf, samples } = classesOf(facts.objects)
  const alone = officerBits(facts, candidates)
  const verdict = classVerdicts(facts, candidates)
  const free = Object.fromEntries(populations.map((population) => [population, freeOf(candidates, population, alone)]))
  const lists = new Map<number, Uint32Array>()
  const off = pairBits(facts, candidates)
  const kept = keeper(new Uint32Array(candidates.length))
  const keptOfMany = remembering(kept)

  const inClass = (object: number, scope: Scope, population: Population): Uint32Array => {
    const of = classOf[object] ?? 0
    const width = scopes.indexOf(scope)
    const key = (of * scopes.length + width) * populations.length + populations.indexOf(population)
    const known = lists.get(key)
    if (known) return known
    const sample = samples[of]
    let list = free[population] ?? new Uint32Array()
    // The first rule leaves few of many: what it leaves is shared by all classes of one place.
    if (sample) for (const [i, [, rule]] of classRules.entries()) list = (i === 0 ? keptOfMany : kept)(list, verdict(rule, sample), width)
    lists.set(key, list)
    return list
  }
  const keptOff = (object: number): ReadonlyMap<number, number> => off.get(object) ?? nobody
  const broken = (object: number, scope: Scope): Uint32Array => {
    const bits = alone.slice()
    const width = scopes.indexOf(scope)
    const sample = facts.objects[object]
    if (!sample) return bits
    for (const [bit, rule] of classRules) {
      const from = verdict(rule, sample)
      if (from === holdsForAll) continue
      for (let c = 0; c < bits.length; c++) if ((from[c] ?? inNoScope) > width) bits[c] = (bits[c] ?? 0) | bit
    }
    for (const [c, more] of keptOff(object)) bits[c] = (bits[c] ?? 0) | more
    return bits
  }
  return { candidates, inClass, keptOff, broken }
}

/** The codes of the bits that `broken` answers. */
export const codesOf = (bits: number): readonly RuleCode[] => ruleCodes.filter((_, i) => (bits & (1 << i)) !== 0)

/** The scopes in which an object's units are looked for, in order. Experts are bound to no place, so no scope is wider for them than the first. */
export const scopesTried = ({ settings }: MatchingFacts, population: Population): readonly Scope[] =>
  population === 'experts' ? [settings.scope] : scopes.slice(scopes.indexOf(settings.scope), scopes.indexOf(settings.reach) + 1)

/** By group, groups stand where the officers stood; experts come as persons either way. */
export function candidatesOf({ officers, groups, settings }: MatchingFacts): readonly Candidate[] {
  const persons = officers.map(({ subject, population }, i): Candidate => ({ subject, population, people: [i] }))
  if (settings.unit === 'person') return persons
  const place = new Map(officers.map(({ subject }, i) => [subject, i]))
  const standing = groups.map(
    ({ subject, members }): Candidate => ({ subject, population: 'officers', people: members.map((member) => place.get(member) ?? -1) }),
  )
  return [...persons.filter(({ population }) => population === 'experts'), ...standing].sort((a, b) => compareUtf8(a.subject, b.subject))
}

function classesOf(objects: readonly ObjectFacts[]): { readonly classOf: Uint32Array; readonly samples: readonly ObjectFacts[] } {
  const seen = [...new Set(classRules.flatMap(([, rule]) => rule.sees.object))]
  const numbers = new Map<string, number>()
  const samples: ObjectFacts[] = []
  const classOf = Uint32Array.from(objects, (object) => {
    const key = viewOf(object, seen)
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, samples.length)
    return samples.push(object) - 1
  })
  return { classOf, samples }
}

/** The rules on an officer alone, as bits per candidate; what keeps one member off keeps the group off. */
function officerBits({ officers, settings }: MatchingFacts, candidates: readonly Candidate[]): Uint32Array {
  const bits = Uint32Array.from(officers, (officer) => {
    let broken = 0
    for (const [bit, rule] of officerRules) if (binds(rule, officer) && !rule.holds(officer, settings)) broken |= bit
    return broken
  })
  return Uint32Array.from(candidates, ({ people }) => people.reduce((all, person) => all | (bits[person] ?? 0), 0))
}

type Verdict = (rule: ClassRule, object: ObjectFacts) => Uint8Array

/** Above every scope. */
const inNoScope = 255

/** Told by its identity: most objects ask for no qualification. */
const holdsForAll = new Uint8Array()

/** From which scope on a rule holds, per candidate: worked out per distinct view of officers, once per distinct view of an object. */
function classVerdicts(facts: MatchingFacts, candidates: readonly Candidate[]): Verdict {
  const ground = groundOf(facts, facts.settings.scope)
  const views = new Map(classRules.map(([, rule]) => [rule, officerViews(facts.officers, rule)]))
  const known = new Map<ClassRule, Map<string, Uint8Array>>(classRules.map(([, rule]) => [rule, new Map()]))
  return (rule, object) => {
    const key = viewOf(object, rule.sees.object)
    const found = known.get(rule)?.get(key)
    if (found) return found
    const { viewAt, samples } = views.get(rule) ?? { viewAt: new Uint32Array(), samples: [] }
    const from = new Uint8Array(samples.length)
    let v = 0
    for (const officer of samples) from[v++] = binds(rule, officer) ? holdsFrom(rule, officer, object, ground) : 0
    const verdict = from.every((scope) => scope === 0) ? holdsForAll : ofCandidates(candidates, viewAt, from)
    known.get(rule)?.set(key, verdict)
    return verdict
  }
}

/** A group stands where its last member stands. */
function ofCandidates(candidates: readonly Candidate[], viewAt: Uint32Array, from: Uint8Array): Uint8Array {
  const verdict = new Uint8Array(candidates.length)
  let c = 0
  for (const { people } of candidates) {
    let last = 0
    for (const person of people) last = Math.max(last, from[viewAt[person] ?? 0] ?? inNoScope)
    verdict[c++] = last
  }
  return verdict
}

function holdsFrom(rule: ClassRule, officer: OfficerFacts, object: ObjectFacts, ground: Ground): number {
  if (rule.of === 'class') return rule.holds(officer, object) ? 0 : inNoScope
  const scope = rule.from(officer, object, ground)
  return scope === null ? inNoScope : scopes.indexOf(scope)
}

type Views = { readonly viewAt: Uint32Array; readonly samples: readonly OfficerFacts[] }

function officerViews(officers: readonly OfficerFacts[], rule: ClassRule): Views {
  const numbers = new Map<string, number>()
  const samples: OfficerFacts[] = []
  const viewAt = Uint32Array.from(officers, (officer) => {
    const key = viewOf(officer, ['population', ...rule.sees.officer])
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, samples.length)
    return samples.push(officer) - 1
  })
  return { viewAt, samples }
}

/** The rules on pairs, where one is broken: object → candidate → bits. Only who has an entry about an object, or is barred from it, is looked at. */
function pairBits(facts: MatchingFacts, candidates: readonly Candidate[]): ReadonlyMap<number, ReadonlyMap<number, number>> {
  const { officers, objects, settings } = facts
  const off = new Map<number, Map<number, number>>()
  const drawnAs: number[][] = officers.map(() => [])
  for (const [c, { people }] of candidates.entries()) for (const person of people) drawnAs[person]?.push(c)
  const judge = (object: number, person: number, officer: OfficerFacts, pair: Pair): void => {
    let bits = 0
    for (const [bit, rule] of pairRules) if (binds(rule, officer) && !rule.holds(pair, settings)) bits |= bit
    if (bits === 0) return
    const row = off.get(object) ?? new Map<number, number>()
    off.set(object, row)
    for (const c of drawnAs[person] ?? []) row.set(c, (row.get(c) ?? 0) | bits)
  }
  const places = placesOf(objects)
  for (const [person, officer] of officers.entries()) {
    for (const [subject, pair] of entriesOf(officer, places)) {
      for (const object of places.get(subject) ?? []) {
        judge(object, person, officer, { ...pair, barred: objects[object]?.barred.includes(officer.subject) ?? false })
      }
    }
  }
  const personOf = new Map(officers.map(({ subject }, i) => [subject, i]))
  for (const [object, { barred }] of objects.entries()) {
    for (const subject of barred) {
      const person = personOf.get(subject)
      const officer = officers[person ?? -1]
      // Whoever has entries as well was judged above with all of it; the bits of both are put together.
      if (person !== undefined && officer) judge(object, person, officer, { recusals: [], past: [], barred: true })
    }
  }
  return off
}

const nobody: ReadonlyMap<number, number> = new Map()

function placesOf(objects: readonly ObjectFacts[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [i, { subject }] of objects.entries()) {
    const known = places.get(subject)
    if (known) known.push(i)
    else places.set(subject, [i])
  }
  return places
}

/** What an officer's entries say, per subject that was drawn. */
function entriesOf(officer: OfficerFacts, drawn: { has(subject: string): boolean }): ReadonlyMap<string, Omit<Pair, 'barred'>> {
  const entries = new Map<string, { recusals: Pair['recusals'][number][]; past: Pair['past'][number][] }>()
  const at = (subject: string) => {
    const entry = entries.get(subject) ?? { recusals: [], past: [] }
    entries.set(subject, entry)
    return entry
  }
  for (const recusal of officer.recusals) if (drawn.has(recusal.subject)) at(recusal.subject).recusals.push(recusal)
  for (const past of officer.past) if (drawn.has(past.subject)) at(past.subject).past.push(past)
  return entries
}

const binds = (rule: Rule, { population }: OfficerFacts): boolean => rule.populations.includes(population)

const freeOf = (candidates: readonly Candidate[], population: Population, bits: Uint32Array): Uint32Array =>
  Uint32Array.from(candidates.flatMap((candidate, c) => (candidate.population === population && bits[c] === 0 ? [c] : [])))

type Narrowing = (list: Uint32Array, from: Uint8Array, width: number) => Uint32Array

/** Those of a list for whom a rule holds in a scope. `room` takes as many as there are candidates. */
const keeper =
  (room: Uint32Array): Narrowing =>
  (list, from, width) => {
    if (from === holdsForAll) return list
    let n = 0
    for (const c of list) if ((from[c] ?? inNoScope) <= width) room[n++] = c
    return n === list.length ? list : room.slice(0, n)
  }

/** The same, each answer worked out once. */
function remembering(narrowing: Narrowing): Narrowing {
  const known = new Map<Uint32Array, Map<Uint8Array, Uint32Array[]>>()
  return (list, from, width) => {
    const ofList = known.get(list) ?? new Map<Uint8Array, Uint32Array[]>()
    known.set(list, ofList)
    const ofRule = ofList.get(from) ?? []
    ofList.set(from, ofRule)
    const rest = ofRule[width] ?? narrowing(list, from, width)
    ofRule[width] = rest
    return rest
  }
}

/** One text for all that agree in these fields; the order inside a list says nothing. */
function viewOf<T extends object>(of: T, fields: readonly (keyof T)[]): string {
  let key = ''
  for (const field of fields) {
    const value: unknown = of[field]
    if (!Array.isArray(value)) key += `${String(value)}\n`
    else if (value.length < 2) key += `${value.length} ${value[0] ?? ''}\n`
    else key += `${value.length} ${[...value].sort().join('\n')}\n`
  }
  return key
}
