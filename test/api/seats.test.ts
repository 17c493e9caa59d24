/** An officer leaves a team: asked for by one, approved by another, and who comes is drawn on what is left, or appointed in front of everybody. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDraw, pledgeAndCommit, revealAndDraw } from '#bin/scenario/work.ts'
import { parseBundle } from '#core/draws/documents.ts'
import { verifyBundles } from '#core/draws/verify-directory.ts'
import { type Bureau, giveRoles, openBureau, refusal } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
/** Organiser and approver in one person. */
let both: Person
let taskId: string
let objectDraw: string
let officerDraw: string
const id = () => ({ commandId: randomUUID() })
const organiser = () => bureau.staff.organiser.api
const approver = () => bureau.staff.approver.api

type Team = { readonly subject: string; readonly officers: readonly { readonly id: string; readonly role: string }[] }
const teams = async (): Promise<readonly Team[]> => (await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })).rows
const teamOf = async (subject: string) => (await teams()).find((one) => one.subject === subject)?.officers ?? []

beforeAll(async () => {
  bureau = await openBureau({ firms: 200, officers: 8 })
  await giveRoles(bureau.house, 'admin', ['organiser', 'approver'])
  both = await bureau.house.as('admin')
  taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' }] })
  objectDraw = await bureau.drawn(taskId, 'O')
  officerDraw = await bureau.drawn(taskId, 'P')
})
afterAll(() => bureau.house.close())

const ask = async (officerId: string, subjects: readonly string[], more: object = {}, who = organiser()) =>
  (
    await who.seats.request({
      ...id(),
      drawId: officerDraw,
      officerId,
      subjects: [...subjects],
      reason: 'illness',
      note: '检查期间病假',
      ...more,
    })
  ).requestId
const decide = (requestId: string, approve = true, who = approver()) =>
  who.seats.decide({ ...id(), requestId, approve, opinion: '情况属实' })
const finish = async (drawId: string): Promise<void> => {
  const { nonces } = await pledgeAndCommit(bureau.staff, drawId, 'sha256')
  await revealAndDraw(bureau.staff, drawId, nonces)
  await closeDraw(bureau.staff, drawId)
}
const bundleOf = async (drawId: string): Promise<Uint8Array> =>
  new Uint8Array(await (await bureau.staff.supervisor.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer())

describe('a request', () => {
  test('names a seat that is held, a reason of the list, and evidence where the reason needs it, once', async () => {
    const [first, second] = await teams()
    const leaving = first?.officers[0]?.id ?? ''
    const stranger = (await organiser().officers.list({ limit: 200 })).rows.find(
      ({ id: one }) => !first?.officers.some((officer) => officer.id === one),
    )
    expect(await refusal(ask(stranger?.id ?? '', [first?.subject ?? '']))).toBe('seat_not_held')
    expect(await refusal(ask(leaving, [first?.subject ?? ''], { reason: 'because' }))).toBe('seat_reason_unknown')
    expect(await refusal(ask(leaving, [first?.subject ?? ''], { reason: 'recusal_requested' }))).toBe('replacement_needs_evidence')
    expect(await refusal(ask(leaving, [first?.subject ?? ''], {}, bureau.staff.supervisor.api))).toBe('permission_missing')
    expect(
      await refusal(
        organiser().seats.request({ ...id(), drawId: objectDraw, officerId: leaving, reason: 'illness', note: '检查期间病假' }),
      ),
    ).toBe('seat_of_what')
    const request = await ask(leaving, [first?.subject ?? ''])
    expect(await refusal(ask(leaving, [first?.subject ?? '', second?.subject ?? '']))).not.toBe('accepted')
    expect(await decide(request, false)).toEqual({ drawId: null })
    expect(await refusal(decide(request))).toBe('replacement_decided')
    expect((await teamOf(first?.subject ?? '')).map((one) => one.id)).toContain(leaving)
  })

  test('is decided by another person, and by one of two at once', async () => {
    const [first] = await teams()
    const request = await ask(first?.officers[0]?.id ?? '', [first?.subject ?? ''], {}, both.call)
    expect(await refusal(decide(request, true, both.call))).toBe('replacement_approver_is_requester')
    expect(await refusal(decide(request, true, bureau.staff.supervisor.api))).toBe('not_permitted')
    const answers = await Promise.all([refusal(decide(request)), refusal(decide(request))])
    expect(answers.sort()).toEqual(['accepted', 'replacement_decided'])
    const { rows } = await organiser().seats.list({ drawId: officerDraw })
    // Approved and not yet drawn: the seat is still theirs, and nobody asks for it a second time.
    expect(await refusal(ask(first?.officers[0]?.id ?? '', [first?.subject ?? '']))).toBe('seat_already_requested')
    await finish(rows.find((row) => row.id === request)?.replacementDraw ?? '')
  })
})

describe('the draw of kind R', () => {
  test('gives the free seats to others with the same role, tells both, and its bundle proves it', async () => {
    const held = (await teams()).filter(({ officers }) => officers.length > 0)
    // A team that nothing has changed yet.
    const untouched = (await organiser().matching.pairs({ drawId: officerDraw, limit: 200 })).rows.find(({ now }) => now === null)
    const leaving = untouched?.seats.find(({ role }) => role === 'lead')?.officerId ?? ''
    const before = held.filter(({ officers }) => officers.some((one) => one.id === leaving))
    const roles = new Map(before.map(({ subject, officers }) => [subject, officers.find((one) => one.id === leaving)?.role]))
    // Whoever leaves may have come by an earlier replacement: such a seat is replaced once more, not twice.
    const earlier = (await organiser().seats.list({ drawId: officerDraw })).rows.flatMap(({ newcomers }) => newcomers)
    const stay = earlier.filter(({ officerId }) => officerId !== leaving)
    const { drawId } = await decide(await ask(leaving, []))
    await finish(drawId ?? '')

    const after = await teams()
    expect(after.flatMap(({ officers }) => officers.map((one) => one.id))).not.toContain(leaving)
    for (const { subject, officers } of before) {
      const now = after.find((one) => one.subject === subject)?.officers ?? []
      const kept = officers.filter((one) => one.id !== leaving).map((one) => one.id)
      expect(now).toHaveLength(2)
      expect(now.map((one) => one.id)).toEqual(expect.arrayContaining(kept))
      expect(now.find((one) => !kept.includes(one.id))?.role).toBe(roles.get(subject))
    }
    const draw = await organiser().draws.get({ drawId: drawId ?? '' })
    expect(draw.seats).toMatchObject({ officerDraw, objects: before.length, reason: 'illness' })
    expect(draw.seats?.newcomers).toHaveLength(before.length)
    const { rows } = await organiser().matching.pairs({ drawId: officerDraw, limit: 200 })
    const changed = rows.find((row) => row.subject === untouched?.subject)
    expect(changed?.seats.map(({ officerId }) => officerId)).toContain(leaving)
    expect(changed?.now?.map(({ by }) => by)).toContain('replaced')
    // In public somebody is away; that they are ill stays in the house.
    const bundle = parseBundle(JSON.parse(new TextDecoder().decode(await bundleOf(drawId ?? ''))))
    expect(bundle.ok && bundle.value.commit.seats).toMatchObject({ officerDraw, count: before.length, reason: 'on_leave' })
    const named = await Promise.all([objectDraw, officerDraw, drawId ?? ''].map(async (name) => ({ name, bytes: await bundleOf(name) })))
    const { verdict, verifications } = verifyBundles(named, { complete: false, logKey: bureau.house.services.transparency.signer.vkey })
    expect(verifications.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))).toEqual([])
    expect(verdict).toBe('held')
    expect(await organiser().matching.yearLoads({ year: 2026 })).toMatchObject({ replaced: before.length + stay.length, appointed: 0 })

    const inspectors = await bureau.inspectors()
    const told = async (officerId: string | undefined) =>
      (await inspectors.find((one) => one.officerId === officerId)?.person.call.notices.list({}))?.rows.map(({ kind }) => kind)
    expect(await told(leaving)).toContain('released')
    expect(await told(draw.seats?.newcomers[0]?.officerId)).toContain('joined')
    const gone = inspectors.find((one) => one.officerId === leaving)
    expect((await gone?.person.call.inspections.list({}))?.rows).toEqual([])
  })

  test('an officer asks for the own seat, and for nobody else’s', async () => {
    const inspectors = await bureau.inspectors()
    const [visit] = await teams()
    const lead = inspectors.find((one) => one.officerId === visit?.officers[0]?.id)
    const other = inspectors.find((one) => one.officerId === visit?.officers[1]?.id)
    const own = (await lead?.person.call.inspections.list({ limit: 200 }))?.rows.find(({ subject }) => subject === visit?.subject)
    const seen = await lead?.person.call.inspections.get({ visitId: own?.id ?? '' })
    expect(seen?.mySeat).toEqual({ drawId: officerDraw, officerId: lead?.officerId })
    expect(seen?.abilities.leaveTeam).toEqual({ allowed: true })
    const leave = {
      ...id(),
      drawId: officerDraw,
      subjects: [visit?.subject ?? ''],
      reason: 'recusal_declared',
      note: '与该企业负责人有亲属关系',
    }
    expect(await refusal(lead?.person.call.seats.request({ ...leave, officerId: other?.officerId ?? '' }) ?? Promise.resolve())).not.toBe(
      'accepted',
    )
    await lead?.person.call.seats.request({ ...leave, ...id(), officerId: lead.officerId })
    const { rows } = (await lead?.person.call.seats.list({ open: true })) ?? { rows: [] }
    expect(rows).toMatchObject([{ officerId: lead?.officerId, askedBy: 'officer', reason: 'recusal_declared', state: 'requested' }])
    await decide(rows[0]?.id ?? '', false)
  })

  test('whoever leaves by an approved request does not report any more, and decides nothing about it', async () => {
    const inspectors = await bureau.inspectors()
    const visit = (await teams()).at(-1)
    const leaver = inspectors.find((one) => one.officerId === visit?.officers.find(({ role }) => role === 'lead')?.id)
    const request = await ask(leaver?.officerId ?? '', [visit?.subject ?? ''])
    await bureau.house.database.pools.migrator.query('update actor set officer_id = null where officer_id = $1', [leaver?.officerId])
    await bureau.house.database.pools.migrator.query(
      `update actor a set officer_id = $1 from auth."user" u where u.id = a.user_id and u.username = 'approver'`,
      [leaver?.officerId],
    )
    expect(await refusal(decide(request))).toBe('decider_is_party')
    await bureau.house.database.pools.migrator.query(
      `update actor a set officer_id = null from auth."user" u where u.id = a.user_id and u.username = 'approver'`,
    )
    await bureau.house.database.pools.migrator.query(
      'update actor a set officer_id = $1 from auth."user" u where u.id = a.user_id and u.username = $2',
      [leaver?.officerId, leaver?.person.username],
    )
    const { drawId } = await decide(request)
    const own = (await leaver?.person.call.inspections.list({ limit: 200 }))?.rows.find(({ subject }) => subject === visit?.subject)
    const { items } = (await leaver?.person.call.inspections.get({ visitId: own?.id ?? '' })) ?? { items: [] }
    const entry = {
      ...id(),
      visitId: own?.id ?? '',
      date: '2026-01-05',
      method: 'onsite' as const,
      items: items.map((item) => ({ itemId: item.id, checked: true, problem: null })),
      outcome: '01',
      disposal: null,
      demo: true,
    }
    expect(await refusal(leaver?.person.call.inspections.enter(entry) ?? Promise.resolve())).toBe('officer_leaving')
    expect(await refusal(ask(leaver?.officerId ?? '', [visit?.subject ?? '']))).toBe('seat_already_requested')
    const [byHand] = visit?.officers.filter((one) => one.id !== leaver?.officerId) ?? []
    const mate = await ask(byHand?.id ?? '', [visit?.subject ?? ''], { appointOfficerId: leaver?.officerId })
    expect(await refusal(decide(mate))).toBe('draw_already_open')
    await decide(mate, false)
    await finish(drawId ?? '')
  })

  test('why somebody leaves is told to those who decide, in full to nobody else', async () => {
    const witness = await bureau.house.as('witness')
    const { rows } = await organiser().seats.list({ drawId: officerDraw })
    const seen = await witness.call.seats.list({ drawId: officerDraw })
    expect(rows.map(({ reason }) => reason)).toContain('illness')
    expect(new Set(seen.rows.flatMap(({ reason, note }) => [reason, note]))).not.toContain('illness')
    expect(seen.rows.every(({ note }) => note === '')).toBe(true)
  })

  test('where nobody is left, nothing is opened and the report says why', async () => {
    const [visit] = await teams()
    const leaving = visit?.officers[0]?.id ?? ''
    for (const officer of (await organiser().officers.list({ limit: 200 })).rows)
      if (!visit?.officers.some((one) => one.id === officer.id))
        await refusal(
          bureau.staff.registrar.api.officers.declareRecusal({
            ...id(),
            officerId: officer.id,
            subject: visit?.subject ?? '',
            relation: 'kinship',
          }),
        )
    const request = await ask(leaving, [visit?.subject ?? ''])
    expect(await refusal(decide(request))).toBe('matching_infeasible')
    const { rows } = await organiser().seats.list({ drawId: officerDraw, open: true })
    expect(rows.map((row) => row.id)).toContain(request)
    await decide(request, false)
  })
})

describe('an appointment by hand', () => {
  test('needs what the law asks of an officer, and a second person; it shows on the draw, on its certificate, in the year and in public', async () => {
    const [, visit] = await teams()
    const leaving = visit?.officers[1]?.id ?? ''
    const officers = (await organiser().officers.list({ limit: 200 })).rows
    const free = officers.filter(({ id: one }) => !visit?.officers.some((officer) => officer.id === one))
    const [unfit, fit] = free
    await refusal(
      bureau.staff.registrar.api.officers.declareRecusal({
        ...id(),
        officerId: unfit?.id ?? '',
        subject: visit?.subject ?? '',
        relation: 'shareholding',
      }),
    )
    const wrong = await ask(leaving, [visit?.subject ?? ''], { appointOfficerId: unfit?.id })
    expect(await refusal(decide(wrong))).toBe('appointed_unfit')
    await decide(wrong, false)
    const ever = (await organiser().matching.pairs({ drawId: officerDraw, limit: 200 })).rows.find((row) => row.subject === visit?.subject)
    const willing = free.find(({ id: one }) => one !== unfit?.id && !ever?.seats.some(({ officerId }) => officerId === one)) ?? fit
    const request = await ask(leaving, [visit?.subject ?? ''], { appointOfficerId: willing?.id })
    expect(await decide(request)).toEqual({ drawId: null })
    expect((await teamOf(visit?.subject ?? '')).map((one) => one.id)).toContain(willing?.id)
    const draw = await organiser().draws.get({ drawId: officerDraw })
    expect(draw.appointments).toMatchObject([{ officerName: willing?.name, objects: 1, reason: 'illness' }])
    expect((await organiser().matching.yearLoads({ year: 2026 })).appointed).toBe(1)
    const shown = await bureau.house.database.pools.portal.query('select draw_id, reason, objects from published.appointment')
    expect(shown.rows).toEqual([{ draw_id: officerDraw, reason: 'on_leave', objects: 1 }])
    await expect
      .poll(
        async () =>
          (
            await bureau.house.database.pools.app.query(
              "select max(version) as n from draw_file where draw_id = $1 and role = 'certificate'",
              [officerDraw],
            )
          ).rows[0].n,
        { timeout: 20_000 },
      )
      .toBe(2)
  })

  test('AR10 once a result is entered, nobody is exchanged any more', async () => {
    const inspectors = await bureau.inspectors()
    const [, , visit] = await teams()
    const lead = inspectors.find((one) => one.officerId === visit?.officers.find(({ role }) => role === 'lead')?.id)
    const waiting = await ask(visit?.officers[1]?.id ?? '', [visit?.subject ?? ''])
    const own = (await lead?.person.call.inspections.list({ limit: 200 }))?.rows.find(({ subject }) => subject === visit?.subject)
    const { items } = (await lead?.person.call.inspections.get({ visitId: own?.id ?? '' })) ?? { items: [] }
    await lead?.person.call.inspections.enter({
      ...id(),
      visitId: own?.id ?? '',
      date: '2026-01-05',
      method: 'onsite',
      items: items.map((item) => ({ itemId: item.id, checked: true, problem: null })),
      outcome: '01',
      disposal: null,
      demo: true,
    })
    expect(await refusal(decide(waiting))).toBe('seat_after_visit')
    expect(await refusal(ask(visit?.officers[0]?.id ?? '', [visit?.subject ?? '']))).toBe('seat_after_visit')
  })
})
