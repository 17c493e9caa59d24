/** Who may inspect what: the eligibility rules of officer matching, each pure, named, versioned and with its source (draw protocol §6). */
import { isWithin } from '../draws/filter.ts'
import type { Source } from '../policy/pack.ts'
import {
  type MatchingFacts,
  type MatchingSettings,
  type ObjectFacts,
  type OfficerFacts,
  type Past,
  type Population,
  type Recusal,
  type Relation,
  type Scope,
  scopes,
} from './facts.ts'

export type RuleCode = keyof typeof matchingRules

/** What a rule knows besides the two: the settings, the scope that is tried, and the stations with a cluster in whose area a place lies. */
export type Ground = {
  readonly settings: MatchingSettings
  readonly scope: Scope
  readonly stationsAt: (area: string) => readonly Station[]
}

export type Station = { readonly path: string; readonly cluster: string }

/** What stands between one officer and one object. Without any of it, every rule on pairs holds. */
export type Pair = { readonly recusals: readonly Recusal[]; readonly past: readonly Past[]; readonly barred: boolean }

/** A rule looks at the officer alone, at what an officer and an object share with many others, or at what stands between the two. */
export type Rule = {
  readonly version: number
  /** Whom it binds; it holds for everybody else. */
  readonly populations: readonly Population[]
  readonly zh: string
  readonly en: string
  readonly source: Source
} & (
  | { readonly of: 'officer'; readonly holds: (officer: OfficerFacts, settings: MatchingSettings) => boolean }
  | { readonly of: 'class'; readonly sees: Sees; readonly holds: (officer: OfficerFacts, object: ObjectFacts) => boolean }
  // The first scope in which it holds, null for none; it holds in every wider one, so that widening never loses anybody.
  | {
      readonly of: 'scope'
      readonly sees: Sees
      readonly from: (officer: OfficerFacts, object: ObjectFacts, ground: Ground) => Scope | null
    }
  | { readonly of: 'pair'; readonly holds: (pair: Pair, settings: MatchingSettings) => boolean }
)

/** All that a rule reads of the two: officers and objects that agree in it are judged once. */
type Sees = { readonly officer: readonly (keyof OfficerFacts)[]; readonly object: readonly (keyof ObjectFacts)[] }

const officers = ['officers'] as const
const everybody = ['officers', 'experts'] as const

const register = '国市监信规〔2024〕5号 二(一): 执法检查人员名录库动态管理, 标注专长与资质'
const recusal = '《中华人民共和国行政处罚法》第四十三条: 有直接利害关系或者其他关系可能影响公正执法的, 应当回避'

/** In the order in which they are reported. A changed rule gets a new version: the COMMIT of an officer draw names both. */
export const matchingRules = {
  officer_active: {
    version: 1,
    of: 'officer',
    populations: everybody,
    zh: '人员状态有效',
    en: 'the person is active in the register',
    source: { rule: register },
    holds: (officer) => officer.active,
  },
  // In a joint task each department draws its own; an expert belongs to the department that entrusts them.
  authority: {
    version: 1,
    of: 'officer',
    populations: everybody,
    zh: '属于实施检查的部门，或持有该部门的执法证',
    en: 'the person belongs to the department that inspects, or holds its certificate',
    source: { rule: '国办发〔2024〕54号: 行政检查由具有法定职权的主体实施' },
    holds: ({ dept, certificates }, settings) => dept === settings.dept || certificates.some((one) => one.dept === settings.dept),
  },
  certificate_valid: {
    version: 2,
    of: 'officer',
    populations: officers,
    zh: '执法证在整个检查期间有效',
    en: 'one certificate of the department is valid on every day of the inspection',
    source: { rule: '《中华人民共和国行政处罚法》第四十二条: 由具有行政执法资格的执法人员实施, 不得少于两人' },
    // Two certificates that meet in the middle are not accepted: the day between them is where a case would be lost.
    holds: ({ certificates }, { dept, window }) =>
      certificates.some((one) => one.dept === dept && one.from <= window.from && window.to <= one.to),
  },
  not_on_leave: {
    version: 1,
    of: 'officer',
    populations: everybody,
    zh: '检查期间未请假',
    en: 'the person is not on leave on any day of the inspection',
    source: { rule: '国市监信规〔2024〕5号 二(四): 随机匹配执法检查人员' },
    holds: ({ leaves }, { window }) => !leaves.some(({ from, to }) => from <= window.to && window.from <= to),
  },
  in_area: {
    version: 1,
    of: 'scope',
    populations: officers,
    zh: '在抽取范围内',
    en: 'the place lies where the officer is drawn for under this scope',
    source: { rule: '工商企监字〔2016〕185号: 执法检查人员在全局、局机关与所、若干所、单一所范围内随机抽取' },
    sees: { officer: ['orgPath', 'post', 'cluster'], object: ['area'] },
    from: (officer, { area }, ground) => servesFrom(officer, area, ground),
  },
  scope_covers: {
    version: 1,
    of: 'class',
    populations: officers,
    zh: '执法事项范围覆盖全部抽查事项',
    en: 'the scope of enforcement covers every item to be checked',
    source: { rule: register },
    sees: { officer: ['itemScope'], object: ['items'] },
    holds: ({ itemScope }, { items }) => itemScope.includes('*') || hasAll(itemScope, items),
  },
  qualified: {
    version: 1,
    of: 'class',
    populations: officers,
    zh: '具备抽查事项要求的岗位资质',
    en: 'the officer holds every qualification that the items ask for',
    source: { rule: register },
    sees: { officer: ['qualifications'], object: ['qualifications'] },
    holds: (officer, object) => hasAll(officer.qualifications, object.qualifications),
  },
  expertise_matches: {
    version: 1,
    of: 'class',
    populations: everybody,
    zh: '专长符合要求',
    en: 'the person has the expertise that is asked of officers, or of the expert',
    source: { rule: register },
    sees: { officer: ['population', 'expertise'], object: ['expertise', 'expertKinds'] },
    holds: ({ population, expertise }, object) => hasAll(expertise, population === 'officers' ? object.expertise : object.expertKinds),
  },
  not_recused: {
    version: 2,
    of: 'pair',
    populations: everybody,
    zh: '没有已申报的回避',
    en: 'the person has not declared a recusal from this object',
    source: { rule: recusal },
    holds: (pair, settings) => isFree(pair, 'declared', settings),
  },
  no_kinship: {
    version: 1,
    of: 'pair',
    populations: everybody,
    zh: '与对象的人员没有亲属关系',
    en: 'nobody who runs or owns the object is of the kin of the person',
    source: { rule: recusal },
    holds: (pair, settings) => isFree(pair, 'kinship', settings),
  },
  no_shares: {
    version: 1,
    of: 'pair',
    populations: everybody,
    zh: '不持有对象的股权',
    en: 'the person owns no shares in the object',
    source: { rule: recusal },
    holds: (pair, settings) => isFree(pair, 'shareholding', settings),
  },
  not_former_employer: {
    version: 1,
    of: 'pair',
    populations: everybody,
    zh: '未曾在对象任职',
    en: 'the person did not work for the object before',
    source: { rule: recusal },
    holds: (pair, settings) => isFree(pair, 'former_employer', settings),
  },
  // Both keep officer and firm from becoming used to each other; experts are too few to be rotated, and decide nothing.
  not_last_time: {
    version: 1,
    of: 'pair',
    populations: officers,
    zh: '不是该对象上一次检查的人员',
    en: 'the officer did not inspect the object the last time it was inspected',
    source: { ownDefault: 'no national text asks for it; an officer and a firm that meet again and again are no random pair' },
    holds: ({ past }) => !past.some(({ last }) => last),
  },
  rotation: {
    version: 1,
    of: 'pair',
    populations: officers,
    zh: '检查该对象的次数未达到轮换上限',
    en: 'the officer inspected the object fewer times than the limit of rotation',
    source: { ownDefault: 'no national text names a number; the setting of the task does' },
    holds: ({ past }, { rotationTimes }) => !past.some(({ times }) => times >= rotationTimes),
  },
  not_on_team: {
    version: 1,
    of: 'pair',
    populations: everybody,
    zh: '不在该对象的现有检查组中，也不是被更换的人员',
    en: 'the person is not on the team of the object already, nor leaving it',
    source: { ownDefault: 'a seat that falls free goes to somebody new, or the team would be smaller than the law asks' },
    holds: ({ barred }) => !barred,
  },
} as const satisfies Readonly<Record<string, Rule>>

export const ruleCodes = Object.keys(matchingRules).filter(isRuleCode)

/** Rules that do not hold, as codes and in words: the facts of a refusal. */
export const unmetFacts = (rules: readonly RuleCode[]) => ({
  rules: [...rules],
  rulesZh: rules.map((rule) => matchingRules[rule].zh).join('；'),
  rulesEn: rules.map((rule) => matchingRules[rule].en).join('; '),
})

/** The rules as a COMMIT names them, `code/version`, ascending. */
export const ruleVersions: readonly string[] = ruleCodes.map((code) => `${code}/${matchingRules[code].version}`).sort()

/** The rules that keep the officer from the object, in the order of the table; none means that the officer is eligible. */
export function brokenRules(officer: OfficerFacts, object: ObjectFacts, ground: Ground): readonly RuleCode[] {
  const pair: Pair = {
    recusals: officer.recusals.filter(({ subject }) => subject === object.subject),
    past: officer.past.filter(({ subject }) => subject === object.subject),
    barred: object.barred.includes(officer.subject),
  }
  return ruleCodes.filter((code) => {
    const rule: Rule = matchingRules[code]
    if (!rule.populations.includes(officer.population)) return false
    if (rule.of === 'officer') return !rule.holds(officer, ground.settings)
    if (rule.of === 'class') return !rule.holds(officer, object)
    if (rule.of === 'pair') return !rule.holds(pair, ground.settings)
    const from = rule.from(officer, object, ground)
    return from === null || scopes.indexOf(from) > scopes.indexOf(ground.scope)
  })
}

/** The ground of a scope; the stations are those of all officers in the facts, whoever of them is eligible. */
export function groundOf({ officers: people, settings }: Pick<MatchingFacts, 'officers' | 'settings'>, scope: Scope): Ground {
  const stations = new Map<string, Map<string, Station>>()
  for (const { population, orgPath: path, post, cluster } of people) {
    if (population !== 'officers' || post !== 'station' || cluster === null || !isWithin(path, settings.orgPath)) continue
    const known = stations.get(path) ?? new Map<string, Station>()
    stations.set(path, known.set(cluster, { path, cluster }))
  }
  const stationsAt = (area: string): readonly Station[] => ancestors(area).flatMap((path) => [...(stations.get(path)?.values() ?? [])])
  return { settings, scope, stationsAt: remembering(stationsAt) }
}

/** The scopes of one bureau are about its own place: of a city's task each county's officers serve their county, and go elsewhere only across regions. */
function servesFrom({ orgPath, post, cluster }: OfficerFacts, area: string, { settings, stationsAt }: Ground): Scope | null {
  const bureau = post === 'office' ? orgPath : parentOf(orgPath)
  if (!isWithin(bureau, settings.orgPath)) return isWithin(orgPath, parentOf(settings.orgPath)) ? 'cross_region' : null
  if (post === 'office' && orgPath === settings.orgPath) return 'office_and_stations'
  // A bureau below serves its own place like a station: a city's task is inspected by its counties.
  if (isWithin(area, orgPath)) return 'station'
  if (bureau !== settings.orgPath && !isWithin(area, bureau)) return 'cross_region'
  if (post === 'office' || cluster === null) return 'bureau'
  return stationsAt(area).some((one) => one.cluster === cluster && areSiblings(one.path, orgPath)) ? 'stations' : 'bureau'
}

/** A recusal counts while it has no end, or until an end that lies in the inspection or after it. */
const isFree = ({ recusals }: Pair, of: Relation, { window }: MatchingSettings): boolean =>
  !recusals.some(({ relation, until }) => relation === of && (until === null || until >= window.from))

const hasAll = (held: readonly string[], asked: readonly string[]): boolean => asked.every((one) => held.includes(one))

/** Whether two paths end in the same place above. */
function areSiblings(a: string, b: string): boolean {
  const end = a.lastIndexOf('.')
  return end === b.lastIndexOf('.') && b.startsWith(a.slice(0, end + 1))
}

/** The path above; a path of one segment is its own. */
const parentOf = (path: string): string => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : path)

const ancestors = (path: string): readonly string[] => {
  const parts = path.split('.')
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'))
}

function remembering<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

function isRuleCode(text: string): text is RuleCode {
  return Object.hasOwn(matchingRules, text)
}
