/** The published yearly caps on visits: every version of every place. */
import { isPathWithin } from '#core/access/can.ts'
import type { LedgerException } from '#core/ledger/exceptions.ts'
import { isWeaker } from '#core/policy/strictness.ts'
import type { Db } from '#db/connect.ts'

export type Cap = {
  readonly path: string
  readonly version: number
  readonly placeName: string
  readonly orgName: string
  /** False: this version of the place leaves the cap to the places above it. */
  readonly own: boolean
  readonly cap: number
  readonly warnAt: number
  readonly exceptions: readonly LedgerException[]
  readonly basis: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly at: string
}

/** By place, newest version first. Places that publish a cap are as many as authorities at most; two thousand is every county with its city. */
export async function findCaps(db: Db): Promise<readonly Cap[]> {
  const rows = await db
    .selectFrom('published.frequency_cap')
    .select([
      'path',
      'version',
      'place_name as placeName',
      'org_name as orgName',
      'own',
      'cap',
      'warn_at as warnAt',
      'exceptions',
      'basis',
      'valid_from as validFrom',
      'valid_to as validTo',
      'published_at as at',
    ])
    .orderBy('path')
    .orderBy('version', 'desc')
    .limit(5000)
    .execute()
  return rows as unknown as Cap[] // server/policy/store.ts writes the exceptions from the checked rules
}

/** The cap of a place above that is stricter than this one on a day, and so holds instead; the strictest of them, null where this one holds. */
export function rulingCap(caps: readonly Cap[], cap: Cap, day: string): Cap | null {
  const above = capsOn(caps, day).filter(({ path }) => path !== cap.path && isPathWithin(path, cap.path))
  const stricter = above.filter((other) => isWeaker('ledger.plannedCap', other.cap, cap.cap))
  return stricter.reduce<Cap | null>((held, other) => (held === null || other.cap < held.cap ? other : held), null)
}

/** The caps that places have set themselves and that are in force on a day: of each place its newest version, where that says one. */
export function capsOn(caps: readonly Cap[], day: string): readonly Cap[] {
  const inForce = caps.filter(({ validFrom, validTo }) => validFrom <= day && (validTo === null || validTo >= day))
  return inForce.filter((cap) => cap.own && inForce.every((other) => other.path !== cap.path || other.version <= cap.version))
}
