/** The guard of the ledger where the result of a visit is entered: what is above the cap is no result until somebody who may states a lawful exception. */
import { countsAsVisit, type Method } from '#core/inspections/outcomes.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { guardVisit } from '#server/ledger/guard.ts'
import { partnerDays } from '#server/ledger/store.ts'
import type { VisitRecord } from './store.ts'

/** Refuses a visit above the cap in the year of its day. A part of a joint visit that was held on another day than the others is a visit of its own. */
export async function refuseAboveCap(
  tx: Tx,
  visit: VisitRecord,
  { date, method }: { readonly date: string; readonly method: Method },
  now: Instant,
): Promise<void> {
  if (!countsAsVisit(method)) return
  const days = await partnerDays(tx, visit.id, 'hold')
  const { verdict, number, rules, item, planned } = await guardVisit(tx, visit, now, date)
  if (verdict !== 'blocked') return
  const facts = { name: visit.name, year: date.slice(0, 4), field: 'date' }
  if (planned < rules.cap && item !== null)
    throw new Problem('visit_above_item_cap', { ...facts, item: item.name, used: item.used, cap: item.cap })
  const over = { ...facts, number, cap: rules.cap }
  if (days.some((day) => day !== date)) throw new Problem('visit_apart_above_cap', { ...over, days: days.join('、'), on: date })
  throw new Problem('visit_above_cap', over)
}

/** What the inspector is told before the form is filled. */
export async function frequencyOf(tx: Tx, visit: VisitRecord, now: Instant) {
  const { verdict, number, rules, item } = await guardVisit(tx, visit, now)
  return {
    ...{ verdict, number, cap: rules.cap },
    item: item === null ? null : { name: item.name, used: item.used, cap: item.cap },
    partnerDays: await partnerDays(tx, visit.id, 'read'),
  }
}
