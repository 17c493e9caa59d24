/**
 * Everything that a matching is a pure function of. The server keeps it as a file when a draw is frozen (`facts-file.ts`), never public, so that it can be
 * told later why an object had the officers it had, and replayed (draw protocol §6).
 */
import { compareUtf8, isHex } from '../bytes.ts'

/** 执法人员, who are the team that the law asks for, and 专家, who come in addition and never count towards it. */
export type Population = (typeof populations)[number]
export const populations = ['officers', 'experts'] as const

/** 抽取范围: the four scopes of 工商企监字〔2016〕185号 and the cross-region one. */
export type Scope = (typeof scopes)[number]
/** From narrow to wide: each contains the one before. */
export const scopes = ['station', 'stations', 'office_and_stations', 'bureau', 'cross_region'] as const

/** Why an officer must not inspect a firm. */
export type Relation = 'declared' | 'kinship' | 'shareholding' | 'former_employer'

/** Days, inclusive, as `YYYY-MM-DD`. */
export type Window = { readonly from: string; readonly to: string }

/** 执法证 of a department. */
export type Certificate = Window & { readonly dept: string }

/** 回避: from which firm and why; `until` is the last day on which it counts, null while it has no end. */
export type Recusal = { readonly subject: string; readonly relation: Relation; readonly until: string | null }

/** How often the officer inspected a firm, and whether they did so at its last inspection. */
export type Past = { readonly subject: string; readonly times: number; readonly last: boolean }

export type OfficerFacts = {
  /** `OFFICER:<id>` or `EXPERT:<id>`. */
  readonly subject: string
  readonly population: Population
  readonly active: boolean
  readonly dept: string
  /** The region path of the organisation. */
  readonly orgPath: string
  readonly post: 'office' | 'station'
  /** 片区 of the station; clusters of one name under different bureaus are different ones. */
  readonly cluster: string | null
  readonly certificates: readonly Certificate[]
  /** Codes of items; `'*'` means every item. */
  readonly itemScope: readonly string[]
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly leaves: readonly Window[]
  readonly recusals: readonly Recusal[]
  readonly past: readonly Past[]
  /** Objects already inspected this year. */
  readonly load: number
}

/** 检查小组: a standing group that is drawn as a whole, the leader first. */
export type GroupFacts = { readonly subject: string; readonly members: readonly string[] }

export type ObjectFacts = {
  readonly leaf: string
  readonly subject: string
  /** The region path of the place. */
  readonly area: string
  readonly items: readonly string[]
  readonly qualifications: readonly string[]
  /** Asked of every officer. */
  readonly expertise: readonly string[]
  /** Asked of every expert. */
  readonly expertKinds: readonly string[]
  /** Different persons wanted; by group, a group has at least as many members as officers are wanted. */
  readonly need: Readonly<Record<Population, number>>
  /** Subjects already on the team, or leaving it. */
  readonly barred: readonly string[]
}

export type MatchingSettings = {
  readonly dept: string
  /** The region path of the bureau that inspects. */
  readonly orgPath: string
  /** The days of the inspection. */
  readonly window: Window
  readonly unit: 'person' | 'group'
  /** Where the search for units begins, and how far it may be widened. */
  readonly scope: Scope
  readonly reach: Scope
  /** m: an object with fewer eligible units is looked at in the next scope. */
  readonly least: number
  /** q: the largest chance of one pair, in parts per million. */
  readonly pairCapPpm: number
  /** The most objects of one officer or group in this draw. */
  readonly mostPerOfficer: number | null
  /** Whether the work of this draw alone is balanced, or with what everybody already has this year. */
  readonly balance: 'draw' | 'year'
  readonly floorPpm: number
  /** An officer who inspected a firm so many times goes elsewhere. */
  readonly rotationTimes: number
}

/** Officers and groups ascending by the bytes of their subjects, objects in ticket order. */
export type MatchingFacts = {
  readonly officers: readonly OfficerFacts[]
  readonly groups: readonly GroupFacts[]
  readonly objects: readonly ObjectFacts[]
  readonly settings: MatchingSettings
}

/** A larger team is an inspection of another kind. */
const mostInTeam = 20

const million = 1_000_000

/** The first reason why facts are not in their one form, for the log of the operator; null when they are. Order is part of the answer. */
export function factsProblem({ officers, groups, objects, settings }: MatchingFacts): string | null {
  return (
    settingsProblem(settings) ?? officersProblem(officers) ?? objectsProblem(objects) ?? groupsProblem(groups, officers, objects, settings)
  )
}

function settingsProblem(settings: MatchingSettings): string | null {
  if (settings.window.from > settings.window.to) return 'the inspection ends before it begins'
  if (scopes.indexOf(settings.scope) > scopes.indexOf(settings.reach)) return 'the widest scope is narrower than the first'
  if (!isCount(settings.least, 1)) return 'the least number of eligible units is 1 or more'
  if (!isCount(settings.pairCapPpm, 1) || settings.pairCapPpm > million) return 'the cap of a pair lies between 1 and a million'
  if (!isCount(settings.floorPpm, 0) || settings.floorPpm > million) return 'the floor of a load lies between 0 and a million'
  if (!isCount(settings.rotationTimes, 1)) return 'rotation counts from 1'
  return settings.mostPerOfficer === null || isCount(settings.mostPerOfficer, 1) ? null : 'an officer may have 1 object or more'
}

function officersProblem(officers: readonly OfficerFacts[]): string | null {
  if (!ascending(officers)) return 'officers ascending by bytes, once each'
  const wrong = officers.find(({ load }) => !isCount(load, 0))
  return wrong ? `the load of ${wrong.subject} is no count` : null
}

function objectsProblem(objects: readonly ObjectFacts[]): string | null {
  if (new Set(objects.map(({ leaf }) => leaf)).size !== objects.length) return 'each object once'
  for (const { leaf, need } of objects) {
    if (!isHex(leaf, 32)) return `${leaf} is no leaf`
    if (populations.some((population) => !isCount(need[population], 0) || need[population] > mostInTeam))
      return `${leaf} needs 0 to ${mostInTeam} of each`
  }
  return null
}

function groupsProblem(
  groups: readonly GroupFacts[],
  officers: readonly OfficerFacts[],
  objects: readonly ObjectFacts[],
  { unit }: MatchingSettings,
): string | null {
  if (!ascending(groups)) return 'groups ascending by bytes, once each'
  const known = new Map(officers.map((officer) => [officer.subject, officer.population]))
  const wanted = unit === 'person' ? 0 : objects.reduce((most, { need }) => Math.max(most, need.officers), 0)
  for (const { subject, members } of groups) {
    if (known.has(subject)) return `${subject} is a group and a person`
    const stranger = members.find((member) => known.get(member) !== 'officers')
    if (stranger !== undefined) return `${stranger} of ${subject} is no officer of this draw`
    const distinct = new Set(members).size
    if (distinct !== members.length) return `${subject} names a member twice`
    // 《行政处罚法》第四十二条: officers are never fewer than two.
    if (distinct < 2 || distinct > mostInTeam) return `${subject} has ${distinct} members; a group has 2 to ${mostInTeam}`
    if (distinct < wanted) return `${subject} has ${distinct} members where ${wanted} are wanted`
  }
  return null
}

const ascending = (list: readonly { readonly subject: string }[]): boolean =>
  list.every(({ subject }, i) => i === 0 || compareUtf8(list[i - 1]?.subject ?? '', subject) < 0)

const isCount = (value: number, from: number): boolean => Number.isSafeInteger(value) && value >= from
