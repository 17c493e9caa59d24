/** Structured logs without personal data: no bodies, no query strings, no names; a request is known by its id and its route pattern. */
import { type Logger, pino } from 'pino'

export type Log = Logger

/** A log that writes JSON lines to standard output, or to `destination` in tests. */
export const createLog = (level: string, destination?: NodeJS.WritableStream): Log =>
  pino({ level, base: null, serializers: { err: faultOf } }, destination ?? process.stdout)

/**
 * What a log may say about an error: its kind, code, place and stack. A PostgreSQL error also has `detail` and `where`, which quote the
 * rows of citizens and firms, and a message that may; so only its code, constraint and table are kept.
 */
function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error }
  const { name, stack } = error
  if ('severity' in error) {
    // Class 42 is our own SQL being wrong: its message names columns and tables, never values.
    const ours = 'code' in error && String(error.code).startsWith('42') ? { message: error.message } : {}
    return { name, ...ours, ...pick(error, ['code', 'constraint', 'table', 'column', 'routine']), stack: frames(stack) }
  }
  const cause = error.cause instanceof Error ? { cause: faultOf(error.cause) } : {}
  return { name, message: error.message, ...pick(error, ['code']), stack: frames(stack), ...cause }
}

const frames = (stack: string | undefined): string[] =>
  (stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 12)
    .map((line) => line.trim())

const pick = (error: Error, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(error).filter(([name]) => names.includes(name)))
