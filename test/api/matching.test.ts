/** Officers and objects: who may go is shown beforehand, who went is drawn with published probabilities, and why is told as it was. */
import { randomUUID } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as work from '#bin/scenario/work.ts'
import { verifyBundles } from '#core/draws/verify-directory.ts'
import { whole } from '#core/matching/graph.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'

let bureau: Bureau
let taskId: string
let objectDraw: string
let officerDraw: string
let drawn: readonly { readonly subject: string; readonly name: string }[]
let officers: readonly { readonly id: string; readonly name: string }[]

const id = () => ({ commandId: randomUUID() })
const organiser = () => bureau.staff.organiser.api
const registrar = () => bureau.staff.registrar.api
const recuse = (
  officerId: string,
  subject: string,
  relation: 'declared' | 'kinship' | 'shareholding' | 'former_employer' = 'shareholding',
) => registrar().officers.declareRecusal({ ...id(), officerId, subject, relation })

beforeAll(async () => {
  bureau = await openBureau({ firms: 200, officers: 9 })
  taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 200_000, rounding: 'half-up' }] })
  objectDraw = await bureau.drawn(taskId, 'O')
  drawn = (await organiser().draws.selected({ drawId: objectDraw, limit: 200 })).rows
  officers = (await organiser().officers.list({ limit: 200 })).rows
  await recuse(officers[0]?.id ?? '', drawn[0]?.subject ?? '')
  await registrar().officers.addLeave({ ...id(), officerId: officers[1]?.id ?? '', from: '2026-06-01', to: '2026-06-03', kind: 'leave' })
})
afterAll(() => bureau.house.close())

describe('before the draw', () => {
  test('the preview counts who may inspect what, and which rule keeps whom away, and draws nothing', async () => {
    const preview = await organiser().matching.preview({ taskId })
    expect(preview).toMatchObject({ objects: drawn.length, officers: officers.length, feasible: true, shortages: [] })
    const sum = preview.histogram.filter(({ population }) => population === 'officers').reduce((n, { objects }) => n + objects, 0)
    expect(sum).toBe(drawn.length)
    // One is on leave for three days of the year, one owns shares in one of the firms.
    expect(preview.histogram.find(({ eligible }) => eligible === officers.length - 2)?.objects).toBe(1)
    expect(preview.classes.flatMap(({ removed }) => removed)).toContainEqual({ rule: 'not_on_leave', count: 1, only: 1 })
    expect((await organiser().tasks.get({ taskId })).draws.map(({ kind }) => kind)).toEqual(['O'])
    expect(await refusal(bureau.staff.registrar.api.matching.preview({ taskId }))).toBe('not_permitted')
  })

  test('where an object has too few officers nothing is drawn, and the report says where, how many and by which rule', async () => {
    const other = await bureau.task({ officersPerObject: 5, name: '人员不足的任务' })
    await bureau.drawn(other, 'O')
    const otherDraw = (await organiser().tasks.get({ taskId: other })).draws[0]?.drawId ?? ''
    const also = (await organiser().draws.selected({ drawId: otherDraw, limit: 200 })).rows
    // Not one of the first task, whose figures are looked at below.
    const { subject, name } = also.find((one) => drawn.every((object) => object.subject !== one.subject)) ?? { subject: '', name: '' }
    for (const { id: officerId } of officers.slice(0, officers.length - 4)) await refusal(recuse(officerId, subject, 'kinship'))
    const refused = await bureau.staff.organiser.api.draws.freeze({ ...id(), taskId: other, kind: 'P' }).catch((error) => error)
    expect(refused).toMatchObject({
      code: 'matching_infeasible',
      data: {
        facts: {
          objects: 1,
          teamSize: 5,
          shortages: [{ objects: 1, first: [{ subject, name }], need: 5, eligible: 4, because: 'too_few' }],
        },
      },
    })
    expect(refused.data.facts.shortages[0].removed.map(({ rule }: { rule: string }) => rule)).toContain('no_kinship')
    expect((await organiser().tasks.get({ taskId: other })).draws.map(({ kind }) => kind)).toEqual(['O'])
    const preview = await organiser().matching.preview({ taskId: other })
    expect(preview).toMatchObject({ feasible: false })
    expect(preview.shortages[0]).toMatchObject({ need: 5, eligible: 4 })
  })

  test('nobody learns a probability before there is a result', async () => {
    const { drawId } = await organiser().draws.freeze({ ...id(), taskId, kind: 'P' })
    expect(await refusal(organiser().matching.pairs({ drawId }))).toBe('matching_not_drawn')
    expect(await refusal(bureau.staff.supervisor.api.matching.propensities({ drawId }))).toBe('matching_not_drawn')
    await organiser().draws.requestVoid({ ...id(), drawId, reason: 'ordered_by_law', note: '试验作废' })
    await bureau.staff.approver.api.draws.approveVoid({ ...id(), drawId })
  })
})

describe('the draw', () => {
  test('gives every object two officers with published probabilities, and the bundle replays it', async () => {
    officerDraw = await bureau.drawn(taskId, 'P')
    const { rows } = await organiser().matching.pairs({ drawId: officerDraw, limit: 200 })
    expect(rows.map(({ subject }) => subject)).toEqual(drawn.map(({ subject }) => subject))
    for (const { seats, eligible } of rows) {
      expect(seats.map(({ role }) => role)).toEqual(['lead', 'assist'])
      expect(new Set(seats.map(({ officerId }) => officerId)).size).toBe(2)
      for (const { share } of seats) expect(share).toBeGreaterThan(0)
      expect(eligible).toBeGreaterThanOrEqual(officers.length - 2)
    }
    const draw = await organiser().draws.get({ drawId: officerDraw })
    expect(draw.matching).toMatchObject({ objects: drawn.length, unit: 'person', teamSize: 2, belowLeast: 0, capLifted: 0 })
    expect(draw.verification?.checks.filter(({ status }) => status === 'failed')).toEqual([])
    expect(draw.verification?.checks.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['matching_shares', 'matching_loads', 'assignment']),
    )
    const bytes = async (name: string) =>
      new Uint8Array(await (await bureau.staff.supervisor.download(`/api/v1/draws/${name}/bundle`)).arrayBuffer())
    const bundles = await Promise.all([objectDraw, officerDraw].map(async (name) => ({ name, bytes: await bytes(name) })))
    expect(verifyBundles(bundles, { complete: false, logKey: bureau.house.services.transparency.signer.vkey }).verdict).toBe('held')
  })

  test("an auditor's files prove that the facts behind eligibility are those that were sealed; nobody else gets them", async () => {
    const { organiser: host, approver, supervisor } = bureau.staff
    const name = `${officerDraw}.facts.json`
    const path = (draw: string, file: string) => `/api/v1/draws/${draw}/audit/${file}`
    const get = async (at: string) => new Uint8Array(await (await supervisor.download(at)).arrayBuffer())
    const facts = await get(path(officerDraw, `files/${name}`))
    const bundles = [
      { name: 'O', bytes: await get(path(objectDraw, 'bundle')) },
      { name: 'P', bytes: await get(path(officerDraw, 'bundle')) },
    ]
    const audit = (bytes: Uint8Array | null) => {
      const { verifications, verdict } = verifyBundles(bundles, { complete: false, readFile: (file) => (file === name ? bytes : null) })
      return [verdict, verifications[1]?.checks.find(({ check }) => check === 'matching_facts')]
    }
    expect(audit(facts)).toEqual(['held', { check: 'matching_facts', status: 'ok', found: `${officers.length} / ${drawn.length}` }])
    expect(audit(Buffer.from(Buffer.from(facts).toString().replace('"active":true', '"active":false')))).toMatchObject([
      'failed',
      { status: 'failed' },
    ])
    // Without chance of its own the published digest would answer guesses about an officer.
    expect(JSON.parse(Buffer.from(facts).toString()).salt).toMatch(/^[0-9a-f]{64}$/)
    const witness = await bureau.house.as('witness')
    const status = async (answer: Promise<Response>) => (await answer).status
    for (const one of [host, approver]) expect(await status(one.download(path(officerDraw, `files/${name}`)))).toBe(403)
    expect(await status(witness.get(path(officerDraw, `files/${name}`)))).toBe(403)
    for (const one of [host, supervisor]) expect(await status(one.download(`/api/v1/draws/${officerDraw}/files/${name}`))).toBe(404)
    // What the public reads of the verification is what the public can check.
    const { verification } = await organiser().draws.get({ drawId: officerDraw })
    expect(verification).toMatchObject({ verdict: 'held' })
    expect(verification?.checks).toContainEqual({ check: 'matching_facts', status: 'not_checked', note: 'facts_not_public' })
  })

  test('an officer is never matched to a firm they own shares in, nor anybody on leave to anything', async () => {
    const { rows } = await organiser().matching.pairs({ drawId: officerDraw, limit: 200 })
    const teamOf = (subject: string) => rows.find((row) => row.subject === subject)?.seats.map(({ officerId }) => officerId) ?? []
    expect(teamOf(drawn[0]?.subject ?? '')).not.toContain(officers[0]?.id)
    expect(rows.flatMap(({ seats }) => seats.map(({ officerId }) => officerId))).not.toContain(officers[1]?.id)
  })

  test('why an object has its officers is told as it was at the freeze, whatever changed since', async () => {
    const subject = drawn[0]?.subject ?? ''
    const explained = await organiser().matching.explain({ drawId: officerDraw, subject })
    const people = explained.populations[0]?.officers ?? []
    expect(people).toHaveLength(officers.length)
    const shares = people.reduce((sum, { share }) => sum + (share ?? 0), 0)
    expect(shares).toBe(2 * whole)
    expect(people.find((one) => one.id === officers[0]?.id)).toMatchObject({ share: null, broken: ['no_shares'], role: null })
    expect(people.find((one) => one.id === officers[1]?.id)).toMatchObject({ share: null, broken: ['not_on_leave'] })
    expect(people.filter(({ role }) => role !== null)).toHaveLength(2)
    const late = people.find(({ role }) => role === 'lead')?.id ?? ''
    await recuse(late, subject, 'former_employer')
    expect((await organiser().matching.explain({ drawId: officerDraw, subject })).populations).toEqual(explained.populations)
    expect(await refusal(organiser().matching.explain({ drawId: officerDraw, subject: '91620100MA71XXXXXX' }))).toBe('not_found')
  })

  test('loads stay within one of what was expected, by name and without a rank', async () => {
    const loads = await organiser().matching.loads({ drawId: officerDraw })
    for (const { expected, drawn: n } of loads.officers) expect(Math.abs(n - (expected ?? 0))).toBeLessThan(1)
    expect(loads.officers.reduce((sum, { drawn: n }) => sum + n, 0)).toBe(2 * drawn.length)
    const names = loads.officers.map(({ name }) => name)
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'zh-Hans-CN')))
    const year = await organiser().matching.yearLoads({ year: 2026 })
    expect(year).toMatchObject({ drawn: 2 * drawn.length, replaced: 0, appointed: 0 })
    expect(year.pairs.reduce((sum, { together }) => sum + together, 0)).toBe(drawn.length)
    expect(await refusal(bureau.staff.registrar.api.matching.yearLoads({ year: 2026 }))).toBe('not_permitted')
  })

  test('every probability is kept for reviewers, and for nobody else', async () => {
    const { rows } = await bureau.staff.supervisor.api.matching.propensities({ drawId: officerDraw, limit: 200 })
    expect(rows).toHaveLength(drawn.length)
    for (const { units } of rows) {
      expect(units.reduce((sum, { share }) => sum + share, 0)).toBe(2 * whole)
      expect(units.filter((unit) => unit.drawn)).toHaveLength(2)
    }
    expect(await refusal(organiser().matching.propensities({ drawId: officerDraw }))).toBe('not_permitted')
  })

  test('officers are told when the task is dispatched, each of their own', async () => {
    const [inspector] = (await bureau.inspectors()).filter(({ officerId }) => officerId !== officers[1]?.id)
    const { rows } = await (inspector?.person.call.notices.list({}) ?? Promise.reject(new Error('no inspector')))
    const loads = await organiser().matching.loads({ drawId: officerDraw })
    const own = loads.officers.find((one) => one.id === inspector?.officerId)?.drawn
    expect(rows.filter(({ thing }) => thing === `task:${taskId}`)).toMatchObject([
      { kind: 'assigned', readAt: null, facts: { objects: own } },
    ])
    expect(await inspector?.person.call.notices.unread()).toEqual({ unread: 1 })
    await inspector?.person.call.notices.read({ ...id(), upTo: rows[0]?.at ?? '' })
    expect(await inspector?.person.call.notices.unread()).toEqual({ unread: 0 })
    expect((await bureau.staff.organiser.api.notices.list({})).rows.filter(({ kind }) => kind === 'assigned')).toEqual([])
  })
})

test('what officers did this year counts towards the next draw: who did nothing yet is drawn more', async () => {
  const rested = officers[1]?.id ?? ''
  const next = await bureau.task({ from: '2026-12-01', to: '2026-12-31', name: '下半年任务' })
  const objects = await bureau.drawn(next, 'O')
  const n = (await organiser().draws.get({ drawId: objects })).selected ?? 0
  const people = await bureau.drawn(next, 'P')
  const { officers: loads } = await organiser().matching.loads({ drawId: people })
  const own = loads.find((one) => one.id === rested)
  expect(own?.prior).toBe(0)
  expect(Math.max(...loads.map(({ prior }) => prior))).toBeGreaterThan(0)
  expect(own?.expected).toBe(Math.max(...loads.map(({ expected }) => expected ?? 0)))
  expect(loads.reduce((sum, one) => sum + one.drawn, 0)).toBe(2 * n)
  for (const { expected } of loads) expect(expected).toBeGreaterThan(0)
})

test('facts that were changed after the COMMIT are found by the house itself, and the draw cannot be accepted', async () => {
  const other = await bureau.task({ from: '2026-12-01', to: '2026-12-31', name: '依据被改的任务' })
  await bureau.drawn(other, 'O')
  const { drawId, nonces } = await work.freezeAndCommit(bureau.staff, other, 'P', 'sha256')
  const { services, database } = bureau.house
  const { rows } = await database.pools.migrator.query<{ sha256: string }>(
    `select f.sha256 from draw_file d join file f on f.id = d.file_id where d.draw_id = $1 and d.role = 'facts'`,
    [drawId],
  )
  const path = services.files.path(rows[0]?.sha256 ?? '')
  const text = await readFile(path, 'utf8')
  await chmod(path, 0o600)
  await writeFile(path, text.replace('"load":', '"load":1'))
  await work.revealAndDraw(bureau.staff, drawId, nonces)
  await expect.poll(async () => (await organiser().draws.get({ drawId })).verification?.verdict, { timeout: 20_000 }).toBe('failed')
  const { verification } = await organiser().draws.get({ drawId })
  expect(verification?.checks.filter(({ status }) => status === 'failed').map(({ check }) => check)).toEqual(['matching_facts'])
  expect(await refusal(bureau.staff.approver.api.draws.close({ ...id(), drawId }))).toBe('draw_verification_failed')
})
