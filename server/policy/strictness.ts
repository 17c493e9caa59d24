/** A pack against what binds its place from above: refused beside the setting, with what is above, whose it is and on what it rests. */
import { drawParties } from '#core/draws/parties.ts'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import type { PlacePack } from '#core/policy/resolve.ts'
import { type PolicyKey, policySettings, type SettingValue } from '#core/policy/settings.ts'
import { type Weakening, weakenings } from '#core/policy/weakening.ts'
import type { PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { type PackRecord, publishedAbove } from './store.ts'

/** Refuses a pack that is weaker than what holds above it, by the first setting that is. */
export async function refuseWeaker(tx: Tx, pack: Omit<PlacePack, 'version'>): Promise<void> {
  const [first] = await weakerThanAbove(tx, pack)
  if (first !== undefined) throw new Problem('policy_weakens_above', factsOf(first))
}

/** What of a pack is weaker than what binds it, on a day from `from` on. */
export const weakerThanAbove = async (
  tx: Tx,
  pack: Omit<PlacePack, 'version'>,
  from?: PlainDate,
): Promise<readonly Weakening<PackRecord>[]> => weakenings(nationalPolicy, await publishedAbove(tx, pack.path), pack, from)

function factsOf({ key, said, above, source, origin, day }: Weakening<PackRecord>): Record<string, unknown> {
  const [value, held] = [valueWords(key, said), valueWords(key, above)]
  return {
    field: key,
    key: policySettings.find((one) => one.key === key)?.setting.zh ?? key,
    day,
    ...{ value: said, valueZh: value.zh, valueEn: value.en, above, aboveZh: held.zh, aboveEn: held.en },
    placeZh: origin?.placeName ?? nationalPolicy.zh,
    placeEn: origin?.placeName ?? 'the nation',
    source: 'rule' in source ? source.rule : source.ownDefault,
  }
}

/** A value as a sentence says it. */
function valueWords(key: PolicyKey, value: SettingValue): { readonly zh: string; readonly en: string } {
  if (typeof value === 'boolean') return value ? { zh: '“是”', en: 'yes' } : { zh: '“否”', en: 'no' }
  if (typeof value === 'number' && key.endsWith('Ppm')) return { zh: ` ${value / 10_000}%`, en: `${value / 10_000} %` }
  if (typeof value !== 'object') return { zh: ` ${value}`, en: String(value) }
  if (value.length === 0) return { zh: '空', en: 'empty' }
  const words = value.map((part) => partWords(key, String(part)))
  return { zh: `“${words.map(({ zh }) => zh).join('、')}”`, en: words.map(({ en }) => en).join(', ') }
}

function partWords(key: PolicyKey, part: string): { readonly zh: string; readonly en: string } {
  const named: Readonly<Record<string, { readonly zh: string; readonly en: string }>> =
    key === 'ledger.exceptions' ? ledgerExceptions : key === 'draws.parties' ? drawParties : {}
  return named[part] ?? { zh: part, en: part }
}
