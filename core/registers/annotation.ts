/** What is written into a clerk's own file about the rows that were refused, and what of a file is ours and never read back. */

/** The column that says what is wrong with a row; a file that is brought in again may still have it. */
export const resultHeading = '核对结果'
/** The sheet that counts what is wrong. */
export const summarySheet = '核对汇总'
/** The sheet of a template that says how to fill it in. */
export const guideSheet = '填写说明'
/** How the example rows of a template begin, in their first cell. */
export const exampleMark = '【示例】'

/** A row of a template that shows how to fill it in, left where it was. */
export const isExample = (cells: readonly string[]): boolean => cells[0]?.trimStart().startsWith(exampleMark) === true

export type Refusal = { readonly field: string; readonly reason: string }

export type RowMark = {
  /** Places of the cells that are wrong, from 0, ascending. */
  readonly cells: readonly number[]
  /** What stands in the column of results. */
  readonly text: string
}

type Words = Readonly<Record<string, { readonly zh: string }>>

/**
 * One mark for all that is wrong with a row. It holds our own words and headings of our own templates only, nothing of the file, so that
 * nobody can make it a formula.
 */
export function rowMark(
  refusals: readonly Refusal[],
  columns: Readonly<Record<string, number | undefined>>,
  {
    headings,
    reasons,
    advice,
  }: { readonly headings: Readonly<Record<string, readonly string[]>>; readonly reasons: Words; readonly advice: Words },
): RowMark {
  const cells = new Set<number>()
  const said = refusals.map(({ field, reason }) => {
    const at = reason === 'columns_differ' ? undefined : columns[field]
    if (at !== undefined) cells.add(at)
    const [heading, why, what] = [headings[field]?.[0], reasons[reason]?.zh ?? reason, advice[reason]?.zh ?? '']
    const where = at === undefined || heading === undefined ? '' : `${heading}：`
    return `${where}${why}${what === '' ? '' : `。${what}`}`
  })
  return { cells: [...cells].sort((a, b) => a - b), text: [...new Set(said)].join('；').replaceAll('。；', '；') }
}
