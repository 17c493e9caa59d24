/** 抽查任务: handlers. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, allowed, can, refused, spansDepartments, within } from '#core/access/can.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { parseDrawId } from '#core/draws/draw-id.ts'
import { parseFilter } from '#core/draws/filter.ts'
import { regionCodeOf, taskNo } from '#core/numbers.ts'
import type { Result } from '#core/result.ts'
import { checkSampling, maySample, riskUses, samplingWarnings } from '#core/tasks/sampling.ts'
import { confirmTask, mayFreeze } from '#core/tasks/state.ts'
import { checkTeam } from '#core/tasks/team.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { assertDrawable, countFrame, patience } from '#server/draws/frame.ts'
import { frameAt } from '#server/draws/frame-store.ts'
import { drawsOfTask } from '#server/draws/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { departmentFor } from '#server/matching/facts.ts'
import { nextSerial } from '#server/numbers.ts'
import { getPlan } from '#server/plans/handlers.ts'
import { findPlan, findPlanRow } from '#server/plans/store.ts'
import { stepsOf } from '#server/record/store.ts'
import { frameFields } from './frame-fields.ts'
import { itemsForTask } from './items.ts'
import { departmentsOf, insertParticipants, partnersAt } from './participant-store.ts'
import * as store from './store.ts'

export const taskHandlers = {
  list: os.tasks.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listTasks(tx, { dept: spansDepartments(actor) ? null : actor.dept }, input)
      const tallies = await store.tallyTasks(
        tx,
        page.rows.map((task) => task.id),
      )
      return { ...page, rows: page.rows.map((task) => head(task, tallies.get(task.id))) }
    }),
  ),

  get: os.tasks.get.handler(
    query(async ({ input, tx, actor }) => {
      const task = await getTask(tx, actor, input.taskId)
      const tally = (await store.tallyTasks(tx, [task.id])).get(task.id)
      const row = await findPlanRow(tx, task.planRowId)
      if (row === null) throw new Problem('not_found')
      // Whoever takes part in a task sees under which plan it stands, also where the plan is another department's.
      const plan = found(await findPlan(tx, row.planId))
      const [, ...participants] = await departmentsOf(tx, task)
      const items = await itemsById(tx, [...task.itemIds, ...participants.flatMap(({ itemIds }) => itemIds)])
      const itemOf = (id: string) => ({
        id,
        code: items.get(id)?.code ?? '',
        name: items.get(id)?.name ?? id,
        version: items.get(id)?.version ?? 0,
      })
      return {
        ...head(task, tally),
        planId: plan.id,
        planNo: plan.planNo,
        planName: plan.name,
        items: task.itemIds.map(itemOf),
        otherItems: task.otherItems,
        ...settings(task, actor),
        participants: participants.map(({ dept, orgName, itemIds }) => ({ dept, orgName, items: itemIds.map(itemOf) })),
        draws: await store.drawsOfTask(tx, task.id),
        steps: await stepsOf(tx, `task:${task.id}`),
        abilities: await abilitiesOf(tx, task, actor),
      }
    }),
  ),

  create: os.tasks.create.handler(
    command('task.create', async ({ input, tx, actor, now, record, services }) => {
      const row = await findPlanRow(tx, input.planRowId)
      if (row === null) throw new Problem('not_found')
      const plan = await getPlan(tx, actor, row.planId)
      if (plan.state !== 'published') throw new Problem('plan_not_published', { planNo: plan.planNo, state: plan.state })
      if (input.from > input.to) throw new Problem('window_reversed', { from: input.from, to: input.to })
      refuseSampling(actor, input)
      unwrap(checkTeam(input))
      const itemIds = await itemsForTask(tx, row.itemIds, input, { now, policy: services.policy.catalogue })
      const invited = await invitedBy(tx, actor, input.participants, firstDayOfWork(input.from, dateAt(now)))
      const region = regionCodeOf(actor.orgPath)
      const day = dateAt(now)
      const number = unwrap(taskNo(region, day, await nextSerial(tx, `task:${region}:${day}`)))
      const id = randomUUID()
      const { commandId: _, ...draft } = input
      await store.insertTask(tx, {
        ...draft,
        id,
        taskNo: number,
        orgPath: actor.orgPath,
        dept: actor.dept,
        orgName: actor.orgName,
        itemIds,
        createdBy: actor.id,
        createdByName: actor.name,
      })
      await insertParticipants(tx, id, invited)
      record(`task:${id}`, { taskNo: number, name: input.name, planNo: plan.planNo, participants: invited.map(({ orgName }) => orgName) })
      return { taskId: id, taskNo: number }
    }),
  ),

  frame: os.tasks.frame.handler(
    query(async ({ input, tx, actor, now, services }) => {
      const task = await getTask(tx, actor, input.taskId)
      refuseRisk(actor, task)
      return await countFrame(tx, task, frameAt(services.policy, now))
    }),
  ),

  tryFrame: os.tasks.tryFrame.handler(
    query(async ({ input, tx, actor, now, services }) => {
      // That it must be sealed is told as a fact here, not refused.
      refuseSampling(actor, { ...input, mode: 'sealed' })
      const frame = await countFrame(
        tx,
        { ...input, orgPath: actor.orgPath, dept: actor.dept },
        frameAt(services.policy, now),
        patience.live,
      )
      return { ...frame, sealedRequired: input.mode === 'open' ? riskUses(input) : [], warnings: [...samplingWarnings(input)] }
    }),
  ),

  partners: os.tasks.partners.handler(
    query(async ({ tx, actor, now }) => {
      const rows = await partnersAt(tx, actor, dateAt(now))
      return { rows: rows.map(({ orgPath: _, items, ...row }) => ({ ...row, items: [...items] })) }
    }),
  ),

  frameFields: os.tasks.frameFields.handler(query(async ({ tx, actor, services }) => frameFields(tx, actor, services.policy.frame))),

  confirm: os.tasks.confirm.handler(
    command('task.confirm', async ({ input, tx, actor, now, record, services }) => {
      const task = await getTask(tx, actor, input.taskId, 'lock')
      const state = unwrap(confirmTask(task, actor))
      // A confirmed task that could never be drawn, or not in its mode, would be stuck: both are judged while they can still be changed.
      unwrap(checkSampling(task))
      await assertDrawable(tx, task, frameAt(services.policy, now))
      await store.saveTaskState(tx, task.id, state, now)
      record(`task:${task.id}`, { taskNo: task.taskNo })
      return { state }
    }),
  ),
}

/** A task the actor may see; what is out of sight does not exist for them. */
export async function getTask(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.TaskRecord> {
  const task = await store.findTask(tx, id, lock)
  if (task === null) throw new Problem('not_found')
  if (!(await departmentsOf(tx, task)).some((department) => within(actor, department))) throw new Problem('not_found')
  return task
}

/** A filter that the protocol cannot write down could be counted here and never committed. */
function refuseFilter(filter: unknown): void {
  const parsed = parseFilter(filter)
  if (parsed.ok) return
  const fields = parsed.failure.problems.map(({ path, expected }) => ({ field: `filter${path}`, zh: '条件与取值不相符', en: expected }))
  const say = (language: 'zh' | 'en'): string => fields.map((one) => `${one.field} ${one[language]}`).join('; ')
  throw new Problem('invalid_input', { fields, fieldsZh: say('zh'), fieldsEn: say('en') })
}

function refuseSampling(actor: Actor, sampling: Parameters<typeof checkSampling>[0]): void {
  refuseFilter(sampling.filter)
  refuseRisk(actor, sampling)
  unwrap(checkSampling(sampling))
}

function refuseRisk(actor: Actor, sampling: Parameters<typeof maySample>[1]): void {
  const ability = maySample(actor, sampling)
  if (!ability.allowed) throw new Problem(ability.reason)
}

/** Of the department that the actor works for: each of a joint task draws its own officers, once. */
async function abilitiesOf(tx: Tx, task: store.TaskRecord, actor: Actor) {
  const department = await departmentFor(tx, task, actor)
  const own = department === null ? task : { ...task, ...department }
  const drawOfficers = abilityOf(mayFreeze(own, 'P', actor))
  const held = (await drawsOfTask(tx, task.id)).some(({ drawId, dept, voided }) => isOfficerDraw(drawId) && dept === own.dept && !voided)
  return {
    confirm: abilityOf(confirmTask(task, actor)),
    drawObjects: abilityOf(mayFreeze(task, 'O', actor)),
    drawOfficers: drawOfficers.allowed && held ? refused('draw_already_held') : drawOfficers,
    previewOfficers: department === null ? refused('outside_jurisdiction') : task.state === 'drawn' ? allowed : refused('wrong_state'),
  }
}

const isOfficerDraw = (drawId: string): boolean => parseDrawId(drawId)?.kind === 'P'

/** Who is invited, as the task keeps it: departments at the same place, each once, each with items that it has published. */
async function invitedBy(
  tx: Tx,
  actor: Actor,
  participants: readonly { readonly orgId: string; readonly itemIds: readonly string[] }[],
  day: string,
) {
  if (participants.length === 0) return []
  const partners = new Map((await partnersAt(tx, actor, day)).map((partner) => [partner.orgId, partner]))
  return participants.map(({ orgId, itemIds }, i) => {
    const partner = partners.get(orgId)
    if (partner === undefined || participants.findIndex((one) => one.orgId === orgId) !== i)
      throw new Problem('participant_unknown', { orgId })
    const unknown = itemIds.filter((id) => !partner.items.some((item) => item.id === id))
    if (unknown.length > 0) throw new Problem('participant_items_unknown', { orgName: partner.orgName, items: unknown })
    const { dept, orgPath, orgName } = partner
    return { dept, orgPath, orgName, itemIds: [...new Set(itemIds)] }
  })
}

const abilityOf = (result: Result<unknown, { type: string }>): Ability => (result.ok ? allowed : refused(result.failure.type))

/** What shapes a sealed draw is public to nobody (draw protocol §3): of a filter by one class, every drawn firm would have that class. */
const shaping = (task: store.TaskRecord, actor: Actor) =>
  task.mode === 'open' || can(actor, 'risk.read', task).allowed
    ? { settingsHidden: false, filter: task.filter, stratifyBy: task.stratifyBy, strata: task.strata }
    : { settingsHidden: true, filter: { version: 1 as const, all: [] }, stratifyBy: 'none' as const, strata: [] }

const settings = (task: store.TaskRecord, actor: Actor) => ({
  mode: task.mode,
  ...shaping(task, actor),
  excludeOpenVisits: task.excludeOpenVisits,
  excludeDrawn: task.excludeDrawn,
  frequencyCap: task.frequencyCap,
  excludeWhitelist: task.excludeWhitelist,
  warnings: [...samplingWarnings(task)],
  team: teamOf(task),
  suite: task.suite,
})

const teamOf = (task: store.TaskRecord) => ({
  officersPerObject: task.officersPerObject,
  teamUnit: task.teamUnit,
  officerScope: task.officerScope,
  officerReach: task.officerReach,
  leastEligible: task.leastEligible,
  pairCapPpm: task.pairCapPpm,
  mostPerOfficer: task.mostPerOfficer,
  balance: task.balance,
})

const head = (task: store.TaskRecord, tally: store.TaskTally | undefined) => ({
  id: task.id,
  taskNo: task.taskNo,
  name: task.name,
  state: task.state,
  orgPath: task.orgPath,
  dept: task.dept,
  orgName: task.orgName,
  from: task.from,
  to: task.to,
  drawn: tally?.drawn ?? null,
  published: tally?.published ?? 0,
  updatedAt: task.updatedAt,
})
