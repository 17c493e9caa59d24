/** A task as its form holds it, kept as a draft in this browser until it is saved. */
import type { Plan } from '#contract/plans.ts'
import type { Task } from '#contract/tasks.ts'
import { percentOfPpm } from '#web/ui/percent.ts'
import { emptyFilter, type FilterForm, formOfFilter, type StratifyBy, type StratumForm } from './filter-form.ts'
import { startingStrata, stratum } from './strata-editor.tsx'

export type TaskForm = {
  readonly planId: string
  readonly rowId: string
  readonly name: string
  readonly from: string
  readonly to: string
  readonly filter: FilterForm
  readonly by: StratifyBy
  readonly strata: readonly StratumForm[]
  readonly excludeOpenVisits: boolean
  readonly officers: number
  readonly suite: 'sha256' | 'sm3'
}

export const emptyTask = (planId: string, rowId: string): TaskForm => ({
  planId,
  rowId,
  name: '',
  from: '',
  to: '',
  filter: emptyFilter,
  by: 'none',
  strata: startingStrata('none', '3'),
  excludeOpenVisits: true,
  officers: 2,
  suite: 'sha256',
})

/** What a row of the plan already says. */
export const withRow = (form: TaskForm, planId: string, row: Plan['rows'][number]): TaskForm => ({
  ...form,
  planId,
  rowId: row.id,
  name: row.name,
  from: row.from,
  to: row.to,
  strata: form.strata.map((one) => ({ ...one, percent: percentOfPpm(row.ratePpm) })),
})

/** A new task from the settings of another: what a draft that turned out wrong is mended with. */
export const formOfTask = (task: Task, rowId: string): TaskForm => ({
  planId: task.planId,
  rowId,
  name: task.name,
  from: task.from,
  to: task.to,
  filter: formOfFilter(task.filter),
  by: task.stratifyBy,
  strata: task.strata.map((one) => stratum(one.name, one.values, percentOfPpm(one.ratePpm), one.rounding)),
  excludeOpenVisits: task.excludeOpenVisits,
  officers: task.officersPerObject,
  suite: task.suite,
})

export const isTaskForm = (value: unknown): value is TaskForm =>
  typeof value === 'object' && value !== null && 'rowId' in value && 'filter' in value && 'strata' in value && Array.isArray(value.strata)
