/**
 * The hash chain over the record, written a second behind: commands append without waiting for one another, and the sealer orders what is
 * committed. seal(n) = SHA-256(seal(n-1) ‖ JCS of the row): whoever changes, adds or removes a row later has to change every seal after it.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalBytes } from '#core/canonical.ts'
import type { Db, Tx } from '#db/connect.ts'
import { withTransaction } from '#db/connect.ts'
import type { Log } from '#server/http/log.ts'

/** Rows sealed in one transaction. */
const batch = 500

/** What the first seal follows: 32 zero bytes. */
export const genesis = '0'.repeat(64)

/** A row as it is hashed: every column, times in UTC with microseconds. */
export type SealedRow = {
  readonly id: string
  readonly txid: string
  readonly at: string
  readonly commandId: string | null
  readonly actorId: string | null
  readonly actorName: string
  readonly actorRoles: readonly string[]
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly verb: string
  readonly thing: string
  readonly facts: unknown
  readonly inputHash: string | null
  readonly answer: unknown
}

export const sealOf = (previous: string, row: SealedRow): string =>
  createHash('sha256').update(Buffer.from(previous, 'hex')).update(canonicalBytes(row)).digest('hex')

/** Seals what is settled; answers how many rows. One sealer works at a time, whichever process it is in; the others answer 0. */
export function sealRecord(db: Db): Promise<number> {
  return withTransaction(db, async (tx) => {
    const { rows: lock } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(hashtextextended('record seal', 0)) as got`.execute(
      tx,
    )
    if (lock[0]?.got !== true) return 0
    const head = await tx.selectFrom('record_seal').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
    const rows = await unsealed(tx)
    let seq = head?.seq ?? 0
    let hash = head?.hash ?? genesis
    const seals = rows.map((row) => {
      seq++
      hash = sealOf(hash, row)
      return { seq, record_id: row.id, hash }
    })
    if (seals.length > 0) {
      await tx.insertInto('record_seal').values(seals).execute()
      const ids = seals.map(({ record_id }) => record_id)
      await tx.deleteFrom('record_pending').where('record_id', 'in', ids).execute()
    }
    return seals.length
  })
}

export type Sealer = { readonly stop: () => Promise<void> }

/** Seals every second until stopped, once more while stopping. A failure is logged and tried again: unsealed rows wait. */
export function startSealer(db: Db, log: Log, everyMs = 1000): Sealer {
  let stopped = false
  let wake = (): void => undefined
  const round = async (): Promise<void> => {
    try {
      while ((await sealRecord(db)) === batch && !stopped);
    } catch (err) {
      log.error({ err }, 'the record could not be sealed; tried again in a moment')
    }
  }
  const running = (async () => {
    while (!stopped) {
      await round()
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
        if (stopped) wake()
      })
    }
    await round()
  })()
  return {
    stop: async () => {
      stopped = true
      wake()
      await running
    },
  }
}

/** Committed rows that have no seal yet. The chain is their order: what it follows is all that anybody needs to know. */
async function unsealed(tx: Tx): Promise<readonly SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    select ${sealedColumns} from record_pending p join record r on r.id = p.record_id order by r.txid, r.id limit ${batch}`.execute(tx)
  return rows
}

/** The columns of `SealedRow`, of a table `record r`. */
export const sealedColumns = sql`
  r.id, r.txid::text as txid, to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, r.command_id as "commandId",
  r.actor_id as "actorId", r.actor_name as "actorName", r.actor_roles as "actorRoles", r.org_path as "orgPath", r.dept, r.org_name as "orgName",
  r.verb, r.thing, r.facts, r.input_hash as "inputHash", r.answer`
