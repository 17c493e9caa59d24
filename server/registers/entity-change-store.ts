/** What an import of objects would change, field by field, for a page of it. Names of persons are masked. */
import { sql } from 'kysely'
import type { EntityColumn } from '#core/registers/entity-row.ts'
import type { Tx } from '#db/connect.ts'
import { filledBy } from './entity-diff-store.ts'
import type { ChangeRow, DescribedChange, FieldChange, ImportWork } from './import-kind.ts'
import { givenBy } from './label-merge-store.ts'
import { regionLabels } from './regions.ts'

/** Columns of the register in the order of the screen, and what a person calls each; the amount in yuan is the text of the capital again. */
const shown: readonly (readonly [string, EntityColumn])[] = [
  ['name', 'name'],
  ['kind', 'objectKind'],
  ['entity_type', 'entityType'],
  ['region_path', 'region'],
  ['established', 'established'],
  ['capital_text', 'capital'],
  ['scope', 'scope'],
  ['address', 'address'],
  ['legal_rep', 'legalRep'],
  ['state', 'state'],
  ['industry', 'industry'],
  ['owner_subject', 'owner'],
]

type Told = Readonly<Record<string, string | null>>
type Row = { readonly subject: string; readonly name: string; readonly before: Told | null; readonly after: Told | null }

export async function describeEntities(
  tx: Tx,
  { batch, columns }: ImportWork,
  change: 'added' | 'changed' | 'leaving',
  rows: readonly ChangeRow[],
  readRisk: boolean,
): Promise<readonly DescribedChange[]> {
  const found = await pageRows(tx, batch, rows)
  if (change !== 'changed') return found.map(({ subject, name }) => ({ subject, key: subject, name, fields: [] }))
  const names = filledBy(columns)
  const regions = await regionLabels(
    tx,
    found.flatMap(({ before, after }) => [before?.region_path ?? '', after?.region_path ?? '']),
  )
  const tell = (column: string, value: string | null): string | null =>
    value === null ? null : column === 'region_path' ? (regions.get(value) ?? value) : column === 'legal_rep' ? maskName(value) : value
  return found.map(({ subject, name, before, after }) => {
    const differ = ([column, field]: readonly [string, EntityColumn], mine: boolean): FieldChange[] => {
      const [was, is] = [before?.[column] ?? null, after?.[column] ?? null]
      return mine && was !== is ? [{ field, before: tell(column, was), after: tell(column, is) }] : []
    }
    const fields = [
      ...shown.flatMap((one) => differ(one, names.includes(one[0]))),
      ...differ(['labels', 'labels'], columns.labels !== undefined),
      ...differ(['items', 'items'], columns.items !== undefined),
      // An empty cell says nothing about the class.
      ...differ(['risk_class', 'riskClass'], readRisk && after?.risk_class != null),
    ]
    return { subject, key: subject, name, fields }
  })
}

/** The staged row and what stands, both as text. The labels after it are those of the file, and those that the file may not take off. */
async function pageRows(tx: Tx, batch: ImportWork['batch'], rows: readonly ChangeRow[]): Promise<readonly Row[]> {
  const found = await sql<Row>`
    select p.subject, coalesce(r.name, e.name) as name,
      to_jsonb(e) || jsonb_build_object('labels', nullif(array_to_string(e.labels, '、'), ''), 'risk_class', k.risk_class, 'items', had.items) as before,
      to_jsonb(r) || jsonb_build_object('labels', nullif(array_to_string(carries.labels, '、'), ''), 'items', nullif(array_to_string(r.items, '、'), '')) as after
    from unnest(${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ rowNo }) => rowNo)}::bigint[]) with ordinality as p (subject, row_no, place)
      left join import_row r on r.import_id = ${batch.id}::uuid and r.row_no = p.row_no and r.subject = p.subject
      left join entity e on e.subject = p.subject
      left join entity_risk k on k.subject = p.subject
      left join lateral (select string_agg(i.item_code, '、' order by i.item_code collate "C") as items from entity_item i
        where i.subject = p.subject and i.dept = ${batch.dept}) as had on true
      left join lateral (select array_agg(name order by name collate "C") as labels from (
          select unnest(r.labels) as name
          union select l.name from entity_label el join label l on l.id = el.label_id
            where el.subject = p.subject and (el.origin = 'library' or not ${givenBy(batch)})) as n) as carries on true
    order by p.place`.execute(tx)
  return found.rows
}

/** 张三丰 → 张**: enough to see that it is another person. */
const maskName = (name: string): string => {
  const [first = '', ...others] = name
  return `${first}${'*'.repeat(others.length)}`
}
