/** 对象抽取情况确认书: who was there when a draw was held, and what they say of it. Signed once by each person, never changed. */
import type { Actor } from '#core/access/can.ts'
import { partyOfRoles } from '#core/draws/parties.ts'
import type { Tx } from '#db/connect.ts'
import { command } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem } from '#server/http/problem.ts'
import { getDraw } from './life.ts'
import { insertSignOff, signOffRows } from './sign-off-store.ts'
import { lockDraw } from './store.ts'

export const signOffHandlers = {
  signOff: os.draws.signOff.handler(
    command('draw.sign_off', async ({ input, tx, actor, now, record }) => {
      await lockDraw(tx, input.drawId)
      const draw = await getDraw(tx, actor, input.drawId)
      if (draw.state !== 'result' && draw.state !== 'closed') throw new Problem('wrong_state', { state: draw.state, verb: 'signOff' })
      const rows = await signOffRows(tx, draw.id)
      const { witness, opinion } = input
      const duty = witness === null ? dutyOf(actor) : 'witness'
      const name = witness?.name ?? actor.name
      const unit = witness?.unit ?? actor.orgName
      const signed = rows.some((row) =>
        witness === null ? row.duty !== 'witness' && row.recordedById === actor.id : row.name === name && row.unit === unit,
      )
      if (signed) throw new Problem('already_signed', { name })
      await insertSignOff(tx, draw.id, { seq: rows.length + 1, duty, name, unit, opinion, by: actor, at: now })
      record(`draw:${draw.id}`, { duty, name, unit, opinion })
      return { count: rows.length + 1 }
    }),
  ),
}

export type SignOff = {
  readonly duty: 'organiser' | 'supervisor' | 'witness'
  readonly name: string
  readonly unit: string
  readonly opinion: string
  readonly recordedBy: string
  readonly at: string
}

export const signOffsOf = async (tx: Tx, drawId: string): Promise<SignOff[]> =>
  (await signOffRows(tx, drawId)).map(({ recordedById: _, ...row }) => row)

/** An approver signs for the side that organises. */
const dutyOf = (actor: Actor): SignOff['duty'] => partyOfRoles(actor.roles) ?? 'organiser'
