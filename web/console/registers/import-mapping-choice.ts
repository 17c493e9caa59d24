/** A mapping as a clerk changes it: one column of the file stands for one column of the register at most. */
import type { Mapping } from '#contract/imports.ts'
import { resultHeading } from '#core/registers/annotation.ts'

export type FileColumn = { readonly at: number; readonly name: string }

/** The columns of the file that may be chosen: all but what an earlier check wrote beside the rows. */
export const fileColumns = (headings: readonly string[]): readonly FileColumn[] =>
  headings.map((name, at) => ({ at, name: name.trim() })).filter(({ name }) => name !== resultHeading)

/** The mapping with the column of the register at this place of the file, or nowhere; whoever stood there before stands nowhere. */
export function moveColumn(mapping: Mapping, column: string, at: number | null): Mapping {
  const others = Object.entries(mapping).filter(([other, place]) => other !== column && place !== at)
  return Object.fromEntries(at === null ? others : [...others, [column, at]])
}

/** Named columns of the file that nothing is taken from. */
export function unusedColumns(headings: readonly string[], mapping: Mapping): readonly FileColumn[] {
  const used = new Set(Object.values(mapping))
  return fileColumns(headings).filter(({ at, name }) => name !== '' && !used.has(at))
}

/** What the first rows hold at a place, each value once. */
export function sampleOf(sample: readonly (readonly string[])[], at: number | undefined): string {
  const values = at === undefined ? [] : sample.map((row) => row[at]?.trim() ?? '').filter((value) => value !== '')
  return [...new Set(values.map((value) => (value.length > 30 ? `${value.slice(0, 30)}…` : value)))].slice(0, 3).join(' ｜ ')
}
