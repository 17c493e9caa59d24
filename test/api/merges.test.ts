/** 推演 and 综合查一次 as people of two departments meet them: a plan tried out, objects that both have drawn, one visit instead of two. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems, specialItem } from '#bin/scenario/items.ts'
import type { Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { inScope } from '#server/http/call.ts'
import { type Bureau, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'
import { openStaff } from '#test/other-department.ts'

let bureau: Bureau
let fire: Staff
let firePlan: { id: string; rows: readonly { id: string }[] }
const id = () => ({ commandId: randomUUID() })

beforeAll(async () => {
  bureau = await openBureau({ firms: 120, officers: 4, row: { ratePpm: 500_000 } })
  fire = (await openStaff(bureau.house, { dept: 'xfjy', name: '兰州市消防救援支队' })).staff
  const items = await work.publishItems(fire, [{ ...(journeyItems[0] ?? specialItem), code: 'F01', name: '消防安全检查' }])
  firePlan = await work.publishPlan(fire, 2026, '2026年消防抽查计划', [{ ...planRow(items), name: '消防安全抽查', ratePpm: 600_000 }])
})
afterAll(() => bureau.house.close())

describe('a simulation', () => {
  const simulate = async (planId: string, withOthers: boolean) => {
    const { api } = bureau.staff.organiser
    const { simulationId } = await api.simulation.start({ ...id(), planId, withOthers })
    for await (const state of await api.simulation.watch({ simulationId })) if (state.finishedAt !== null) return state
    throw new Error('it ends when it is done')
  }

  test('says what a plan would mean, alone and beside the plans of others', async () => {
    const alone = await simulate(bureau.planId, false)
    expect(alone.totals).toMatchObject({ rows: 1, otherRows: 0, twice: 0, saved: 0, undirected: 'ok' })
    const { objects = 0, visits = 0 } = alone.totals ?? {}
    expect(visits).toBe(Math.round(objects * 0.5))
    const both = await simulate(bureau.planId, true)
    // Every firm is in both rows: 50 % and 60 % on their own.
    const expected = objects * (visits / objects) * (Math.round(objects * 0.6) / objects)
    expect(both.totals?.twice).toBeCloseTo(expected, 1)
    expect(both.totals?.saved).toBeCloseTo(expected, 1)
    expect(both.stale).toBe(false)
  })

  test('keeps the list behind each number, a page after another, and shows only the newest', async () => {
    const { api } = bureau.staff.organiser
    const { simulation } = await api.simulation.latest({ planId: bureau.planId })
    const simulationId = simulation?.id ?? ''
    const months = await api.simulation.lines({ simulationId, part: 'month' })
    expect(months.rows).toHaveLength(12)
    const first = await api.simulation.lines({ simulationId, part: 'month', limit: 5 })
    const next = await api.simulation.lines({ simulationId, part: 'month', limit: 5, cursor: first.next ?? '' })
    expect([...first.rows, ...next.rows].map(({ code }) => code)).toEqual(months.rows.slice(0, 10).map(({ code }) => code))
    const places = await api.simulation.lines({ simulationId, part: 'county' })
    expect(places.rows.map(({ label }) => label).join()).toContain('城关区')
    const kept = await inScope(bureau.house.services.db, '*', 'read only', (tx) =>
      sql<{ n: number }>`select count(*)::int as n from plan_simulation`.execute(tx),
    )
    expect(kept.rows[0]?.n).toBe(1)
  })

  test('is of those who see the plan, and not while one runs', async () => {
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.simulation.latest({ planId: bureau.planId }))).toBe('not_found')
    expect(await refusal(elsewhere.call.simulation.start({ ...id(), planId: bureau.planId }))).toBe('not_found')
  })

  test('numbers about classes of risk are for who may see classes', async () => {
    const { simulationId } = await startOnly()
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`insert into plan_simulation_part values (${simulationId}, 'stratum', 1000, 'risk', true, '{"seq":1,"rowName":"x","name":"D","n":1,"target":1,"short":false,"ratePpm":1}')`.execute(
        tx,
      ),
    )
    const lines = async (person: { simulation: Staff['organiser']['api']['simulation'] }) => {
      const { rows, hidden } = await person.simulation.lines({ simulationId, part: 'stratum' })
      return { risk: rows.some(({ code }) => code === 'risk'), hidden }
    }
    expect(await lines(bureau.staff.organiser.api)).toEqual({ risk: true, hidden: false })
    expect(await lines((await bureau.house.as('station')).call)).toEqual({ risk: false, hidden: true })
  })

  test('rows that reach the same objects become one proposal, once, which both bodies see', async () => {
    const { api } = bureau.staff.organiser
    const { simulationId } = await startOnly()
    const { rows } = await api.simulation.lines({ simulationId, part: 'group' })
    const group = rows[0]?.code ?? ''
    expect(rows[0]).toMatchObject({ figures: { gapDays: 0, rows: [{ orgName: expect.any(String) }, {}] } })
    expect(group.split(',').sort()).toEqual([bureau.planRowId, firePlan.rows[0]?.id].sort())
    const { proposalId } = await api.simulation.propose({ ...id(), simulationId, group })
    expect(await api.simulation.propose({ ...id(), simulationId, group })).toEqual({ proposalId })
    const seen = await fire.organiser.api.merge.get({ proposalId })
    expect(seen).toMatchObject({ source: 'rows', state: 'open', gapDays: 0 })
    const declined = await fire.organiser.api.merge.answer({
      ...id(),
      proposalId,
      accepts: false,
      reason: '人手不足',
      seen: seen.updatedAt,
    })
    expect(declined.state).toBe('declined')
  })

  test('decides before the approval whether a floor is reached that the ratios leave open', async () => {
    const { organiser, approver } = bureau.staff
    const narrow = (ratePpm: number) => ({
      ...planRow(bureau.itemIds),
      ...{ ratePpm, from: '2027-03-01', to: '2027-10-31' },
      filter: { version: 1 as const, all: [{ field: 'region' as const, op: 'prefix' as const, values: ['62.6201.620102'] }] },
    })
    const { planId } = await organiser.api.plans.create({ ...id(), year: 2027, name: '2027年抽查计划', rows: [narrow(30_000)] })
    const approve = () => approver.api.plans.approve({ ...id(), planId })
    await organiser.api.plans.submit({ ...id(), planId })
    expect(await refusal(approve())).toBe('plan_not_simulated')
    expect((await simulate(planId, false)).totals).toMatchObject({ undirected: 'below' })
    expect(await refusal(approve())).toBe('plan_floor_not_reached')
    await approver.api.plans.return({ ...id(), planId, note: '未达到3%下限' })
    const [row] = (await organiser.api.plans.get({ planId })).rows
    await organiser.api.plans.saveRow({ ...id(), planId, rowId: row?.id ?? '', row: narrow(900_000) })
    await organiser.api.plans.submit({ ...id(), planId })
    expect(await refusal(approve())).toBe('plan_not_simulated')
    await simulate(planId, false)
    await approve()
    expect((await organiser.api.plans.get({ planId })).state).toBe('approved')
  })

  async function startOnly(): Promise<{ simulationId: string }> {
    const { simulation } = await bureau.staff.organiser.api.simulation.latest({ planId: bureau.planId })
    return { simulationId: simulation?.id ?? '' }
  }
})

describe('joint visits', () => {
  let common: readonly string[]
  let proposalId: string

  const find = async (staff: Staff) => {
    const { runId } = await staff.organiser.api.merge.find(id())
    for await (const run of await staff.organiser.api.merge.watch({ runId })) if (run.finishedAt !== null) return run
    throw new Error('it ends when it is done')
  }
  const drawnBy = async (taskId: string): Promise<string[]> => {
    const { rows } = await inScope(bureau.house.services.db, '*', 'read only', (tx) =>
      sql<{ subject: string }>`select subject from drawn_object where task_id = ${taskId}`.execute(tx),
    )
    return rows.map(({ subject }) => subject)
  }

  test('AR19 objects that two open tasks of two departments have drawn are one proposal, and each body sees it', async () => {
    const strata = (ratePpm: number) => [{ name: '全部', values: [], ratePpm, rounding: 'half-up' as const }]
    const ours = await bureau.task({ strata: strata(500_000) })
    const theirs = (
      await work.confirmTask(fire, { ...taskText(firePlan.rows[0]?.id ?? ''), name: '消防安全抽查', strata: strata(600_000) })
    ).taskId
    // Both lists are sealed before either draw is closed: the frequency guard of the one cannot know the other yet.
    const draws = []
    for (const [staff, taskId] of [[bureau.staff, ours] as const, [fire, theirs] as const])
      draws.push({ staff, ...(await work.freezeAndCommit(staff, taskId, 'O', 'sha256')) })
    for (const { staff, drawId, nonces } of draws) {
      await work.revealAndDraw(staff, drawId, nonces)
      await work.closeDraw(staff, drawId)
    }
    const mine = new Set(await drawnBy(ours))
    common = (await drawnBy(theirs)).filter((subject) => mine.has(subject)).sort()
    expect(common.length).toBeGreaterThan(10)
    const run = await find(bureau.staff)
    expect(run).toMatchObject({ tasks: 2, shared: common.length, proposals: 1 })
    for (const staff of [bureau.staff, fire]) {
      const { rows } = await staff.organiser.api.merge.list({ state: 'waiting' })
      expect(rows).toMatchObject([
        { objects: common.length, saved: common.length, source: 'tasks', parties: [{ leads: true }, { leads: false }] },
      ])
      proposalId = rows[0]?.id ?? ''
    }
    const { rows } = await bureau.staff.organiser.api.merge.objects({ proposalId, limit: 200 })
    expect(rows.map(({ subject }) => subject).sort()).toEqual(common)
  })

  test('a body without a task in it does not see it', async () => {
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.merge.get({ proposalId }))).toBe('not_found')
    expect((await elsewhere.call.merge.list({})).rows).toEqual([])
    expect(await refusal(elsewhere.call.merge.answer({ ...id(), proposalId, accepts: true, seen: '' }))).toBe('not_found')
  })

  test('searching again finds the same proposal', async () => {
    await find(fire)
    const { rows } = await fire.organiser.api.merge.list({ state: 'open' })
    expect(rows.map((row) => row.id)).toEqual([proposalId])
  })

  test('both accept, each once, and the visits are one: what is saved is counted', async () => {
    const { api } = bureau.staff.organiser
    const { updatedAt: seen } = await api.merge.get({ proposalId })
    expect(await refusal(api.merge.answer({ ...id(), proposalId, accepts: false, seen }))).toBe('merge_reason_missing')
    expect(await refusal(api.merge.answer({ ...id(), proposalId, accepts: true, seen: '2020-01-01' }))).toBe('page_stale')
    expect(await api.merge.answer({ ...id(), proposalId, accepts: true, seen })).toEqual({ state: 'open', merged: 0 })
    expect((await api.merge.list({ state: 'waiting' })).rows).toEqual([])
    const theirs = await fire.organiser.api.merge.get({ proposalId })
    expect(await refusal(api.merge.answer({ ...id(), proposalId, accepts: true, seen: theirs.updatedAt }))).toBe('merge_answered')
    expect(theirs.answers.map(({ accepts }) => accepts)).toEqual([true, null])
    const last = await fire.organiser.api.merge.answer({ ...id(), proposalId, accepts: true, seen: theirs.updatedAt })
    expect(last).toEqual({ state: 'accepted', merged: common.length })
    expect(await api.merge.summary({})).toMatchObject({ open: 0, waiting: 0, accepted: 1, saved: common.length })
    expect((await find(bureau.staff)).proposals).toBe(0)
  })

  test('the page of a visit says with whom it is one, to those who see the visit', async () => {
    const visitId = randomUUID()
    const [subject = ''] = common
    await inScope(bureau.house.services.db, '*', 'read write', (tx) =>
      sql`insert into visit (subject, id, task_id, org_path, dept, name, region_name, state, due_on)
        select ${subject}, ${visitId}, m.task_id, '62.6201', 'scjg', 'x', 'x', 'assigned', '2026-12-31'
        from visit_merge m join task t on t.id = m.task_id where m.subject = ${subject} and t.dept = 'scjg'`.execute(tx),
    )
    const joint = await bureau.staff.organiser.api.merge.ofVisit({ visitId })
    expect(joint?.with).toMatchObject([{ name: '消防安全抽查', orgName: '兰州市消防救援支队' }])
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.merge.ofVisit({ visitId }))).toBe('not_found')
  })
})
