/** The rows of an export as one query for COPY: every column as the reader of a spreadsheet wants it, literals only. */
import { type RawBuilder, sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { ExportColumn } from '#core/registers/export-columns.ts'
import type { FrameAt } from '#server/draws/frame-store.ts'
import { objectsOf } from '#server/registers/store.ts'

export type ExportScope = {
  readonly orgPath: string
  readonly dept: string
  readonly query: ObjectQuery
  readonly columns: readonly ExportColumn[]
}

/** A longer export is as the register lies on the disk: sorting a million wide rows takes longer than writing them. */
const mostOrdered = 100_000

/** Whether the export is short enough to stand in the order of the list; asked before it is written. */
export const isLong = (scope: ExportScope, at: FrameAt): RawBuilder<{ long: boolean }> => {
  const { from, where } = objectsOf(scope, at)
  return sql<{
    long: boolean
  }>`select count(*) > ${mostOrdered} as long from (select 1 ${from} where ${where} limit ${mostOrdered + 1}) as few`
}

export type ExportForm = { readonly watermark: string | null; readonly guarded: boolean; readonly ordered: boolean }

/** `watermark` is the last column where the export holds personal data. `guarded`: a cell that a spreadsheet would compute becomes text. */
export function exportRows(scope: ExportScope, at: FrameAt, { watermark, guarded, ordered }: ExportForm): RawBuilder<unknown> {
  const { from, where } = objectsOf(scope, at)
  const joins = [...new Set(scope.columns.flatMap((column) => columns[column].join ?? []))].map((name) => joinOf(name, at))
  const cells = scope.columns.map((column) => {
    const { value, foreign = false } = columns[column]
    return guarded && foreign ? safe(value) : value
  })
  if (watermark !== null) cells.push(guarded ? safe(sql`${watermark}::text`) : sql`${watermark}::text`)
  return sql`select ${sql.join(cells)} ${from} ${sql.join(joins, sql` `)} where ${where} ${ordered ? sql`order by e.region_path collate "C", reverse(e.subject) collate "C"` : sql``}`
}

type JoinName = 'kindName' | 'stateName' | 'place' | 'owner' | 'seen' | 'class'
/** `foreign`: what others have typed. */
type ColumnSql = { readonly value: RawBuilder<unknown>; readonly join?: JoinName; readonly foreign?: true }

const columns: Readonly<Record<ExportColumn, ColumnSql>> = {
  subject: { value: sql`e.subject`, foreign: true },
  name: { value: sql`e.name`, foreign: true },
  kind: { value: sql`kind_name.zh`, join: 'kindName' },
  entityType: { value: sql`e.entity_type`, foreign: true },
  region: { value: sql`coalesce(place.label, e.region_path)`, join: 'place' },
  address: { value: sql`e.address`, foreign: true },
  established: { value: sql`e.established` },
  capital: { value: sql`coalesce(e.capital_yuan::text, e.capital_text)`, foreign: true },
  state: { value: sql`state_name.zh`, join: 'stateName' },
  industry: { value: sql`e.industry` },
  labels: { value: sql`array_to_string(e.labels, '；')`, foreign: true },
  scope: { value: sql`e.scope`, foreign: true },
  owner: { value: sql`coalesce(owner.name, e.owner_subject)`, join: 'owner', foreign: true },
  lastInspected: { value: sql`seen.last_on`, join: 'seen' },
  visitsThisYear: { value: sql`coalesce(seen.used, 0)`, join: 'seen' },
  updated: { value: sql`left((e.updated_at at time zone 'Asia/Shanghai')::text, 19)` },
  riskClass: { value: sql`class.risk_class`, join: 'class' },
  legalRep: { value: sql`e.legal_rep`, foreign: true },
}

function joinOf(name: JoinName, { today }: FrameAt): RawBuilder<unknown> {
  const year = today.slice(0, 4)
  switch (name) {
    case 'kindName':
      return sql`left join entity_kind as kind_name on kind_name.code = e.kind`
    case 'stateName':
      return sql`left join entity_state as state_name on state_name.code = e.state`
    case 'place':
      return sql`left join region as place on place.path = e.region_path`
    case 'owner':
      return sql`left join entity as owner on owner.subject = e.owner_subject`
    case 'seen':
      return sql`left join frame_visits(${`${year}-01-01`}::date, ${`${year}-12-31`}::date) as seen on seen.subject = e.subject`
    case 'class':
      return sql`left join entity_risk as class on class.subject = e.subject`
  }
}

/** A cell that begins like a formula, in full width too, gets an apostrophe before it (OWASP, CSV injection). */
const safe = (value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ascii(${value}) in (${sql.join(computed.map((one) => sql.lit(one)))}) then '''' || ${value} else ${value} end`

/** Code points: a number is compared in a tenth of the time of a text, ten million times. */
const computed = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'].map((one) => one.codePointAt(0) ?? 0)
