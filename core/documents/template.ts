/** A template: the text of a paper with `{placeholders}`, as data that a bureau edits. Checked whole before it is kept. */
import { fail, ok, type Result } from '#core/result.ts'
import type { Head, TextBlockKind } from './filled.ts'
import { type DocumentKind, type DocumentKindRow, documentKinds, fieldsOf, listFieldsOf } from './kinds.ts'
import { checkNumberPattern, type NumberPatternFailure } from './number.ts'

export type Template = {
  /** Lines are separated by `\n`. */
  readonly title: string
  /** The pattern of the 文号; null for papers without one. */
  readonly number: string | null
  readonly head: Head
  readonly blocks: readonly TemplateBlock[]
}

export type TemplateBlock = {
  /** Printed only where this placeholder has a value, or this list an entry. */
  readonly when?: string | undefined
} & (
  | { readonly kind: TextBlockKind; readonly text: string }
  /** A paragraph for each entry of a list. */
  | { readonly kind: 'each'; readonly of: string; readonly text: string }
  | { readonly kind: 'table'; readonly of: string; readonly columns: readonly TemplateColumn[] }
  | { readonly kind: 'form'; readonly rows: readonly TemplateFormRow[] }
  | { readonly kind: 'signature'; readonly issuer: string; readonly date: string; readonly seal: boolean }
  | { readonly kind: 'annex'; readonly text: string; readonly landscape: boolean }
)

export type TemplateColumn = { readonly title: string; readonly text: string; readonly width: number }
export type TemplateFormRow = { readonly cells: readonly { readonly label: string; readonly text: string }[]; readonly lines: number }

/** `block` counts from 1, 0 is the title. */
export type TemplateFailure =
  | { readonly type: 'placeholder_unknown'; readonly block: number; readonly name: string; readonly known: string }
  | { readonly type: 'placeholder_broken'; readonly block: number; readonly text: string }
  | { readonly type: 'template_list_unknown'; readonly block: number; readonly name: string; readonly known: string }
  | { readonly type: 'template_lacks'; readonly missing: string; readonly kindZh: string }
  | NumberPatternFailure

/** Everything that a template of this kind may not be: a name that nobody fills, a brace that is not closed, a duty of the law left out. */
export function checkTemplate(kind: DocumentKind, template: Template): Result<Template, TemplateFailure> {
  if (template.number !== null) {
    const number = checkNumberPattern(template.number)
    if (!number.ok) return number
  }
  for (const { block, of, text } of piecesOf(template.title, template.blocks)) {
    const wrong = checkPiece(kind, block, of, text)
    if (wrong !== null) return fail(wrong)
  }
  for (const [index, { when }] of template.blocks.entries()) {
    const known = [...Object.keys(fieldsOf(kind)), ...Object.keys(listFieldsOf(kind))]
    if (when !== undefined && when !== '' && !known.includes(when))
      return fail({ type: 'placeholder_unknown', block: index + 1, name: when, known: known.join('、') })
  }
  const missing = lacking(kind, template)
  return missing.length === 0 ? ok(template) : fail({ type: 'template_lacks', missing: missing.join('、'), kindZh: documentKinds[kind].zh })
}

/** The placeholders in a text, in order. */
export const namesIn = (text: string): readonly string[] => [...text.matchAll(/\{([^{}]*)\}/g)].map(({ 1: name = '' }) => name)

type Duties = Pick<DocumentKindRow, 'mustName' | 'mustList' | 'mustSay' | 'cases'>

type Piece = { readonly block: number; readonly of: string | null; readonly text: string }

/** Every text of a template with the block it stands in, and the list whose entries it is filled from. */
const piecesOf = (title: string, blocks: readonly TemplateBlock[]): readonly Piece[] => [
  { block: 0, of: null, text: title },
  ...blocks.flatMap((block, index) => piecesOfBlock(block, index + 1)),
]

function piecesOfBlock(block: TemplateBlock, at: number): readonly Piece[] {
  const plain = (text: string): Piece => ({ block: at, of: null, text })
  switch (block.kind) {
    case 'each':
      return [{ block: at, of: block.of, text: block.text }]
    case 'table':
      return block.columns.flatMap(({ title, text }) => [plain(title), { block: at, of: block.of, text }])
    case 'form':
      return block.rows.flatMap(({ cells }) => cells.flatMap(({ label, text }) => [plain(label), plain(text)]))
    case 'signature':
      return [plain(block.issuer), plain(block.date)]
    default:
      return [plain(block.text)]
  }
}

function checkPiece(kind: DocumentKind, block: number, of: string | null, text: string): TemplateFailure | null {
  if (/[{}]/.test(text.replace(/\{[^{}]*\}/g, ''))) return { type: 'placeholder_broken', block, text: text.slice(0, 40) }
  const lists = listFieldsOf(kind)
  if (of !== null && !Object.hasOwn(lists, of))
    return { type: 'template_list_unknown', block, name: of, known: Object.keys(lists).join('、') }
  const known = [...Object.keys(fieldsOf(kind)), ...Object.keys(of === null ? {} : (lists[of] ?? {}))]
  const name = namesIn(text).find((one) => !known.includes(one))
  return name === undefined ? null : { type: 'placeholder_unknown', block, name, known: known.join('、') }
}

/**
 * The duties of a kind that a template leaves out. A block that is printed only sometimes fulfils none, but for one that hangs on a duty itself (an announcement
 * names the plan where there is one) and for the cases of the kind, of which a paper is always one: words and lists stand in each of them, facts in one.
 */
function lacking(kind: DocumentKind, { title, blocks }: Template): readonly string[] {
  const { mustName, mustList, mustSay, cases }: Duties = documentKinds[kind]
  const printed = (whens: readonly string[]): readonly Piece[] =>
    piecesOf(
      title,
      blocks.filter(({ when = '' }) => when === '' || whens.includes(when)),
    )
  const duties = [...mustName, ...mustList]
  const named = new Set(printed([...duties, ...cases]).flatMap(({ text }) => namesIn(text)))
  const each = (cases.length === 0 ? [[]] : cases.map((one) => [one])).map((one) => printed([...duties, ...one]))
  const listed = (name: string): boolean => each.every((pieces) => pieces.some(({ of }) => of === name))
  const said = (word: string): boolean => each.every((pieces) => pieces.some(({ text }) => text.includes(word)))
  return [
    ...mustName.filter((name) => !named.has(name)).map((name) => `{${name}}`),
    ...mustList.filter((name) => !listed(name)).map((name) => `“${name}”`),
    ...mustSay.filter((word) => !said(word)).map((word) => `“${word}”`),
  ]
}
