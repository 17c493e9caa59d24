/** Changes of the task itself: its end, its window, what the public reads of it. */
import type { Wanted } from '#contract/changes.ts'
import { settledVisitStates } from '#core/inspections/result.ts'
import { checkRowBounds } from '#core/tasks/limits.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { dateAt, daysText } from '#core/time.ts'
import { step } from '#core/transition.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { rulingRow } from '#server/plans/row-store.ts'
import { republishTask } from '#server/tasks/announce.ts'
import { cancelTask } from '#server/tasks/cancel.ts'
import { setTaskWindow } from '#server/tasks/edit-store.ts'
import type { At, Change } from './kinds.ts'
import * as facts from './task-facts-store.ts'

export const cancelChange: Change = {
  check: async () => undefined,
  before: async (at) => ({ state: at.task.state, window: daysText(at.task), openVisits: await openVisits(at) }),
  wish: async ({ task }, before) => ({ ...before, state: unwrap(step(taskTransitions, task.state, 'cancelByChange')), openVisits: '0' }),
  apply: ({ tx, task, now }, { reason, by }) => cancelTask(tx, task, { reason, by, now, change: true }),
}

/** A later last day only: an earlier one would make late what was in time. */
export const windowChange = ({ to }: Extract<Wanted, { kind: 'task.window' }>): Change => ({
  check: async ({ tx, task, now }) => {
    if (to <= task.to) throw new Problem('change_window_not_later', { to, now: task.to, field: 'to' })
    if (to < dateAt(now)) throw new Problem('change_window_past', { to, field: 'to' })
    await refuseOutside(tx, task, to)
  },
  before: async ({ task }) => ({ window: daysText(task) }),
  wish: async ({ task }) => ({ window: daysText({ ...task, to }) }),
  apply: async ({ tx, task, now }, { reason }) => {
    await setTaskWindow(tx, task, { to }, now)
    // What was corrected before stays beside the new window.
    const note = (await facts.announcementOf(tx, task.id)) ?? ''
    await republishTask(tx, task.id, { kind: 'correction', reason, note, now })
  },
})

export const announcementChange = ({ text }: Extract<Wanted, { kind: 'task.announcement' }>): Change => ({
  check: async ({ tx, task }) => {
    if ((await facts.announcementOf(tx, task.id)) === null) throw new Problem('change_not_announced')
  },
  before: async ({ tx, task }) => ({ announcement: (await facts.announcementOf(tx, task.id)) ?? '' }),
  wish: async () => ({ announcement: text }),
  apply: ({ tx, task, now }, { reason }) => republishTask(tx, task.id, { kind: 'correction', reason, note: text, now }),
})

/** Within the days that the row was published with; without a row, within its year, for which its visits are counted. */
async function refuseOutside(tx: At['tx'], task: At['task'], to: string): Promise<void> {
  const ruling = task.planRowId === null ? null : await rulingRow(tx, task.planRowId)
  if (ruling !== null) unwrap(checkRowBounds({ ...ruling.row, to }, ruling.row))
  else if (yearOf(to) > yearOf(task.to)) throw new Problem('change_window_next_year', { year: yearOf(task.to), field: 'to' })
}

const yearOf = (day: string): string => day.slice(0, 4)

const openVisits = async ({ tx, task }: At): Promise<string> => String(await facts.openVisitsOf(tx, task.id, settledVisitStates))
