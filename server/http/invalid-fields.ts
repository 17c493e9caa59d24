/** The refusal of an input, field by field, said in both languages, so that a form can put the words beside the field. */
import { Problem } from './problem.ts'

/** A field by its path, `rows.0.name`; empty for the whole input. */
export type Field = { readonly field: string; readonly zh: string; readonly en: string }

/** `invalid_input` with at most a hundred fields; its sentence names the first five. */
export function invalidFields(fields: readonly Field[], options?: { readonly cause: unknown }): Problem {
  const say = (of: 'zh' | 'en') =>
    fields
      .slice(0, 5)
      .map((field) => (field.field === '' ? field[of] : `${field.field} ${field[of]}`))
      .join(of === 'zh' ? '；' : '; ')
  return new Problem('invalid_input', { fields: fields.slice(0, 100), fieldsZh: say('zh'), fieldsEn: say('en') }, options)
}
