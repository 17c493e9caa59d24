/** Texts that are public as they stand, or will be: refused beside their field where they say a risk class. */
import { namesNoClass } from '#core/registers/risk-words.ts'
import { Problem } from './problem.ts'

/** Keys are the fields that the page shows. */
export type PublicTexts = Readonly<Partial<Record<keyof typeof fields, string | readonly string[]>>>

const fields = {
  name: { zh: '名称', en: 'The name' },
  docNo: { zh: '文号', en: 'The number of the document' },
  note: { zh: '说明', en: 'The reason' },
  reason: { zh: '理由', en: 'The reason' },
  objectScope: { zh: '检查对象范围', en: 'The scope' },
  otherItems: { zh: '“其他”事项', en: 'A typed item' },
  filter: { zh: '公开抽取的范围', en: 'The frame of an open draw' },
  text: { zh: '更正内容', en: 'The correction' },
  body: { zh: '文书文字', en: 'The text of the paper' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export function refuseRiskClass(texts: PublicTexts): void {
  const checked = namesNoClass(texts)
  if (checked.ok) return
  const { type, field, words } = checked.failure
  const { zh, en } = fields[field as keyof typeof fields] // a key of the texts, which are keyed by the fields
  throw new Problem(type, { field, words, whereZh: zh, whereEn: en })
}
