/** How a draw is held while it changes, and how a step is kept: event, slot and log entry in one transaction (draw protocol §2). */
import { type Actor, can, within } from '#core/access/can.ts'
import { hashedMembers } from '#core/draws/commit.ts'
import { resultHashOf } from '#core/draws/result-hash.ts'
import type { Act, DrawLife } from '#core/draws/state.ts'
import type { LogEntry } from '#core/log/entry.ts'
import { never } from '#core/result.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { appendLog } from '#server/log/append.ts'
import { type DrawEvent, type DrawEventBody, eventOf, lifeOf } from './events.ts'
import * as store from './store.ts'

/** What those who watch a draw watch. */
export const drawThing = ({ drawId }: { readonly drawId: string }): string => `draw:${drawId}`

export type Doer = { readonly actorId: string | null; readonly actorName: string }

/** The system acts without an account; its own share of the seed is made when the draw is opened and kept until it is revealed. */
export const system: Doer = { actorId: null, actorName: '系统' }

export const by = (actor: { readonly id: string; readonly name: string }): Doer => ({ actorId: actor.id, actorName: actor.name })
export const act = (actor: Actor, at: Instant): Act => ({ by: actor.id, at })

/** A draw the actor may see; what is out of sight does not exist for them. */
export async function getDraw(tx: Tx, actor: Actor, id: string): Promise<store.DrawRecord> {
  const draw = await store.findDraw(tx, id)
  if (draw === null || !within(actor, draw)) throw new Problem('not_found')
  return draw
}

export type Locked = { readonly draw: store.DrawRecord; readonly events: DrawEvent[]; readonly life: DrawLife }

/** The draw with its life, held until the transaction ends. */
export async function lockLife(tx: Tx, actor: Actor, id: string): Promise<Locked> {
  const draw = await store.lockDraw(tx, id)
  if (draw === null || !within(actor, draw)) throw new Problem('not_found')
  const events = await store.eventsOf(tx, draw.id)
  return { draw, events, life: lifeOf(draw, events) }
}

/** Keeps one step and answers the events with it. What the public may hold us to goes to the transparency log in the same transaction (§7). */
export async function appendStep(
  tx: Tx,
  draw: Pick<store.DrawRecord, 'id' | 'suite'>,
  events: readonly DrawEvent[],
  body: DrawEventBody,
  who: Doer,
  at: Instant,
  slot: Parameters<typeof store.appendEvent>[3],
): Promise<DrawEvent[]> {
  const all = [...events, { ...body, seq: events.length, ...who, at }]
  await store.appendEvent(tx, draw.id, { ...body, seq: events.length, ...who, at }, slot)
  const entry = entryOf(draw, all, body, at)
  if (entry !== null) await appendLog(tx, entry)
  return all
}

export function mustClose(actor: Actor, draw: store.DrawRecord): void {
  const ability = can(actor, 'draw.close', draw)
  if (!ability.allowed) throw new Problem(ability.reason)
}

/** What the log says of a step, from the events up to and with it; null for steps that it does not tell. The log is verified against the events with it. */
export function entryOf(
  { id: drawId, suite }: Pick<store.DrawRecord, 'id' | 'suite'>,
  events: readonly DrawEvent[],
  body: DrawEventBody,
  at: Instant,
): LogEntry | null {
  switch (body.type) {
    case 'freeze': {
      const { registerCount, poolSize, poolRoot } = body.document
      return { type: 'freeze', at, drawId, registerCount, poolSize, poolRoot }
    }
    case 'commit':
      return { type: 'commit', at, commit: hashedMembers(body.document.commit) }
    case 'reveal':
      return { type: 'reveal', at, drawId, party: body.document.party, nonce: body.document.nonce }
    case 'result': {
      const { commitHash, seed, selectedCount, selectedRoot } = body.document
      return { type: 'result', at, drawId, commitHash, seed, selectedCount, selectedRoot, resultHash: resultHashOf(suite, body.document) }
    }
    case 'close': {
      const result = eventOf(events, 'result')
      return result === null ? null : { type: 'close', at, drawId, resultHash: resultHashOf(suite, result.document) }
    }
    case 'void': {
      const request = events.findLast((event) => event.type === 'void_request')
      return request?.type === 'void_request' ? { type: 'void', at, drawId, reason: request.document.reason } : null
    }
    case 'open': {
      const { replacement, seats } = body.document
      if (seats !== undefined) {
        const { requestId: _, officerId: _who, requestedAt: _at, ...request } = seats
        return { type: 'seat_request', at, drawId, ...request }
      }
      if (replacement === undefined) return null
      const { objectDraw, leaf: replaces, reason, evidence } = replacement
      return { type: 'replace_request', at, drawId, objectDraw, replaces, reason, evidence }
    }
    case 'pledge':
    case 'beacon_proposed':
    case 'beacon':
    case 'void_request':
      return null
    default:
      return never(body)
  }
}
