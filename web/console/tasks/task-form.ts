/** A task as its form holds it, kept as a draft in this browser until it is saved. */
import type * as z from 'zod'
import type { Plan } from '#contract/plans.ts'
import type { OtherItem, Task, TriedDraft } from '#contract/tasks.ts'
import type { ExclusionOptions } from '#core/draws/exclusion.ts'
import { type RiskUse, riskUses, type StratifyBy } from '#core/tasks/sampling.ts'
import {
  emptyTeam,
  formOfParticipants,
  formOfTeam,
  type Partner,
  type PartnerForm,
  type TeamForm,
} from '#web/console/matching/team-form.ts'
import { t } from '#web/i18n/t.ts'
import { emptyFilter, type FilterForm, filterOfForm, formOfFilter, isFilterForm, labelFilter } from './filter-form.ts'
import { emptySource, formOfSource, isSourceForm, type SourceForm } from './source-form.ts'
import { startingStrata } from './starting-strata.ts'
import { formOfStratum, type StratumForm, type StratumSpec, strataOfForm } from './strata-form.ts'

export type FrameSpec = z.input<typeof TriedDraft>

export type TaskForm = ExclusionOptions & {
  readonly planId: string
  readonly rowId: string
  readonly name: string
  readonly from: string
  readonly to: string
  readonly filter: FilterForm
  readonly by: StratifyBy
  readonly strata: readonly StratumForm[]
  /** As chosen; what a risk class forces is not written here, so that it ends with its cause. */
  readonly mode: 'open' | 'sealed'
  readonly team: TeamForm
  readonly partners: readonly PartnerForm[]
  readonly otherItems: readonly OtherItem[]
  readonly suite: 'sha256' | 'sm3'
  /** 本级查, 抽给下级查. */
  readonly level: 'self' | 'down'
  /** Where it comes from, whom it names, and in which batches it goes. */
  readonly more: SourceForm
}

export const emptyTask = (planId: string, rowId: string): TaskForm => ({
  planId,
  rowId,
  name: '',
  from: '',
  to: '',
  filter: emptyFilter(),
  by: 'none',
  strata: startingStrata('none', '3'),
  mode: 'open',
  excludeOpenVisits: true,
  excludeDrawn: 'none',
  frequencyCap: null,
  excludeWhitelist: false,
  team: emptyTeam,
  partners: [],
  otherItems: [],
  suite: 'sha256',
  level: 'self',
  more: emptySource,
})

/** A directed draw of whoever carries a label: outside the plan, until a row is chosen. */
export const directedTask = (label: string): TaskForm => ({
  ...emptyTask('', ''),
  name: t('signal.taskName', { label }),
  filter: labelFilter(label),
  more: { ...emptySource, source: 'temporary', directed: true, objectScope: t('signal.scope', { label }) },
})

/** What a row of the plan already says. */
export const withRow = (form: TaskForm, planId: string, row: Plan['rows'][number]): TaskForm => ({
  ...form,
  planId,
  rowId: row.id,
  name: row.name,
  from: row.from,
  to: row.to,
  level: row.level,
  // The plan was counted with these: they are where the settings begin.
  filter: formOfFilter(row.filter),
  by: row.stratifyBy,
  strata: row.strata.map((one) => formOfStratum(withoutBase(one))),
  more: { ...form.more, source: 'plan', itemIds: [], shares: {} },
})

/** How many there were when the plan was made is not what a draw asks. */
const withoutBase = ({ base: _, ...stratum }: Plan['rows'][number]['strata'][number]): StratumSpec => stratum

/** A new task from the settings of another: what a draft that turned out wrong is mended with. */
export const formOfTask = (task: Task, offered: readonly Partner[]): TaskForm => ({
  planId: task.planId ?? '',
  rowId: task.planRowId ?? '',
  name: task.name,
  from: task.from,
  to: task.to,
  filter: formOfFilter(task.filter),
  by: task.stratifyBy,
  strata: task.strata.map(formOfStratum),
  mode: task.mode,
  excludeOpenVisits: task.excludeOpenVisits,
  excludeDrawn: task.excludeDrawn,
  frequencyCap: task.frequencyCap,
  excludeWhitelist: task.excludeWhitelist,
  team: formOfTeam(task.team),
  partners: formOfParticipants(task, offered),
  otherItems: task.otherItems,
  suite: task.suite,
  level: task.level,
  more: formOfSource(task),
})

/** Where the form uses a risk class; conditions count as soon as they are there, complete or not. */
export const usesOf = (form: TaskForm): RiskUse[] =>
  riskUses({
    filter: { version: 1, all: form.filter.conditions.map(({ field, op }) => ({ field, op, values: [] })) },
    stratifyBy: form.by,
    excludeDrawn: form.excludeDrawn,
  })

/**
 * What a live count asks. While the strata are not complete only the frame is counted; while a condition is not, nothing is:
 * a count without it would be taken for one with it.
 */
export function frameOfForm(form: TaskForm): { readonly frame: FrameSpec | null; readonly strata: boolean } {
  const { filter, problems } = filterOfForm(form.filter)
  const strata = strataOfForm(form.by, form.strata)
  if (problems.size > 0) return { frame: null, strata: strata.ok }
  const whole = {
    stratifyBy: 'none' as const,
    strata: [{ name: '-', values: [], ratePpm: 0, rounding: 'half-up' as const, allowZero: true }],
  }
  return {
    strata: strata.ok,
    frame: {
      mode: usesOf(form).length > 0 ? 'sealed' : form.mode,
      filter,
      ...(strata.ok ? { stratifyBy: form.by, strata: strata.strata } : whole),
      excludeOpenVisits: form.excludeOpenVisits,
      excludeDrawn: form.excludeDrawn,
      frequencyCap: form.frequencyCap,
      excludeWhitelist: form.excludeWhitelist,
      ...(form.from !== '' && form.to !== '' && form.from <= form.to ? { from: form.from, to: form.to } : {}),
    },
  }
}

export const isTaskForm = (value: unknown): value is TaskForm =>
  typeof value === 'object' &&
  value !== null &&
  'rowId' in value &&
  'level' in value &&
  'filter' in value &&
  isFilterForm(value.filter) &&
  'strata' in value &&
  Array.isArray(value.strata) &&
  'mode' in value &&
  // Drafts of before teams had settings are not taken up again.
  'team' in value &&
  'partners' in value &&
  'otherItems' in value &&
  'more' in value &&
  isSourceForm(value.more)
