/** 计划行: what one line of an annual plan says (domain.md §4.7, §14), and the numbers that follow from it. */
import type { Filter } from '../draws/filter.ts'
import { stratumTarget } from '../draws/strata.ts'
import type { Method } from '../inspections/outcomes.ts'
import type { StratifyBy, StratumDraft } from '../tasks/sampling.ts'

export type PlanKind = keyof typeof planKinds
export type RowChecks = keyof typeof rowChecks
export type RowLevel = keyof typeof rowLevels
export type RowState = keyof typeof rowStates

/** A stratum as a task has it, and how many objects stood in it when the plan was made (抽查基数), where that is known. */
export type PlanStratum = StratumDraft & { readonly base?: number | undefined }

/** Another department that takes part in a row, and what it inspects there. */
export type PlanParty = { readonly dept: string; readonly orgPath: string; readonly orgName: string; readonly itemIds: readonly string[] }

export type PlanRowText = {
  readonly name: string
  readonly itemIds: readonly string[]
  readonly directed: boolean
  readonly objectScope: string
  /** The ratio of the whole row; null where the strata are numbers and nobody has said of how many. */
  readonly ratePpm: number | null
  readonly from: string
  readonly to: string
  /** 责任（牵头）科室 */
  readonly office: string
  readonly checks: RowChecks
  readonly itemsFixed: boolean
  readonly filter: Filter
  readonly stratifyBy: StratifyBy
  readonly strata: readonly PlanStratum[]
  readonly methods: readonly Method[]
  /** 参加科室, without the leading one. */
  readonly offices: readonly string[]
  readonly level: RowLevel
  readonly parties: readonly PlanParty[]
  readonly jointItemId: string | null
  readonly frequency: string
  readonly targetText: string
  readonly remark: string
}
export type RowField = keyof PlanRowText

export type PlanRow = PlanRowText & {
  readonly id: string
  readonly seq: number
  readonly state: RowState
  readonly cancelReason: string | null
}

export const planKinds = {
  own: { zh: '本科室抽查', en: 'one office' },
  internal: { zh: '内部综合', en: 'several offices of the department' },
  joint: { zh: '跨部门联合', en: 'several departments' },
} as const satisfies Words

/** 主体/场所: 甘肃 draws either the one or the other (domain.md §6 R2). */
export const rowChecks = {
  subject: { zh: '经营主体', en: 'entities' },
  premises: { zh: '场所（区域）', en: 'premises' },
} as const satisfies Words

/** 本级查 | 抽给下级查 (domain.md §11: 省抽市查、市抽县查). */
export const rowLevels = {
  self: { zh: '本级检查', en: 'inspected at this level' },
  down: { zh: '抽给下级检查', en: 'drawn here, inspected below' },
} as const satisfies Words

export const rowStates = {
  planned: { zh: '计划中', en: 'planned' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const satisfies Words

/** What a row does not say stands for this: an own plan of entities, inspected on site at its own level, drawn without strata. */
export const rowDefaults = {
  checks: 'subject',
  itemsFixed: true,
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  methods: ['onsite'],
  offices: [],
  level: 'self',
  parties: [],
  jointItemId: null,
  frequency: '',
  targetText: '',
  remark: '',
} as const satisfies Partial<PlanRowText>

/** The one stratum of a row that says a ratio and nothing else. */
export const wholeStratum = (ratePpm: number): PlanStratum => ({ name: '全部', values: [], ratePpm, rounding: 'half-up' })

export type RowNumbers = {
  /** 抽查基数: null unless every stratum has one. */
  readonly base: number | null
  /** 抽查目标数: round-half-up(base × ratio) of each stratum, summed (AR02); fixed numbers count as they are. Null where a ratio has no base. */
  readonly target: number | null
  /** The ratio of the whole row: of its only stratum, or target over base. */
  readonly ratePpm: number | null
}

/** The numbers of a row, in integers. */
export function rowNumbers(strata: readonly PlanStratum[]): RowNumbers {
  const base = sumOf(strata.map((stratum) => stratum.base ?? null))
  const target = sumOf(strata.map(targetOf))
  return { base, target, ratePpm: ratioOf(strata, base, target) }
}

/** How many of a stratum are drawn; null where its ratio has no base. More than its base where a fixed number is: refused by the checks. */
export function targetOf(stratum: PlanStratum): number | null {
  if ('count' in stratum) return stratum.count
  const { base, ratePpm, rounding } = stratum
  return base === undefined ? null : stratumTarget({ id: 's1', n: base, ratePpm, rounding })
}

function ratioOf(strata: readonly PlanStratum[], base: number | null, target: number | null): number | null {
  const [only] = strata
  if (only !== undefined && strata.length === 1 && 'ratePpm' in only) return only.ratePpm
  const ratios = new Set(strata.map((stratum) => ('ratePpm' in stratum ? stratum.ratePpm : null)))
  const [same] = ratios
  if (ratios.size === 1 && same !== null && same !== undefined) return same
  if (base === null || target === null || base === 0) return null
  // At most 50 strata of 20 million: the product stays below 2^53 and is exact.
  return Math.min(1_000_000, Math.floor((target * 1_000_000 + base / 2) / base))
}

const sumOf = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0)

type Words = Readonly<Record<string, { readonly zh: string; readonly en: string }>>
