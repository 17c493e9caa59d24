/** SQL of 标签来源: how the labels came that a filter asks for. */
import { sql } from 'kysely'
import type { Filter } from '#core/draws/filter.ts'
import type { Tx } from '#db/connect.ts'

/** A label put on all objects of a signal; `since` and `times` are those of complaints. Which flags it was about is told nowhere. */
export type LabelOrigin = {
  label: string
  kind: 'complaints' | 'flags'
  since: string | null
  times: number | null
  objects: number
  labelledOn: string
  orgName: string
}

/** As they stand now, of any office; empty where the labels came by hand, by file or by a library. */
export async function labelOriginsOf(tx: Tx, filter: Filter): Promise<LabelOrigin[]> {
  const labels = filter.all.flatMap(({ field, op, values }) => (field === 'label' && op === 'anyOf' ? values : []))
  if (labels.length === 0) return []
  const { rows } = await sql<LabelOrigin>`
    select label, kind, since, times, objects, labelled_on as "labelledOn", org_name as "orgName" from label_origins(${labels}::text[], now())`.execute(
    tx,
  )
  return rows
}
