/** Reads the rows of a plan from what was pasted or uploaded. Nothing is saved: the page shows what was read, and every cell that was not. */
import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import type { Actor } from '#core/access/can.ts'
import { planHeadings, readTable, type TableItem } from '#core/plans/table-rows.ts'
import { guessColumns, headingAt, plainHeading } from '#core/registers/columns.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import type { FileStore } from '#server/files/store.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { openRegisterFile } from '#server/registers/register-file.ts'
import { usableItems } from './item-store.ts'
import { planInSight } from './sight.ts'

export const readRowsHandler = os.plans.readRows.handler(
  query(async ({ input, tx, actor, services }) => {
    const plan = input.planId === undefined ? null : await planInSight(tx, actor, input.planId)
    const table = input.fileId === undefined ? pasted(input.text ?? '') : await uploaded(tx, actor, services.files, input.fileId)
    const place = plan ?? actor
    const itemOf = lookup(await usableItems(tx, place))
    const read = readTable(table.heading, table.lines, { year: input.year, planNo: plan?.planNo ?? null, itemOf })
    return {
      rows: read.rows.map(({ line, row, itemNames }) => ({ line, row: draft(row), itemNames: [...itemNames] })),
      refused: read.refused.map((one) => ({ ...one, facts: { ...one.facts } })),
      columns: columnsOf(table.heading),
    }
  }),
)

type Table = {
  readonly heading: readonly string[]
  readonly lines: readonly { readonly line: number; readonly cells: readonly string[] }[]
}

/** An annual plan of 600 rows is large; what is longer is a register. */
const mostLines = 3000

function pasted(text: string): Table {
  const records = recordsOf(text)
  const at = headingAt(planHeadings, records.slice(0, 20))
  const heading = records[at]
  if (heading === undefined) throw new Problem('plan_rows_no_header')
  refuseHeading(heading)
  const lines = records.map((cells, index) => ({ line: index + 1, cells })).slice(at + 1)
  return { heading, lines: lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== '')) }
}

/** Spreadsheets set cells apart by tabs, and quote those with line breaks. */
function recordsOf(text: string): string[][] {
  const delimiter = text.includes('\t') ? '\t' : ','
  try {
    return parse(text, { delimiter, bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, to: mostLines + 1 })
  } catch (error) {
    if (error instanceof CsvError) throw new Problem('plan_rows_unreadable', { why: error.code })
    throw error
  }
}

async function uploaded(tx: Tx, actor: Actor, files: FileStore, fileId: string): Promise<Table> {
  const { sha256, createdBy } = found(await findFile(tx, fileId))
  if (createdBy !== actor.id) throw new Problem('not_found')
  const file = await openRegisterFile({ files, sha256, headings: planHeadings, sheet: null })
  try {
    refuseHeading(file.headings)
    const lines: { line: number; cells: readonly string[] }[] = []
    for await (const chunk of file.rows) {
      lines.push(...chunk.map(({ rowNo, cells }) => ({ line: rowNo, cells })))
      if (lines.length > mostLines) throw new Problem('plan_rows_file_large', { most: mostLines })
    }
    return { heading: file.headings, lines }
  } finally {
    await file.close()
  }
}

function refuseHeading(heading: readonly string[]): void {
  const known = guessColumns(planHeadings, heading)
  if (known.name === undefined || known.items === undefined) throw new Problem('plan_rows_no_header')
}

/** By code, by name, or by `code name`; the nearest and newest version first. */
function lookup(items: Awaited<ReturnType<typeof usableItems>>): (text: string) => TableItem | null {
  const byText = new Map<string, TableItem>()
  for (const { id, code, name, subItem } of items)
    for (const text of [code, name, `${code} ${name}`, ...(subItem === '' ? [] : [subItem, `${name}（${subItem}）`])])
      if (!byText.has(keyOf(text))) byText.set(keyOf(text), { id, name })
  return (text) => byText.get(keyOf(text)) ?? null
}

const keyOf = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '')

const columnsOf = (heading: readonly string[]): { title: string; field: string | null }[] => {
  const places = Object.entries(guessColumns(planHeadings, heading))
  return heading.map((title, at) => ({ title: plainHeading(title), field: places.find(([, place]) => place === at)?.[0] ?? null }))
}

type Read = ReturnType<typeof readTable>['rows'][number]['row']
const draft = (row: Read) => ({
  ...row,
  itemIds: [...row.itemIds],
  methods: [...row.methods],
  offices: [...row.offices],
  parties: [],
  filter: { version: 1 as const, all: [] },
  strata: row.strata.map((stratum) => ({ ...stratum, values: [...stratum.values] })),
})
