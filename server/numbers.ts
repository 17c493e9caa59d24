/** Serials without gaps or doubles: the counter row is locked until the transaction that took the number commits. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { prepared } from '#db/sending.ts'

/** The next serial of a scope, starting at 1. A rolled-back transaction gives its number back. */
export async function nextSerial(tx: Tx, scope: string): Promise<number> {
  const [row] = await prepared(
    tx,
    sql<{ value: number }>`insert into number_counter (scope, value) values (${scope}, 1)
      on conflict (scope) do update set value = number_counter.value + 1 returning value`,
  )
  if (row === undefined) throw new Error(`no serial for ${scope}`)
  return row.value
}
