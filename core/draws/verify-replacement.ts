/** The checks of a replacement (draw protocol §6): what is replaced had been drawn, and the substitute is the one that the seed takes. */
import { compareBytes, fromHex, hex } from '../bytes.ts'
import { objectsRoot } from '../matching/edges.ts'
import { parseDrawId } from './draw-id.ts'
import type { Pool } from './pool.ts'
import type { ReplacementCommit, Takeable } from './replacement.ts'
import { smallestTicket } from './result.ts'
import { ticketer } from './tickets.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { Evidence } from './verify-evidence.ts'

/** Where an object is replaced: the pool and the selection are those of the object draw, what is replaced was drawn, and the substitute was not (draw protocol §6). */
export function checkReplacement({ bundle, objects, selected, pool, open }: Evidence): Outcome {
  const { commit } = bundle
  const bound = commit.replacement
  if (!bound || !objects) return notChecked(commit.seats ? 'replaces_officers' : 'not_a_replacement')
  const task = parseDrawId(bound.objectDraw)?.task === commit.task ? held() : failed(`an object draw of ${commit.task}`, bound.objectDraw)
  if (objects.state !== 'read') return all(task, notChecked(objects.state === 'absent' ? 'no_files' : 'needs_other'))
  const winner = selected.state === 'read' ? selected.value[0]?.leaf : undefined
  const drawn = new Set([...objects.value, ...bound.earlier])
  return all(
    task,
    same(bound.objectCount, objects.value.length),
    same(bound.objectsRoot, objectsRoot(commit.suite, objects.value)),
    same(objects.value.length + bound.earlier.length, drawn.size),
    drawn.has(bound.replaces) ? held() : failed('a leaf that was drawn', bound.replaces),
    winner !== undefined && drawn.has(winner) ? failed('a leaf not yet drawn', winner) : held(),
    pool?.state === 'read' && pool.value.pool && !open ? failed('leaves of the pool', 'others') : held(String(drawn.size)),
  )
}

/** The substitute, taken again. */
export function checkSubstitute({ basis, bundle, selected }: Evidence, pool: Pool, open: Takeable): Outcome {
  if (open.n < 1) return failed('somebody to take', 'nobody')
  const { positions, tickets } = smallestTicket(basis, pool, open)
  const at = (positions[0] ?? 0) * 32
  const expected = `${hex(pool.leaves.subarray(at, at + 32))} ${hex(tickets)}`
  if (selected.state !== 'read') return notChecked('needs_other')
  return all(same(bundle.result.selectedCount, 1), same(expected, selected.value.map(({ leaf, ticket }) => `${leaf} ${ticket}`).join(' ')))
}

/** One look at every ticket, apart from how the substitute is taken: none that could be taken is smaller. */
export function checkSmallest({ basis, selected, objects }: Evidence, pool: Pool, { earlier, replaces }: ReplacementCommit): Outcome {
  if (selected.state !== 'read' || objects?.state !== 'read') return notChecked('needs_other')
  const [winner] = selected.value
  const drawn = new Set([...objects.value, ...earlier])
  const leafAt = (i: number): Uint8Array => pool.leaves.subarray(i * 32, i * 32 + 32)
  const find = (leaf: string): number => {
    const bytes = fromHex(leaf)
    for (let i = 0; i < pool.size; i++) if (compareBytes(leafAt(i), bytes) === 0) return i
    return -1
  }
  if (!winner) return failed('one drawn', 'none')
  const [won, replaced] = [find(winner.leaf), find(replaces)]
  if (won < 0 || replaced < 0) return failed('members of the pool', won < 0 ? winner.leaf : replaces)
  if (pool.strata[won] !== pool.strata[replaced]) return failed('a member of the same stratum', winner.leaf)
  const ticketOf = ticketer(basis)
  const ticket = new Uint8Array(32)
  const smallest = fromHex(winner.ticket)
  for (let i = 0; i < pool.size; i++) {
    if (i === won || pool.strata[i] !== pool.strata[replaced]) continue
    ticketOf(pool.leaves, i * 32, ticket, 0)
    if (compareBytes(ticket, smallest) < 0 && !drawn.has(hex(leafAt(i)))) return failed(`at most ${hex(ticket)}`, winner.ticket)
  }
  return held(winner.ticket.slice(0, 16))
}
