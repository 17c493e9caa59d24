/** Replacing a drawn object: asked for by one, approved by another, and drawn with numbers that did not exist when it was asked for. */
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
let drawn: readonly string[]
beforeAll(async () => {
  bureau = await openBureau({ firms: 120 })
  await giveRoles(bureau.house, 'admin', ['organiser', 'approver'])
  both = await bureau.house.as('admin')
  taskId = await bureau.task()
  objectDraw = await bureau.drawn(taskId, 'O')
  drawn = await subjectsOf(objectDraw)
})
afterAll(() => bureau.house.close())

const id = () => ({ commandId: randomUUID() })
const subjectsOf = async (drawId: string): Promise<string[]> =>
  (await bureau.staff.supervisor.api.draws.selected({ drawId, limit: 200 })).rows.map(({ subject }) => subject)
const ask = (subject: string, reason = 'deregistered', evidenceFileId: string | null = null, who = bureau.staff.organiser.api) =>
  who.replacements.request({ ...id(), drawId: objectDraw, subject, reason, note: '登记机关已办理注销', evidenceFileId })
const decide = (requestId: string, approve = true, who = bureau.staff.approver.api) =>
  who.replacements.decide({ ...id(), requestId, approve, opinion: '情况属实' })
const visitsOf = async () => (await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })).rows
const finish = async (drawId: string): Promise<void> => {
  const { nonces } = await pledgeAndCommit(bureau.staff, drawId, 'sha256')
  await revealAndDraw(bureau.staff, drawId, nonces)
  await closeDraw(bureau.staff, drawId)
}
const bundleOf = async (drawId: string): Promise<Uint8Array> =>
  new Uint8Array(await (await bureau.staff.supervisor.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer())

test('before the officers are drawn nothing is replaced, because nobody has begun to inspect', async () => {
  expect(await refusal(ask(drawn[0] ?? ''))).toBe('replacement_before_officers')
  await bureau.drawn(taskId, 'P')
})

describe('a request', () => {
  test('names a drawn object and a reason of the list, with evidence where the reason needs it, once', async () => {
    expect(await refusal(ask('91620100MA71XXXXXX'))).toBe('replacement_not_drawn')
    expect(await refusal(ask(drawn[0] ?? '', 'somebody_asked_me_to'))).toBe('replacement_reason_unknown')
    expect(await refusal(ask(drawn[0] ?? '', 'cannot_contact'))).toBe('replacement_needs_evidence')
    expect(await refusal(ask(drawn[0] ?? '', 'cannot_contact', randomUUID()))).toBe('not_found')
    expect(await refusal(ask(drawn[0] ?? '', 'deregistered', null, bureau.staff.supervisor.api))).toBe('not_permitted')
    await ask(drawn[0] ?? '')
    expect(await refusal(ask(drawn[0] ?? ''))).toBe('replacement_already_requested')
  })

  test('is decided by another person, once; refused, it changes nothing', async () => {
    const { requestId } = await ask(drawn[1] ?? '', 'deregistered', null, both.call)
    expect(await refusal(decide(requestId, true, both.call))).toBe('replacement_approver_is_requester')
    expect(await refusal(decide(requestId, true, bureau.staff.supervisor.api))).toBe('not_permitted')
    expect(await decide(requestId, false)).toEqual({ drawId: null })
    expect(await refusal(decide(requestId))).toBe('replacement_decided')
    const { rows } = await bureau.staff.organiser.api.replacements.list({ drawId: objectDraw })
    expect(rows.find((row) => row.id === requestId)).toMatchObject({ state: 'refused', drawId: null, subject: drawn[1] })
    expect((await visitsOf()).find(({ subject }) => subject === drawn[1])?.state).toBe('assigned')
  })

  test('approved by two hands at once opens one draw', async () => {
    const { rows } = await bureau.staff.organiser.api.replacements.list({ drawId: objectDraw })
    const waiting = rows.find((row) => row.state === 'requested')?.id ?? ''
    const answers = await Promise.all([refusal(decide(waiting)), refusal(decide(waiting))])
    expect(answers.sort()).toEqual(['accepted', 'replacement_decided'])
    const { requestId } = await ask(drawn[2] ?? '')
    expect(await refusal(decide(requestId))).toBe('draw_already_open')
  })
})

describe('the draw of kind R', () => {
  test('takes one of the others, who is inspected by the same officers instead, and its bundle proves all of it', async () => {
    const { rows } = await bureau.staff.organiser.api.replacements.list({ drawId: objectDraw })
    const first = rows.find((row) => row.drawId !== null)?.drawId ?? ''
    const before = (await visitsOf()).find(({ subject }) => subject === drawn[0])
    await finish(first)
    const draw = await bureau.staff.supervisor.api.draws.get({ drawId: first })
    const substitute = draw.replacement?.substitute?.subject ?? ''
    expect(drawn).not.toContain(substitute)
    expect(draw.replacement).toMatchObject({ objectDraw, subject: drawn[0], reason: 'deregistered' })

    const visits = await visitsOf()
    expect(visits.find(({ subject }) => subject === drawn[0])?.state).toBe('replaced')
    const after = visits.find(({ subject }) => subject === substitute)
    expect(after?.state).toBe('assigned')
    expect(after?.officers.map(({ id: officer }) => officer).sort()).toEqual(before?.officers.map(({ id: officer }) => officer).sort())
    const list = await bureau.staff.supervisor.api.draws.selected({ drawId: objectDraw, limit: 200 })
    expect(list.rows.find(({ subject }) => subject === drawn[0])?.replacedBy).toBe(first)

    const waiting = rows.find((row) => row.subject === drawn[2] && row.state === 'requested')?.id ?? ''
    const { drawId: second } = await decide(waiting)
    await finish(second ?? '')
    const bundle = parseBundle(JSON.parse(new TextDecoder().decode(await bundleOf(second ?? ''))))
    expect(bundle.ok && bundle.value.commit.replacement?.earlier).toHaveLength(1)

    const named = await Promise.all([objectDraw, first, second ?? ''].map(async (name) => ({ name, bytes: await bundleOf(name) })))
    const { verifications, verdict } = verifyBundles(named, { complete: true, logKey: bureau.house.services.transparency.signer.vkey })
    expect(verifications.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))).toEqual([])
    expect(verdict).toBe('held')
    // Without the object draw beside it, a replacement still proves itself; with another one in its place, it does not.
    const [, r1] = named
    if (r1 === undefined) throw new Error('two replacements were drawn')
    expect(verifyBundles([r1], { complete: false }).verdict).toBe('held')
  })

  test('is void in public like any draw, and the object it was to replace stays', async () => {
    const { requestId } = await ask(drawn[3] ?? '')
    const { drawId } = await decide(requestId)
    await bureau.staff.organiser.api.draws.requestVoid({ ...id(), drawId: drawId ?? '', reason: 'ordered_by_law', note: '依法不应更换' })
    await bureau.staff.approver.api.draws.approveVoid({ ...id(), drawId: drawId ?? '' })
    expect((await visitsOf()).find(({ subject }) => subject === drawn[3])?.state).toBe('assigned')
    const again = await ask(drawn[3] ?? '')
    const { drawId: next } = await decide(again.requestId)
    expect((await bureau.staff.supervisor.api.draws.get({ drawId: next ?? '' })).supersedes).toBe(drawId)
  })

  test('comes to nothing when somebody began to inspect meanwhile', async () => {
    const { rows } = await bureau.staff.organiser.api.replacements.list({ drawId: objectDraw })
    const open = rows.find((row) => row.drawState === 'frozen')
    const { nonces } = await pledgeAndCommit(bureau.staff, open?.drawId ?? '', 'sha256')
    await revealAndDraw(bureau.staff, open?.drawId ?? '', nonces)
    const visit = (await visitsOf()).find(({ subject }) => subject === open?.subject)
    const lead = (await bureau.inspectors()).find(({ officerId }) => officerId === visit?.officers.find(({ role }) => role === 'lead')?.id)
    const { items } = (await lead?.person.call.inspections.get({ visitId: visit?.id ?? '' })) ?? { items: [] }
    await lead?.person.call.inspections.enter({
      ...id(),
      visitId: visit?.id ?? '',
      date: '2026-06-01',
      method: 'onsite',
      items: items.map((item) => ({ itemId: item.id, checked: true, problem: null })),
      outcome: '01',
      disposal: null,
      demo: true,
    })
    expect(await refusal(closeDraw(bureau.staff, open?.drawId ?? ''))).toBe('replacement_after_visit')
    expect(await refusal(ask(visit?.subject ?? ''))).toBe('replacement_after_visit')
  })
})
