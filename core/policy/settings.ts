/** The settings of a pack by key, and what a place may put in their stead: known keys, the type of the national value, values that make sense. */
import { drawParties } from '../draws/parties.ts'
import { ledgerExceptions } from '../ledger/exceptions.ts'
import { riskClasses } from '../registers/risk.ts'
import { fail, ok, type Result } from '../result.ts'
import { nationalPolicy } from './national.ts'
import type { PolicyPack, Setting, Source } from './pack.ts'

/** What a setting may hold, as JSON has it. */
export type SettingValue = number | boolean | string | readonly string[] | readonly number[]

type Groups = Omit<PolicyPack, 'code' | 'zh'>
export type PolicyGroup = keyof Groups
/** `ledger.plannedCap`: the group and the name. */
export type PolicyKey = { [G in PolicyGroup]: `${G}.${keyof Groups[G] & string}` }[PolicyGroup]

/** What a pack says of one setting. */
export type Override = { readonly value: SettingValue; readonly source: Source }
export type Overrides = Readonly<Partial<Record<PolicyKey, Override>>>

/** What a value has to be, for a sentence: `list` names the kind of its parts, `choices` the only ones there are. */
export type Expected = {
  readonly kind: 'number' | 'boolean' | 'text' | 'numbers' | 'texts'
  readonly least?: number
  readonly most?: number
  readonly choices?: readonly string[]
  /** Of a list: how many parts it has at least, and one that is always among them. */
  readonly fewest?: number
  readonly always?: string
}

export type OverrideFailure =
  | { readonly type: 'policy_key_unknown' | 'policy_key_national' | 'policy_source_missing'; readonly key: string }
  | { readonly type: 'policy_value_wrong'; readonly key: string; readonly expected: Expected }

/** Groups of the installation as a whole: no place has its own. */
export const nationalOnly = ['signIn', 'password', 'files'] as const satisfies readonly PolicyGroup[]

export const isNationalOnly = (key: PolicyKey): boolean => nationalOnly.some((group) => key.startsWith(`${group}.`))

/** Every setting of the national pack in the order of its file. */
export const policySettings: readonly { readonly key: PolicyKey; readonly setting: Setting<SettingValue> }[] = settingsOf(nationalPolicy)

export const isPolicyKey = (text: string): text is PolicyKey => policySettings.some(({ key }) => key === text)

export function settingsOf(pack: PolicyPack): { readonly key: PolicyKey; readonly setting: Setting<SettingValue> }[] {
  const { code: _, zh: __, ...groups } = pack
  return Object.entries(groups).flatMap(([group, settings]) =>
    Object.entries(settings).map(([name, setting]) => ({ key: `${group}.${name}` as PolicyKey, setting })),
  ) // the keys are those of the pack
}

/** Settings as somebody brings them, from a form or from a file: every one of them, or the first that cannot be. */
export function parseOverrides(
  settings: Readonly<Record<string, { readonly value: unknown; readonly source: Source }>>,
): Result<Overrides, OverrideFailure> {
  const checked: Partial<Record<PolicyKey, Override>> = {}
  for (const [key, { value, source }] of Object.entries(settings)) {
    if (!isPolicyKey(key)) return fail({ type: 'policy_key_unknown', key })
    if (isNationalOnly(key)) return fail({ type: 'policy_key_national', key })
    const expected = expectedOf(key)
    if (!fits(value, expected)) return fail({ type: 'policy_value_wrong', key, expected })
    if (words(source).trim().length < 4) return fail({ type: 'policy_source_missing', key })
    checked[key] = { value, source }
  }
  return ok(checked)
}

const words = (source: Source): string => ('rule' in source ? source.rule : source.ownDefault)

/** What the value of a setting has to be. */
export function expectedOf(key: PolicyKey): Expected {
  const value = policySettings.find((one) => one.key === key)?.setting.value
  const kind = kindOf(value)
  return {
    kind,
    ...(kind === 'number' || kind === 'numbers' ? { least: 0, most: 1_000_000_000 } : {}),
    ...rangeByName(key),
    ...ranges[key],
  }
}

function kindOf(value: SettingValue | undefined): Expected['kind'] {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'string') return 'text'
  return typeof value?.[0] === 'number' ? 'numbers' : 'texts'
}

const rangeByName = (key: PolicyKey): Partial<Expected> =>
  key.endsWith('Ppm') ? { least: 0, most: 1_000_000 } : /(?:[dD]ays|Hours|Years)$/.test(key) ? { least: 1, most: 3660 } : {}

/** What the type alone does not say. */
const ranges: Readonly<Partial<Record<PolicyKey, Partial<Expected>>>> = {
  // A seed that one party makes alone proves nothing (draw protocol §4).
  'draws.parties': { choices: Object.keys(drawParties), fewest: 2, always: 'system' },
  'frame.lowRiskClasses': { choices: Object.keys(riskClasses) },
  // A place may ask for more than the nation does, and disclose sooner, not the other way round (工商企监字〔2016〕185号; 国发〔2019〕5号).
  'plan.undirectedFloorPpm': { least: 30_000 },
  'draws.disclosureWorkingDays': { most: 20 },
  'plan.mostRows': { least: 1, most: 600 },
  'plan.typeDigit': { choices: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  'ledger.plannedCap': { least: 1, most: 366 },
  'ledger.warnAt': { least: 1, most: 366 },
  'ledger.exceptions': { choices: Object.keys(ledgerExceptions) },
  'merge.leastObjects': { least: 1 },
  'matching.rotationTimes': { least: 1 },
  'deadlines.remindDaysBefore': { least: 1, most: 60 },
}

function fits(value: unknown, expected: Expected): value is SettingValue {
  const number = (one: unknown): boolean =>
    typeof one === 'number' &&
    Number.isSafeInteger(one) &&
    one >= (expected.least ?? 0) &&
    one <= (expected.most ?? Number.MAX_SAFE_INTEGER)
  const text = (one: unknown): boolean =>
    typeof one === 'string' && one.trim() !== '' && one.length <= 100 && (expected.choices === undefined || expected.choices.includes(one))
  const list = (is: (one: unknown) => boolean): boolean =>
    Array.isArray(value) &&
    value.length >= (expected.fewest ?? 0) &&
    value.length <= 50 &&
    new Set(value).size === value.length &&
    value.every(is) &&
    (expected.always === undefined || value.includes(expected.always))
  switch (expected.kind) {
    case 'number':
      return number(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
      return text(value)
    case 'numbers':
      return list(number)
    case 'texts':
      return list(text)
    default:
      return false
  }
}
