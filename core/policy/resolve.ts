/**
 * Which value holds at a place on a day: the national default, and over it what provinces and cities have published, the deepest place last.
 * What is above and binds is never weakened below (core/policy/strictness.ts), whatever an older pack says.
 */
import { isPathWithin } from '../access/can.ts'
import type { PlainDate } from '../time.ts'
import type { PolicyPack, Setting } from './pack.ts'
import { type Override, type Overrides, type PolicyKey, type SettingValue, settingsOf } from './settings.ts'
import { binds, isWeaker, sameValue, strictest } from './strictness.ts'

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
  /** Packs whose value is weaker than one above that binds, and so does not rule. */
  readonly overruled: ReadonlyMap<PolicyKey, readonly P[]>
}

/** Of several versions of one place that hold on a day, the newest counts: one with a last day gives way to the one before it when it ends. */
export function resolvePolicy<P extends PlacePack>(national: PolicyPack, packs: readonly P[], place: string, day: PlainDate): Resolved<P> {
  const inForce = packsInForce(packs, place, day)
  const origins = new Map<PolicyKey, P>()
  const overruled = new Map<PolicyKey, readonly P[]>()
  const groups: Record<string, Record<string, Setting<SettingValue>>> = {}
  for (const { key, setting } of settingsOf(national)) {
    const [group = '', name = ''] = key.split('.')
    const held = heldValue(key, setting, inForce)
    groups[group] = { ...groups[group], [name]: held.setting }
    if (held.origin !== null) origins.set(key, held.origin)
    if (held.weaker.length > 0) overruled.set(key, held.weaker)
  }
  if (origins.size === 0) return { policy: national, origins, overruled }
  const deepest = inForce.at(-1)
  const policy = { code: `${national.code}-${deepest?.path ?? ''}-${deepest?.version ?? 0}`, zh: national.zh, ...groups } as PolicyPack // the groups and names of the national pack, and parseOverrides let in values of the same type only
  return { policy, origins, overruled }
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

type Held<P> = { readonly setting: Setting<SettingValue>; readonly origin: P | null; readonly weaker: readonly P[] }

/** Down from the nation to the place: each pack takes over, or makes stricter, or is overruled. */
function heldValue<P extends PlacePack>(key: PolicyKey, national: Setting<SettingValue>, inForce: readonly P[]): Held<P> {
  let held: Held<P> = { setting: national, origin: null, weaker: [] }
  for (const pack of inForce) {
    const said = pack.settings[key]
    if (said === undefined) continue
    const { setting, origin, weaker } = held
    const free = !binds(setting.source, origin === null)
    const value = free ? said.value : strictest(key, setting.value, said.value)
    const overruled = !free && isWeaker(key, setting.value, said.value)
    held = {
      // Two lists may each be stricter than the other in a part: then the value is of both, and the lower one is named.
      ...(overruled && sameValue(value, setting.value)
        ? { setting, origin }
        : { setting: { ...setting, value, source: said.source }, origin: pack }),
      weaker: overruled ? [...weaker, pack] : weaker,
    }
  }
  return held
}
