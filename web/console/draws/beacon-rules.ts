/** The rules of beacons from core, loaded when a dialog needs them: the pairing behind drand's signatures is not part of every page. */
import { useQuery } from '@tanstack/react-query'

export type BeaconRules = typeof import('#core/draws/beacon.ts')

/** The rules once they are here; undefined for a moment before. They work offline from then on. */
export const useBeaconRules = (): BeaconRules | undefined =>
  useQuery({ queryKey: ['beacon-rules'], queryFn: () => import('#core/draws/beacon.ts'), staleTime: Number.POSITIVE_INFINITY }).data
