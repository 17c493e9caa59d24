/** The one catalogue of the portal's words: Chinese first, English second, looked up by key and filled with facts by name. */
import { drawKindText } from './text/draw-kinds.ts'
import { drawText } from './text/draws.ts'
import { helpText } from './text/help.ts'
import { houseText } from './text/house.ts'
import { itemText } from './text/items.ts'
import { ledgerText } from './text/ledger.ts'
import { listText } from './text/lists.ts'
import { matchingText } from './text/matching.ts'
import { planText } from './text/plans.ts'
import { verifyText } from './text/verify.ts'

export type Lang = 'zh' | 'en'

export const phrases = {
  ...houseText,
  ...drawText,
  ...drawKindText,
  ...listText,
  ...itemText,
  ...ledgerText,
  ...matchingText,
  ...planText,
  ...helpText,
  ...verifyText,
}

export type PhraseKey = keyof typeof phrases

/** The names in braces of a phrase: `'{n} 户'` has `n`. */
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** The facts a phrase must be given, and no others; nothing when it has no braces. */
export type FactsOf<Key extends PhraseKey, Value> = [NamesIn<(typeof phrases)[Key]['zh']>] extends [never]
  ? []
  : [facts: { readonly [Name in NamesIn<(typeof phrases)[Key]['zh']>]: Value }]

/** The pieces of a phrase in order: texts, and facts where its braces stand. */
export function pieces<Value>(key: PhraseKey, lang: Lang, facts: Readonly<Record<string, Value>>): (string | Value)[] {
  return phrases[key][lang].split(/\{(\w+)\}/).map((piece, index) => {
    if (index % 2 === 0) return piece
    const fact = facts[piece]
    if (fact === undefined) throw new Error(`phrase ${key} needs the fact ${piece}`)
    return fact
  })
}
