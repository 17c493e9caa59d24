/** A visit as core judges it. */
import type { VisitStanding } from '#core/inspections/result.ts'
import type { ResultRecord, VisitRecord } from './store.ts'

export const standing = (visit: VisitRecord, result: ResultRecord | undefined): VisitStanding => ({
  orgPath: visit.orgPath,
  dept: visit.dept,
  state: visit.state,
  itemIds: visit.itemIds,
  officerIds: visit.officers.filter(({ role }) => role !== 'expert').map(({ id }) => id),
  expertIds: visit.officers.filter(({ role }) => role === 'expert').map(({ id }) => id),
  enteredBy: result?.enteredBy ?? null,
})
