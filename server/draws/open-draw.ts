/** A new draw with its key and the system's number; from here on it ends CLOSED or VOID, and nothing else can become of it (draw protocol §2). */
import { randomBytes } from 'node:crypto'
import { parseDrawId } from '#core/draws/draw-id.ts'
import type { PartyCode } from '#core/draws/parties.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { ReplacementOpened, SeatsOpened } from './events.ts'
import { appendStep, by } from './life.ts'
import { insertDraw, type NewDraw } from './store.ts'

export type OpenedDraw = Pick<NewDraw, 'id' | 'taskId' | 'kind' | 'orgPath' | 'dept' | 'orgName' | 'suite' | 'mode' | 'supersedes'> & {
  /** Kind R of an object: the key of the object draw, whose pool it draws from. */
  readonly key?: Uint8Array
  readonly parties: readonly PartyCode[]
  readonly replacement?: ReplacementOpened
  readonly seats?: SeatsOpened
}

export async function openDraw(
  tx: Tx,
  draw: OpenedDraw,
  actor: { readonly id: string; readonly name: string },
  now: Instant,
): Promise<void> {
  const { parties, replacement, seats, key = randomBytes(32), ...row } = draw
  await insertDraw(tx, {
    ...row,
    key,
    serial: parseDrawId(draw.id)?.serial ?? 1,
    systemNonce: randomBytes(32),
    createdAt: now,
    createdBy: actor.id,
    createdByName: actor.name,
  })
  const document = { parties, ...(replacement && { replacement }), ...(seats && { seats }) }
  await appendStep(tx, draw, [], { type: 'open', document }, by(actor), now, { state: 'freezing' })
}
