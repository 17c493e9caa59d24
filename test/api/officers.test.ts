/** 执法检查人员名录与专家名录 by hand: certificates, states, recusals, leaves, groups, and filing with the level above. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { jobs } from '#server/router.ts'
import { districts, refusal } from '#test/bureau.ts'
import { bring } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
let county: Person
let elsewhere: Person
let subjects: readonly string[]
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  ;[registrar, county, elsewhere] = await Promise.all([
    house.as('registrar'),
    house.as('registrar@county'),
    house.as('registrar@elsewhere'),
  ])
  await bring(registrar, [...firmsCsv(20, districts, 1)].join(''))
  subjects = (await registrar.call.registers.listEntities({})).rows.map(({ subject }) => subject)
})
afterAll(() => house.close())

const id = () => ({ commandId: randomUUID() })
const dayFrom = (days: number): string => new Date(Date.now() + 8 * 3600_000 + days * 86_400_000).toISOString().slice(0, 10)

type Draft = Parameters<Person['call']['officers']['save']>[0]
let number = 0
const draft = (more: Partial<Draft> = {}): Draft => {
  number++
  const staffNo = `P${String(number).padStart(3, '0')}`
  const certificates = [{ certificateNo: `Z-${staffNo}`, dept: 'scjg', validTo: dayFrom(900) }]
  return { ...id(), staffNo, name: `人员${staffNo}`, orgId: house.orgs.city.id, certificates, ...more }
}
const hire = async (more: Partial<Draft> = {}, who = registrar): Promise<string> => (await who.call.officers.save(draft(more))).officerId
const get = (officerId: string, who = registrar) => who.call.officers.get({ officerId })
const recorded = async (verb: string, thing: string): Promise<number> => {
  const { rows } = await house.database.pools.migrator.query('select 1 from record where verb = $1 and thing = $2', [verb, thing])
  return rows.length
}

describe('a person', () => {
  test('is saved whole, seen whole, and saved again', async () => {
    const words = { qualifications: ['药品检查员', ' 药品检查员'], expertise: ['药品GSP'], itemScope: ['A01'] }
    const text = { gender: 'female', education: '本科', postSince: '2019-03-05', postName: '监管员' } as const
    const first = draft({ ...words, ...text, phone: '138 0000 1234' })
    const { officerId } = await registrar.call.officers.save(first)
    expect(await registrar.call.officers.save(first)).toEqual({ officerId })
    const officer = await get(officerId)
    expect(officer).toMatchObject({ ...text, expertise: ['药品GSP'], qualifications: ['药品检查员'], phoneMasked: '138****1234' })
    expect(officer).toMatchObject({ certificate: 'valid', state: 'active', post: 'office', orgId: house.orgs.city.id, loadThisYear: 0 })
    expect(officer.abilities).toEqual({ edit: { allowed: true }, recuse: { allowed: true } })
    expect(await recorded('officer.save', `officer:${officerId}`)).toBe(1)

    const renewed = { certificateNo: 'Z-new', dept: 'scjg', issuer: '市政府', validFrom: dayFrom(-1), validTo: dayFrom(30) }
    const other = { certificateNo: 'Z-other', dept: 'yjj', validTo: dayFrom(5000) }
    const again = { ...first, ...id(), officerId, phone: null, orgId: house.orgs.county.id, certificates: [renewed, other] }
    await registrar.call.officers.save(again)
    expect(await get(officerId)).toMatchObject({
      phoneMasked: '138****1234',
      orgPath: '62.6201.620102',
      certificate: 'expiring',
      certificateNo: 'Z-new',
      certificateValidTo: dayFrom(30),
    })
    const held = (await get(officerId)).certificates.map(({ certificateNo, state }) => `${certificateNo} ${state}`)
    expect(held.sort()).toEqual([`Z-${first.staffNo} revoked`, 'Z-new valid', 'Z-other valid'])
    await registrar.call.officers.save({ ...again, ...id(), phone: '' })
    expect((await get(officerId)).phoneMasked).toBe(null)
  })

  test('cannot be saved without what the register needs', async () => {
    const save = (more: Partial<Draft>, who = registrar) => refusal(who.call.officers.save(draft(more)))
    const twice = { certificateNo: 'Z', dept: 'scjg', validTo: dayFrom(9) }
    expect(await save({ certificates: [] })).toBe('officer_without_certificate')
    expect(await save({ certificates: [twice, twice] })).toBe('certificate_twice')
    expect(await save({ certificates: [{ ...twice, validFrom: dayFrom(10) }] })).toBe('certificate_window_reversed')
    expect(await save({ phone: '1234' })).toBe('phone_invalid')
    expect(await save({ orgId: randomUUID() })).toBe('not_found')
    expect(await save({ orgId: house.orgs.elsewhere.id })).toBe('not_found')
    expect(await save({}, county)).toBe('not_found')
    expect(await save({ officerId: randomUUID() })).toBe('not_found')
    const known = draft()
    const { officerId } = await registrar.call.officers.save(known)
    expect(await save({ staffNo: known.staffNo })).toBe('officer_exists')
    expect(await save({ officerId, population: 'experts' })).toBe('officer_population_fixed')
    expect(await refusal(elsewhere.call.officers.save({ ...known, ...id(), officerId, orgId: house.orgs.elsewhere.id }))).toBe('not_found')
    expect(await save({ population: 'experts', certificates: [] })).toBe('accepted')
  })

  test('of another jurisdiction is not found, and not in the list', async () => {
    const officerId = await hire({ name: '仅本市可见' })
    expect(await refusal(get(officerId, elsewhere))).toBe('not_found')
    expect(await refusal(get(officerId, county))).toBe('not_found')
    expect(await refusal(get(randomUUID()))).toBe('not_found')
    expect((await elsewhere.call.officers.list({ q: '仅本市可见' })).rows).toEqual([])
    expect((await registrar.call.officers.list({ q: '仅本市可见' })).rows).toMatchObject([{ id: officerId }])
  })

  test('lists are filtered, paged and counted by what needs care', async () => {
    const before = await county.call.officers.summary({})
    const orgId = house.orgs.county.id
    const until = (days: number, more = {}) => [{ certificateNo: randomUUID(), dept: 'scjg', validTo: dayFrom(days), ...more }]
    const warn = before.warnDays
    const expiring = await hire({ orgId, certificates: until(warn), qualifications: ['锅炉'] }, county)
    const valid = await hire({ orgId, certificates: until(warn + 1) }, county)
    const expired = await hire({ orgId, certificates: until(-1) }, county)
    const held = (await county.call.officers.get({ officerId: valid })).certificateNo ?? ''
    expect((await county.call.officers.list({ q: held.slice(3) })).rows.map((one) => one.id)).toEqual([valid])
    const future = await hire({ orgId, certificates: until(900, { validFrom: dayFrom(1) }) }, county)
    const ofOthers = await hire({ orgId, certificates: until(900, { dept: 'yjj' }) }, county)
    const revoked = await hire({ orgId, certificates: until(900, { state: 'revoked' }) }, county)
    const standing = async (certificate: 'valid' | 'expiring' | 'expired' | 'none') =>
      new Set((await county.call.officers.list({ certificate, limit: 200 })).rows.map((row) => row.id))
    expect((await standing('expiring')).has(expiring)).toBe(true)
    expect((await standing('valid')).has(valid)).toBe(true)
    expect((await standing('expired')).has(expired)).toBe(true)
    for (const one of [future, ofOthers, revoked]) expect((await standing('none')).has(one)).toBe(true)
    expect(await county.call.officers.list({ qualification: '锅炉' })).toMatchObject({ rows: [{ id: expiring }], count: { value: 1 } })
    const after = await county.call.officers.summary({})
    expect(after).toMatchObject({ expiring: before.expiring + 1, expired: before.expired + 1, noCertificate: before.noCertificate + 3 })
    expect(after.qualifications).toContain('锅炉')
    const seen: string[] = []
    let page = await county.call.officers.list({ limit: 2 })
    for (;;) {
      seen.push(...page.rows.map((row) => row.id))
      if (page.next === null) break
      page = await county.call.officers.list({ limit: 2, cursor: page.next })
    }
    expect([new Set(seen).size, seen.length]).toEqual([after.total, after.total])
    expect(await refusal(county.call.officers.list({ cursor: 'x' }))).toBe('cursor_invalid')
  })

  test('is suspended, active again and gone; a state that is already there is refused', async () => {
    const officerId = await hire()
    const set = (state: 'active' | 'suspended' | 'left', who = registrar) =>
      who.call.officers.setState({ ...id(), officerId, state, reason: '岗位调整' })
    expect(await refusal(set('active'))).toBe('wrong_state')
    expect(await set('suspended')).toEqual({ state: 'suspended' })
    expect(await set('left')).toEqual({ state: 'left' })
    expect(await refusal(set('suspended'))).toBe('wrong_state')
    expect(await refusal(set('active', elsewhere))).toBe('not_found')
    expect(await set('active')).toEqual({ state: 'active' })
    expect(await recorded('officer.set_state', `officer:${officerId}`)).toBe(3)
  })
})

describe('a recusal', () => {
  const declare = (officerId: string, who = registrar, subject = subjects[0] ?? '') =>
    who.call.officers.declareRecusal({ ...id(), officerId, subject, relation: 'kinship', note: '配偶' })

  test('stands until it is ended, and may then be declared again', async () => {
    const officerId = await hire()
    const { id: recusalId } = await declare(officerId)
    expect(await get(officerId)).toMatchObject({
      recusals: 1,
      recusalList: [{ id: recusalId, subject: subjects[0], relation: 'kinship', declaredBy: '名录管理岗', endedOn: null }],
    })
    expect((await get(officerId)).recusalList[0]?.name).toBeTruthy()
    expect(await refusal(declare(officerId))).toBe('recusal_exists')
    const end = (endedOn: string, who = registrar) => who.call.officers.endRecusal({ ...id(), recusalId, endedOn })
    expect(await refusal(end(dayFrom(-1)))).toBe('recusal_end_too_early')
    expect(await refusal(end(dayFrom(0), elsewhere))).toBe('not_found')
    expect(await end(dayFrom(0))).toEqual({ endedOn: dayFrom(0) })
    expect(await refusal(end(dayFrom(0)))).toBe('recusal_ended')
    expect(await get(officerId)).toMatchObject({ recusals: 0 })
    await declare(officerId)
    expect((await get(officerId)).recusalList.map(({ endedOn }) => endedOn)).toEqual([null, dayFrom(0)])
    expect(await recorded('officer.recusal_end', `officer:${officerId}`)).toBe(1)
  })

  test('that names nobody, or somebody else’s officer, is refused', async () => {
    const officerId = await hire()
    expect(await refusal(declare(officerId, registrar, '91620102000000000X'))).toBe('recusal_names_nobody')
    expect(await refusal(declare(officerId, elsewhere))).toBe('not_found')
    expect(await refusal(declare(randomUUID()))).toBe('not_found')
    expect(await refusal(registrar.call.officers.endRecusal({ ...id(), recusalId: randomUUID(), endedOn: dayFrom(0) }))).toBe('not_found')
  })

  test('two people who declare the same one at once declare it once', async () => {
    const orgId = house.orgs.county.id
    for (let round = 0; round < 5; round++) {
      const officerId = await hire({ orgId }, county)
      const answers = await Promise.all([refusal(declare(officerId)), refusal(declare(officerId, county))])
      expect(answers.sort()).toEqual(['accepted', 'recusal_exists'])
      expect(await get(officerId)).toMatchObject({ recusals: 1 })
    }
  })
})

describe('a leave', () => {
  test('shows in the calendar until it is cancelled', async () => {
    const officerId = await hire({ name: '请假人' })
    const add = (from: string, to: string, who = registrar) =>
      who.call.officers.addLeave({ ...id(), officerId, from, to, kind: 'illness', note: '' })
    expect(await refusal(add(dayFrom(3), dayFrom(2)))).toBe('window_reversed')
    expect(await refusal(add(dayFrom(0), dayFrom(401)))).toBe('leave_too_long')
    expect(await refusal(add(dayFrom(0), dayFrom(1), elsewhere))).toBe('not_found')
    const { id: leaveId } = await add(dayFrom(-1), dayFrom(1))
    expect(await get(officerId)).toMatchObject({ onLeave: true, leaves: [{ id: leaveId, kind: 'illness', enteredBy: '名录管理岗' }] })
    const calendar = (from: number, to: number, who = registrar) =>
      who.call.officers.listLeaves({ from: dayFrom(from), to: dayFrom(to) }).then(({ rows }) => rows.map((row) => row.id))
    expect(await calendar(1, 40)).toContain(leaveId)
    expect(await calendar(2, 40)).not.toContain(leaveId)
    expect(await calendar(-9, -2)).not.toContain(leaveId)
    expect(await calendar(-9, 9, elsewhere)).toEqual([])
    expect(await refusal(registrar.call.officers.listLeaves({ from: dayFrom(1), to: dayFrom(0) }))).toBe('window_reversed')
    const cancel = (who = registrar) => who.call.officers.cancelLeave({ ...id(), leaveId })
    expect(await refusal(cancel(elsewhere))).toBe('not_found')
    expect(await cancel()).toEqual({ state: 'cancelled' })
    expect(await refusal(cancel())).toBe('wrong_state')
    expect(await calendar(-9, 9)).not.toContain(leaveId)
    expect(await get(officerId)).toMatchObject({ onLeave: false, leaves: [] })
    expect(await recorded('officer.leave_cancel', `officer:${officerId}`)).toBe(1)
  })
})

describe('a group', () => {
  type Group = Parameters<Person['call']['officers']['saveGroup']>[0]
  const save = (group: Partial<Group> & Pick<Group, 'leaderId' | 'memberIds'>, who = registrar) =>
    who.call.officers.saveGroup({ ...id(), orgId: house.orgs.city.id, name: `小组${randomUUID().slice(0, 6)}`, ...group })

  test('has at least two different active officers of its organisation, one of them the leader', async () => {
    const orgId = house.orgs.county.id
    const [leaderId, other] = [await hire(), await hire({ orgId })]
    const suspended = await hire()
    await registrar.call.officers.setState({ ...id(), officerId: suspended, state: 'suspended', reason: '停用' })
    const expert = await hire({ population: 'experts', certificates: [] })
    const stranger = await hire({ orgId: house.orgs.elsewhere.id }, elsewhere)
    expect(await refusal(save({ leaderId, memberIds: [leaderId] }))).toBe('group_too_small')
    expect(await refusal(save({ leaderId, memberIds: [other, other] }))).toBe('group_member_twice')
    for (const one of [suspended, expert, stranger, randomUUID()])
      expect(await refusal(save({ leaderId, memberIds: [other, one] }))).toBe('group_member_outside')
    expect(await refusal(save({ leaderId, memberIds: [other], orgId }))).toBe('group_member_outside')
    expect(await refusal(save({ leaderId, memberIds: [other] }, elsewhere))).toBe('not_found')
    const { groupId } = await save({ leaderId, memberIds: [other], name: '第一小组' })
    const { rows } = await registrar.call.officers.listGroups({ state: 'active' })
    expect(rows.find((group) => group.id === groupId)).toMatchObject({
      name: '第一小组',
      members: [
        { officerId: leaderId, leader: true },
        { officerId: other, leader: false, state: 'active' },
      ],
      abilities: { edit: { allowed: true } },
    })
    expect(await refusal(save({ leaderId, memberIds: [other], name: '第一小组' }))).toBe('group_name_taken')
    expect((await get(leaderId)).groups).toEqual([{ id: groupId, name: '第一小组', leader: true }])
    expect(await recorded('officer.group_save', `group:${groupId}`)).toBe(1)
  })

  test('changes its members, keeps whoever would leave, and is retired', async () => {
    const [one, two, three] = [await hire(), await hire(), await hire()]
    const { groupId } = await save({ leaderId: one, memberIds: [two], name: '第二小组' })
    const leave = (officerId: string) => refusal(registrar.call.officers.setState({ ...id(), officerId, state: 'left', reason: '调离' }))
    expect(await leave(one)).toBe('officer_in_group')
    await save({ groupId, leaderId: three, memberIds: [two], name: '第二小组' })
    expect(await leave(one)).toBe('accepted')
    const retire = (who = registrar) => who.call.officers.retireGroup({ ...id(), groupId })
    expect(await refusal(retire(elsewhere))).toBe('not_found')
    expect(await refusal(save({ groupId: randomUUID(), leaderId: three, memberIds: [two] }))).toBe('not_found')
    expect(await retire()).toEqual({ state: 'retired' })
    expect(await refusal(retire())).toBe('wrong_state')
    expect(await refusal(save({ groupId, leaderId: three, memberIds: [two] }))).toBe('wrong_state')
    expect(await leave(three)).toBe('accepted')
    expect((await elsewhere.call.officers.listGroups({})).rows).toEqual([])
  })
})

describe('the register is filed with the level above', () => {
  test('and answered there by another person, once; nobody else knows of it', async () => {
    const orgId = house.orgs.county.id
    await hire({ orgId, staffNo: 'F1', name: '=cmd|a', phone: '13800009999', qualifications: ['甲', '乙'] }, county)
    await hire({ orgId, staffNo: 'F2', name: '专家甲', population: 'experts', certificates: [] }, county)
    expect(await refusal(registrar.call.officers.submitFiling(id()))).toBe('filing_no_superior')
    const { filingId } = await county.call.officers.submitFiling({ ...id(), note: '年度备案' })
    const [own, received] = await Promise.all(
      [county, await house.as('approver')].map(async (who) => (await who.call.officers.listFilings({})).rows[0]),
    )
    expect(own).toMatchObject({
      id: filingId,
      orgName: '城关区市场监督管理局',
      toName: '兰州市市场监督管理局',
      note: '年度备案',
      decision: null,
    })
    expect(own?.abilities.decide).toEqual({ allowed: false, reason: 'permission_missing' })
    expect(received).toMatchObject({ id: filingId, abilities: { decide: { allowed: true } } })
    expect((await elsewhere.call.officers.listFilings({})).rows).toEqual([])

    const file = await county.get(`/api/v1/officer-filings/${filingId}/file`)
    const text = await file.text()
    expect(file.headers.get('content-disposition')).toContain('attachment')
    expect(text.startsWith('单位工号,姓名,性别,身份证号,手机号,')).toBe(true)
    expect(text).toContain("F1,'=cmd|a,,,138****9999,")
    expect(text).not.toContain('13800009999')
    expect(text).not.toContain('F2')
    expect((await elsewhere.get(`/api/v1/officer-filings/${filingId}/file`)).status).toBe(404)

    const decide = async (who: 'approver' | 'approver@county' | 'approver@elsewhere', accept = true) =>
      refusal((await house.as(who)).call.officers.decideFiling({ ...id(), filingId, accept, opinion: '已核对' }))
    expect(await decide('approver@county')).toBe('outside_jurisdiction')
    expect(await decide('approver@elsewhere')).toBe('not_found')
    expect(await decide('approver')).toBe('accepted')
    expect(await decide('approver', false)).toBe('filing_decided')
    expect((await county.call.officers.listFilings({})).rows[0]?.decision).toMatchObject({
      accepted: true,
      opinion: '已核对',
      by: '审批岗',
    })
    expect(await recorded('officer.filing_decide', `filing:${filingId}`)).toBe(1)
    expect(await recorded('officer.file', `filing:${filingId}`)).toBe(1)
  })

  test('is not filed empty', async () => {
    const admin = await house.as('admin')
    const text = { dept: 'scjg', name: '雁滩市场监管所', shortName: '雁滩所' }
    const { rows } = await house.database.pools.migrator.query<{ path: string }>(
      `insert into region (path, code, name, label, level) values ('62.6201.620103.620103001', '620103001', '雁滩', '七里河区雁滩', 'station') returning path`,
    )
    const made = await admin.call.access.createOrg({ ...id(), ...text, path: rows[0]?.path ?? '', cluster: '东片' })
    expect(made).toMatchObject({ post: 'station', cluster: '东片' })
    const officerId = await hire({ orgId: made.id })
    expect(await get(officerId)).toMatchObject({ post: 'station', orgName: '雁滩市场监管所' })
    const office = await admin.call.access.createOrg({ ...id(), ...text, path: '62.6201.620104', name: '西固区局', shortName: '西固' })
    expect(office).toMatchObject({ post: 'office', cluster: null })
    expect((await admin.call.access.listOrgs({ limit: 200 })).rows.find((org) => org.id === made.id)).toMatchObject({
      post: 'station',
      cluster: '东片',
    })
    await house.database.pools.migrator.query(
      `update actor a set org_id = $1 from auth."user" u where u.id = a.user_id and u.username = 'registrar.county'`,
      [office.id],
    )
    expect(await refusal(county.call.officers.submitFiling(id()))).toBe('filing_empty')
  })
})
