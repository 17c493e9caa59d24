/** Packs and settings as a screen shows them. */
import type { PackHead, PolicySetting } from '#contract/policy.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import type { Source } from '#core/policy/pack.ts'
import { overridesOf, packsInForce, type Resolved } from '#core/policy/resolve.ts'
import {
  expectedOf,
  isNationalOnly,
  type Overrides,
  type PolicyKey,
  policySettings,
  type SettingValue,
  settingsOf,
} from '#core/policy/settings.ts'
import type { Weakening } from '#core/policy/weakening.ts'
import type { PlainDate } from '#core/time.ts'
import type { PackRecord } from './store.ts'

export function presentSettings({ policy, origins, overruled }: Resolved<PackRecord>): PolicySetting[] {
  const national = new Map(settingsOf(nationalPolicy).map(({ key, setting }) => [key, setting.value]))
  return settingsOf(policy).map(({ key, setting }) => {
    const from = origins.get(key)
    return {
      key,
      zh: setting.zh,
      en: setting.en,
      unit: setting.unit,
      value: plainValue(setting.value),
      source: sourceOf(setting.source),
      nationalValue: plainValue(national.get(key) ?? setting.value),
      origin: from === undefined ? null : { packId: from.id, path: from.path, placeName: from.placeName, version: from.version },
      ofPlaces: !isNationalOnly(key),
      expected: expectation(key),
      overruled: (overruled.get(key) ?? []).flatMap(({ id, placeName, version, settings }) => {
        const said = settings[key]
        return said === undefined ? [] : [{ packId: id, placeName, version, value: plainValue(said.value) }]
      }),
    }
  })
}

export function presentHead(pack: PackRecord, siblings: readonly PackRecord[], today: PlainDate): PackHead {
  return {
    id: pack.id,
    code: pack.code,
    path: pack.path,
    placeName: pack.placeName,
    version: pack.version,
    validFrom: pack.validFrom,
    validTo: pack.validTo,
    state: pack.state,
    inForce: pack.state === 'published' && packsInForce(siblings, pack.path, today).some(({ id }) => id === pack.id),
    settings: overridesOf(pack.settings).length,
    createdByName: pack.createdByName,
    decidedByName: pack.decidedByName,
    updatedAt: pack.updatedAt,
  }
}

/** The settings of a pack in the order of the national one, with their names, and with what is stricter above. */
export const presentOwn = (settings: Overrides, weaker: readonly Weakening<PackRecord>[]) =>
  policySettings.flatMap(({ key, setting }) => {
    const said = settings[key]
    if (said === undefined) return []
    const { zh, en, unit } = setting
    const above = weaker.find((one) => one.key === key)
    return [
      {
        key,
        zh,
        en,
        unit,
        value: plainValue(said.value),
        source: sourceOf(said.source),
        above: above === undefined ? null : presentAbove(above),
      },
    ]
  })

const presentAbove = ({ above, source, origin, day }: Weakening<PackRecord>) => ({
  value: plainValue(above),
  source: sourceOf(source),
  origin: origin === null ? null : { packId: origin.id, placeName: origin.placeName, version: origin.version },
  day,
})

/** What differs from the version before: null stands for what a version did not say. */
export const presentChanges = (before: Overrides, after: Overrides) =>
  policySettings.flatMap(({ key, setting }) => {
    const [was, is] = [before[key]?.value ?? null, after[key]?.value ?? null]
    if (JSON.stringify(was) === JSON.stringify(is)) return []
    return [
      {
        key,
        zh: setting.zh,
        en: setting.en,
        unit: setting.unit,
        before: was === null ? null : plainValue(was),
        after: is === null ? null : plainValue(is),
      },
    ]
  })

/** Lists are copied, because answers may be changed by those who take them. */
export const plainValue = (value: SettingValue): number | boolean | string | string[] | number[] =>
  typeof value === 'object' ? ([...value] as string[] | number[]) : value // a copy of a list of one kind

export const sourceOf = (source: Source): { rule: string } | { ownDefault: string } => source

function expectation(key: PolicyKey): PolicySetting['expected'] {
  const { kind, least, most, choices } = expectedOf(key)
  return { kind, least, most, choices: choices === undefined ? undefined : [...choices] }
}
