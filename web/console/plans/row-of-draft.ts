/** A row that is not in a plan yet, as the drawer of rows takes it. */
import type { PlanRow, PlanRowDraft } from '#contract/plan-rows.ts'
import { rowNumbers, wholeStratum } from '#core/plans/row.ts'

/** `index` stands for its place; names of items come with the page. */
export function rowOfDraft(draft: PlanRowDraft, index: number, itemNames: Readonly<Record<string, string>>): PlanRow {
  const strata = draft.strata ?? [{ name: wholeStratum(0).name, values: [], ratePpm: draft.ratePpm ?? 0, rounding: 'half-up' as const }]
  const { base, target, ratePpm } = rowNumbers(strata)
  return {
    ...draft,
    id: String(index),
    seq: index + 1,
    state: 'planned',
    cancelReason: null,
    strata,
    ratePpm,
    base,
    target,
    itemNames: draft.itemIds.map((id) => itemNames[id] ?? id),
    taskIds: [],
    ruling: false,
    updatedAt: '',
  }
}
