/** What the year of a bureau puts before one person: by their permissions, one line for each thing that waits. */
import type { Actor } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import type { Tx } from '#db/connect.ts'
import type { Todo } from './handlers.ts'
import { waitingOf, yearTodos } from './year-todos-store.ts'

export async function yearTodosOf(tx: Tx, actor: Actor, may: ReadonlySet<Permission>): Promise<Todo[]> {
  const todos: Todo[] = []
  for (const todo of yearTodos.filter(({ permission }) => may.has(permission)))
    for (const { thing, title, why, due, n } of await waitingOf(tx, todo, actor))
      todos.push({ verb: todo.verb, thing, title, why, due, count: n })
  return todos
}
