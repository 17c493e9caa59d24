/** SQL of templates: the versions of a place, and which one holds there on a day. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DocumentKind } from '#core/documents/kinds.ts'
import type { Template } from '#core/documents/template.ts'
import type { TemplateState } from '#core/documents/template-state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'

export type TemplateRecord = {
  readonly id: string
  readonly kind: DocumentKind
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly version: number
  readonly body: Template
  readonly note: string
  readonly validFrom: string
  readonly state: TemplateState
  readonly editedBy: string
  readonly authors: string[]
  readonly editedByName: string
  readonly submittedBy: string | null
  readonly approvedByName: string | null
  readonly opinion: string
  readonly updatedAt: string
}

const columns = [
  'id',
  'kind',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'version',
  'body',
  'note',
  'valid_from as validFrom',
  'state',
  'edited_by as editedBy',
  'authors',
  'edited_by_name as editedByName',
  'submitted_by as submittedBy',
  'approved_by_name as approvedByName',
  'opinion',
  'updated_at as updatedAt',
] as const

/** `lock` holds the row until the transaction ends. */
export async function findTemplate(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<TemplateRecord | null> {
  const query = tx.selectFrom('document_template').select(columns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as TemplateRecord | undefined) ?? null // checks of the table, and body as this house wrote it
}

/** Templates of a place, of those above it whose text holds there, and of those below it; the newest first. */
export async function listTemplates(tx: Tx, at: { readonly orgPath: string; readonly dept: string | null }): Promise<TemplateRecord[]> {
  let query = tx
    .selectFrom('document_template')
    .select(columns)
    .where('state', '<>', 'discarded')
    .where(sql<boolean>`(org_path = ${at.orgPath} or org_path like ${at.orgPath} || '.%' or ${at.orgPath} like org_path || '.%')`)
  if (at.dept !== null) query = query.where('dept', '=', at.dept)
  const rows = await query.orderBy('kind').orderBy('org_path').orderBy('version', 'desc').limit(500).execute()
  return rows as unknown as TemplateRecord[] // as above
}

/** The approved version that holds at a place on a day: of the deepest place that has one, the newest. Null: the national template holds. */
export async function templateInForce(
  tx: Tx,
  kind: DocumentKind,
  at: { readonly orgPath: string; readonly dept: string },
  day: string,
): Promise<TemplateRecord | null> {
  const row = await tx
    .selectFrom('document_template')
    .select(columns)
    .where('kind', '=', kind)
    .where('dept', '=', at.dept)
    .where('state', '=', 'approved')
    .where('valid_from', '<=', day)
    .where(sql<boolean>`(${at.orgPath} = org_path or ${at.orgPath} like org_path || '.%')`)
    .orderBy(sql`length(org_path)`, 'desc')
    .orderBy('valid_from', 'desc')
    .orderBy('version', 'desc')
    .executeTakeFirst()
  return (row as unknown as TemplateRecord | undefined) ?? null // as above
}

/** The version that somebody works on or that waits for approval. */
export async function openTemplate(tx: Tx, of: Pick<TemplateRecord, 'kind' | 'orgPath' | 'dept'>): Promise<string | null> {
  const row = await tx
    .selectFrom('document_template')
    .select('id')
    .where('kind', '=', of.kind)
    .where('org_path', '=', of.orgPath)
    .where('dept', '=', of.dept)
    .where('state', 'in', ['draft', 'submitted'])
    .executeTakeFirst()
  return row?.id ?? null
}

export type NewTemplate = Pick<TemplateRecord, 'kind' | 'orgPath' | 'dept' | 'orgName' | 'body' | 'validFrom' | 'editedBy' | 'editedByName'>

/** The next version of a place; its number is taken by the statement itself. */
export async function insertTemplate(tx: Tx, template: NewTemplate, now: string): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into document_template (id, kind, org_path, dept, org_name, version, body, note, valid_from, state, edited_by, edited_by_name, authors, created_at, updated_at)
    select ${id}::uuid, ${template.kind}, ${template.orgPath}, ${template.dept}, ${template.orgName},
      coalesce(max(version), 0) + 1, ${json(template.body)}, '', ${template.validFrom}::date, 'draft', ${template.editedBy}::uuid, ${template.editedByName}, array[${template.editedBy}::uuid], ${now}, ${now}
    from document_template where kind = ${template.kind} and org_path = ${template.orgPath} and dept = ${template.dept}`.execute(tx)
  return id
}

/** Only a draft is written to: what is approved stays as it is. */
export async function saveTemplate(
  tx: Tx,
  id: string,
  change: Pick<TemplateRecord, 'body' | 'note' | 'validFrom' | 'editedBy' | 'editedByName'>,
  now: string,
): Promise<void> {
  await tx
    .updateTable('document_template')
    .set({
      body: json(change.body),
      note: change.note,
      valid_from: change.validFrom,
      edited_by: change.editedBy,
      edited_by_name: change.editedByName,
      authors: sql`case when ${change.editedBy}::uuid = any(authors) then authors else authors || ${change.editedBy}::uuid end`,
      updated_at: now,
    })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .execute()
}

/** An approval that comes after the first day holds from its own day on: nothing was ever issued by a text that was not approved yet. */
export async function moveTemplateTo(
  tx: Tx,
  id: string,
  state: TemplateState,
  by: {
    readonly submittedBy?: string
    readonly approved?: { readonly id: string; readonly name: string; readonly day: string }
    readonly opinion?: string
  },
  now: string,
): Promise<void> {
  await tx
    .updateTable('document_template')
    .set({
      state,
      updated_at: now,
      ...(by.submittedBy === undefined ? {} : { submitted_by: by.submittedBy }),
      ...(by.opinion === undefined ? {} : { opinion: by.opinion }),
      ...(by.approved === undefined
        ? {}
        : {
            approved_by: by.approved.id,
            approved_by_name: by.approved.name,
            approved_at: now,
            valid_from: sql`greatest(valid_from, ${by.approved.day}::date)`,
          }),
    })
    .where('id', '=', id)
    .execute()
}
