/** One task as a page shows it: what it is, who takes part, what it draws, and what the reader may do. */
import type { TaskHead } from '#contract/tasks.ts'
import { type Ability, type Actor, allowed, can, refused } from '#core/access/can.ts'
import { parseDrawId } from '#core/draws/draw-id.ts'
import type { Result } from '#core/result.ts'
import { answerInvitation, mayStillAnswer } from '#core/tasks/participants.ts'
import { samplingWarnings } from '#core/tasks/sampling.ts'
import { mayFreeze, type TaskMove, taskAbility } from '#core/tasks/state.ts'
import type { Tx } from '#db/connect.ts'
import { jointItemsById } from '#server/catalogue/joint-store.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { drawsOfTask } from '#server/draws/store.ts'
import { departmentFor } from '#server/matching/facts.ts'
import { findPlanRow } from '#server/plans/row-store.ts'
import { findPlan } from '#server/plans/store.ts'
import { stepsOf } from '#server/record/store.ts'
import { publishedPlanOf } from './dispatch-store.ts'
import { labelOriginsOf } from './label-origin-store.ts'
import { type Invited, invitedTo } from './participant-store.ts'
import { partsOf, problemCounts, type ShownParts } from './parts-store.ts'
import * as store from './store.ts'
import { openSubTasks } from './sub-task-store.ts'

export async function presentTask(tx: Tx, task: store.TaskRecord, actor: Actor) {
  const tally = (await store.tallyTasks(tx, [task.id])).get(task.id)
  const row = task.planRowId === null ? null : await findPlanRow(tx, task.planRowId)
  // Whoever takes part in a task sees under which plan it stands, also where the plan is another department's.
  const plan = row === null ? null : await findPlan(tx, row.planId)
  // Of a plan above its place a county sees what was published with the task.
  const known = plan === null ? await publishedPlanOf(tx, task.id) : null
  const invited = await invitedTo(tx, task.id)
  const parts = await partsOf(tx, task.id)
  return {
    ...head(task, tally),
    ...{
      planId: plan?.id ?? null,
      planRowId: task.planRowId,
      planNo: plan?.planNo ?? known?.planNo ?? null,
      planName: plan?.name ?? known?.planName ?? null,
    },
    jointItem: await jointItemOf(tx, row?.jointItemId ?? null),
    level: task.level,
    ...basis(task),
    ...(await itemsShown(tx, task, invited, parts)),
    otherItems: task.otherItems,
    objects: parts.objects.map(({ regionPath: _, ...object }) => object),
    officers: parts.officers.map(({ officerId, name, role }) => ({ officerId, name, role })),
    batches: [...parts.batches],
    problems: await problemCounts(tx, task.id),
    labelOrigins: await labelOriginsOf(tx, shaping(task, actor).filter),
    ...settings(task, actor),
    draws: await store.drawsOfTask(tx, task.id),
    steps: await stepsOf(tx, `task:${task.id}`),
    abilities: await abilitiesOf(tx, task, actor, invited),
  }
}

export const head = (task: store.TaskRecord, tally: store.TaskTally | undefined): TaskHead => ({
  id: task.id,
  taskNo: task.taskNo,
  name: task.name,
  state: task.state,
  source: task.source,
  orgPath: task.orgPath,
  dept: task.dept,
  orgName: task.orgName,
  from: task.from,
  to: task.to,
  drawn: tally?.drawn ?? null,
  published: tally?.published ?? 0,
  updatedAt: task.updatedAt,
})

const basis = (task: store.TaskRecord) => ({
  directed: task.directed,
  objectScope: task.objectScope,
  reason: task.reason,
  origin: task.origin,
  approval: task.approval,
  frequencyException: task.frequencyException,
  createdBy: task.createdByName,
  submittedBy: task.submittedByName,
  decision:
    task.decidedByName === null || task.decidedAt === null
      ? null
      : { by: task.decidedByName, at: task.decidedAt, opinion: task.opinion ?? '' },
  cancelledReason: task.cancelledReason,
})

async function jointItemOf(tx: Tx, id: string | null) {
  const item = id === null ? undefined : (await jointItemsById(tx, [id])).get(id)
  if (item === undefined) return null
  const { code, name, version, initiator, participants } = item
  return { ...{ id: item.id, code, name, version }, departments: [initiator, ...participants] }
}

async function itemsShown(tx: Tx, task: store.TaskRecord, invited: readonly Invited[], parts: ShownParts) {
  const items = await itemsById(tx, [...task.itemIds, ...invited.flatMap(({ itemIds }) => itemIds)])
  const shares = new Map(parts.items.map(({ id, sharePpm }) => [id, sharePpm]))
  const name = (id: string) => ({ code: items.get(id)?.code ?? '', name: items.get(id)?.name ?? id })
  return {
    items: task.itemIds.map((id) => ({
      ...{ id, ...name(id), version: items.get(id)?.version ?? 0, itemClass: items.get(id)?.itemClass ?? 'general' },
      sharePpm: shares.get(id) ?? 1_000_000,
    })),
    participants: invited.map(({ dept, orgName, state, reason, answeredBy, itemIds }) => ({
      ...{ dept, orgName, state, reason, answeredBy },
      items: itemIds.map(name),
    })),
  }
}

/** Of the department that the actor works for: each of a joint task draws its own officers, once. */
async function abilitiesOf(tx: Tx, task: store.TaskRecord, actor: Actor, invited: readonly Invited[]) {
  const department = await departmentFor(tx, task, actor)
  const own = department === null ? task : { ...task, ...department }
  const drawOfficers = abilityOf(mayFreeze(own, 'P', actor))
  const held = (await drawsOfTask(tx, task.id)).some(({ drawId, dept, voided }) => isOfficerDraw(drawId) && dept === own.dept && !voided)
  const open = (await openSubTasks(tx, task.id, own.dept)).length > 0
  const ability = (verb: TaskMove): Ability => taskAbility(task, verb, actor)
  return {
    ...{ edit: ability('edit'), submit: ability('submit'), approve: ability('approve'), refuse: ability('refuse') },
    ...{ confirm: ability('confirm'), reopen: ability('reopen'), cancel: ability('cancel') },
    answer: answerAbility(task, invited, actor),
    drawObjects: abilityOf(mayFreeze(task, 'O', actor)),
    drawOfficers: drawOfficers.allowed ? officersAbility({ department, held, open, invited: isInvited(invited, own.dept) }) : drawOfficers,
    previewOfficers: department === null ? refused('outside_jurisdiction') : task.state === 'drawn' ? allowed : refused('wrong_state'),
  }
}

/** Once for each department that carries out a part, when every organisation has accepted its own. */
function officersAbility({
  department,
  held,
  open,
  invited,
}: {
  department: object | null
  held: boolean
  open: boolean
  invited: boolean
}): Ability {
  if (department === null) return refused('outside_jurisdiction')
  if (invited) return refused('participant_not_accepted')
  return held ? refused('draw_already_held') : open ? refused('sub_tasks_waiting') : allowed
}

/** An invitation is open to the department that got it, until the settings are confirmed, or the inspections begin. */
function answerAbility(task: store.TaskRecord, invited: readonly Invited[], actor: Actor): Ability {
  const own = invited.find(({ dept }) => dept === actor.dept)
  if (own === undefined) return refused('not_invited')
  if (!mayStillAnswer(task.state)) return refused('wrong_state')
  return abilityOf(answerInvitation(own, { accept: true, reason: '' }, actor))
}

const isInvited = (invited: readonly Invited[], dept: string): boolean =>
  invited.some((one) => one.dept === dept && one.state === 'invited')

const isOfficerDraw = (drawId: string): boolean => parseDrawId(drawId)?.kind === 'P'

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
