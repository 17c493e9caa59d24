/** How a task draws: mode, strata and exclusions, and which of them a public draw must not use (draw protocol §3, 国市监信规〔2024〕5号 二(五)). */
import { type Ability, type AccessFailure, type Actor, allowed, can } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import type { ExclusionOptions } from '../draws/exclusion.ts'
import type { Filter } from '../draws/filter.ts'
import { type Rounding, type Stratum, stratumId } from '../draws/strata.ts'
import { isRiskClass } from '../registers/risk.ts'

export type StratifyBy = keyof typeof stratifyFields

/** By what a pool may be cut into strata. */
export const stratifyFields = {
  none: { zh: '不分层', en: 'one stratum' },
  kind: { zh: '主体类别', en: 'kind of entity' },
  region: { zh: '所在区域', en: 'region' },
  label: { zh: '监管标签', en: 'label' },
  riskClass: { zh: '信用风险等级', en: 'credit risk class' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** A stratum as a task defines it: who is in it, and how many of them are drawn. Without values it takes whatever no other stratum takes. */
export type StratumDraft = {
  readonly name: string
  readonly values: readonly string[]
  /** The stratum may draw nobody; without it, nobody is a refusal. */
  readonly allowZero?: boolean | undefined
} & ({ readonly ratePpm: number; readonly rounding: Rounding } | { readonly count: number })

export type Sampling = ExclusionOptions & {
  readonly mode: 'open' | 'sealed'
  readonly filter: Filter
  readonly stratifyBy: StratifyBy
  readonly strata: readonly StratumDraft[]
}

/** What is allowed and still worth a word before anything is committed. */
export type SamplingWarning = 'label_strata_public'

export type SamplingRefused =
  | { readonly type: 'strata_need_a_field'; readonly strata: number }
  | { readonly type: 'stratum_value_unknown'; readonly stratum: string; readonly value: string }
  | { readonly type: 'sealed_required'; readonly uses: readonly RiskUse[] }

/** Where a risk class comes in. */
export type RiskUse = 'filter' | 'strata' | 'exclusion'

/**
 * Refuses what cannot be drawn as it stands. In mode `open` the pool and its strata are published, so whoever is in the pool, in a stratum, or
 * left out while others in the same position are not, would be known by class.
 */
export function checkSampling(sampling: Sampling): Result<readonly SamplingWarning[], SamplingRefused> {
  const { mode, stratifyBy, strata } = sampling
  if (stratifyBy === 'none' && strata.length !== 1) return fail({ type: 'strata_need_a_field', strata: strata.length })
  for (const { name, values } of stratifyBy === 'riskClass' ? strata : []) {
    const value = values.find((one) => !isRiskClass(one))
    if (value !== undefined) return fail({ type: 'stratum_value_unknown', stratum: name, value })
  }
  const uses = riskUses(sampling)
  if (mode === 'open' && uses.length > 0) return fail({ type: 'sealed_required', uses })
  return ok(samplingWarnings(sampling))
}

export const samplingWarnings = ({ mode, stratifyBy }: Pick<Sampling, 'mode' | 'stratifyBy'>): readonly SamplingWarning[] =>
  mode === 'open' && stratifyBy === 'label' ? ['label_strata_public'] : []

export const riskUses = ({ filter, stratifyBy, excludeDrawn }: Pick<Sampling, 'filter' | 'stratifyBy' | 'excludeDrawn'>): RiskUse[] => [
  ...(filter.all.some(({ field }) => field === 'riskClass') ? (['filter'] as const) : []),
  ...(stratifyBy === 'riskClass' ? (['strata'] as const) : []),
  ...(excludeDrawn === 'lowRisk' ? (['exclusion'] as const) : []),
]

/** Counts by class would tell a class: whoever narrows a filter to one firm sees where it falls. So only who may see classes samples by them. */
export const maySample = (actor: Actor, sampling: Parameters<typeof riskUses>[0]): Ability<AccessFailure> =>
  riskUses(sampling).length === 0 ? allowed : can(actor, 'risk.read')

/** The strata of the protocol for so many members each: opaque ids in order, no name and no class. */
export const protocolStrata = (strata: readonly StratumDraft[], counts: readonly number[]): Stratum[] =>
  strata.map((draft, i) => ({
    id: stratumId(i),
    n: counts[i] ?? 0,
    ...('count' in draft ? { count: draft.count } : { ratePpm: draft.ratePpm, rounding: draft.rounding }),
    ...(draft.allowZero === true ? { allowZero: true as const } : {}),
  }))
