/** 回避与请假: handlers. */
import { randomUUID } from 'node:crypto'
import { within } from '#core/access/can.ts'
import { addDays, dateAt, daysText, instant, parseDate } from '#core/time.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import * as store from './absence-store.ts'
import { lockOwn, scopeOf } from './officer-handlers.ts'
import { findEntity } from './store.ts'

const mostLeaves = 2000
/** A year and its edges: whoever is away longer is suspended, and a mistyped year shows. */
const longestLeave = 400

export const absenceHandlers = {
  declareRecusal: os.officers.declareRecusal.handler(
    command('officer.recuse', async ({ input, tx, actor, now, record }) => {
      const officer = await lockOwn(tx, actor, input.officerId)
      const { subject, relation, note } = input
      if ((await findEntity(tx, subject)) === null) throw new Problem('recusal_names_nobody', { subject })
      if (await store.recusalStands(tx, { officerId: officer.id, subject, relation })) throw new Problem('recusal_exists')
      const id = randomUUID()
      await store.insertRecusal(tx, { id, officerId: officer.id, subject, relation, note, declaredBy: actor.id, declaredAt: now })
      record(`officer:${officer.id}`, { subject, reason: relation })
      return { id }
    }),
  ),

  endRecusal: os.officers.endRecusal.handler(
    command('officer.recusal_end', async ({ input, tx, actor, now, record }) => {
      const recusal = found(await store.findRecusal(tx, input.recusalId))
      if (!within(actor, recusal)) throw new Problem('not_found')
      const declaredOn = dateAt(instant(new Date(recusal.declaredAt)))
      if (input.endedOn < declaredOn) throw new Problem('recusal_end_too_early', { declaredOn })
      await store.endRecusal(tx, { ...input, by: actor, at: now })
      record(`officer:${recusal.officerId}`, { recusal: input.recusalId, endedOn: input.endedOn, note: input.note })
      return { endedOn: input.endedOn }
    }),
  ),

  listLeaves: os.officers.listLeaves.handler(
    query(async ({ input, tx, actor }) => {
      if (input.to < input.from) throw new Problem('window_reversed')
      const rows = await store.leavesBetween(tx, scopeOf(actor), input, mostLeaves)
      return { rows: rows.slice(0, mostLeaves), more: rows.length > mostLeaves }
    }),
  ),

  addLeave: os.officers.addLeave.handler(
    command('officer.leave', async ({ input, tx, actor, now, record }) => {
      const officer = await lockOwn(tx, actor, input.officerId)
      const { from, to, kind, note } = input
      const first = found(parseDate(from))
      if (to < from) throw new Problem('window_reversed')
      if (to > addDays(first, longestLeave)) throw new Problem('leave_too_long', { days: longestLeave })
      const id = randomUUID()
      await store.insertLeave(tx, { id, officerId: officer.id, from, to, kind, note }, actor, now)
      record(`officer:${officer.id}`, { name: officer.name, leave: daysText({ from, to }), kind })
      return { id }
    }),
  ),

  cancelLeave: os.officers.cancelLeave.handler(
    command('officer.leave_cancel', async ({ input, tx, actor, now, record }) => {
      const leave = found(await store.findLeave(tx, input.leaveId))
      if (!within(actor, leave)) throw new Problem('not_found')
      if (!(await store.cancelLeave(tx, input.leaveId, now))) throw new Problem('wrong_state')
      record(`officer:${leave.officerId}`, { cancelled: input.leaveId })
      return { state: 'cancelled' as const }
    }),
  ),
}
