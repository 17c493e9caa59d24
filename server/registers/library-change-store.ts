/** SQL of a page of changes that a file of special objects will bring. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import type { ChangeRow, DescribedChange, ImportWork } from './import-kind.ts'
import { compared, filledBy } from './library-merge-store.ts'

type Told = Readonly<Record<string, unknown>>
type Row = {
  readonly subject: string
  readonly name: string
  readonly label: string | null
  readonly before: Told | null
  readonly after: Told | null
}

export async function describeEntries(
  tx: Tx,
  { batch, columns }: ImportWork,
  change: 'added' | 'changed' | 'leaving',
  rows: readonly ChangeRow[],
): Promise<readonly DescribedChange[]> {
  const { rows: found } = await sql<Row>`
    select p.subject, coalesce(e.name, '') as name, l.name as label, c.was as before, to_jsonb(c) - 'was' as after
    from unnest(${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ rowNo }) => rowNo)}::bigint[]) with ordinality as p (subject, row_no, place)
      left join entity e on e.subject = p.subject left join (${compared(batch.id, columns)}) as c on c.row_no = p.row_no and c.subject = p.subject
      left join label l on l.id = c.label_id order by p.place`.execute(tx)
  return found.map(({ subject, name, label, before, after }) => {
    const differ = (field: string, was: string | null, is: string | null) => (was === is ? [] : [{ field, before: was, after: is }])
    const fields =
      change === 'leaving'
        ? []
        : [
            ...differ('label', change === 'added' ? null : label, label),
            ...differ('licenceNo', told(before?.['licence_no']), told(after?.['licence_no'])),
            ...filledBy(columns).flatMap(([column, field]) => differ(field, told(before?.[column]), told(after?.[column]))),
            ...differ('state', stateWord(before?.['state']), stateWord(after?.['state'])),
          ]
    return { subject, key: subject, name, fields }
  })
}

function told(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = Array.isArray(value) ? value.join('、') : String(value)
  if (text === '') return null
  return text === '9999-12-31' ? '长期' : text
}

const stateWord = (state: unknown): string | null => (state === 'valid' ? '有效' : state === 'invalid' ? '失效' : null)
