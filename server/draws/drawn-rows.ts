/** Those drawn, on their way from the engine to the database: a file, so that six hundred thousand rows never stop the API for a second. */
import { closeSync, createReadStream, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { DrawnRow } from './drawn-store.ts'
import { writeAll } from './pool-file.ts'

/** Rows at a time: a few milliseconds of parsing, one statement. */
const batch = 5000

export function writeDrawnRows(path: string, rows: Iterable<DrawnRow>): void {
  const file = openSync(path, 'w')
  let text = ''
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`
    if (text.length > 1 << 20) {
      writeAll(file, Buffer.from(text), null)
      text = ''
    }
  }
  writeAll(file, Buffer.from(text), null)
  closeSync(file)
}

/** The rows in ticket order, some thousands at a time. */
export async function* drawnRows(path: string): AsyncGenerator<readonly DrawnRow[]> {
  let rows: DrawnRow[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    rows.push(JSON.parse(line) as DrawnRow) // written above
    if (rows.length === batch) {
      yield rows
      rows = []
    }
  }
  if (rows.length > 0) yield rows
}
