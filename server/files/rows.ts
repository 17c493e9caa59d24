/** SQL of uploaded files: what the bytes in the store are called, and who brought them. */
import { randomUUID } from 'node:crypto'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

export type StoredFile = {
  readonly id: string
  readonly sha256: string
  readonly size: number
  readonly name: string
  readonly mediaType: string
  readonly createdBy: string | null
}

/** Names bytes that the store has; answers the id. */
export async function insertFile(tx: Tx, file: Omit<StoredFile, 'id'> & { readonly createdAt?: Instant }): Promise<string> {
  const id = randomUUID()
  const { sha256, size, name, mediaType, createdBy, createdAt } = file
  await tx
    .insertInto('file')
    .values({
      id,
      sha256,
      size,
      name,
      media_type: mediaType,
      created_by: createdBy,
      ...(createdAt === undefined ? {} : { created_at: createdAt }),
    })
    .execute()
  return id
}

/** A file by id, or null. */
export async function findFile(tx: Tx, id: string): Promise<StoredFile | null> {
  const row = await tx
    .selectFrom('file')
    .select(['id', 'sha256', 'size', 'name', 'media_type', 'created_by'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const { sha256, size, name } = row
  return { id: row.id, sha256, size, name, mediaType: row.media_type, createdBy: row.created_by }
}
