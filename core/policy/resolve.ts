/** Which value holds at a place on a day: the national default, and over it what provinces and cities have published, the deepest place last. */
import { isPathWithin } from '../access/can.ts'
import type { PlainDate } from '../time.ts'
import type { PolicyPack, Setting } from './pack.ts'
import { type Override, type Overrides, type PolicyKey, type SettingValue, settingsOf } from './settings.ts'

/** A published version of what one place sets. Its settings are whole: what it does not name, the places above it say. */
export type PlacePack = {
  readonly path: string
  readonly version: number
  readonly validFrom: PlainDate
  readonly validTo: PlainDate | null
  readonly settings: Overrides
}

export type Resolved<P extends PlacePack = PlacePack> = {
  readonly policy: PolicyPack
  /** Which pack each overridden setting comes from; what is missing is national. */
  readonly origins: ReadonlyMap<PolicyKey, P>
}

/** Of several versions of one place that hold on a day, the newest counts: one with a last day gives way to the one before it when it ends. */
export function resolvePolicy<P extends PlacePack>(national: PolicyPack, packs: readonly P[], place: string, day: PlainDate): Resolved<P> {
  const inForce = packsInForce(packs, place, day)
  const origins = new Map<PolicyKey, P>()
  for (const pack of inForce) for (const { key } of overridesOf(pack.settings)) origins.set(key, pack)
  if (origins.size === 0) return { policy: national, origins }
  const groups: Record<string, Record<string, Setting<SettingValue>>> = {}
  for (const { key, setting } of settingsOf(national)) {
    const [group = '', name = ''] = key.split('.')
    const said = origins.get(key)?.settings[key]
    groups[group] = { ...groups[group], [name]: said === undefined ? setting : { ...setting, value: said.value, source: said.source } }
  }
  const deepest = inForce.at(-1)
  const policy = { code: `${national.code}-${deepest?.path ?? ''}-${deepest?.version ?? 0}`, zh: national.zh, ...groups } as PolicyPack // the groups and names of the national pack, and parseOverrides let in values of the same type only
  return { policy, origins }
}

/** The packs that speak at a place on a day: one for each place on the way down to it, the highest first. */
export function packsInForce<P extends PlacePack>(packs: readonly P[], place: string, day: PlainDate): readonly P[] {
  const newest = new Map<string, P>()
  for (const pack of packs) {
    if (!isPathWithin(pack.path, place) || pack.validFrom > day || (pack.validTo !== null && pack.validTo < day)) continue
    const known = newest.get(pack.path)
    if (known === undefined || known.version < pack.version) newest.set(pack.path, pack)
  }
  return [...newest.values()].sort((a, b) => a.path.length - b.path.length)
}

export const overridesOf = (settings: Overrides): readonly { readonly key: PolicyKey; readonly said: Override }[] =>
  Object.entries(settings).flatMap(([key, said]) => (said === undefined ? [] : [{ key: key as PolicyKey, said }])) // the type's own keys
