/** A template and its data become a paper. A value that is missing becomes a line to write on by hand, and is named, so that nobody overlooks it. */
import type { FilledBlock, FilledDocument } from './filled.ts'
import { type DocumentKind, fieldsOf, listFieldsOf } from './kinds.ts'
import type { PlaceholderTable } from './placeholders.ts'
import type { Template, TemplateBlock } from './template.ts'

export type Values = Readonly<Record<string, string | null>>

export type DocumentData = {
  /** Null or empty: not known. */
  readonly fields: Values
  readonly lists: Readonly<Record<string, readonly Values[]>>
}

export type Filled = {
  readonly document: FilledDocument
  /** Placeholders that the template names and the data lack, each once. */
  readonly blanks: readonly string[]
}

/** Where something is to be written by hand. */
export const blankLine = '＿＿＿＿＿＿'

/** The template's text with the data in it. Values are text and stay text: a name with braces in it is a name. */
export function fillTemplate(template: Template, data: DocumentData, number: string | null): Filled {
  const blanks = new Set<string>()
  const fill = filler(blanks)
  const plain = (text: string): string => fill(text, data.fields)
  const blocks = template.blocks.filter((block) => isPrinted(block, data)).flatMap((block) => filledBlocks(block, data, fill))
  const document: FilledDocument = {
    title: plain(template.title),
    number,
    head: template.head,
    issuer: data.fields.发文机关 ?? '',
    blocks,
  }
  return { document, blanks: [...blanks] }
}

/** The made-up values of a kind, for a preview: three entries in every list. */
export function sampleData(kind: DocumentKind): DocumentData {
  const values = (table: PlaceholderTable): Values => Object.fromEntries(Object.entries(table).map(([name, { sample }]) => [name, sample]))
  const entries = (table: PlaceholderTable): readonly Values[] =>
    [1, 2, 3].map((n) => ({ ...values(table), ...('序号' in table ? { 序号: String(n) } : {}) }))
  return {
    fields: values(fieldsOf(kind)),
    lists: Object.fromEntries(Object.entries(listFieldsOf(kind)).map(([name, table]) => [name, entries(table)])),
  }
}

type Fill = (text: string, ...from: readonly Values[]) => string

/** Fills from the first of `from` that has the name: an entry of a list before the paper. */
const filler =
  (blanks: Set<string>): Fill =>
  (text, ...from) =>
    text.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = from.map((values) => values[name] ?? null).find((one) => one !== null)
      if (value !== undefined && value !== '') return value
      // An entry of a list that knows the name and has nothing to say is empty; a paper that lacks it leaves room.
      if (from.length > 1 && value === '') return ''
      blanks.add(name)
      return blankLine
    })

function isPrinted({ when }: TemplateBlock, { fields, lists }: DocumentData): boolean {
  if (when === undefined || when === '') return true
  const value = fields[when] ?? ''
  return value !== '' || (lists[when] ?? []).length > 0
}

function filledBlocks(block: TemplateBlock, { fields, lists }: DocumentData, fill: Fill): readonly FilledBlock[] {
  const plain = (text: string): string => fill(text, fields)
  const entries = (of: string): readonly Values[] => lists[of] ?? []
  switch (block.kind) {
    case 'each':
      return entries(block.of).map((entry) => ({ kind: 'paragraph', text: fill(block.text, entry, fields) }))
    case 'table':
      return [
        {
          kind: 'table',
          columns: block.columns.map(({ title, width }) => ({ title: plain(title), width })),
          rows: entries(block.of).map((entry) => block.columns.map(({ text }) => fill(text, entry, fields))),
        },
      ]
    case 'form':
      return [
        {
          kind: 'form',
          rows: block.rows.map(({ cells, lines }) => ({
            cells: cells.map(({ label, text }) => ({ label: plain(label), text: plain(text) })),
            lines,
          })),
        },
      ]
    case 'signature':
      return [{ kind: 'signature', issuer: plain(block.issuer), date: plain(block.date), seal: block.seal }]
    case 'annex':
      return [{ kind: 'annex', text: plain(block.text), landscape: block.landscape }]
    default:
      return [{ kind: block.kind, text: plain(block.text) }]
  }
}
