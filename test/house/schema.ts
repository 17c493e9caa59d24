/** The migrations as text: tables, keys, comments, grants, and the lists of values that the code knows too. */
import { filesOf, readText } from './sources.ts'

export type Table = {
  /** With its schema when that is not `public`: `published.draw`. */
  readonly name: string
  readonly file: string
  readonly line: number
  /** What stands between the parentheses of `create table`. */
  readonly body: string
}

export type Migration = { readonly file: string; readonly number: number; readonly sql: string }

export const migrations: readonly Migration[] = filesOf(['db/migrations/*.sql']).map((file) => ({
  file,
  number: Number(/\/(\d{4})_[a-z0-9_]+\.sql$/.exec(file)?.[1] ?? Number.NaN),
  sql: withoutComments(readText(file)),
}))

export const allSql: string = migrations.map(({ sql }) => sql).join('\n')

export const tables: readonly Table[] = migrations.flatMap(({ file, sql }) =>
  [...sql.matchAll(/create (?:unlogged )?table (?:if not exists )?([\w."]+) \(/g)].map(({ 1: name = '', index, 0: head }) => ({
    name: name.replaceAll('"', ''),
    file,
    line: sql.slice(0, index).split('\n').length,
    body: balanced(sql, index + head.length),
  })),
)

/** Columns of every primary key, unique constraint and unique index of a table. */
export function uniqueKeysOf(table: Table): readonly (readonly string[])[] {
  const named = [...table.body.matchAll(/(?:primary key|unique) \(([^)]+)\)/g)].map(({ 1: columns = '' }) => columnsIn(columns))
  const inline = [...table.body.matchAll(/^\s*"?(\w+)"? [^\n]*?\b(?:primary key|unique)\b(?! \()/gm)].map(({ 1: column = '' }) => [column])
  const indexes = [...allSql.matchAll(/create unique index \w+ on ([\w.]+) \(([^)]+)\)/g)]
    .filter(({ 1: of }) => of === table.name)
    .map(({ 2: columns = '' }) => columnsIn(columns))
  return [...named, ...inline, ...indexes]
}

/** Verbs granted to a role on a table, those of `all tables in schema` included. */
export function grantsOn(table: string, role: string): ReadonlySet<string> {
  const schema = table.includes('.') ? table.slice(0, table.indexOf('.')) : 'public'
  const verbs = [...allSql.matchAll(/grant ([\w, ]+?) on ([^;]+?) to ([^;]+);/g)].flatMap(
    ({ 1: what = '', 2: things = '', 3: roles = '' }) => {
      const named = columnsIn(things).includes(table) || things.trim() === `all tables in schema ${schema}`
      return named && columnsIn(roles).includes(role) ? columnsIn(what) : []
    },
  )
  return new Set(verbs)
}

/** The values of a named `check (column in ('a', 'b'))`; null when there is none of that name. */
export function checkedValues(constraint: string): readonly string[] | null {
  // A later migration may replace a check: the last one counts.
  const list = [...allSql.matchAll(new RegExp(`constraint ${constraint}\\s+check \\(\\w+ in \\(([^)]*)\\)\\)`, 'g'))].at(-1)?.[1]
  return list === undefined ? null : [...list.matchAll(/'([^']*)'/g)].map(({ 1: value = '' }) => value)
}

/** Rows of a vocabulary as the migrations insert them, also later ones: code and Chinese. */
export function vocabulary(table: string): Readonly<Record<string, string>> {
  const inserts = [...allSql.matchAll(new RegExp(`insert into ${table} \\([^)]*\\) values([^;]*);`, 'g'))].map(([, rows = '']) => rows)
  return Object.fromEntries([...inserts.join(',').matchAll(/\('([^']*)', '([^']*)'/g)].map(({ 1: code = '', 2: zh = '' }) => [code, zh]))
}

const columnsIn = (list: string): string[] => list.split(',').map((column) => column.trim().replaceAll('"', '').split(' ')[0] ?? '')

/** The text from `start` to the parenthesis that closes the one before it. */
function balanced(sql: string, start: number): string {
  let depth = 1
  for (let at = start; at < sql.length; at++) {
    if (sql[at] === '(') depth++
    if (sql[at] === ')' && --depth === 0) return sql.slice(start, at)
  }
  return sql.slice(start)
}

/** Line numbers stay. */
function withoutComments(sql: string): string {
  return sql.replaceAll(/^[ \t]*--.*$/gm, '')
}
