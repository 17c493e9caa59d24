/** The frozen pool and the system's own pledge, which follows at once: from here on the parties may pledge. */
import { hex } from '#core/bytes.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { announce } from '#server/jobs/watch.ts'
import { type Frozen, lifeOf } from './events.ts'
import { appendStep, drawThing, system } from './life.ts'
import { eventsOf, findDraw, secretOf } from './store.ts'

export async function appendFrozen(tx: Tx, drawId: string, frozen: Frozen, at: Instant): Promise<void> {
  const draw = await findDraw(tx, drawId)
  if (draw === null) throw new Error(`draw ${drawId} is gone`)
  const before = await eventsOf(tx, drawId)
  const { systemNonce } = await secretOf(tx, drawId)
  const commitment = hex(nonceCommitment(draw.suite, drawId, 'system', systemNonce))
  const freeze = { type: 'freeze', document: frozen } as const
  const { state } = lifeOf(draw, [...before, { ...freeze, seq: before.length, ...system, at }])
  const events = await appendStep(tx, draw, before, freeze, system, at, { state, poolSize: frozen.poolSize })
  await appendStep(tx, draw, events, { type: 'pledge', document: { party: 'system', commitment } }, system, at, { state })
  await announce(tx, drawThing({ drawId }))
}
