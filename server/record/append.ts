/** 业务留痕: one row per command, appended in the writing transaction. Rows are never changed; the sealer chains them a second later. */
import { randomUUID } from 'node:crypto'
import type { Actor } from '#core/access/can.ts'
import { canonicalJson, type Json } from '#core/canonical.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { withNext } from '#db/sending.ts'
import { announcing } from '#server/jobs/watch.ts'

/** Who did it, copied as they were: a later change of name or role does not rewrite history. */
export type Doer = Omit<Actor, 'id' | 'officerId'> & { readonly id: string | null }

export type Entry = {
  readonly at: Instant
  readonly by: Doer
  /** What was done, `noun.verb`: `plan.approve`. */
  readonly verb: string
  /** What it was done to, `noun:id`: `plan:0198…`. Those who watch this thing are told at commit. */
  readonly thing: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly command?: { readonly id: string; readonly inputHash: string; readonly answer: unknown }
}

/** The system as the doer of what a job does in the name of an organisation. */
export const systemOf = (org: { readonly orgPath: string; readonly dept: string; readonly orgName: string }): Doer => ({
  id: null,
  name: '系统',
  roles: [],
  ...org,
})

/** Appends one row. Facts and answer must have a canonical form (no fractions, no dates), because the chain hashes them; others throw. */
export async function appendRecord(tx: Tx, entry: Entry): Promise<void> {
  const { at, by, verb, thing, command } = entry
  const id = randomUUID()
  const row = {
    id,
    at,
    command_id: command?.id ?? null,
    actor_id: by.id,
    actor_name: by.name,
    actor_roles: [...by.roles],
    org_path: by.orgPath,
    dept: by.dept,
    org_name: by.orgName,
    verb,
    thing,
    facts: jsonText(entry.facts, `facts of ${verb}`),
    input_hash: command?.inputHash ?? null,
    answer: command === undefined ? null : jsonText(command.answer ?? null, `answer of ${verb}`),
  }
  // With the commit: what a command holds locked, others wait for until both have gone to the database and back.
  await withNext(
    tx,
    tx
      .with('kept', (db) => db.insertInto('record').values(row))
      .with('unsealed', (db) => db.insertInto('record_pending').values({ record_id: id }))
      .selectNoFrom(announcing(thing).as('told')),
  )
}

/** A value as JSON, the way it comes back from the database: members that are undefined are gone. */
export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json // JSON.parse returns JSON

function jsonText(value: unknown, what: string): string {
  const text = canonicalJson(asJson(value))
  if (!text.ok)
    throw new TypeError(`the ${what} cannot be hashed: ${text.failure.why} at ${text.failure.path || '/'}; use integers and text`)
  return text.value
}
