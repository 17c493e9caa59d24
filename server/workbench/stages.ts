/** How near the day of each to-do is, by the working days of the place, and in which order they stand. */
import { stageOf } from '#core/deadlines/deadline.ts'
import type { PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { policyAt } from '#server/policy/at.ts'
import type { Todo } from './handlers.ts'

/** The earliest day first; `calendarUnknown` is a year that one of them needs and the calendar does not know. */
export async function staged(
  tx: Tx,
  { orgPath }: { readonly orgPath: string },
  { todos, day }: { readonly todos: readonly Todo[]; readonly day: PlainDate },
): Promise<{ todos: (Todo & { readonly stage: string | null })[]; calendarUnknown: number | null }> {
  const { deadlines } = await policyAt(tx, orgPath, day)
  const unknown = new Set<number>()
  const near = (due: string | null): string | null => {
    if (due === null) return null
    const stage = stageOf(day, due, deadlines.remindDaysBefore.value)
    if (!stage.ok) unknown.add(stage.failure.year)
    return stage.ok ? stage.value : null
  }
  const rows = todos.map((todo) => ({ ...todo, stage: near(todo.due) })).sort((a, b) => ((a.due ?? '9999') < (b.due ?? '9999') ? -1 : 1))
  return { todos: rows, calendarUnknown: unknown.size === 0 ? null : Math.min(...unknown) }
}
