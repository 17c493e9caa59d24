/** Draw ids `<taskNo>-<kind>-<serial>` (draw protocol §2) and the rule that one task has one open draw of a kind. */
import type { DrawId } from '../ids.ts'
import { fail, ok, type Result } from '../result.ts'

/** What is drawn: `O` objects, `P` officers (persons), `R` a replacement. */
export type DrawKind = 'O' | 'P' | 'R'
export type DrawIdParts = { readonly task: string; readonly kind: DrawKind; readonly serial: number }

/** `<task>-<kind>-<serial>`; a serial counts from 1. Throws a RangeError for what would not read back (draw protocol §2). */
export function formatDrawId({ task, kind, serial }: DrawIdParts): DrawId {
  const text = `${task}-${kind}-${serial}`
  if (!isDrawId(text)) throw new RangeError('a draw id needs a task number of letters, digits and dots, a kind and a serial of 1 or more')
  return text
}

/** The parts of a draw id, or null. */
export function parseDrawId(text: string): DrawIdParts | null {
  const parts = pattern.exec(text)
  if (!parts) return null
  const [, task = '', kind, serial] = parts
  return { task, kind: kind === 'P' || kind === 'R' ? kind : 'O', serial: Number(serial) }
}

/** In the one form that `formatDrawId` writes. */
export const isDrawId = (text: string): text is DrawId => pattern.test(text)

export type ExistingDraw = { readonly drawId: string; readonly dept: string | null; readonly open: boolean; readonly voided: boolean }
export type DrawAlreadyOpen = { readonly type: 'draw_already_open'; readonly drawId: string }
export type DrawAlreadyHeld = { readonly type: 'draw_already_held'; readonly drawId: string }

/**
 * The id of a new draw of a task, without a gap in the serials, and the void draw that it supersedes (§2). `existing`: every draw of the task,
 * void ones included. Objects are drawn once per task, officers once per department: a second draw is possible only after a public VOID.
 * Replacements are drawn one after another, many in a task.
 */
export function planNewDraw(
  existing: readonly ExistingDraw[],
  { task, kind, dept }: { readonly task: string; readonly kind: DrawKind; readonly dept: string | null },
): Result<{ readonly drawId: DrawId; readonly supersedes: DrawId | null }, DrawAlreadyOpen | DrawAlreadyHeld> {
  const ofKind = existing.filter((draw) => parseDrawId(draw.drawId)?.kind === kind && parseDrawId(draw.drawId)?.task === task)
  const rivals = kind === 'P' ? ofKind.filter((draw) => draw.dept === dept) : ofKind
  const open = rivals.find((draw) => draw.open)
  if (open) return fail({ type: 'draw_already_open', drawId: open.drawId })
  const held = rivals.find((draw) => !draw.voided)
  if (held && kind !== 'R') return fail({ type: 'draw_already_held', drawId: held.drawId })
  const serial = 1 + Math.max(0, ...ofKind.map((draw) => parseDrawId(draw.drawId)?.serial ?? 0))
  const last = [...rivals].sort((a, b) => serialOf(a.drawId) - serialOf(b.drawId)).at(-1)
  const supersedes = last?.voided && isDrawId(last.drawId) ? last.drawId : null
  return ok({ drawId: formatDrawId({ task, kind, serial }), supersedes })
}

const pattern = /^([0-9A-Za-z][0-9A-Za-z.]{0,39})-([OPR])-([1-9][0-9]{0,5})$/

const serialOf = (drawId: string): number => parseDrawId(drawId)?.serial ?? 0
