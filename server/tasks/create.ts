/** A task comes to be, or a draft of it is changed: the same checks for both, whatever its source. */
import { randomUUID } from 'node:crypto'
import type { TaskDraft } from '#contract/tasks.ts'
import type { Actor } from '#core/access/can.ts'
import { firstDayOfWork } from '#core/catalogue/in-force.ts'
import { checkException, frequencyRules } from '#core/ledger/guard.ts'
import { regionCodeOf, taskNo } from '#core/numbers.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { checkBatches, checkShares } from '#core/tasks/batch.ts'
import { checkOpen } from '#core/tasks/limits.ts'
import { sameTerms, type Terms } from '#core/tasks/participants.ts'
import { checkSource, isNamed } from '#core/tasks/source.ts'
import { checkTeam } from '#core/tasks/team.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { nextSerial } from '#server/numbers.ts'
import { policyAt } from '#server/policy/at.ts'
import { invitedBy } from './invited.ts'
import { itemsForTask, publishedHere } from './items.ts'
import { subjectsHere } from './named.ts'
import { type Department, replaceParticipants } from './participant-store.ts'
import { insertParts, partsOf, replaceParts, type TaskParts } from './parts-store.ts'
import { refuseTaskTexts } from './public-texts.ts'
import { rowFor } from './row.ts'
import { refuseSampling } from './sampling.ts'
import * as store from './store.ts'

/** Who makes or changes a task, and when. */
export type Making = { readonly tx: Tx; readonly actor: Actor; readonly now: Instant }

export type Made = { readonly id: string; readonly taskNo: string; readonly planNo: string | null; readonly invited: readonly Department[] }

export async function createTask(making: Making, draft: TaskDraft): Promise<Made> {
  const { tx, actor, now } = making
  const checked = await checkDraft(making, draft)
  const region = regionCodeOf(actor.orgPath)
  const day = dateAt(now)
  // From here on others who make a task at this place wait: everything that can be asked before was.
  const number = unwrap(taskNo(region, day, await nextSerial(tx, `task:${region}:${day}`)))
  const id = randomUUID()
  const { orgPath, dept, orgName } = actor
  await store.insertTask(tx, {
    ...checked.settings,
    ...{ id, taskNo: number, orgPath, dept, orgName, createdBy: actor.id, createdByName: actor.name },
  })
  await insertParts(tx, id, checked.parts)
  if (checked.invited.length > 0) await saveAround(making, { id, name: draft.name, sameTerms: false }, checked)
  return { id, taskNo: number, planNo: checked.planNo, invited: checked.invited }
}

/** The draft says something else; invitations that did not change keep their answers. The task is locked, and its state allows it. */
export async function editTask(making: Making, task: store.TaskRecord, draft: TaskDraft): Promise<void> {
  const checked = await checkDraft(making, draft)
  const same = sameTerms(termsOf(task, await partsOf(making.tx, task.id)), termsOf(checked.settings, checked.parts))
  await store.saveSettings(making.tx, task.id, checked.settings, making.actor.id, making.now)
  await replaceParts(making.tx, task.id, checked.parts)
  await saveAround(making, { id: task.id, name: draft.name, sameTerms: same }, checked)
}

/** What the invited said yes or no to. */
const termsOf = (
  settings: store.TaskSettings,
  { batches, objects }: { readonly batches: Terms['batches']; readonly objects: readonly (string | { readonly subject: string })[] },
): Terms => ({ ...settings, batches, objects: objects.map((one) => (typeof one === 'string' ? one : one.subject)) })

type Checked = {
  readonly settings: store.TaskSettings
  readonly parts: TaskParts
  readonly invited: readonly Department[]
  readonly planNo: string | null
}

async function checkDraft(making: Making, draft: TaskDraft): Promise<Checked> {
  const { tx, actor, now } = making
  const day = dateAt(now)
  const policy = await policyAt(tx, actor.orgPath, day)
  if (draft.from > draft.to) throw new Problem('window_reversed', { from: draft.from, to: draft.to })
  unwrap(checkOpen(draft, day))
  refuseTaskTexts(draft)
  const rules = { temporaryAllowed: policy.tasks.temporaryAllowed.value, specialApprovalNeeded: policy.tasks.specialApprovalNeeded.value }
  refuseSource(checkSource(draft, { policy: rules, today: day, need: draft.officersPerObject }))
  unwrap(checkBatches(draft.batches, draft))
  unwrap(checkTeam(draft))
  if (!isNamed(draft.source)) refuseSampling(actor, draft)
  const from = await rowFor(tx, actor, draft)
  const asked = from?.itemIds ?? (await publishedHere(tx, actor, draft.itemIds))
  const itemIds = await itemsForTask(tx, asked, draft, { now, policy: policy.catalogue })
  const shares = await sharesOf(tx, draft.itemShares, itemIds)
  const invited = await invitedBy(tx, actor, draft.participants, firstDayOfWork(draft.from, day))
  const itemsOf = (departments: readonly Department[]) =>
    departments.flatMap(({ dept, itemIds: ids }) => ids.map((id) => ({ id, dept, sharePpm: shares.get(id) ?? 1_000_000 })))
  return {
    settings: settingsOf(draft, from ?? { ...draft, level: 'self' }, itemIds, capFor(draft, policy)),
    parts: {
      items: itemsOf([{ ...actor, itemIds }, ...invited]),
      batches: draft.batches,
      objects: await subjectsHere(tx, actor, draft.objects),
      officers: draft.officers,
    },
    invited,
    planNo: from?.planNo ?? null,
  }
}

/** What is missing, in the words of the form. */
function refuseSource(checked: ReturnType<typeof checkSource>): void {
  if (checked.ok || checked.failure.type !== 'task_incomplete') unwrap(checked)
  else throw new Problem('task_incomplete', { field: checked.failure.field, ...missingWords[checked.failure.field] })
}

const missingWords = {
  reason: { fieldZh: '理由', fieldEn: 'why it is made' },
  objectScope: { fieldZh: '检查对象范围', fieldEn: 'whom it is about' },
  itemIds: { fieldZh: '检查事项', fieldEn: 'its items' },
  origin: { fieldZh: '线索来源（编号、日期、来源单位、内容）', fieldEn: 'what set it off (number, day, from whom, what)' },
  objects: { fieldZh: '检查对象', fieldEn: 'its objects' },
  approval: { fieldZh: '专项检查的批准文号、备案号和备案日期', fieldEn: 'the approval and the filing of the campaign' },
} as const

/** By item of the task, the share of the drawn at which it is inspected; a share is given for the version that was shown. */
async function sharesOf(tx: Tx, shares: TaskDraft['itemShares'], itemIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (shares.length === 0) return new Map()
  const known = await itemsById(tx, [...itemIds, ...shares.map(({ itemId }) => itemId)])
  const items = itemIds.flatMap((id) => known.get(id) ?? [])
  const inForce = (id: string): string => items.find(({ code }) => code === known.get(id)?.code)?.id ?? id
  const given = shares.map(({ itemId, sharePpm }) => ({ itemId: inForce(itemId), sharePpm }))
  unwrap(checkShares(given, items))
  return new Map(given.map(({ itemId, sharePpm }) => [itemId, sharePpm]))
}

/** The published cap of the place, unless the task is stricter, or states a lawful exception (AR18). */
function capFor({ source, frequencyCap, frequencyException }: TaskDraft, policy: PolicyPack): number | null {
  const rules = frequencyRules(policy)
  if (frequencyException !== null) {
    unwrap(checkException(frequencyException, rules))
    return frequencyCap
  }
  if (frequencyCap !== null && frequencyCap > rules.cap && !isNamed(source))
    throw new Problem('cap_above_policy', { cap: frequencyCap, policyCap: rules.cap })
  return frequencyCap ?? rules.cap
}

const settingsOf = (
  draft: TaskDraft,
  { directed, objectScope, level }: Pick<store.TaskSettings, 'directed' | 'objectScope' | 'level'>,
  itemIds: readonly string[],
  frequencyCap: number | null,
): store.TaskSettings => ({ ...draft, itemIds: [...itemIds], directed, objectScope, frequencyCap, level: draft.level ?? level })

/** What lies beside the task's own row, and who is told: a department that is invited for the first time, or to something else. */
async function saveAround(
  { tx, actor, now }: Making,
  task: { readonly id: string; readonly name: string; readonly sameTerms: boolean },
  { invited }: Checked,
): Promise<void> {
  const { id, name } = task
  for (const { dept, orgPath } of await replaceParticipants(tx, task, invited))
    await notify(tx, {
      to: { orgPath, dept, permission: 'task.accept' },
      kind: 'task.participant_invited',
      thing: `task:${id}`,
      facts: { name, org: actor.orgName },
      at: now,
    })
}
