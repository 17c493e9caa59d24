/** One check before every command: PostgreSQL stores no text with the character NUL, so the field that holds one is named before a handler runs. What is only looked for may hold one. */
import { type Field, invalidFields } from './invalid-fields.ts'

/** Throws `invalid_input` with the path of every text, and of every name, that holds NUL. */
export function assertStorable(input: unknown): void {
  const fields = unstorable(input, [])
  if (fields.length > 0) throw invalidFields(fields)
}

function unstorable(value: unknown, path: readonly string[]): readonly Field[] {
  if (typeof value === 'string') return value.includes(nul) ? [{ field: path.join('.'), ...sentence }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => {
    const here = [...path, name.replaceAll(nul, '')]
    return name.includes(nul) ? [{ field: here.join('.'), ...sentence }] : unstorable(member, here)
  })
}

const nul = '\u0000'
const sentence = { zh: '含有无法保存的空字符（NUL）', en: 'holds the character NUL, which cannot be stored' }
