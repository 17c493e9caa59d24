/** A paper with all its words in it: what the writers of PDF and DOCX take. Nothing in it is left to be looked up. */

export type FilledDocument = {
  /** Lines of the title are separated by `\n`. */
  readonly title: string
  /** 文号; null where the paper has none, or has none yet. */
  readonly number: string | null
  /** red: the organ's mark and a red line above the number, as official letters have; plain: the title comes first, as on forms and notices. */
  readonly head: Head
  /** The organ that issues. */
  readonly issuer: string
  readonly blocks: readonly FilledBlock[]
}

export type Head = 'red' | 'plain'

export type FilledBlock =
  | { readonly kind: TextBlockKind; readonly text: string }
  | {
      readonly kind: 'table'
      readonly columns: readonly { readonly title: string; readonly width: number }[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'form'; readonly rows: readonly FormRow[] }
  /** `seal`: there is a place for one. A seal itself is never drawn (server/documents/seal.ts). */
  | { readonly kind: 'signature'; readonly issuer: string; readonly date: string; readonly seal: boolean }
  /** Begins a page; what follows belongs to it. */
  | { readonly kind: 'annex'; readonly text: string; readonly landscape: boolean }

/** addressee 主送机关, heading1 一、 heading2 （一）, note 附注 in brackets. */
export type TextBlockKind = 'addressee' | 'heading1' | 'heading2' | 'paragraph' | 'note'

export type FormRow = {
  /** Label and value beside each other; one of them takes the whole width. */
  readonly cells: readonly { readonly label: string; readonly text: string }[]
  /** At least so many lines high: room to write by hand. */
  readonly lines: number
}

/** The words of a paper in their order, a line for each paragraph and each cell: what a test or a search reads. */
export const textOf = (document: FilledDocument): readonly string[] => [
  ...(document.head === 'red' ? [document.issuer] : []),
  ...(document.head === 'red' ? numberLine(document) : []),
  ...document.title.split('\n'),
  ...(document.head === 'plain' ? numberLine(document) : []),
  ...document.blocks.flatMap(textOfBlock),
]

const numberLine = ({ number }: FilledDocument): readonly string[] => (number === null ? [] : [number])

function textOfBlock(block: FilledBlock): readonly string[] {
  switch (block.kind) {
    case 'table':
      return [...block.columns.map(({ title }) => title), ...block.rows.flat()]
    case 'form':
      return block.rows.flatMap(({ cells }) => cells.flatMap(({ label, text }) => [label, ...text.split('\n')]))
    case 'signature':
      return [block.issuer, ...(block.seal ? [sealPlace] : []), block.date]
    default:
      return block.text.split('\n')
  }
}

/** What stands where a seal goes; an e-seal service finds the place by it. */
export const sealPlace = '（印章）'
