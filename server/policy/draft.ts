/** What a form brings for a pack, as it may be kept; refusals name the setting beside which they stand. */
import type { PackSetting } from '#contract/policy.ts'
import { type Expected, type Overrides, parseOverrides, policySettings } from '#core/policy/settings.ts'
import { checkForce } from '#core/policy/state.ts'
import { dateAt, type Instant, type PlainDate, parseDate } from '#core/time.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import type { PackText } from './store.ts'

export type PackInput = {
  readonly validFrom: string
  readonly validTo: string | null
  readonly reason: string
  readonly settings: readonly PackSetting[]
}

/** The checked text of a pack, or the first refusal. */
export const packText = (input: PackInput, now: Instant): PackText => ({
  ...unwrap(checkForce({ validFrom: dayOf(input.validFrom), validTo: input.validTo === null ? null : dayOf(input.validTo) }, dateAt(now))),
  reason: input.reason,
  settings: overrides(input.settings),
})

function overrides(settings: readonly PackSetting[]): Overrides {
  const parsed = parseOverrides(Object.fromEntries(settings.map(({ key, value, source }) => [key, { value, source }])))
  if (parsed.ok) return parsed.value
  const { type, key } = parsed.failure
  const words = parsed.failure.type === 'policy_value_wrong' ? expectedWords(key, parsed.failure.expected) : {}
  throw new Problem(type, { key: nameOf(key), field: key, ...words })
}

const nameOf = (key: string): string => policySettings.find((one) => one.key === key)?.setting.zh ?? key

/** What a value has to be, as the sentence of the refusal says it. */
function expectedWords(
  key: string,
  { kind, least = 0, most = 0, choices, fewest, always }: Expected,
): { expectedZh: string; expectedEn: string } {
  const number = key.endsWith('Ppm')
    ? { zh: `${least / 10_000}%～${most / 10_000}%`, en: `${least / 10_000} % to ${most / 10_000} %` }
    : { zh: `${least}～${most} 的整数`, en: `a whole number from ${least} to ${most}` }
  const choice = choices === undefined ? null : { zh: choices.join('、'), en: choices.join(', ') }
  const parts = {
    zh: `${fewest === undefined ? '' : `，至少 ${fewest} 项`}${always === undefined ? '' : `，须含 ${always}`}`,
    en: `${fewest === undefined ? '' : `, at least ${fewest}`}${always === undefined ? '' : `, ${always} among them`}`,
  }
  const words = {
    number,
    boolean: { zh: '“是”或“否”', en: 'yes or no' },
    text:
      choice === null
        ? { zh: '100 字以内的文字', en: 'a text of at most 100 characters' }
        : { zh: `以下之一：${choice.zh}`, en: `one of ${choice.en}` },
    numbers: { zh: `一组不重复的数，每个为${number.zh}`, en: `a list without repetition, each ${number.en}` },
    texts:
      choice === null
        ? { zh: '一组不重复的文字', en: 'a list of texts without repetition' }
        : { zh: `一组不重复的取值（${choice.zh}）${parts.zh}`, en: `a list without repetition of ${choice.en}${parts.en}` },
  }[kind]
  return { expectedZh: words.zh, expectedEn: words.en }
}

function dayOf(text: string): PlainDate {
  const day = parseDate(text)
  if (day === null) throw new RangeError(`the contract lets no ${text} through`)
  return day
}
