/** What a joint plan says of one department: the words and rows it confirms. When they change, it has confirmed something else. */
import { hex } from '#core/bytes.ts'
import { canonicalBytes } from '#core/canonical.ts'
import { suites } from '#core/hash/suite.ts'
import { type Department, isSameDepartment } from './party-state.ts'
import type { PlanRow } from './row.ts'

/** The rows that name a department and stand. */
export const rowsNaming = <Row extends Pick<PlanRow, 'state' | 'parties'>>(rows: readonly Row[], of: Omit<Department, 'orgName'>): Row[] =>
  rows.filter(({ state, parties }) => state === 'planned' && parties.some((party) => isSameDepartment(party, of)))

/** SHA-256, as hex, of the canonical JSON of what is asked of the department: its duty, and of each row what it would do, where, when and to whom. */
export function partyContent(rows: readonly PlanRow[], of: Omit<Department, 'orgName'>, duty: string): string {
  const asked = rowsNaming(rows, of)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((row) => ({
      id: row.id,
      name: row.name,
      from: row.from,
      to: row.to,
      objectScope: row.objectScope,
      filter: plain(row.filter),
      strata: plain(row.strata),
      methods: [...row.methods],
      level: row.level,
      directed: row.directed,
      jointItemId: row.jointItemId,
      leads: row.office,
      items: row.parties.filter((party) => isSameDepartment(party, of)).flatMap(({ itemIds }) => [...itemIds].sort()),
    }))
  return hex(suites.sha256.hash(canonicalBytes({ version: 1, duty, rows: asked })))
}

/** JSON as it is kept: a member without a value is no member. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
