/** Which public value a draw waits for, and from when on it can be known (draw protocol §4). */
import { type Beacon, type BeaconDue, beaconDue } from '#core/draws/beacon.ts'
import { type DrawLife, revealedAt } from '#core/draws/state.ts'
import type { Services } from '#server/http/context.ts'

export type Due = BeaconDue & { readonly revealedAt: string }

/** What a draw now waits for: the first value whose time lies after the last reveal, so that a late party postpones and never chooses. */
export function dueOf({ beacons }: Pick<Services, 'beacons'>, life: DrawLife): Due | null {
  const revealed = revealedAt(life)
  if (life.beacon === null || revealed === null) return null
  const due = beaconDue(life.beacon, beacons.chains, revealed)
  return due && { ...due, revealedAt: revealed }
}

/** What the COMMIT names, as long as nobody is late. */
export const plannedOf = ({ beacons }: Pick<Services, 'beacons'>, beacon: Beacon | null): BeaconDue | null =>
  beacon && beaconDue(beacon, beacons.chains, beforeAll)

const beforeAll = '1970-01-01T00:00:00.000Z'
