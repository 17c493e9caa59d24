/** 三无 (甘肃): 平台之外无抽查, 清单之外无检查, 后续处置无例外. Each held by the database against statements of the application itself. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bureau, type Inspector, openBureau, refusal, taskText } from '#test/bureau.ts'
import { openDepartment } from '#test/other-department.ts'

let bureau: Bureau
beforeAll(async () => {
  bureau = await openBureau({ firms: 100 })
})
afterAll(() => bureau.house.close())

const id = () => ({ commandId: randomUUID() })
/** One statement as mingjian_app, in the scope of the whole house; the name of the constraint that stands against it. */
async function stopped(statement: string, values: readonly unknown[]): Promise<string> {
  const client: pg.PoolClient = await bureau.house.database.pools.app.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('mingjian.scope', '*', true)`)
    await client.query(statement, [...values])
    await client.query('commit')
    return 'done'
  } catch (error) {
    await client.query('rollback')
    return error instanceof Error && 'constraint' in error ? String(error.constraint ?? error.message) : String(error)
  } finally {
    client.release()
  }
}
const columns = `id, task_no, plan_row_id, name, state, org_path, dept, org_name, from_on, to_on, item_ids, filter, stratify_by, strata,
  exclude_open_visits, officers_per_object, suite, created_by, created_by_name`
const insertTask = (itemIds: readonly string[]) =>
  stopped(
    `insert into task (${columns}) select gen_random_uuid(), $1, plan_row_id, name, 'confirmed', org_path, dept, org_name, from_on, to_on, $2::uuid[],
       filter, stratify_by, strata, exclude_open_visits, officers_per_object, suite, created_by, created_by_name from task limit 1`,
    [randomUUID().slice(0, 18), itemIds],
  )
const draft = async (): Promise<string> => {
  const { ids } = await bureau.staff.organiser.api.catalogue.saveItems({
    ...id(),
    items: [
      {
        code: `T${randomUUID().slice(0, 4).toUpperCase()}`,
        category: '登记',
        name: '未公布事项',
        itemClass: 'general',
        objectScope: '企业',
        basis: '《条例》第一条',
        methods: ['onsite'],
        checklist: [],
      },
    ],
  })
  return ids[0] ?? ''
}

describe('AR01 no draw without a task of published items', () => {
  test('a draw belongs to a task, and a task to an item that was published', async () => {
    const taskId = await bureau.task()
    const drawInto = (task: string) =>
      stopped(
        `insert into draw (id, task_id, kind, serial, org_path, dept, org_name, suite, mode, created_by, created_by_name, created_at)
         values ('X-O-1', $1, 'O', 9, '62.6201', 'scjg', 'x', 'sha256', 'open', $2, 'x', now())`,
        [task, randomUUID()],
      )
    expect(await drawInto(randomUUID())).toBe('draw_task_known')
    const unpublished = await draft()
    expect(await insertTask([...bureau.itemIds])).toBe('done')
    expect(await insertTask([unpublished])).toBe('task_lead_item_published')
    expect(await insertTask([])).toMatch(/lead_item_id|null/)
    const addItem = (item: string) =>
      stopped(`insert into task_item (task_id, item_id, dept, seq) values ($1, $2, 'scjg', 99)`, [taskId, item])
    expect(await addItem(unpublished)).toBe('task_item_item_published')
    expect(
      await stopped(`insert into task_item (task_id, item_id, item_published, dept, seq) values ($1, $2, false, 'scjg', 99)`, [
        taskId,
        unpublished,
      ]),
    ).toBe('task_item_published')
    // An item that a task froze cannot be made unpublished under it either.
    expect(await stopped(`update item set published_at = null where id = $1`, [bureau.itemIds[0]])).toMatch(/^task_(lead_)?item_/)
  })

  test('items outside the list are typed as 其他 and counted', async () => {
    const { organiser } = bureau.staff
    const { taskId } = await organiser.api.tasks.create({
      ...id(),
      ...taskText(bureau.planRowId),
      otherItems: [{ name: '临街占道经营', remark: '街道提请' }],
    })
    const task = await organiser.api.tasks.get({ taskId })
    expect(task.otherItems).toEqual([{ name: '临街占道经营', remark: '街道提请' }])
    expect(task.items.map((item) => item.id)).toEqual(bureau.itemIds)
    const twice = taskText(bureau.planRowId)
    expect(await refusal(organiser.api.tasks.create({ ...id(), ...twice, otherItems: [{ name: task.items[0]?.name ?? '' }] }))).toBe(
      'other_item_twice',
    )
    const count = async () => (await organiser.api.catalogue.otherUse({ year: 2026 })).rows.find(({ orgPath }) => orgPath === '62.6201')
    const before = await count()
    expect(before).toMatchObject({ items: 1, tasksWithOther: 1, names: [{ name: '临街占道经营', taskId }] })
    const listed = await organiser.api.tasks.create({ ...id(), ...taskText(bureau.planRowId) })
    expect(listed.taskId).not.toBe('')
    expect(await count()).toMatchObject({ items: 1, tasksWithOther: 1, tasks: (before?.tasks ?? 0) + 1 })
  })

  test('a task outside the plan is confirmed by nobody without a second person, whatever statement says so', async () => {
    const change = (set: string) => stopped(`update task set ${set} where task_no = (select min(task_no) from task)`, [])
    expect(await change(`state = 'draft', source = 'temporary', plan_row_id = null`)).toBe('task_reason_given')
    expect(await change(`source = 'temporary', plan_row_id = null, reason = 'x'`)).toBe('task_decided')
    expect(await change(`state = 'draft', source = 'temporary', reason = 'x'`)).toBe('task_row_of_plan')
    expect(await change(`submitted_by = created_by, decided_by = created_by`)).toBe('task_four_eyes')
  })
})

describe('后续处置无例外', () => {
  let taskId: string
  let inspectors: readonly Inspector[]
  beforeAll(async () => {
    taskId = await bureau.task({ strata: [{ name: '全部', values: [], count: 3 }] })
    await bureau.drawn(taskId, 'O')
    await bureau.drawn(taskId, 'P')
    inspectors = await bureau.inspectors()
  })
  const state = async () => (await bureau.staff.organiser.api.tasks.get({ taskId })).state
  const enter = async (outcome: (i: number) => { outcome: string; problem: string | null; disposal: string | null }) => {
    const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
    for (const [i, visit] of rows.entries()) {
      const lead = inspectors.find(({ officerId }) => officerId === visit.officers.find(({ role }) => role === 'lead')?.id)
      const { items } = (await lead?.person.call.inspections.get({ visitId: visit.id })) ?? { items: [] }
      const { problem, ...result } = outcome(i)
      await lead?.person.call.inspections.enter({
        ...{ ...id(), visitId: visit.id, date: '2026-06-01', method: 'onsite', demo: true, ...result },
        items: items.map((item, n) => ({ itemId: item.id, checked: true, problem: n === 0 ? problem : null })),
      })
    }
    return rows
  }

  test('no task is done with an open problem, not even by a statement', async () => {
    const visits = await enter((i) =>
      i === 0 ? { outcome: '06', problem: '未亮照经营', disposal: '责令改正' } : { outcome: '01', problem: null, disposal: null },
    )
    const { reviewer, organiser } = bureau.staff
    await reviewer.api.inspections.review({ ...id(), visitIds: visits.map((visit) => visit.id), verdict: 'pass' })
    expect(await state()).toBe('executing')
    const close = () => stopped(`update task set state = 'done' where id = $1`, [taskId])
    expect(await close()).toBe('open_problem_task_open')
    const { rows } = await reviewer.api.followUps.list({ taskId })
    expect(rows).toMatchObject([{ problem: '未亮照经营', disposal: '责令改正', closed: null, close: { allowed: true } }])
    expect((await organiser.api.tasks.get({ taskId })).problems).toEqual({ open: 1, closed: 0 })
    const visitId = rows[0]?.visitId ?? ''
    const finish = (on: string, who = reviewer) => who.api.followUps.close({ ...id(), visitId, on, text: '已改正，复核合格' })
    expect(await refusal(finish('2026-05-31'))).toBe('close_day_wrong')
    expect(await refusal(finish('2026-06-02', organiser))).toBe('problem_not_yours')
    expect(await finish('2026-06-02')).toEqual({ taskState: 'done' })
    expect(await refusal(finish('2026-06-02'))).toBe('problem_closed_already')
    expect(await state()).toBe('done')
    expect((await organiser.api.followUps.list({ taskId, state: 'open' })).rows).toEqual([])
    // What was finished cannot be opened again under a task that is done.
    expect(
      await stopped(`update open_problem set closed_at = null, closed_by = null, closed_on = null where visit_id = $1`, [visitId]),
    ).toBe('open_problem_task_open')
  })

  test('a problem that was published before problems were kept is opened by the migration, once', async () => {
    const { pools } = bureau.house.database
    const migration = await readFile(new URL('../../db/migrations/0022_problems_before.sql', import.meta.url), 'utf8')
    const open = async (): Promise<number> =>
      (await pools.migrator.query('select 1 from open_problem where task_id = $1', [taskId])).rowCount ?? 0
    await pools.migrator.query('delete from open_problem where task_id = $1', [taskId])
    await pools.migrator.query(migration)
    expect(await open()).toBe(0)
    await pools.migrator.query(`update task set state = 'executing' where id = $1`, [taskId])
    for (let again = 0; again < 2; again++) await pools.migrator.query(migration)
    expect(await open()).toBe(1)
    expect((await bureau.staff.reviewer.api.followUps.list({ taskId, state: 'open' })).rows).toMatchObject([{ problem: '未亮照经营' }])
  })

  test('a problem that is handed over ends with the decision of a case, made by somebody else', async () => {
    const { house } = bureau
    const [reviewer, handler, elsewhere] = await Promise.all([
      house.as('reviewer'),
      house.as('case_handler'),
      house.as('case_handler@elsewhere'),
    ])
    const { orgId: fireOrg, people } = await openDepartment(house, { dept: 'xfjy', name: '消防救援支队' }, ['case_handler'])
    const fire = people.case_handler
    const problem = async () => (await reviewer.call.followUps.list({ taskId })).rows.find(({ problem: text }) => text === '未亮照经营')
    const visitId = (await problem())?.visitId ?? ''
    const hand = (orgId: string, who = reviewer) => who.call.cases.hand({ ...id(), visitId, orgId, note: '现场照片、询问笔录各一份' })
    const close = () => reviewer.call.followUps.close({ ...id(), visitId, on: '2026-06-02', text: '已改正' })
    const clues = async (who = handler) => (await who.call.cases.list({})).rows

    expect(await clues()).toEqual([])
    expect(await refusal(handler.call.inspections.get({ visitId }))).toBe('not_found')
    // The handlers of the county below and of another city are none of this place.
    const own = house.orgs.city.id
    expect(await reviewer.call.cases.receivers({ visitId })).toMatchObject([
      { orgId: own, own: true },
      { orgId: fireOrg, own: false },
    ])
    expect(await refusal(hand(house.orgs.elsewhere.id))).toBe('case_department_unknown')
    expect(await refusal(hand(own, await house.as('organiser')))).toBe('problem_not_yours')
    expect(await refusal(hand(own, await house.as('reviewer@elsewhere')))).toBe('not_found')

    const { clueId } = await hand(own)
    expect(await problem()).toMatchObject({ clue: { state: 'handed' }, close: { allowed: false, reason: 'problem_with_case' } })
    expect([await refusal(close()), await refusal(hand(own))]).toEqual(['problem_with_case', 'problem_with_case'])
    expect((await handler.call.notices.list({})).rows.map(({ kind }) => kind)).toContain('case.handed')
    expect(await clues(fire)).toEqual([])
    for (const stranger of [elsewhere, fire]) expect(await refusal(stranger.call.cases.take({ ...id(), clueId }))).toBe('not_found')
    expect(await refusal(elsewhere.call.inspections.get({ visitId }))).toBe('not_found')
    expect(await clues()).toMatchObject([
      { id: clueId, problem: '未亮照经营', abilities: { take: { allowed: true }, decide: { allowed: false } } },
    ])
    expect(await handler.call.inspections.get({ visitId })).toMatchObject({ state: 'published', abilities: { enter: { allowed: false } } })
    expect(await refusal(handler.call.inspections.list({}))).toBe('permission_missing')
    const taken = `update case_clue set state = 'taken', taken_at = now(), taken_by_name = 'x', taken_by =`
    expect(await stopped(`${taken} handed_by where id = $1`, [clueId])).toBe('case_clue_second_person')

    const decide = (clue: string, on: string) =>
      handler.call.cases.decide({ ...id(), clueId: clue, ending: 'penalty', decisionNo: '兰市监处罚〔2026〕12号', on })
    expect(await refusal(decide(clueId, '2026-06-03'))).toBe('wrong_state')
    expect(await handler.call.cases.take({ ...id(), clueId })).toEqual({ state: 'taken' })
    await handler.call.cases.giveBack({ ...id(), clueId, reason: '证据不足，请补充检查笔录' })
    expect(await problem()).toMatchObject({ clue: { state: 'returned', reason: '证据不足，请补充检查笔录' }, close: { allowed: true } })
    expect(await refusal(handler.call.inspections.get({ visitId }))).toBe('not_found')

    const again = (await hand(own)).clueId
    await handler.call.cases.take({ ...id(), clueId: again })
    expect(await refusal(decide(again, '2026-05-31'))).toBe('close_day_wrong')
    expect(await stopped(`update task set state = 'done' where id = $1`, [taskId])).toBe('open_problem_task_open')
    expect(await decide(again, '2026-06-03')).toEqual({ state: 'decided', taskState: 'done' })
    expect(await refusal(decide(again, '2026-06-03'))).toBe('wrong_state')
    expect(await problem()).toMatchObject({ closed: { on: '2026-06-03', text: '行政处罚决定：兰市监处罚〔2026〕12号' } })
    expect((await reviewer.call.notices.list({})).rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['case.taken', 'case.returned', 'case.decided']),
    )
    const { rows: record } = await bureau.staff.supervisor.api.record.list({ thing: `visit:${visitId}`, limit: 50 })
    expect(record.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['case.hand', 'case.take', 'case.return', 'case.decide']))
  })
})
