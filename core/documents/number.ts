/** 发文字号 (GB/T 9704—2012 7.2.5): the organ's short name, the year in 〔〕, and a serial without a leading zero. */
import { fail, ok, type Result } from '#core/result.ts'

/** What a pattern may name: `{部门简称}抽查〔{年}〕{序号}号` (domain.md §13). */
export const numberPlaceholders = ['部门简称', '年', '序号'] as const

export type NumberPatternFailure = { readonly type: 'document_number_pattern'; readonly pattern: string; readonly wrong: string }

/** A pattern names year and serial exactly once and nothing unknown; the year stands in 〔〕, as the standard writes it. */
export function checkNumberPattern(pattern: string): Result<string, NumberPatternFailure> {
  const named = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(({ 1: name = '' }) => name)
  const refuse = (wrong: string) => fail({ type: 'document_number_pattern', pattern, wrong } as const)
  const unknown = named.find((name) => !numberPlaceholders.some((known) => known === name))
  if (unknown !== undefined) return refuse(`{${unknown}}`)
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return refuse('{ }')
  const missing = ['年', '序号'].find((name) => named.filter((one) => one === name).length !== 1)
  if (missing !== undefined) return refuse(`{${missing}}`)
  if (!pattern.includes('〔{年}〕')) return refuse('〔{年}〕')
  return ok(pattern)
}

export type NumberOf = { readonly shortName: string; readonly year: number }

/** Everything of the number but its serial: those who share it share the counter, so that no two papers of an organ have one number. */
export const numberSeries = (pattern: string, { shortName, year }: NumberOf): string =>
  pattern.replace('{部门简称}', shortName).replace('{年}', String(year))

export const documentNumber = (pattern: string, of: NumberOf, serial: number): string =>
  numberSeries(pattern, of).replace('{序号}', String(serial))
