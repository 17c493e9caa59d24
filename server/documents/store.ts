/** SQL of issued papers: appended, never changed; a void and a file are rows of their own. */
import { sql } from 'kysely'
import type { FilledDocument } from '#core/documents/filled.ts'
import type { DocumentKind } from '#core/documents/kinds.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type IssuedRecord = {
  readonly id: string
  readonly kind: DocumentKind
  /** `plan:id`, `task:id`, `visit:id`. */
  readonly thing: string
  readonly taskId: string | null
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly number: string | null
  readonly title: string
  readonly about: string
  readonly content: FilledDocument
  readonly sha256: string
  readonly issuedByName: string
  readonly issuedAt: string
  readonly voided: { readonly reason: string; readonly by: string; readonly at: string } | null
  readonly sealed: boolean
}

const columns = [
  'd.id',
  'd.kind',
  'd.thing',
  'd.task_id as taskId',
  'd.org_path as orgPath',
  'd.dept',
  'd.org_name as orgName',
  'd.number',
  'd.title',
  'd.about',
  'd.content',
  'd.content_sha256 as sha256',
  'd.issued_by_name as issuedByName',
  'd.issued_at as issuedAt',
  sql<
    IssuedRecord['voided']
  >`case when v.document_id is null then null else jsonb_build_object('reason', v.reason, 'by', v.by_name, 'at', v.at) end`.as('voided'),
  sql<boolean>`exists (select from issued_document_file f where f.document_id = d.id and f.format = 'sealed')`.as('sealed'),
] as const

const documents = (tx: Tx) => tx.selectFrom('issued_document as d').leftJoin('document_void as v', 'v.document_id', 'd.id')

export async function findDocument(tx: Tx, id: string): Promise<IssuedRecord | null> {
  const row = await documents(tx).select(columns).where('d.id', '=', id).executeTakeFirst()
  return (row as unknown as IssuedRecord | undefined) ?? null // checks of the table, and content as this house wrote it
}

/** Holds the paper until the transaction ends, so that it is voided once. */
export async function lockDocument(tx: Tx, id: string): Promise<IssuedRecord | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document:${id}`}, 0))`.execute(tx)
  return findDocument(tx, id)
}

export type DocumentScope = {
  readonly orgPath: string
  readonly dept: string | null
  readonly officerId: string | null
  readonly own: boolean
}
export type DocumentFilter = {
  readonly kind?: string | undefined
  readonly q?: string | undefined
  readonly thing?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Papers of a jurisdiction, the newest first. `own`: of visits on whose team the officer is, and no others. */
export async function listDocuments(tx: Tx, scope: DocumentScope, filter: DocumentFilter): Promise<Page<IssuedRecord>> {
  let query = documents(tx)
  if (scope.own)
    query = query.where(
      sql<boolean>`d.thing in (select 'visit:' || w.id from visit w join seat s on s.subject = w.subject and s.task_id = w.task_id where s.officer_id = ${scope.officerId}::uuid)`,
    )
  else {
    query = query.where(sql<boolean>`(d.org_path = ${scope.orgPath} or d.org_path like ${scope.orgPath} || '.%')`)
    if (scope.dept !== null) query = query.where('d.dept', '=', scope.dept)
  }
  if (filter.kind !== undefined) query = query.where('d.kind', '=', filter.kind)
  if (filter.thing !== undefined) query = query.where(ofThing(filter.thing))
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(
      sql<boolean>`(position(${filter.q} in coalesce(d.number, '')) > 0 or position(${filter.q} in d.title) > 0 or position(${filter.q} in d.about) > 0)`,
    )
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null) query = query.where(sql<boolean>`(d.issued_at, ${serial}, d.id) < (${key[0]}::timestamptz, ${key[1]}, ${key[2]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('d.issued_at', 'desc')
    .orderBy(serial, 'desc')
    .orderBy('d.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as unknown as IssuedRecord[], filter.limit, (row) => [row.issuedAt, serialOf(row.number), row.id]), count } // as above
}

/** Papers of one batch were issued at one instant: they stand in the order of their numbers. */
const serial = sql<string>`coalesce(lpad(substring(d.number from '([0-9]+)[^0-9]*$'), 10, '0'), '')`
const serialOf = (number: string | null): string => /(\d+)\D*$/.exec(number ?? '')?.[1]?.padStart(10, '0') ?? ''

/** A task's own papers and those of its visits. */
function ofThing(thing: string) {
  const [kind, id = ''] = thing.split(':')
  const isTask = kind === 'task' && /^[0-9a-f-]{36}$/.test(id)
  return isTask ? sql<boolean>`(d.thing = ${thing} or d.task_id = ${id}::uuid)` : sql<boolean>`d.thing = ${thing}`
}

/** Papers of these things that are in force: issued and not voided. */
export async function liveDocuments(tx: Tx, kind: DocumentKind, things: readonly string[]): Promise<ReadonlyMap<string, IssuedRecord>> {
  if (things.length === 0) return new Map()
  const rows = await documents(tx)
    .select(columns)
    .where('d.kind', '=', kind)
    .where('d.thing', 'in', [...things])
    .where('v.document_id', 'is', null)
    .orderBy('d.issued_at')
    .execute()
  return new Map((rows as unknown as IssuedRecord[]).map((row) => [row.thing, row])) // as above
}

/** What was typed into the newest paper of this kind by the same organisation: what the next one begins with. */
export async function lastTyped(
  tx: Tx,
  kind: DocumentKind,
  of: { readonly orgPath: string; readonly dept: string },
): Promise<Readonly<Record<string, string>>> {
  const row = await tx
    .selectFrom('issued_document')
    .select('typed')
    .where('kind', '=', kind)
    .where('org_path', '=', of.orgPath)
    .where('dept', '=', of.dept)
    .orderBy('issued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.typed ?? {}) as Record<string, string> // written by insertDocument
}

/** Of two hands that issue the same paper one waits here, and then sees it. */
export async function lockThing(tx: Tx, kind: DocumentKind, thing: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document:${kind}:${thing}`}, 0))`.execute(tx)
}

export type NewDocument = Omit<IssuedRecord, 'voided' | 'sealed' | 'issuedByName' | 'issuedAt'> & {
  readonly templateId: string | null
  readonly typed: Readonly<Record<string, string>>
  readonly batchId: string | null
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
}

export async function insertDocument(tx: Tx, document: NewDocument): Promise<void> {
  await tx
    .insertInto('issued_document')
    .values({
      id: document.id,
      kind: document.kind,
      thing: document.thing,
      task_id: document.taskId,
      org_path: document.orgPath,
      dept: document.dept,
      org_name: document.orgName,
      number: document.number,
      title: document.title,
      about: document.about,
      template_id: document.templateId,
      typed: json(document.typed),
      content: json(document.content),
      content_sha256: document.sha256,
      batch_id: document.batchId,
      issued_by: document.by.id,
      issued_by_name: document.by.name,
      issued_at: document.at,
    })
    .execute()
}

export async function insertVoid(
  tx: Tx,
  documentId: string,
  reason: string,
  by: { readonly id: string; readonly name: string },
  at: string,
): Promise<void> {
  await tx.insertInto('document_void').values({ document_id: documentId, reason, by_id: by.id, by_name: by.name, at }).execute()
}

export type FileFormat = 'pdf' | 'docx' | 'sealed'
export type KeptFile = { readonly sha256: string; readonly size: number; readonly name: string; readonly mediaType: string }

export async function fileOfDocument(tx: Tx, documentId: string, format: FileFormat): Promise<KeptFile | null> {
  const row = await tx
    .selectFrom('issued_document_file as k')
    .innerJoin('file', 'file.id', 'k.file_id')
    .select(['file.sha256', 'file.size', 'file.name', 'file.media_type as mediaType'])
    .where('k.document_id', '=', documentId)
    .where('k.format', '=', format)
    .executeTakeFirst()
  return row ?? null
}

/** The first file that is made of a paper is the one that is kept. */
export async function keepFile(
  tx: Tx,
  documentId: string,
  file: { readonly format: FileFormat; readonly fileId: string; readonly byName: string; readonly at: string },
): Promise<void> {
  await tx
    .insertInto('issued_document_file')
    .values({ document_id: documentId, format: file.format, file_id: file.fileId, by_name: file.byName, at: file.at })
    .onConflict((on) => on.doNothing())
    .execute()
}
