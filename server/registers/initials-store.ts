/** SQL of initials that rows lack: those of a register that is older than searching by them. */
import { sql } from 'kysely'
import { initialsOf } from '#core/registers/initials.ts'
import type { Tx } from '#db/connect.ts'

const setSize = 20_000

/** Gives the next set of objects the initials of their names; nothing is said about them that was not known, so no version begins. Answers how many. */
export async function fillInitials(tx: Tx): Promise<number> {
  const rows = await tx.selectFrom('entity').select(['subject', 'name']).where('initials', 'is', null).limit(setSize).execute()
  if (rows.length === 0) return 0
  const column = (of: (row: { subject: string; name: string }) => string) => sql`${rows.map(of)}::text[]`
  // A name that changed since it was read has brought its own.
  const written = await sql`
    update entity e set initials = n.initials
    from unnest(${column(({ subject }) => subject)}, ${column(({ name }) => name)}, ${column(({ name }) => initialsOf(name))}) as n (subject, name, initials)
    where e.subject = n.subject and e.name = n.name and e.initials is null`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}
