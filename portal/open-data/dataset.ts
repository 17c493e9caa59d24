/** A set of open data: the same rows as CSV and as JSON, its fields, and what changed in them. */
import type { Ask } from '../ask.ts'
import { type Columns, csvFile, csvOf, fieldsOf, jsonFile } from './table.ts'

type Words = { readonly zh: string; readonly en: string }

export type Dataset<Row> = {
  /** Of its files: `items` is items.csv and items.json. */
  readonly name: string
  readonly title: Words
  readonly text: Words
  /** The first says when the set began; each further one what a version added. Fields are only ever added at the end: another meaning is another name. */
  readonly notes: readonly Words[]
  readonly columns: Columns<Row>
}

/** The schema as a program reads it: its version is the number of its notes. */
export const schemaOf = ({ name, notes }: Pick<Dataset<never>, 'name' | 'notes'>) => ({
  name,
  version: notes.length,
  notes: notes.map(({ zh, en }, i) => `${i + 1}: ${zh} ${en}`),
})

export type Files = { readonly csv: (ask: Ask) => Promise<Response>; readonly json: (ask: Ask) => Promise<Response> }

/** The two files of a set that is small enough to be held at once. The JSON is one array. */
export const filesOf = <Row>({ name, columns }: Dataset<Row>, all: (deps: Ask['deps']) => Promise<readonly Row[]>): Files => ({
  csv: async ({ deps }) => csvFile(csvOf(columns, await all(deps)), `${name}.csv`),
  json: async ({ deps }) => jsonFile(fieldsOf(columns, await all(deps)), `${name}.json`),
})
