/** Why an object of the register is not in the pool: exactly one reason for each, in a fixed order (draw protocol §3, domain.md §6 R6). */
import type { ExclusionReason } from './reasons.ts'

/** What a task leaves out besides what is out of scope or no longer there. */
export type ExclusionOptions = {
  /** Objects with a visit of any authority that is neither published nor replaced. */
  readonly excludeOpenVisits: boolean
  /** Objects drawn in a closed draw of this calendar year: nobody, those of low risk (国市监信规〔2024〕5号 二(五)), or all. */
  readonly excludeDrawn: 'none' | 'lowRisk' | 'all'
  /** Objects with this many planned visits at their premises, done and due, in a year that the task touches (国办发〔2024〕54号); null is no cap. */
  readonly frequencyCap: number | null
  /** Objects with the label of the do-not-disturb list. */
  readonly excludeWhitelist: boolean
}

export type ExclusionFacts = {
  readonly inScope: boolean
  readonly state: string
  readonly lowRisk: boolean
  readonly drawnThisYear: boolean
  /** Planned visits of any authority, done and due, at its premises as registered: in the fullest of the years that the task touches. */
  readonly frequencyUsed: number
  /** Inspected with an item of the task, in one of those years, as often as that item's own cap says. */
  readonly itemUsedUp: boolean
  readonly whitelisted: boolean
  readonly inOpenVisit: boolean
}

/**
 * The order of precedence: an object is counted under the first reason that holds. Scope comes first, so that the other counts tell about those
 * meant; then what the register says, then what the law says, then what is merely in hand.
 */
export const exclusionPrecedence = [
  'not_in_scope',
  'deregistered',
  'revoked',
  'moved_out',
  'drawn_this_year_low_risk',
  'drawn_this_year',
  'frequency_cap',
  'item_cap',
  'whitelist',
  'in_open_task',
] as const satisfies readonly ExclusionReason[]

export type ObjectExclusion = (typeof exclusionPrecedence)[number]

const rules: Readonly<Record<ObjectExclusion, (facts: ExclusionFacts, options: ExclusionOptions) => boolean>> = {
  not_in_scope: ({ inScope }) => !inScope,
  deregistered: ({ state }) => state === 'deregistered',
  revoked: ({ state }) => state === 'revoked',
  moved_out: ({ state }) => state === 'moved_out',
  drawn_this_year_low_risk: ({ lowRisk, drawnThisYear }, { excludeDrawn }) => excludeDrawn === 'lowRisk' && lowRisk && drawnThisYear,
  drawn_this_year: ({ drawnThisYear }, { excludeDrawn }) => excludeDrawn === 'all' && drawnThisYear,
  frequency_cap: ({ frequencyUsed }, { frequencyCap }) => frequencyCap !== null && frequencyUsed >= frequencyCap,
  // The catalogue says it and no option turns it off; whoever asks with a lawful exception finds nobody used up.
  item_cap: ({ itemUsedUp }) => itemUsedUp,
  whitelist: ({ whitelisted }, { excludeWhitelist }) => excludeWhitelist && whitelisted,
  in_open_task: ({ inOpenVisit }, { excludeOpenVisits }) => excludeOpenVisits && inOpenVisit,
}

/** The one reason why the object is out, or null when it is in the pool. The server's SQL says the same, and a test holds the two together. */
export const exclusionOf = (facts: ExclusionFacts, options: ExclusionOptions): ObjectExclusion | null =>
  exclusionPrecedence.find((reason) => rules[reason](facts, options)) ?? null
