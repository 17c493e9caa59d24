/** Facts for tests of officer matching: one county bureau with an office and stations, and whatever a test changes in it. Nobody in it is real. */
import type { GroupFacts, MatchingFacts, MatchingSettings, ObjectFacts, OfficerFacts } from '#core/matching/facts.ts'

/** 永登县, a bureau; its stations lie in it. */
export const county = '62.6201.620121'
export const market = '市场监管'

export const plainSettings: MatchingSettings = {
  dept: market,
  orgPath: county,
  window: { from: '2026-12-01', to: '2026-12-31' },
  unit: 'person',
  scope: 'bureau',
  reach: 'bureau',
  least: 1,
  pairCapPpm: 1_000_000,
  mostPerOfficer: null,
  balance: 'draw',
  floorPpm: 100_000,
  rotationTimes: 3,
}

/** An officer of the office who may inspect everything in the county. */
export const anOfficer = (name: string, change: Partial<OfficerFacts> = {}): OfficerFacts => ({
  subject: `OFFICER:${name}`,
  population: 'officers',
  active: true,
  dept: market,
  orgPath: county,
  post: 'office',
  cluster: null,
  certificates: [{ dept: market, from: '2024-01-01', to: '2029-12-31' }],
  itemScope: ['*'],
  qualifications: [],
  expertise: [],
  leaves: [],
  recusals: [],
  past: [],
  load: 0,
  ...change,
})

/** An officer of a station, `620121001` or the like. */
export const ofStation = (name: string, station: string, change: Partial<OfficerFacts> = {}): OfficerFacts =>
  anOfficer(name, { orgPath: `${county}.${station}`, post: 'station', ...change })

/** Experts hold no certificate of enforcement. */
export const anExpert = (name: string, change: Partial<OfficerFacts> = {}): OfficerFacts => ({
  ...anOfficer(name, change),
  subject: `EXPERT:${name}`,
  population: 'experts',
  certificates: [],
  itemScope: [],
})

export const subjectAt = (i: number): string => `91620121MA${String(i).padStart(7, '0')}X`

/** A firm in the area of the station 620121001 that wants two officers. */
export const anObject = (i: number, change: Partial<ObjectFacts> = {}): ObjectFacts => ({
  leaf: i.toString(16).padStart(64, '0'),
  subject: subjectAt(i),
  area: `${county}.620121001`,
  items: ['A01'],
  qualifications: [],
  expertise: [],
  expertKinds: [],
  need: { officers: 2, experts: 0 },
  barred: [],
  ...change,
})

export type FactsOptions = {
  readonly officers: readonly OfficerFacts[]
  readonly groups?: readonly GroupFacts[]
  readonly objects?: readonly ObjectFacts[]
  readonly settings?: Partial<MatchingSettings>
}

/** One object where none are given; officers and groups in their order. */
export const factsOf = ({ officers, groups = [], objects = [anObject(0)], settings = {} }: FactsOptions): MatchingFacts => ({
  officers: [...officers].sort(bySubject),
  groups: [...groups].sort(bySubject),
  objects,
  settings: { ...plainSettings, ...settings },
})

const bySubject = (a: { readonly subject: string }, b: { readonly subject: string }): number =>
  a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0
