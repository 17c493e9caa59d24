/** What the files of labels, special libraries and risk classes have in common: an object named by its code, and the reasons against a row. */
import { isSubject } from '#core/draws/subject.ts'
import { absent, parseDate, text } from './cells.ts'
import { forever } from './label-rules.ts'
import { isForever } from './library-rules.ts'
import { parseCode } from './uscc.ts'

export const objectReasons = {
  code_missing: { zh: '缺少统一社会信用代码', en: 'no code' },
  code_length: { zh: '统一社会信用代码应为 18 位（注册号 15 位）', en: 'a code has 18 characters (a registration number 15)' },
  code_alphabet: { zh: '统一社会信用代码含有不允许的字符', en: 'the code holds characters that do not occur in codes' },
  code_check_digit: { zh: '统一社会信用代码校验位不符', en: 'the check digit of the code does not fit' },
  object_unknown: { zh: '名录中没有该对象，或不在辖区内', en: 'the object is not in the register, or outside the jurisdiction' },
  duplicate_in_file: { zh: '与文件中前面的行重复', en: 'repeats an earlier row' },
  date_invalid: { zh: '日期无法识别', en: 'the date cannot be read' },
  date_in_future: { zh: '日期晚于今天', en: 'the date lies in the future' },
  too_long: { zh: '内容过长', en: 'the text is too long' },
  columns_differ: { zh: '列数与表头不一致', en: 'the row has more or fewer columns than the heading' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type RowRefusal<Field extends string, Reason extends string> = {
  readonly field: Field
  readonly reason: Reason
  readonly value: string
}

export type ObjectRow<Field extends string, Reason extends string> = {
  readonly cell: (field: Field) => string
  readonly refuse: (field: Field, reason: Reason | keyof typeof objectReasons) => void
  readonly failures: readonly RowRefusal<Field, Reason | keyof typeof objectReasons>[]
  /** The object of the row; null after a refusal. */
  readonly subject: string | null
}

/** A row by its columns, with its object: 18 characters, 15 digits, or a typed identity as the register writes it (EQUIPMENT:…). */
export function objectRow<Field extends string, Reason extends string>(
  cells: readonly string[],
  columns: Readonly<Partial<Record<string, number>>>,
  code: Field,
): ObjectRow<Field, Reason> {
  const failures: RowRefusal<Field, Reason | keyof typeof objectReasons>[] = []
  const cell = (field: Field): string => {
    const at = columns[field]
    return at === undefined ? '' : (cells[at] ?? '').trim()
  }
  const refuse: ObjectRow<Field, Reason>['refuse'] = (field, reason) =>
    void failures.push({ field, reason, value: cell(field).slice(0, 200) })
  const typed = cell(code).normalize('NFC').replaceAll(/\s+/g, ' ').toUpperCase()
  if (typed.includes(':') && isSubject(typed)) return { cell, refuse, failures, subject: typed }
  const parsed = parseCode(cell(code))
  if (!parsed.ok) refuse(code, parsed.failure.type)
  return { cell, refuse, failures, subject: parsed.ok ? parsed.value : null }
}

/** A last day: 长期 and an empty cell are without end. */
export function lastDayOf(value: string): string | 'invalid' {
  if (absent(value) || isForever(value)) return forever
  const day = parseDate(value)
  return day === null || day === 'invalid' ? 'invalid' : day
}

/** What the file calls the object beside its code; null where it does not say. A code with a slip that is another firm's shows by its name. */
export function nameBeside(cells: readonly string[], columns: Readonly<Partial<Record<string, number>>>): string | null {
  const at = columns.name
  return at === undefined ? null : text((cells[at] ?? '').trim())
}
