/** The house as text: every source file of every room, and how a broken rule is told. */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const roomNames = ['core', 'contract', 'db', 'server', 'portal', 'exchange', 'verifier', 'web', 'bin', 'bench', 'test'] as const
export type Room = (typeof roomNames)[number]

export type Source = {
  /** From the root of the repository, with `/`. */
  readonly file: string
  readonly room: Room
  readonly isTest: boolean
  /** The file as it is. */
  readonly text: string
  /** Its lines without comments; numbers stay those of the file. */
  readonly code: readonly string[]
}

/** One place where a rule does not hold. `line` is 0 when it is about the whole file. */
export type Finding = { readonly file: string; readonly line: number; readonly what: string }

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const readText = (file: string): string => readFileSync(`${root}/${file}`, 'utf8')

/** Files of the repository that match, without what is built, installed or kept as data. */
export const filesOf = (patterns: readonly string[]): readonly string[] =>
  globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**', 'web/dist/**', '.data/**', '.build/**'] })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

const codeFiles = filesOf(roomNames.map((room) => `${room}/**/*.{ts,tsx,js}`))

export const sources: readonly Source[] = codeFiles
  .filter((file) => !file.endsWith('.gen.ts'))
  .map((file) => {
    const text = readText(file)
    const room = file.slice(0, file.indexOf('/')) as Room // the patterns begin with rooms
    return { file, room, isTest: /\.test\.tsx?$/.test(file), text, code: text.split('\n').map(withoutComment) }
  })

/** Sources of a room that run in the product. */
export const productOf = (room: Room): readonly Source[] => sources.filter((source) => source.room === room && !source.isTest)

/** Every line of code that matches. */
export const find = (among: readonly Source[], pattern: RegExp): readonly Finding[] =>
  among.flatMap(({ file, code }) =>
    code.flatMap((text, index) => (pattern.test(text) ? [{ file, line: index + 1, what: text.trim() }] : [])),
  )

/** Fails with the sentence of the rule and every place that breaks it. */
export function mustBeNone(rule: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return
  const places = findings.map(({ file, line, what }) => `  ${file}${line > 0 ? `:${line}` : ''}  ${what}`)
  const error = new Error(`${rule}\n${places.join('\n')}`)
  // Where the rule is written helps nobody who broke it.
  error.stack = error.message
  throw error
}

// Biome keeps comments on lines of their own or behind code, so lines are enough to tell them from code.
function withoutComment(line: string): string {
  return /^\s*(\/\*|\*|\/\/)/.test(line) ? '' : line.replace(/\s\/\/\s.*$/, '')
}
