/** SQL of sign-offs: appended, read in order. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type SignOffRow = {
  readonly duty: 'organiser' | 'supervisor' | 'witness'
  readonly name: string
  readonly unit: string
  readonly opinion: string
  readonly recordedBy: string
  readonly recordedById: string
  readonly at: string
}

export async function signOffRows(tx: Tx, drawId: string): Promise<SignOffRow[]> {
  const { rows } = await sql<SignOffRow>`
    select duty, name, unit, opinion, recorded_by_name as "recordedBy", recorded_by as "recordedById", at
    from draw_sign_off where draw_id = ${drawId} order by seq`.execute(tx)
  return rows
}

export async function insertSignOff(
  tx: Tx,
  drawId: string,
  row: Pick<SignOffRow, 'duty' | 'name' | 'unit' | 'opinion'> & {
    readonly seq: number
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  const { by, ...values } = row
  await tx
    .insertInto('draw_sign_off')
    .values({ draw_id: drawId, ...values, recorded_by: by.id, recorded_by_name: by.name })
    .execute()
}
