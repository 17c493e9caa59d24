/** 变更申请: handlers. Asking and deciding are two people; what is approved is done in the same transaction, and both versions stay. */
import { randomUUID } from 'node:crypto'
import { type Actor, spansDepartments, within } from '#core/access/can.ts'
import { workingDayAfter } from '#core/calendar/working-days.ts'
import { changeKinds, changeReasons } from '#core/changes/kinds.ts'
import { changeNo } from '#core/changes/number.ts'
import { appliedAfter, moveChange } from '#core/changes/state.ts'
import { standsAs } from '#core/changes/version.ts'
import { regionCodeOf } from '#core/numbers.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { notify } from '#server/notices/notify.ts'
import { nextSerial } from '#server/numbers.ts'
import { policyAt } from '#server/policy/at.ts'
import { getTask } from '#server/tasks/sight.ts'
import { changeOf, refuseUnlocked, tried } from './kinds.ts'
import { objectsToMove, optionsOf } from './options.ts'
import { headOf, present, sideBySide } from './present.ts'
import * as store from './store.ts'

export const changeHandlers = {
  list: os.changes.list.handler(
    query(async ({ input, tx, actor }) => {
      const dept = spansDepartments(actor) ? null : actor.dept
      const page = await store.listChanges(tx, { id: actor.id, orgPath: actor.orgPath, dept }, input)
      return { ...page, rows: page.rows.map(headOf) }
    }),
  ),

  get: os.changes.get.handler(query(async ({ input, tx, actor }) => present(tx, await getChange(tx, actor, input.changeId), actor))),

  options: os.changes.options.handler(
    query(async ({ input, tx, actor, now, services }) =>
      optionsOf({ tx, now, services, task: await taskOf(tx, actor, input.thing, 'read') }),
    ),
  ),

  objects: os.changes.objects.handler(
    query(async ({ input, tx, actor }) => objectsToMove(tx, await taskOf(tx, actor, input.thing, 'read'), input)),
  ),

  preview: os.changes.preview.handler(
    query(async ({ input, tx, actor, now, services }) => {
      const task = await taskOf(tx, actor, input.thing, 'read')
      const { before, wish } = await tried({ tx, now, services, task }, input.wanted)
      return { fields: sideBySide(before, wish) }
    }),
  ),

  request: os.changes.request.handler(
    command('change.request', async ({ input, tx, actor, now, record, services }) => {
      const task = await taskOf(tx, actor, input.thing, 'lock')
      refuseRiskClass({ note: input.note })
      const { before, wish } = await tried({ tx, now, services, task }, input.wanted)
      const { kind } = input.wanted
      const waiting = await store.openChange(tx, input.thing, kind)
      if (waiting !== null) throw new Problem('change_open_already', { changeNo: waiting })
      await refuseWithoutEvidence(tx, actor, input)
      const number = await nextNumber(tx, task.orgPath, now)
      const id = randomUUID()
      const { wanted, reason, note, thing } = input
      const dueOn = await decideBy(tx, task.orgPath, now)
      await store.insertChange(tx, {
        ...{ id, changeNo: number, kind, thing, thingName: task.name, reason, note, wanted, wish, dueOn, requestedAt: now, by: actor },
        ...{ orgPath: task.orgPath, dept: task.dept, orgName: task.orgName, evidenceFile: input.evidenceFileId },
      })
      await store.insertVersion(tx, id, 'before', before, now)
      await store.insertStep(tx, id, { verb: 'request', state: 'requested', note, by: actor }, now)
      await tellDeciders(tx, { id, task, kind, by: actor, dueOn, now })
      record(`change:${id}`, { changeNo: number, kind, thing, reason })
      return { changeId: id, changeNo: number }
    }),
  ),

  approve: os.changes.approve.handler(command('change.approve', (call) => approve(call))),

  reject: os.changes.reject.handler(
    command('change.reject', async (call) => {
      const change = await held(call)
      const state = unwrap(moveChange(change, 'reject', call.actor))
      await decided(call, change, { state, verb: 'reject', opinion: call.input.opinion })
      return { state }
    }),
  ),

  withdraw: os.changes.withdraw.handler(
    command('change.withdraw', async (call) => {
      const change = await held(call)
      const moved = moveChange(change, 'withdraw', call.actor)
      if (!moved.ok && moved.failure.type === 'change_not_requester')
        throw new Problem('change_not_requester', { by: change.requestedByName })
      const state = unwrap(moved)
      await decided(call, change, { state, verb: 'withdraw', opinion: '' })
      return { state }
    }),
  ),
}

/** Approved and done, or refused and not approved: nothing lies between the two. */
async function approve(call: Command<{ changeId: string; seen: string; opinion: string }>): Promise<{ state: 'applied' }> {
  const { tx, actor, now, services, input } = call
  const change = await held(call)
  const approved = unwrap(moveChange(change, 'approve', actor))
  const task = await taskOf(tx, actor, change.thing, 'lock')
  refuseUnlocked(task)
  const at = { tx, now, services, task }
  const kind = changeOf(change.wanted)
  const then = found((await store.versionsOf(tx, change.id)).before)
  if (!standsAs(then, await kind.before(at))) throw new Problem('change_stale', { name: change.thingName })
  refuseRiskClass(publicTexts(change))
  await kind.check(at)
  await store.insertStep(tx, change.id, { verb: 'approve', state: approved, note: input.opinion, by: actor }, now)
  await kind.apply(at, { reason: reasonText(change), by: { id: actor.id, name: actor.name } })
  const after = await kind.before({ ...at, task: await taskOf(tx, actor, change.thing, 'read') })
  await store.insertVersion(tx, change.id, 'after', after, now)
  await decided(call, change, { state: unwrap(appliedAfter(approved)), verb: 'apply', opinion: input.opinion })
  return { state: 'applied' }
}

/** A request the actor may see: of the own place and department, or asked for by oneself. */
export async function getChange(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.ChangeRecord> {
  const change = found(await store.findChange(tx, id, lock))
  if (change.requestedBy !== actor.id && !within(actor, change)) throw new Problem('not_found')
  return change
}

async function held({ tx, actor, input }: Command<{ changeId: string; seen: string }>): Promise<store.ChangeRecord> {
  const change = await getChange(tx, actor, input.changeId, 'lock')
  if (change.updatedAt !== input.seen) throw new Problem('page_stale')
  return change
}

/** Writes the decision, tells who asked, and says in the record what became of it. */
async function decided(
  { tx, actor, now, record }: Command<{ changeId: string }>,
  change: store.ChangeRecord,
  { state, verb, opinion }: { readonly state: store.ChangeRecord['state']; readonly verb: string; readonly opinion: string },
): Promise<void> {
  await store.saveChange(tx, change.id, { state, by: actor, opinion }, now)
  await store.insertStep(tx, change.id, { verb, state, note: verb === 'apply' ? '' : opinion, by: actor }, now)
  if (verb !== 'withdraw')
    await notify(tx, {
      to: { accountId: change.requestedBy },
      kind: verb === 'apply' ? 'change.approved' : 'change.rejected',
      thing: `change:${change.id}`,
      facts: { name: change.thingName, note: opinion, ...wordsOf(change.kind) },
      at: now,
    })
  record(`change:${change.id}`, { changeNo: change.changeNo, kind: change.kind, thing: change.thing, state })
}

/** The thing of a request, as the actor may see it. Every kind is about a task so far. */
async function taskOf(tx: Tx, actor: Actor, thing: string, lock: 'lock' | 'read') {
  const [noun, id = ''] = thing.split(':')
  if (noun !== 'task' || !/^[0-9a-f-]{36}$/.test(id)) throw new Problem('not_found')
  return getTask(tx, actor, id, lock)
}

async function refuseWithoutEvidence(
  tx: Tx,
  actor: Actor,
  { reason, evidenceFileId }: { readonly reason: keyof typeof changeReasons; readonly evidenceFileId: string | null },
): Promise<void> {
  const { evidence, zh, en } = changeReasons[reason]
  if (evidence && evidenceFileId === null) throw new Problem('change_needs_evidence', { reasonZh: zh, reasonEn: en })
  if (evidenceFileId === null) return
  // A file is its uploader's until something shows it: another's file id tells nothing.
  const file = found(await findFile(tx, evidenceFileId))
  if (file.createdBy !== actor.id) throw new Problem('not_found')
}

async function nextNumber(tx: Tx, place: string, now: Instant): Promise<string> {
  const [region, day] = [regionCodeOf(place), dateAt(now)]
  return unwrap(changeNo(region, day, await nextSerial(tx, `change:${region}:${day}`)))
}

/** By when it should be decided; without a calendar for that year no day is promised. */
async function decideBy(tx: Tx, place: string, now: Instant): Promise<string | null> {
  const day = dateAt(now)
  const { changes } = await policyAt(tx, place, day)
  const due = workingDayAfter(day, changes.decideDays.value)
  return due.ok ? due.value : null
}

async function tellDeciders(
  tx: Tx,
  {
    id,
    task,
    kind,
    by,
    dueOn,
    now,
  }: {
    readonly id: string
    readonly task: { readonly orgPath: string; readonly dept: string; readonly name: string }
    readonly kind: keyof typeof changeKinds
    readonly by: Actor
    readonly dueOn: string | null
    readonly now: Instant
  },
): Promise<void> {
  await notify(tx, {
    to: { orgPath: task.orgPath, dept: task.dept, permission: 'change.approve', but: by.id },
    kind: 'change.requested',
    thing: `change:${id}`,
    facts: { name: task.name, by: by.name, ...wordsOf(kind) },
    dueOn,
    at: now,
  })
}

const wordsOf = (kind: keyof typeof changeKinds) => ({ changeZh: changeKinds[kind].zh, changeEn: changeKinds[kind].en })

/** What of a change the next version of the announcement says. */
const publicTexts = ({ note, wanted }: store.ChangeRecord) => ({ note, text: wanted.kind === 'task.announcement' ? wanted.text : '' })

const reasonText = ({ reason, note }: store.ChangeRecord): string => `${changeReasons[reason].zh}：${note}`
