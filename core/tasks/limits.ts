/**
 * What holds a task to the row of the published plan that it carries out, and to the caps of its items: its days, its level, and how many it draws.
 * Whoever confirms alone does what the row says and no more; above the cap of a general item nobody goes (国市监信规〔2024〕5号).
 */
import type { Filter } from '../draws/filter.ts'
import { type Rounding, stratumTarget } from '../draws/strata.ts'
import { fail, ok, type Result } from '../result.ts'
import { rankOf } from './batch.ts'
import type { StratumDraft } from './sampling.ts'

export type Window = { readonly from: string; readonly to: string }
/** 本级查 or 抽给下级查. */
type Level = 'self' | 'down'

export type WindowClosed = { readonly type: 'task_window_closed'; readonly field: 'to'; readonly to: string; readonly today: string }

export type OutsideRow =
  | { readonly type: 'task_window_outside_row'; readonly field: 'from' | 'to'; readonly rowFrom: string; readonly rowTo: string }
  | { readonly type: 'task_level_of_row'; readonly field: 'level' }

/** Nothing can be inspected in days that are over. */
export const checkOpen = ({ to }: Window, today: string): Result<true, WindowClosed> =>
  to < today ? fail({ type: 'task_window_closed', field: 'to', to, today }) : ok(true)

/** The public read in the plan when the inspections would be, and by whom. */
export function checkRowBounds(
  task: Window & { readonly level: Level },
  row: Window & { readonly level: Level },
): Result<true, OutsideRow> {
  const outside = task.from < row.from ? 'from' : task.to > row.to ? 'to' : null
  if (outside !== null) return fail({ type: 'task_window_outside_row', field: outside, rowFrom: row.from, rowTo: row.to })
  return task.level === row.level ? ok(true) : fail({ type: 'task_level_of_row', field: 'level' })
}

/** A stratum as the register gives it today: its members, and how many of them are drawn. */
export type Counted = { readonly n: number; readonly target: number; readonly ratePpm: number; readonly rounding: Rounding }

/** The scope of the published row, counted today, and how many objects its other live tasks draw. */
export type RowScope = { readonly strata: readonly Counted[]; readonly taken: number }

/** A general item with a cap: at which share of the drawn it is inspected, and at how many objects by the other live tasks of the row. */
export type CappedItem = { readonly name: string; readonly capPpm: number; readonly sharePpm: number; readonly taken: number }

export type AboveCap = {
  readonly type: 'task_ratio_above_cap'
  readonly field: 'strata'
  readonly item: string
  readonly cap: string
  readonly ratio: string
  readonly base: number
  /** At how many objects more it may be inspected. */
  readonly left: number
}

export type AboveRow = {
  readonly type: 'task_above_row'
  readonly field: 'strata'
  readonly target: number
  readonly taken: number
  readonly left: number
}

/** Strata with their members, in the same order. A fixed number is a ratio too, rounded up. */
export const countedStrata = (strata: readonly StratumDraft[], members: readonly number[]): Counted[] =>
  strata.map((draft, i) => {
    const n = members[i] ?? 0
    if ('ratePpm' in draft)
      return { n, ratePpm: draft.ratePpm, rounding: draft.rounding, target: targetAt(n, draft.ratePpm, draft.rounding) }
    const ratePpm = n === 0 ? 0 : Math.min(million, Math.ceil((draft.count * million) / n))
    return { n, ratePpm, rounding: 'half-up', target: draft.count }
  })

type Scope = { readonly filter: Filter; readonly stratifyBy: string; readonly strata: readonly StratumDraft[] }

/** Does the task ask for whom its row names, stratum by stratum? What it leaves out besides can only make it smaller than the row. */
export const sameScope = (task: Scope, row: Scope): boolean => written(task) === written(row)

const written = ({ filter, stratifyBy, strata }: Scope): string =>
  JSON.stringify([
    filter.all.map(({ field, op, values }) => [field, op, values]),
    stratifyBy,
    strata.map((one) => [one.values, ...('count' in one ? [one.count] : [one.ratePpm, one.rounding])]),
  ])

/**
 * The ratio of a general item stays below its cap over the whole scope of the row, all its tasks together. Within a task it may be higher only where the
 * published row draws a stratum so: else whoever narrows the filter to three firms takes all three of them. Without a row the task is its own scope.
 */
export function checkCaps(task: readonly Counted[], items: readonly CappedItem[], row: RowScope | null): Result<true, AboveCap> {
  for (const item of items) {
    const own = rankOf(item.sharePpm, targetsOf(task))
    const ownMost = mostAt(task, Math.max(item.capPpm, row === null ? 0 : densest(row)))
    if (own > ownMost) return fail(aboveCap(item, { drawn: own, base: membersOf(task), left: ownMost }))
    if (row === null) continue
    const most = mostAt(row.strata, item.capPpm)
    const drawn = own + item.taken
    if (drawn > most) return fail(aboveCap(item, { drawn, base: membersOf(row.strata), left: Math.max(0, most - item.taken) }))
  }
  return ok(true)
}

/**
 * All tasks of a row together draw what the row says, and none draws more densely than the densest of its strata. Above that two persons agree, or the plan is
 * adjusted. A stratum that the row does not have rounds for itself, which is an object more than the row at most (AR02).
 */
export function checkRow(task: readonly Counted[], row: RowScope): Result<true, AboveRow> {
  const target = targetsOf(task)
  const rounded = Math.max(0, task.length - row.strata.length)
  const left = Math.max(0, Math.min(targetsOf(row.strata) + rounded - row.taken, mostAt(task, densest(row))))
  return target <= left ? ok(true) : fail({ type: 'task_above_row', field: 'strata', target, taken: row.taken, left })
}

export const targetsOf = (strata: readonly Counted[]): number => strata.reduce((sum, { target }) => sum + target, 0)
const membersOf = (strata: readonly Counted[]): number => strata.reduce((sum, { n }) => sum + n, 0)
const densest = ({ strata }: RowScope): number => Math.max(0, ...strata.map(({ ratePpm }) => ratePpm))

/** How many a ratio gives at most, each stratum rounded as it draws. One object may always be drawn: a cap of a twentieth is no ban where there are nine. */
const mostAt = (strata: readonly Counted[], ppm: number): number =>
  ppm === 0
    ? 0
    : Math.max(
        1,
        strata.reduce((sum, { n, rounding }) => sum + targetAt(n, ppm, rounding), 0),
      )

const targetAt = (n: number, ratePpm: number, rounding: Rounding): number => stratumTarget({ id: 's1', n, ratePpm, rounding })

const aboveCap = (
  { name, capPpm }: CappedItem,
  { drawn, base, left }: { readonly drawn: number; readonly base: number; readonly left: number },
): AboveCap => ({
  ...{ type: 'task_ratio_above_cap', field: 'strata', item: name, base, left },
  ...{ cap: percent(capPpm), ratio: percent(base === 0 ? 0 : Math.floor((drawn * million + base / 2) / base)) },
})

const percent = (ppm: number): string => `${ppm / 10_000}%`

const million = 1_000_000
