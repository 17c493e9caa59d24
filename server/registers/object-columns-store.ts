/** What a list says of an object, out of a row source named `e`. */
import { type RawBuilder, sql } from 'kysely'

export type EntityRecord = {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly entityType: string | null
  readonly regionPath: string
  readonly established: string | null
  readonly state: string
  readonly updatedAt: string
  readonly industry: string | null
  readonly labels: string[]
  readonly capitalYuan: number | null
  readonly capitalText: string | null
  readonly address: string | null
  readonly ownerSubject: string | null
}

export const listColumns: RawBuilder<EntityRecord> = sql`e.subject, e.name, e.kind, e.entity_type as "entityType", e.region_path as "regionPath", e.established, e.state,
  e.updated_at as "updatedAt", e.industry, e.labels, e.capital_yuan as "capitalYuan", e.capital_text as "capitalText", e.address, e.owner_subject as "ownerSubject"`

/** The same columns of the register as it stands and of its past versions, side by side. */
export const versionedColumns: RawBuilder<unknown> = sql`subject, name, kind, entity_type, region_path, established, state, industry, labels,
  capital_yuan, capital_text, address, owner_subject, initials`
