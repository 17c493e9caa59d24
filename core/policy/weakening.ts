/** Before a place publishes: what in its pack is weaker than what binds it from above, on any day of its force. */
import { addDays, type PlainDate } from '../time.ts'
import type { PolicyPack, Source } from './pack.ts'
import { overridesOf, type PlacePack, resolvePolicy } from './resolve.ts'
import { type PolicyKey, type SettingValue, settingsOf } from './settings.ts'
import { binds, isWeaker } from './strictness.ts'

export type Weakening<P extends PlacePack = PlacePack> = {
  readonly key: PolicyKey
  readonly said: SettingValue
  readonly above: SettingValue
  readonly source: Source
  /** Whose value it is; null: the nation's. */
  readonly origin: P | null
  /** The first day on which the value above is the stricter one. */
  readonly day: PlainDate
}

/** One for each setting that is weaker, by the first day on which it is; `from`: days before it do not count any more. */
export function weakenings<P extends PlacePack>(
  national: PolicyPack,
  published: readonly P[],
  pack: Omit<PlacePack, 'version'>,
  from: PlainDate = pack.validFrom,
): readonly Weakening<P>[] {
  const above = published.filter(({ path }) => pack.path.startsWith(`${path}.`))
  const found = new Map<PolicyKey, Weakening<P>>()
  for (const day of daysOfChange(above, pack, from))
    for (const one of weakeningsOn(national, above, pack, day)) if (!found.has(one.key)) found.set(one.key, one)
  return [...found.values()]
}

function weakeningsOn<P extends PlacePack>(
  national: PolicyPack,
  above: readonly P[],
  { path, settings }: Pick<PlacePack, 'path' | 'settings'>,
  day: PlainDate,
): readonly Weakening<P>[] {
  const { policy, origins } = resolvePolicy(national, above, path, day)
  const held = new Map(settingsOf(policy).map(({ key, setting }) => [key, setting]))
  return overridesOf(settings).flatMap(({ key, said }) => {
    const setting = held.get(key)
    const origin = origins.get(key) ?? null
    if (setting === undefined || !binds(setting.source, origin === null) || !isWeaker(key, setting.value, said.value)) return []
    return [{ key, said: said.value, above: setting.value, source: setting.source, origin, day }]
  })
}

/** The days on which what holds above may change while the pack is in force, its first day among them. */
function daysOfChange(
  above: readonly PlacePack[],
  { validFrom, validTo }: Omit<PlacePack, 'version'>,
  from: PlainDate,
): readonly PlainDate[] {
  const first = validFrom > from ? validFrom : from
  const turns = above.flatMap((one) => [one.validFrom, ...(one.validTo === null ? [] : [addDays(one.validTo, 1)])])
  return [...new Set([first, ...turns])].filter((day) => day >= first && (validTo === null || day <= validTo)).sort()
}
