/** Which part of the task form a refusal of the server belongs beside: its table, or the `field` that the refusal names itself. */
import type { ProblemCode } from '#contract/problems.ts'
import type { ShownProblem } from '#web/api/problem.ts'
import type { SourceField } from './source-form.ts'

export type FormField =
  | SourceField
  | 'source'
  | 'row'
  | 'name'
  | 'from'
  | 'to'
  | 'level'
  | 'filter'
  | 'frequencyCap'
  | 'strata'
  | 'mode'
  | 'team'
  | 'participants'
  | 'otherItems'

/** The words by part, empty when they belong to none. `itemsChosen`: the page has a field for the items; else the row of the plan stands for them. */
export function refusedFields(
  problem: Shown | null,
  { itemsChosen, language }: { readonly itemsChosen: boolean; readonly language: 'zh' | 'en' },
): ReadonlyMap<FormField, string> {
  if (problem === null) return new Map()
  const { code, facts, text } = problem
  if (code === 'invalid_input') return new Map(listOf(facts.fields).flatMap((field) => partText(field, language)))
  const part = partOf(facts.field) ?? (Object.hasOwn(partOfCode, code) ? partOfCode[code as keyof typeof partOfCode] : undefined) // a key, as just asked
  if (part === undefined) return new Map()
  return new Map([[part === 'itemIds' && !itemsChosen ? 'row' : part, text]])
}

type Shown = Pick<ShownProblem, 'code' | 'facts' | 'text'>

const partOfCode = {
  task_source_closed: 'source',
  task_row_not_asked: 'source',
  named_not_asked: 'source',
  task_row_missing: 'row',
  plan_row_not_in_force: 'row',
  plan_not_published: 'row',
  window_reversed: 'to',
  task_window_closed: 'to',
  task_window_outside_row: 'to',
  task_level_of_row: 'level',
  origin_in_future: 'origin',
  object_named_twice: 'objects',
  object_unknown: 'objects',
  appointed_team_wrong: 'officers',
  appointed_unfit: 'officers',
  items_not_open: 'itemIds',
  items_outside_row: 'itemIds',
  task_items_not_published: 'itemIds',
  task_without_published_item: 'itemIds',
  task_item_not_in_force: 'itemIds',
  item_share_unknown: 'shares',
  item_share_of_key: 'shares',
  no_item_everywhere: 'shares',
  batch_shares: 'batches',
  batch_days: 'batches',
  batch_overlap: 'batches',
  cap_above_policy: 'frequencyCap',
  exception_not_lawful: 'exception',
  exception_without_note: 'exception',
  strata_need_a_field: 'strata',
  stratum_value_unknown: 'strata',
  sealed_required: 'mode',
  reach_narrower: 'team',
  participant_unknown: 'participants',
  participant_items_unknown: 'participants',
  other_items_not_allowed: 'otherItems',
  other_items_too_many: 'otherItems',
  other_item_twice: 'otherItems',
} as const satisfies Readonly<Partial<Record<ProblemCode, FormField>>>

/** Fields of the contract, by the part of the form that has them. */
const partOfPath: Readonly<Record<string, FormField>> = {
  source: 'source',
  directed: 'source',
  planRowId: 'row',
  name: 'name',
  from: 'from',
  to: 'to',
  level: 'level',
  reason: 'reason',
  objectScope: 'objectScope',
  itemIds: 'itemIds',
  origin: 'origin',
  approval: 'approval',
  objects: 'objects',
  officers: 'officers',
  filter: 'filter',
  excludeDrawn: 'frequencyCap',
  frequencyCap: 'frequencyCap',
  frequencyException: 'exception',
  stratifyBy: 'strata',
  strata: 'strata',
  itemShares: 'shares',
  batches: 'batches',
  mode: 'mode',
  officersPerObject: 'team',
  teamUnit: 'team',
  officerScope: 'team',
  officerReach: 'team',
  leastEligible: 'team',
  pairCapPpm: 'team',
  mostPerOfficer: 'team',
  balance: 'team',
  participants: 'participants',
  otherItems: 'otherItems',
}

/** `participants.0.itemIds` and `filter/all/0` are of `participants` and `filter`. */
function partOf(path: unknown): FormField | undefined {
  const head = typeof path === 'string' ? (/^\w+/.exec(path)?.[0] ?? '') : ''
  return Object.hasOwn(partOfPath, head) ? partOfPath[head] : undefined
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function partText(field: unknown, language: 'zh' | 'en'): [FormField, string][] {
  if (typeof field !== 'object' || field === null || !('field' in field)) return []
  const part = partOf(field.field)
  const words = language === 'zh' ? 'zh' in field && field.zh : 'en' in field && field.en
  return part !== undefined && typeof words === 'string' ? [[part, words]] : []
}
