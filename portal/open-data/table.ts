/** A table of open data as CSV and as JSON, from one list of columns: the name of the field, its Chinese heading, its value. */
import { byteOrderMark, csvLine } from './csv.ts'

export type Columns<Row> = readonly (readonly [field: string, heading: string, value: (row: Row) => string | number | boolean])[]

export const csvOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): string =>
  byteOrderMark +
  csvLine(columns.map(([, heading]) => heading)) +
  rows.map((row) => csvLine(columns.map(([, , value]) => written(value(row))))).join('')

export const fieldsOf = <Row>(columns: Columns<Row>, rows: readonly Row[]): Readonly<Record<string, string | number | boolean>>[] =>
  rows.map((row) => Object.fromEntries(columns.map(([field, , value]) => [field, value(row)])))

/** A value as a reader of the table wants it. */
export const written = (value: string | number | boolean): string => (typeof value === 'boolean' ? (value ? '是' : '否') : String(value))

export const csvFile = (body: string, name: string): Response => attachment(body, name, 'text/csv; charset=utf-8')
export const jsonFile = (body: object, name: string): Response => attachment(`${JSON.stringify(body, null, 1)}\n`, name, 'application/json')

/** A file to keep, which any page may fetch. */
export const attachment = (body: string | ReadableStream<Uint8Array>, name: string, type: string): Response =>
  new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'public, max-age=60',
      'Access-Control-Allow-Origin': '*',
    },
  })
