/** COPY: rows into a table as a stream of text lines, with back-pressure, on a connection of its own. */
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { escapeLiteral } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

export type Cell = string | number | null

export type CopyIn = {
  /** Writes rows; waits while PostgreSQL is behind. */
  readonly write: (rows: readonly (readonly Cell[])[]) => Promise<void>
  /** Ends the COPY: all rows are in, or none. */
  readonly end: () => Promise<void>
  /** Gives up: no row is kept. */
  readonly abort: () => Promise<void>
}

/** Starts a COPY into a table. The caller ends or aborts it; both give the connection back. */
export async function copyInto(pool: pg.Pool, table: string, columns: readonly string[]): Promise<CopyIn> {
  const client = await pool.connect()
  const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`))
  // An error also rejects `done`; this listener only keeps it from being thrown into the void between two writes.
  stream.on('error', () => undefined)
  const done = finished(stream)
  done.catch(() => undefined)
  return {
    write: async (rows) => {
      let text = ''
      for (const row of rows) text += line(row)
      if (!stream.write(text)) await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), done])
    },
    end: async () => {
      stream.end()
      await done.finally(() => client.release())
    },
    abort: async () => {
      stream.destroy(new Error('copy given up'))
      await done.catch(() => undefined)
      client.release(true)
    },
  }
}

/** A COPY of rows that are at hand. */
export async function copyRows(
  pool: pg.Pool,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const copy = await copyInto(pool, table, columns)
  await copy.write(rows)
  await copy.end()
}

/** The rows of a query as a stream of COPY text: one line per row, tab between columns, unless `options` say otherwise. */
export const copyOut = (client: pg.ClientBase, query: string, options = '') => client.query(copyTo(`copy (${query}) to stdout ${options}`))

function line(row: readonly Cell[]): string {
  let text = ''
  for (let i = 0; i < row.length; i++) {
    const cell = row[i]
    text += `${i === 0 ? '' : '\t'}${cell === null || cell === undefined ? '\\N' : typeof cell === 'number' ? cell : escapeText(cell)}`
  }
  return `${text}\n`
}

// Most cells hold none of the four; a test is cheaper than a replacement. NUL cannot be stored in PostgreSQL text at all.
const special = /[\\\t\n\r\0]/
const escapeText = (text: string): string =>
  special.test(text)
    ? text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : text

/** A compiled query with its parameters written into the text: COPY takes no parameters. Only text and numbers; every text is quoted by the driver. */
export const withLiterals = (query: { readonly sql: string; readonly parameters: readonly unknown[] }): string =>
  query.sql.replace(/\$(\d+)/g, (_, position: string) => literal(query.parameters[Number(position) - 1]))

function literal(value: unknown): string {
  if (typeof value === 'string') return escapeLiteral(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  throw new TypeError('only text and integers can be written into a COPY')
}
