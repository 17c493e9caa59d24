/** Tasks beside the plan: temporary, triggered and special ones, each agreed by a second person; drafts that are edited, taken back and cancelled. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dateAt, instant } from '#core/time.ts'
import { type Bureau, giveRoles, openBureau, refusal, taskText } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let organiser: Person
let approver: Person
const today = dateAt(instant(Date.now()))
beforeAll(async () => {
  bureau = await openBureau({ firms: 120 })
  organiser = await bureau.house.as('organiser')
  approver = await bureau.house.as('approver')
})
afterAll(() => bureau.house.close())

type Draft = Parameters<Person['call']['tasks']['create']>[0]
const id = () => ({ commandId: randomUUID() })
const outside = (source: Draft['source'], change: Partial<Draft> = {}): Draft => ({
  ...id(),
  ...taskText(''),
  ...{ planRowId: null, source, itemIds: [...bureau.itemIds], reason: '群众反映集中', objectScope: '辖区经营主体' },
  ...change,
})
const create = async (draft: Draft, who = organiser) => (await who.call.tasks.create(draft)).taskId
const get = (taskId: string, who = organiser) => who.call.tasks.get({ taskId })
const move = (verb: 'confirm' | 'submit' | 'approve', taskId: string, who: Person) => who.call.tasks[verb]({ ...id(), taskId })

/** Of whom there are two, both. */
const everybody = {
  excludeOpenVisits: false,
  frequencyCap: null,
  strata: [{ name: '全部', values: [], ratePpm: 1_000_000, rounding: 'half-up' as const }],
}

const origin = { refNo: '12315-2026-001', date: today, from: '12315 平台', summary: '反映价格欺诈', evidenceFile: null }
const named = async (change: Partial<Draft> = {}): Promise<Draft> => {
  const { rows } = await organiser.call.registers.listEntities({ state: 'active', limit: 3 })
  const { rows: officers } = await organiser.call.officers.list({ population: 'officers', limit: 3 })
  return outside('complaint', {
    origin,
    objects: rows.slice(0, 2).map(({ subject }) => subject),
    officers: officers.slice(0, 2).map((one, i) => ({ officerId: one.id, role: i === 0 ? 'lead' : 'assist' })),
    ...change,
  })
}

describe('a temporary task', () => {
  test('is handed in and approved by another person, and only then drawn', async () => {
    const taskId = await create(outside('temporary'))
    const draft = await get(taskId)
    expect(draft).toMatchObject({ source: 'temporary', planId: null, planNo: null, reason: '群众反映集中', state: 'draft' })
    expect(draft.abilities).toMatchObject({ confirm: { reason: 'task_needs_approval' }, submit: { allowed: true } })
    expect(await refusal(move('confirm', taskId, organiser))).toBe('task_needs_approval')
    expect(await refusal(move('approve', taskId, approver))).toBe('wrong_state')
    await move('submit', taskId, organiser)
    expect(await refusal(organiser.call.draws.freeze({ ...id(), taskId, kind: 'O' }))).toBe('wrong_state')
    expect(await refusal(move('approve', taskId, organiser))).toBe('not_permitted')
    await move('approve', taskId, approver)
    const { state, decision, steps } = await get(taskId)
    expect({ state, by: decision?.by }).toEqual({ state: 'confirmed', by: (await approver.call.access.me()).name })
    expect(steps.map(({ verb }) => verb)).toEqual(['task.create', 'task.submit', 'task.approve'])
    await bureau.drawn(taskId, 'O')
    expect(await get(taskId)).toMatchObject({ state: 'drawn' })
  })

  test('is not approved by whoever made it, whatever duties they have', async () => {
    await giveRoles(bureau.house, 'coordinator', ['organiser', 'approver'])
    const both = await bureau.house.as('coordinator')
    const taskId = await create(outside('temporary', { name: '自编自批' }), both)
    await move('submit', taskId, organiser)
    expect(await refusal(move('approve', taskId, both))).toBe('task_approver_is_author')
    expect(await refusal(approver.call.tasks.refuse({ ...id(), taskId, opinion: '' }))).toBe('refusal_without_opinion')
    await approver.call.tasks.refuse({ ...id(), taskId, opinion: '范围过宽' })
    expect(await get(taskId)).toMatchObject({ state: 'draft', decision: { opinion: '范围过宽' } })
  })

  test('inspects published items only', async () => {
    const { ids } = await organiser.call.catalogue.saveItems({
      ...id(),
      items: [{ ...(await itemText()), code: 'T99', name: '尚未公布的事项' }],
    })
    const wrong = (itemIds: readonly string[]) => refusal(create(outside('temporary', { itemIds: [...itemIds] })))
    expect(await wrong(ids)).toBe('task_items_not_published')
    expect(await wrong([randomUUID()])).toBe('task_items_not_published')
    expect(await wrong([])).toBe('task_incomplete')
  })
})

describe('a triggered task', () => {
  test('names its objects and officers, and a second person sends them out; nothing is drawn', async () => {
    const draft = await named()
    const taskId = await create(draft)
    expect(await get(taskId)).toMatchObject({ drawn: 2, objects: [{ subject: draft.objects?.[0] }, {}], officers: [{ role: 'lead' }, {}] })
    await move('submit', taskId, organiser)
    await move('approve', taskId, approver)
    expect(await get(taskId)).toMatchObject({ state: 'executing', draws: [] })
    expect(await refusal(organiser.call.draws.freeze({ ...id(), taskId, kind: 'O' }))).toBe('wrong_state')
    const { rows } = await organiser.call.inspections.list({ taskId })
    expect(rows.map(({ subject }) => subject).sort()).toEqual([...(draft.objects ?? [])].sort())
    for (const { officers } of rows) expect(officers.map((one) => one.role)).toEqual(['lead', 'assist'])
    const [first = ''] = draft.objects ?? []
    const ledger = await bureau.house.database.pools.migrator.query(
      'select planned from visit_ledger where task_id = $1 and subject = $2',
      [taskId, first],
    )
    expect(ledger.rows).toEqual([{ planned: false }])
  })

  test('many complaints become a label in one act, a directed draw takes it, and the announcement tells where it came from', async () => {
    const signal = { kind: 'complaints' as const, since: today, least: 1, place: null }
    const { rows, total } = await organiser.call.signals.list({ signal })
    expect({ total, complaints: rows.map(({ complaints }) => complaints) }).toEqual({ total: 2, complaints: [1, 1] })
    expect(await organiser.call.signals.list({ signal: { ...signal, least: 2 } })).toMatchObject({ rows: [], total: 0 })
    expect(await refusal(bureau.staff.registrar.api.signals.list({ signal }))).toBe('permission_missing')
    const { labelId } = await bureau.staff.registrar.api.labels.save({ ...id(), name: '兰州-投诉集中', tier: 'minor', reach: 'region' })
    await organiser.call.signals.label({ ...id(), signal, label: { labelId }, reason: '投诉集中整治', expected: 2 })
    const all = [{ field: 'label' as const, op: 'anyOf' as const, values: ['兰州-投诉集中'] }]
    const directed = outside('temporary', { name: '投诉集中定向抽查', directed: true, filter: { version: 1, all }, ...everybody })
    const taskId = await create(directed)
    const came = { label: '兰州-投诉集中', kind: 'complaints', since: today, times: 1, objects: 2 }
    expect((await get(taskId)).labelOrigins).toMatchObject([{ ...came, labelledOn: today }])
    await move('submit', taskId, organiser)
    await move('approve', taskId, approver)
    await bureau.drawn(taskId, 'O')
    const published = await bureau.house.database.pools.portal.query('select directed, label_origins from published.task where id = $1', [
      taskId,
    ])
    expect(published.rows).toMatchObject([{ directed: true, label_origins: [{ ...came, labelled_on: today }] }])
  })

  test('is refused where somebody named must not go, or is not known here', async () => {
    const draft = await named({ name: '回避' })
    const [officer] = draft.officers ?? []
    await bureau.staff.registrar.api.officers.declareRecusal({
      ...id(),
      officerId: officer?.officerId ?? '',
      subject: draft.objects?.[0] ?? '',
      relation: 'kinship',
      note: '近亲属任职',
    })
    const taskId = await create(draft)
    expect(await refusal(move('submit', taskId, organiser))).toBe('appointed_unfit')
    const { rows: all } = await organiser.call.officers.list({ population: 'officers', limit: 5 })
    const third = { officerId: all[2]?.id ?? '', role: 'expert' as const }
    const fine = await named({
      name: '执法人员不是专家',
      officers: [...(draft.officers ?? []).map((one, i) => ({ ...one, officerId: all[i + 3]?.id ?? '' })), third],
    })
    expect(await refusal(move('submit', await create(fine), organiser))).toBe('appointed_unfit')
    const wrong = (change: Partial<Draft>) => refusal(create({ ...draft, ...id(), ...change }))
    expect(await wrong({ objects: ['91620100MA7XXXXXX0'] })).toBe('object_unknown')
    expect(await wrong({ objects: [...(draft.objects ?? []), ...(draft.objects ?? [])] })).toBe('object_named_twice')
    expect(await wrong({ officers: [] })).toBe('appointed_team_wrong')
    expect(await wrong({ origin: null })).toBe('task_incomplete')
    const found = await organiser.call.tasks.findObjects({ subjects: [draft.objects?.[0]?.toLowerCase() ?? '', 'X'] })
    expect({ known: found.rows.length, unknown: found.unknown }).toEqual({ known: 1, unknown: ['X'] })
  })
})

test('a special campaign is approved and filed on paper before it is agreed here', async () => {
  expect(await refusal(create(outside('special')))).toBe('task_incomplete')
  const approval = { approvalNo: '兰市监〔2026〕8号', filingNo: '备〔2026〕3号', filedOn: today }
  const taskId = await create(outside('special', { approval }))
  await move('submit', taskId, organiser)
  await move('approve', taskId, approver)
  expect(await get(taskId)).toMatchObject({ state: 'confirmed', source: 'special', approval })
})

describe('a draft', () => {
  const planned = (change: Partial<Draft> = {}): Draft => ({ ...id(), ...taskText(bureau.planRowId), ...change })
  const edit = (taskId: string, change: Partial<Draft>, seen?: string) =>
    organiser.call.tasks.edit({ ...planned(change), taskId, ...(seen === undefined ? {} : { seen }) })

  test('is edited as often as wanted, and not by two hands at once', async () => {
    const taskId = await create(planned())
    const { updatedAt } = await get(taskId)
    await edit(taskId, { name: '改名以后', officersPerObject: 3 }, updatedAt)
    expect(await get(taskId)).toMatchObject({ name: '改名以后', team: { officersPerObject: 3 }, state: 'draft' })
    expect(await refusal(edit(taskId, { name: '又改' }, updatedAt))).toBe('page_stale')
    expect(await refusal(organiser.call.tasks.confirm({ ...id(), taskId, seen: updatedAt }))).toBe('page_stale')
    await move('confirm', taskId, organiser)
    expect(await refusal(edit(taskId, { name: '确认之后' }))).toBe('wrong_state')
  })

  test('comes back from confirmed while nothing is frozen, and is cancelled before its objects are locked', async () => {
    const taskId = await create(planned())
    await move('confirm', taskId, organiser)
    await organiser.call.tasks.reopen({ ...id(), taskId, reason: '比例填错' })
    expect(await get(taskId)).toMatchObject({ state: 'draft' })
    await move('confirm', taskId, organiser)
    const { drawId } = await organiser.call.draws.freeze({ ...id(), taskId, kind: 'O' })
    expect(await refusal(organiser.call.tasks.reopen({ ...id(), taskId, reason: '比例填错' }))).toBe('pool_frozen_already')
    expect(await refusal(organiser.call.tasks.cancel({ ...id(), taskId, reason: '不再进行' }))).toBe('draw_open_voids_first')
    expect(drawId).toMatch(/-O-1$/)
    const other = await create(planned({ name: '另一个' }))
    await organiser.call.tasks.cancel({ ...id(), taskId: other, reason: '不再进行' })
    expect(await get(other)).toMatchObject({ state: 'cancelled', cancelledReason: '不再进行' })
    expect(await refusal(organiser.call.tasks.cancel({ ...id(), taskId: other, reason: '不再进行' }))).toBe('wrong_state')
  })

  test('keeps to the published frequency cap unless a lawful exception is stated', async () => {
    expect(await get(await create(planned()))).toMatchObject({ frequencyCap: 1, frequencyException: null })
    expect(await refusal(create(planned({ frequencyCap: 3 })))).toBe('cap_above_policy')
    const exception = { code: 'complaint' as const, note: '12315-2026-001 反映集中' }
    const taskId = await create(planned({ frequencyCap: 3, frequencyException: exception }))
    expect(await get(taskId)).toMatchObject({ frequencyCap: 3, frequencyException: exception })
    // The caps of a whole draw are lifted by two.
    expect((await get(taskId)).abilities).toMatchObject({ confirm: { reason: 'task_exception_needs_approval' }, submit: { allowed: true } })
    expect(await refusal(move('confirm', taskId, organiser))).toBe('task_exception_needs_approval')
    await move('submit', taskId, organiser)
    expect(await refusal(move('approve', taskId, organiser))).toBe('not_permitted')
    await move('approve', taskId, approver)
    expect(await get(taskId)).toMatchObject({ state: 'confirmed', decision: { by: (await approver.call.access.me()).name } })
    // Nor by whoever writes to the database.
    const alone = bureau.house.database.pools.migrator.query('update task set decided_by = null where id = $1', [taskId])
    await expect(alone).rejects.toMatchObject({ constraint: 'task_exception_decided' })
  })
})

async function itemText() {
  const { rows } = await organiser.call.catalogue.listItems({ limit: 1 })
  const { category, name, basis, itemClass, objectScope, methods } = await organiser.call.catalogue.getItem({ itemId: rows[0]?.id ?? '' })
  return { category, name, basis, itemClass, objectScope, methods, checklist: [] }
}
