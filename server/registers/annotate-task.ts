/** What the thread that writes into a clerk's file is told, and the marks that lie beside it, one line for each row that is wrong. */
import { closeSync, openSync, readSync } from 'node:fs'
import type { RowMark } from '#core/registers/annotation.ts'

export type AnnotateTask = {
  readonly form: 'utf-8' | 'gb18030' | 'xlsx'
  readonly path: string
  /** Where the copy is written; nothing is there yet. */
  readonly out: string
  /** The sheet that was read, by its name. */
  readonly sheet: string | null
  readonly headingRow: number
  readonly headings: readonly string[]
  /** A file of JSON lines: MarkedRow, ascending by rowNo. */
  readonly marks: string
  /** The sheet that counts: rows of cells, the heading first. */
  readonly summary: readonly (readonly string[])[]
}

export type MarkedRow = RowMark & { readonly rowNo: number }

export type Marks = {
  /** The mark of this row, or null; rows are asked for in ascending order. */
  readonly at: (rowNo: number) => MarkedRow | null
  readonly close: () => void
}

/** Reads marks as the rows come by; never more than a few lines are held. Blocking: for a thread of its own. */
export function openMarks(path: string): Marks {
  const lines = linesIn(path)
  const next = (): MarkedRow | null => {
    const { value, done } = lines.next()
    return done === true ? null : (JSON.parse(value) as MarkedRow) // written by annotate.ts as one
  }
  let [waiting, last] = [next(), 0]
  return {
    at: (rowNo) => {
      if (rowNo < last) throw new Error('rows are out of order')
      last = rowNo
      while (waiting !== null && waiting.rowNo < rowNo) waiting = next()
      if (waiting?.rowNo !== rowNo) return null
      const found = waiting
      waiting = next()
      return found
    },
    close: () => void lines.return(undefined),
  }
}

function* linesIn(path: string): Generator<string, undefined> {
  const file = openSync(path, 'r')
  const decoder = new TextDecoder()
  const chunk = Buffer.alloc(1 << 16)
  try {
    let text = ''
    for (;;) {
      const read = readSync(file, chunk)
      if (read === 0) return undefined
      const lines = (text + decoder.decode(chunk.subarray(0, read), { stream: true })).split('\n')
      text = lines.pop() ?? ''
      yield* lines
    }
  } finally {
    closeSync(file)
  }
}
