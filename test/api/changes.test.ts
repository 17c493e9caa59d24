/** 变更申请: after the lock nothing changes but by a request that a second person approves, and both versions stay (AR09). */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { remindJob } from '#server/deadlines/remind-job.ts'
import { inScope } from '#server/http/call.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import { pdfText } from '#test/pdf-text.ts'
import type { Client, Person, Who } from '#test/people.ts'

let bureau: Bureau
let locked: string
beforeAll(async () => {
  bureau = await openBureau({ firms: 120, row: { to: '2027-12-31' } })
  locked = await bureau.task({ name: '锁定的任务' })
  await bureau.drawn(locked, 'O')
})
afterAll(() => bureau.house.close())

const as = (who: Who): Promise<Person> => bureau.house.as(who)
const id = () => ({ commandId: randomUUID() })
type Asked = Parameters<Client['changes']['request']>[0]
const ask = async (taskId: string, wanted: Asked['wanted'], more: Partial<Asked> = {}, who: Who = 'organiser') =>
  (await as(who)).call.changes.request({
    ...id(),
    thing: `task:${taskId}`,
    wanted,
    reason: 'organisation',
    note: '人员调整，需要更多时间。',
    ...more,
  })
const get = async (changeId: string, who: Who = 'approver') => (await as(who)).call.changes.get({ changeId })
const approve = async (changeId: string, who: Who = 'approver') =>
  (await as(who)).call.changes.approve({ ...id(), changeId, seen: (await get(changeId, who)).updatedAt, opinion: '同意' })
const publicVersions = async (taskId: string) => {
  const { rows } = await inScope(bureau.house.services.db, '*', 'read only', (tx) =>
    sql<{ version: number; kind: string; to: string; note: string }>`
      select version, kind, notice ->> 'to_on' as to, notice ->> 'note' as note from published.task_version where task_id = ${taskId}::uuid order by version`.execute(
      tx,
    ),
  )
  return rows
}

describe('AR09', () => {
  test('AR09 after the lock the pages of a task change nothing', async () => {
    const { call } = await as('organiser')
    const task = await call.tasks.get({ taskId: locked })
    expect(await refusal(call.tasks.confirm({ ...id(), taskId: locked }))).toBe('task_locked')
    expect(await refusal(call.tasks.cancel({ ...id(), taskId: locked, reason: '不做了，改到明年' }))).toBe('task_locked')
    expect(await refusal(call.tasks.reopen({ ...id(), taskId: locked, reason: '重新编制' }))).toBe('task_locked')
    expect((await call.tasks.get({ taskId: locked })).updatedAt).toBe(task.updatedAt)
  })

  test('AR09 a later end comes by a request and a second person, and both versions stay', async () => {
    const before = await (await as('organiser')).call.tasks.get({ taskId: locked })
    const { changeId, changeNo } = await ask(locked, { kind: 'task.window', to: '2027-03-31' })
    expect(changeNo).toMatch(/^620100\d{8}BG\d{3}$/)
    // Asked for is not done.
    expect((await (await as('organiser')).call.tasks.get({ taskId: locked })).to).toBe(before.to)
    expect((await get(changeId)).fields).toEqual([
      { field: 'window', before: '2026-01-01 至 2026-12-31', after: '2026-01-01 至 2027-03-31' },
    ])
    expect(await approve(changeId)).toEqual({ state: 'applied' })
    expect(await (await as('organiser')).call.tasks.get({ taskId: locked })).toMatchObject({ to: '2027-03-31', state: 'drawn' })
    const change = await get(changeId)
    expect(change).toMatchObject({ state: 'applied', decidedBy: '审批岗', opinion: '同意' })
    expect(change.fields).toEqual([{ field: 'window', before: '2026-01-01 至 2026-12-31', after: '2026-01-01 至 2027-03-31' }])
    expect(change.steps.map(({ verb, state }) => `${verb} ${state}`)).toEqual(['request requested', 'approve approved', 'apply applied'])
    // The public reads both.
    expect((await publicVersions(locked)).map(({ version, kind, to }) => `${version} ${kind} ${to}`)).toEqual([
      '1 notice 2026-12-31',
      '2 correction 2027-03-31',
    ])
  })

  test('AR09 neither version can be changed or taken away, not even by the application', async () => {
    const tamper = (statement: ReturnType<typeof sql>) =>
      inScope(bureau.house.services.db, '*', 'read write', (tx) => statement.execute(tx))
    await expect(tamper(sql`update change_version set body = '{}'`)).rejects.toThrow(/permission denied/)
    await expect(tamper(sql`delete from change_version`)).rejects.toThrow(/permission denied/)
    await expect(tamper(sql`delete from published.task_version`)).rejects.toThrow(/permission denied/)
    await expect(tamper(sql`update change_step set note = ''`)).rejects.toThrow(/permission denied/)
  })
})

describe('who asks and who decides', () => {
  test('nobody without the permission asks, and nobody decides on their own request', async () => {
    expect(await refusal(ask(locked, { kind: 'task.cancel' }, {}, 'reviewer'))).toBe('not_permitted')
    expect(await refusal(ask(locked, { kind: 'task.cancel' }, {}, 'organiser@elsewhere'))).toBe('not_found')
    const { changeId } = await ask(locked, { kind: 'task.announcement', text: '公告中的检查时间以本次更正为准。' })
    expect(await refusal(approve(changeId, 'organiser'))).toBe('not_permitted')
    expect(await refusal(get(changeId, 'approver@elsewhere'))).toBe('not_found')
    // A person with both duties: the rule is about the person, not about the role.
    const organiser = await as('organiser')
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`update actor set roles = array['organiser', 'approver'] where user_id = ${organiser.id}`.execute(tx),
    )
    const both = await bureau.house.enter('organiser')
    const { updatedAt, abilities } = await both.call.changes.get({ changeId })
    expect(abilities.approve).toEqual({ allowed: false, reason: 'change_approver_is_requester' })
    expect(await refusal(both.call.changes.approve({ ...id(), changeId, seen: updatedAt }))).toBe('change_approver_is_requester')
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`update actor set roles = array['organiser'] where user_id = ${organiser.id}`.execute(tx),
    )
    expect(await approve(changeId)).toEqual({ state: 'applied' })
    expect((await publicVersions(locked)).at(-1)).toMatchObject({ kind: 'correction', note: '公告中的检查时间以本次更正为准。' })
  })

  test('the deciders are told, and who asked hears what became of it', async () => {
    const { changeId } = await ask(locked, { kind: 'task.announcement', text: '再次更正：检查事项以清单为准。' })
    const told = async (who: Who) =>
      (await (await as(who)).call.notices.list({})).rows.filter(({ thing }) => thing === `change:${changeId}`)
    expect((await told('approver')).map(({ kind }) => kind)).toEqual(['change.requested'])
    expect(await told('supervisor')).toEqual([])
    const { todos } = await (await as('approver')).call.record.workbench()
    expect(todos.find(({ thing }) => thing === `/changes/${changeId}`)).toMatchObject({ verb: 'decide_change', title: '锁定的任务' })
    const { updatedAt } = await get(changeId)
    await (await as('approver')).call.changes.reject({ ...id(), changeId, seen: updatedAt, opinion: '理由不充分' })
    expect((await told('organiser')).map(({ kind, facts }) => [kind, facts.note])).toEqual([['change.rejected', '理由不充分']])
    expect(await refusal(approve(changeId))).toBe('wrong_state')
  })

  test('only who asked takes it back, and a page that is behind decides nothing', async () => {
    const { changeId } = await ask(locked, { kind: 'task.announcement', text: '第三次更正的内容。' })
    const { updatedAt } = await get(changeId)
    expect(await refusal((await as('organiser@county')).call.changes.withdraw({ ...id(), changeId, seen: updatedAt }))).toBe('not_found')
    await (await as('organiser')).call.changes.withdraw({ ...id(), changeId, seen: updatedAt })
    expect(await refusal((await as('approver')).call.changes.approve({ ...id(), changeId, seen: updatedAt }))).toBe('page_stale')
  })
})

describe('what is refused when it is asked for', () => {
  test('before the lock a task changes on its own page', async () => {
    const draft = await bureau.task({ name: '还没有锁定' })
    expect(await refusal(ask(draft, { kind: 'task.cancel' }))).toBe('change_before_lock')
    const options = await (await as('organiser')).call.changes.options({ thing: `task:${draft}` })
    expect(options.kinds.every(({ ability }) => !ability.allowed && ability.reason === 'change_before_lock')).toBe(true)
  })

  test('an earlier end, a past one, what stands already, a second request of the kind, and a reason without its paper', async () => {
    expect(await refusal(ask(locked, { kind: 'task.window', to: '2026-06-30' }))).toBe('change_window_not_later')
    expect(await refusal(ask(locked, { kind: 'task.window', to: '2029-12-31' }))).toBe('task_window_outside_row')
    expect(await refusal(ask(locked, { kind: 'task.participants', leaves: 'rsj' }))).toBe('change_participant_unknown')
    expect(await refusal(ask(locked, { kind: 'task.window', to: '2027-06-30' }, { reason: 'law' }))).toBe('change_needs_evidence')
    const { text = '' } = { text: (await publicVersions(locked)).at(-1)?.note }
    expect(await refusal(ask(locked, { kind: 'task.announcement', text }))).toBe('change_nothing')
    const { changeId } = await ask(locked, { kind: 'task.window', to: '2027-06-30' })
    expect(await refusal(ask(locked, { kind: 'task.window', to: '2027-07-31' }))).toBe('change_open_already')
    const { updatedAt } = await get(changeId)
    await (await as('organiser')).call.changes.withdraw({ ...id(), changeId, seen: updatedAt })
  })

  test('a correction or a reason that says the risk class of the drawn is neither asked for nor carried out', async () => {
    const text = '本次抽查对象均为信用风险D类企业'
    expect(await refusal(ask(locked, { kind: 'task.announcement', text }))).toBe('text_names_risk_class')
    expect(await refusal(ask(locked, { kind: 'task.announcement', text: '更正联系电话' }, { note: '企业均为Ｄ类企业' }))).toBe(
      'text_names_risk_class',
    )
    const facts = await ask(locked, { kind: 'task.announcement', text }).catch((error: { data: { facts: unknown } }) => error.data.facts)
    expect(facts).toMatchObject({ field: 'text', words: '风险D类', whereZh: '更正内容' })
    // Asked for before this was refused: it is not carried out, and nothing new becomes public.
    const { changeId } = await ask(locked, { kind: 'task.announcement', text: '更正联系电话' })
    const before = await publicVersions(locked)
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`update change_request set note = '均为高风险企业' where id = ${changeId}::uuid`.execute(tx),
    )
    expect(await refusal(approve(changeId))).toBe('text_names_risk_class')
    expect(await publicVersions(locked)).toEqual(before)
    await (await as('organiser')).call.changes.withdraw({ ...id(), changeId, seen: (await get(changeId)).updatedAt })
  })

  test('evidence is the own file of who asks, and whoever decides can read it', async () => {
    const file = await (await as('organiser')).upload('批文.txt', '关于延长检查时间的批复')
    const foreign = await (await as('registrar')).upload('别人的.txt', 'x')
    const wanted = { kind: 'task.window', to: '2027-09-30' } as const
    expect(await refusal(ask(locked, wanted, { reason: 'law', evidenceFileId: foreign.id }))).toBe('not_found')
    const { changeId } = await ask(locked, wanted, { reason: 'law', evidenceFileId: file.id })
    expect((await get(changeId)).evidence).toEqual({ name: '批文.txt', size: file.size })
    const answer = await (await as('approver')).get(`/api/v1/changes/${changeId}/evidence`)
    expect(await answer.text()).toBe('关于延长检查时间的批复')
    expect((await (await as('approver@elsewhere')).get(`/api/v1/changes/${changeId}/evidence`)).status).toBe(404)
    const { updatedAt } = await get(changeId)
    await (await as('organiser')).call.changes.withdraw({ ...id(), changeId, seen: updatedAt })
  })

  test('what moved since the request is not approved as something else', async () => {
    const { changeId } = await ask(locked, { kind: 'task.window', to: '2027-12-31' })
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`update task set to_on = '2027-04-15' where id = ${locked}::uuid`.execute(tx),
    )
    expect(await refusal(approve(changeId))).toBe('change_stale')
    expect((await get(changeId)).state).toBe('requested')
    const { updatedAt } = await get(changeId)
    await (await as('approver')).call.changes.reject({ ...id(), changeId, seen: updatedAt, opinion: '情况已变' })
  })
})

test('the form has both versions, the reason and who did what', async () => {
  const { rows } = await (await as('approver')).call.changes.list({ state: 'applied', kind: 'task.window' })
  const [first] = rows
  expect(first).toMatchObject({ thingName: '锁定的任务', requestedBy: '组织岗' })
  const answer = await (await as('organiser')).get(`/api/v1/changes/${first?.id}/form`)
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  const text = pdfText(new Uint8Array(await answer.arrayBuffer())).dense
  for (const words of [
    '业务变更审批表',
    first?.changeNo ?? '',
    '2026-01-01至2026-12-31',
    '2026-01-01至2027-03-31',
    '机构、职责或者人员调整',
    '人员调整，需要更多时间。',
    '批准',
    '执行',
    '同意',
  ])
    expect(text).toContain(words)
})

test('objects go to another organisation by a request, in batch and within one task, and both versions name who had them', async () => {
  const { call } = await as('organiser')
  const thing = `task:${locked}`
  const { kinds, parts, targets } = await call.changes.options({ thing })
  expect(kinds.find(({ kind }) => kind === 'visit.department')?.ability).toEqual({ allowed: true })
  const county = targets.find(({ orgId }) => orgId === bureau.house.orgs.county.id)
  expect({ part: parts[0]?.part, county: county?.orgName }).toEqual({ part: '', county: '城关区市场监督管理局' })
  const { rows } = await call.changes.objects({ thing, part: '' })
  const move = (subjects: string[]) => ask(locked, { kind: 'visit.department', part: '', subjects, toOrgId: county?.orgId ?? '' })
  expect(await refusal(move(['91000000000000000X']))).toBe('redispatch_foreign_object')
  const { changeId } = await move(rows.map(({ subject }) => subject))
  expect(await approve(changeId)).toEqual({ state: 'applied' })
  const [objects] = (await get(changeId)).fields
  const endsWith = (value: unknown, org: string) =>
    Array.isArray(value) && value.length === rows.length && value.every((one) => String(one).endsWith(org))
  expect(endsWith(objects?.before, '：兰州市市场监督管理局')).toBe(true)
  expect(endsWith(objects?.after, '：城关区市场监督管理局')).toBe(true)
})

test('the last day of a task, and officers that are not drawn, are reminded of; overdue, those above hear of it', async () => {
  const { longDb } = bureau.house.services
  for (const day of ['2027-04-15', '2026-01-05'])
    await inScope(longDb, '*', 'read write', (tx) => jobsIn(tx).add(remindJob, { day }, { queue: 'deadline.remind' }))
  const told = async (who: Who) =>
    (await (await as(who)).call.notices.list({ limit: 100 })).rows
      .filter(({ kind, thing }) => kind.startsWith('deadline.') && thing === `task:${locked}`)
      .map(({ kind, stage, dueOn }) => `${kind} ${stage} ${dueOn}`)
      .sort()
  await until(
    () => told('organiser'),
    (lines) => lines.length >= 2,
    'the reminders',
  )
  expect(await told('organiser')).toEqual(['deadline.officer_draw overdue 2026-01-01', 'deadline.task_window today 2027-04-15'])
  expect(await told('approver')).toEqual(['deadline.officer_draw overdue 2026-01-01'])
})

test('AR09 a task whose objects are drawn is cancelled by a request, and stays with its draws and its announcement', async () => {
  const { changeId } = await ask(locked, { kind: 'task.cancel' }, { reason: 'objects' })
  expect(await approve(changeId)).toEqual({ state: 'applied' })
  const task = await (await as('organiser')).call.tasks.get({ taskId: locked })
  expect(task).toMatchObject({ state: 'cancelled' })
  expect(task.draws).toHaveLength(1)
  expect((await publicVersions(locked)).at(-1)?.kind).toBe('cancellation')
  expect((await get(changeId)).fields.find(({ field }) => field === 'state')).toEqual({
    field: 'state',
    before: 'drawn',
    after: 'cancelled',
  })
  expect(await refusal(ask(locked, { kind: 'task.window', to: '2028-01-31' }))).toBe('change_after_end')
})
