/** Writes a workbook from COPY text in a thread of its own. Sheets that are full go on in the next one, with the headings again. */
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { writeXlsxStream } from 'hucre/xlsx'

export type OpenXlsx = { readonly path: string; readonly headings: readonly string[]; readonly sheet: string }
export type ToXlsx = { readonly chunk: Uint8Array } | 'end'
/** Rows taken so far; the answer to `end` comes when the file is whole. */
export type FromXlsx = { readonly rows: number }

/** One row of each sheet is the heading. */
const rowsOfSheet = 1_048_576

if (parentPort !== null) {
  const port = parentPort
  const { path, headings, sheet } = workerData as OpenXlsx // what export-xlsx.ts starts this thread with
  const text = new TextDecoder('utf-8')
  let rows = 0
  let rest = ''

  const messages = (async function* (): AsyncGenerator<ToXlsx> {
    const waiting: ToXlsx[] = []
    let wake: () => void = () => undefined
    port.on('message', (message: ToXlsx) => {
      waiting.push(message)
      wake()
    })
    for (;;) {
      const message = waiting.shift()
      if (message !== undefined) yield message
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  })()

  const lines = async function* (): AsyncGenerator<(string | null)[]> {
    for await (const message of messages) {
      if (message === 'end') return
      const parts = (rest + text.decode(message.chunk, { stream: true })).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) {
        rows++
        yield line.split('\t').map(cell)
      }
      port.postMessage({ rows } satisfies FromXlsx)
    }
  }

  const book = writeXlsxStream(lines(), {
    name: sheet,
    columns: headings.map((header) => ({ header })),
    freezePane: { rows: 1 },
    maxRowsPerSheet: rowsOfSheet,
  })
  await pipeline(Readable.fromWeb(book as Parameters<typeof Readable.fromWeb>[0]), createWriteStream(path, { mode: 0o600 })) // the same stream, typed by another library
  port.postMessage({ rows } satisfies FromXlsx)
  port.close()
}

/** COPY text (PostgreSQL, "COPY", File Formats): `\N` is nothing, a backslash hides what would end a cell or a line. */
function cell(text: string): string | null {
  if (text === '\\N') return null
  if (!text.includes('\\')) return text
  return text.replace(/\\(.)/g, (_, hidden: string) => ({ n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' })[hidden] ?? hidden)
}
