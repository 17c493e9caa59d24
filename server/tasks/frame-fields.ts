/** What a filter builder offers instead of typing: the values that each field can have in the actor's jurisdiction. */
import type { FrameFields } from '#contract/task-frame.ts'
import { type Actor, can } from '#core/access/can.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { industrySection, industrySections } from '#core/registers/industry.ts'
import { riskClasses } from '#core/registers/risk.ts'
import type { Tx } from '#db/connect.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import * as store from './choices-store.ts'

type Counts = store.ValueCounts
type Choice = FrameFields['kind'][number]

/** Counts where the register of the jurisdiction is small enough to be read for a screen; else the values alone. */
export async function frameFields(tx: Tx, actor: Actor, { frame, ledger }: Pick<PolicyPack, 'frame' | 'ledger'>): Promise<FrameFields> {
  const counts = await store.countValues(tx, actor)
  const regions = await store.regionChoices(tx, actor.orgPath)
  const items = await publishedItems(tx, actor)
  const used = await store.valuesInUse(tx)
  return {
    region: regions.map(({ path, name, level }) => ({ ...choice('region', path, name, name, counts), level })),
    kind: (await store.kindWords(tx)).map(({ code, zh, en }) => choice('kind', code, zh, en, counts)),
    state: (await store.stateWords(tx)).map(({ code, zh, en }) => choice('state', code, zh, en, counts)),
    entityType: named('entityType', valuesOf('entityType', used, counts), counts),
    industry: [
      ...sections(counts),
      ...valuesOf('industry', used, counts)
        .filter((code) => code.length > 1)
        .map((code) => industry(code, counts)),
    ],
    label: named('label', valuesOf('label', used, counts), counts),
    item: items.map(({ code, name }) => choice('item', code, name, name, counts)),
    riskClass: can(actor, 'risk.read').allowed
      ? Object.entries(riskClasses).map(([code, { zh, en }]) => choice('riskClass', code, `${code} ${zh}`, `${code} ${en}`, counts))
      : [],
    suggested: {
      frequencyCap: ledger.plannedCap.value,
      whitelistLabel: frame.whitelistLabel.value,
      lowRiskClasses: [...frame.lowRiskClasses.value],
    },
  }
}

const choice = (field: string, value: string, zh: string, en: string, counts: Counts | null): Choice => ({
  value,
  zh,
  en,
  count: counts === null ? null : (counts.get(field)?.get(value) ?? 0),
})

const named = (field: string, values: readonly string[], counts: Counts | null): Choice[] =>
  values.map((value) => choice(field, value, value, value, counts))

/** Where everything was counted, what the jurisdiction has; else what any import has brought. */
const valuesOf = (field: string, used: ReadonlyMap<string, readonly string[]>, counts: Counts | null): readonly string[] =>
  counts === null ? (used.get(field) ?? []) : [...(counts.get(field)?.keys() ?? [])].sort()

/** Every section, counted with all codes below it. */
function sections(counts: Counts | null): Choice[] {
  const below = [...(counts?.get('industry') ?? [])]
  return Object.entries(industrySections).map(([letter, { zh, en }]) => ({
    value: letter,
    zh: `${letter} ${zh}`,
    en: `${letter} ${en}`,
    count: counts === null ? null : below.reduce((sum, [code, n]) => (code.startsWith(letter) ? sum + n : sum), 0),
  }))
}

function industry(code: string, counts: Counts | null): Choice {
  const section = industrySection(code)
  const words = section === null ? { zh: '', en: '' } : industrySections[section]
  return choice('industry', code, `${code} ${words.zh}`, `${code} ${words.en}`, counts)
}
