/** 结果互认: handlers. One person proposes, another decides; an approval ends the visit without anybody going there. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, refused, spansDepartments, within } from '#core/access/can.ts'
import type { Result } from '#core/result.ts'
import { ageProblem, decideReuse, proposeReuse, type ReuseVisit, reuseProblem } from '#core/tasks/reuse.ts'
import { addDays, dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { finishTasks } from '#server/inspections/finish.ts'
import { findVisits, saveVisitState, type VisitRecord } from '#server/inspections/store.ts'
import { closeLedger } from '#server/ledger/ledger.ts'
import { notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import * as store from './reuse-store.ts'
import { settleSubTasks } from './sub-task.ts'

export const reuseHandlers = {
  candidates: os.reuses.candidates.handler(
    query(async ({ input, tx, actor, now }) => {
      const visit = await getVisit(tx, actor, input.visitId)
      const standing = await standingOf(tx, visit)
      const { days, rows } = await resultsFor(tx, visit, now)
      const names = await store.itemNames(tx, [...standing.items, ...rows.flatMap(({ items }) => items)])
      const nameOf = (item: string): string => names.get(item) ?? item
      return {
        days,
        rows: rows.map(({ resultId, orgName, taskNo, date, outcome, items, ...of }) => {
          const problem = reuseProblem(standing, { resultId, date, items, ...of }, { today: dateAt(now), days })
          const missing = standing.items.filter((item) => !items.includes(item)).map(nameOf)
          // Which items are missing stands beside it.
          const usable: Ability =
            problem === null ? allowed : refused(problem.type === 'reuse_items_missing' ? 'reuse_not_covering' : problem.type)
          return { resultId, orgName, taskNo, date, outcome, items: items.map(nameOf), missing, usable }
        }),
        abilities: { request: abilityOf(proposeReuse(standing, actor)) },
      }
    }),
  ),

  list: os.reuses.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listReuses(tx, spansDepartments(actor) ? null : actor.dept, input)
      return { ...page, rows: page.rows.map((row) => presented(row, actor)) }
    }),
  ),

  request: os.reuses.request.handler(
    command('reuse.request', async ({ input, tx, actor, now, record }) => {
      const visit = await getVisit(tx, actor, input.visitId, 'lock')
      await store.lockReuse(tx, visit.id)
      const standing = await standingOf(tx, visit)
      unwrap(proposeReuse(standing, actor))
      const { days, rows } = await resultsFor(tx, visit, now)
      const result = rows.find(({ resultId }) => resultId === input.resultId)
      if (result === undefined) throw new Problem('reuse_result_unknown')
      const problem = reuseProblem(standing, result, { today: dateAt(now), days })
      if (problem !== null) throw new Problem(problem.type, await named(tx, problem))
      const waiting = await store.listReuses(tx, null, { visitId: visit.id, state: 'requested', limit: 1 })
      if (waiting.rows.length > 0) throw new Problem('reuse_pending')
      const id = randomUUID()
      await store.insertReuse(tx, { id, visit, result, note: input.note, by: actor, at: now })
      const to = { orgPath: visit.orgPath, dept: visit.dept, permission: 'inspection.review', but: actor.id } as const
      await notify(tx, { to, kind: 'reuse.asked', thing: `visit:${visit.id}`, facts: { name: visit.taskName, objects: 1 }, at: now })
      record(`visit:${visit.id}`, { reuseId: id, resultId: result.resultId, org: result.orgName, date: result.date, note: input.note })
      return { reuseId: id }
    }),
  ),

  decide: os.reuses.decide.handler(
    command('reuse.decide', async ({ input, tx, actor, now, record }) => {
      const visitId = found(await store.findReuse(tx, input.reuseId)).visitId
      const visit = await getVisit(tx, actor, visitId, 'lock')
      await store.lockReuse(tx, visitId)
      // Read again now that it is held: another may have decided while this one waited.
      const request = found(await store.findReuse(tx, input.reuseId))
      const { requestedBy, approved, date } = request
      const state = unwrap(decideReuse(await standingOf(tx, visit), { requestedBy, decided: approved !== null }, actor))
      const old = input.approve ? ageProblem(date, { today: dateAt(now), days: await daysAt(tx, visit, now) }) : null
      if (old !== null) throw new Problem(old.type, old)
      await store.insertDecision(tx, { reuseId: request.id, approved: input.approve, opinion: input.opinion, by: actor, at: now })
      if (input.approve) {
        await endVisit(tx, visit, state, now)
        await store.publishReuse(tx, request.id, now)
      }
      const decision = input.approve ? '通过' : '不予通过'
      await notify(tx, {
        to: { accountId: requestedBy },
        kind: 'reuse.decided',
        thing: `visit:${visit.id}`,
        facts: { name: visit.taskName, decision },
        at: now,
      })
      record(`visit:${visit.id}`, { reuseId: request.id, approved: input.approve ? 'yes' : 'no', opinion: input.opinion })
      return { state: input.approve ? state : visit.state }
    }),
  ),
}

/** Nobody goes there: the visit is saved, counts in no ledger, and whatever waited for it goes on. */
async function endVisit(tx: Tx, visit: VisitRecord, state: VisitRecord['state'], now: Instant): Promise<void> {
  await saveVisitState(tx, [visit], state, now)
  await closeLedger(tx, [visit], 'cancelled', now)
  await settleSubTasks(tx, [visit.taskId], now)
  await finishTasks(tx, [visit.taskId], now)
}

async function getVisit(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<VisitRecord> {
  const [visit] = await findVisits(tx, [id], lock)
  if (visit === undefined || !within(actor, visit)) throw new Problem('not_found')
  return visit
}

/** The visit with its items as every body names them. */
async function standingOf(tx: Tx, visit: VisitRecord): Promise<ReuseVisit> {
  const items = await itemsById(tx, visit.itemIds)
  const keys = visit.itemIds.flatMap((id) => {
    const item = items.get(id)
    return item === undefined ? [] : [`${item.dept}:${item.code}`]
  })
  return { orgPath: visit.orgPath, dept: visit.dept, state: visit.state, items: [...new Set(keys)].sort() }
}

/** What other bodies have published of the same object, not too long ago. */
async function resultsFor(tx: Tx, visit: VisitRecord, now: Instant) {
  const days = await daysAt(tx, visit, now)
  return { days, rows: await store.resultsElsewhere(tx, { ...visit, since: addDays(dateAt(now), -days) }) }
}

const daysAt = async (tx: Tx, { orgPath }: VisitRecord, now: Instant): Promise<number> =>
  (await policyAt(tx, orgPath, dateAt(now))).reuse.days.value

async function named(tx: Tx, problem: NonNullable<ReturnType<typeof reuseProblem>>) {
  if (problem.type !== 'reuse_items_missing') return problem
  const names = await store.itemNames(tx, problem.items)
  return { items: problem.items.map((item) => names.get(item) ?? item) }
}

function presented(row: store.ReuseRow, actor: Actor) {
  const { approved, decidedByName, requestedByName, requestedBy, orgPath, dept, ...shown } = row
  // The visit of a request that waits is one that nobody has been to.
  const decide = abilityOf(decideReuse({ orgPath, dept, state: 'assigned', items: [] }, { requestedBy, decided: approved !== null }, actor))
  const state = approved === null ? ('requested' as const) : approved ? ('approved' as const) : ('refused' as const)
  return { ...shown, state, requestedBy: requestedByName, decidedBy: decidedByName, abilities: { decide } }
}

const abilityOf = (result: Result<unknown, { type: string }>): Ability => (result.ok ? allowed : refused(result.failure.type))
