/** 摇号抽取 through the API: its whole life, every step out of its place refused, and a bundle in which no byte can be changed. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { closeDraw, freezeAndCommit, importFile, importRegister, revealAndDraw } from '#bin/scenario/work.ts'
import { contract } from '#contract/router.ts'
import { hex } from '#core/bytes.ts'
import { checkLabels } from '#core/draws/check-labels.ts'
import { parseBundle } from '#core/draws/documents.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import { allEndpoints } from '#server/http/access-rule.ts'
import { type Bureau, districts, giveRoles, openBureau, refusal } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let organiser: Person
let supervisor: Person
let approver: Person
/** Organiser and approver in one person. */
let both: Person
beforeAll(async () => {
  bureau = await openBureau({ firms: 160 })
  await giveRoles(bureau.house, 'admin', ['organiser', 'approver'])
  ;[organiser, supervisor, approver, both] = (await Promise.all(
    (['organiser', 'supervisor', 'approver', 'admin'] as const).map((who) => bureau.house.as(who)),
  )) as [Person, Person, Person, Person] // four were asked for
})
afterAll(() => bureau.house.close())

type Party = 'organiser' | 'supervisor'
type Kind = 'O' | 'P'
const id = () => ({ commandId: randomUUID() })
const get = (drawId: string, who = organiser) => who.call.draws.get({ drawId })
const freeze = (taskId: string, kind: Kind = 'O', who = organiser) => who.call.draws.freeze({ ...id(), taskId, kind })
const commit = (drawId: string, who = organiser) => who.call.draws.commit({ ...id(), drawId })
const close = (drawId: string, who = approver) => who.call.draws.close({ ...id(), drawId })
const inState = (drawId: string, state: string) =>
  until(
    () => get(drawId),
    (draw) => draw.state === state,
    state,
    30,
  )
const requestVoid = (drawId: string, reason: string, who = organiser) =>
  who.call.draws.requestVoid({ ...id(), drawId, reason, note: '名单范围有误' })
const approveVoid = (drawId: string, who = approver) => who.call.draws.approveVoid({ ...id(), drawId })
/** The bundle is there when the log has taken in the result and the server has verified it. */
const bundleOf = async (drawId: string, who = organiser): Promise<Uint8Array> => {
  await until(
    () => get(drawId),
    (draw) => draw.verification !== null,
    'the verification',
    30,
  )
  return new Uint8Array(await (await who.get(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer())
}

type Nonces = Readonly<Record<Party, Uint8Array>>
const newNonces = (): Nonces => ({ organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) })
const commitment = (drawId: string, party: Party, nonces: Nonces): string => hex(nonceCommitment('sha256', drawId, party, nonces[party]))
const pledge = (drawId: string, party: Party, nonces: Nonces, who = party === 'organiser' ? organiser : supervisor) =>
  who.call.draws.pledge({ ...id(), drawId, commitment: commitment(drawId, party, nonces) })
const reveal = (drawId: string, party: Party, nonces: Nonces) =>
  (party === 'organiser' ? organiser : supervisor).call.draws.reveal({ ...id(), drawId, nonce: hex(nonces[party]) })

async function frozen(): Promise<{ taskId: string; drawId: string; nonces: Nonces }> {
  const taskId = await bureau.task()
  const { drawId } = await freeze(taskId)
  await inState(drawId, 'frozen')
  return { taskId, drawId, nonces: newNonces() }
}

async function committed() {
  const draw = await frozen()
  for (const party of ['organiser', 'supervisor'] as const) await pledge(draw.drawId, party, draw.nonces)
  await commit(draw.drawId)
  return draw
}

describe('the life of a draw', () => {
  test('each step follows the one before, by the duty that may take it, and none can be taken twice or early', async () => {
    const { drawId, nonces, taskId } = await frozen()
    expect((await get(drawId)).parties).toMatchObject([
      { party: 'organiser', commitment: null },
      { party: 'supervisor', commitment: null },
      { party: 'system', commitment: expect.stringMatching(/^[0-9a-f]{64}$/), nonce: null },
    ])
    expect(await refusal(reveal(drawId, 'organiser', nonces))).toBe('wrong_state')
    await expect(commit(drawId)).rejects.toMatchObject({
      code: 'pledges_missing',
      data: { facts: { parties: ['organiser', 'supervisor'] } },
    })
    expect(await refusal(pledge(drawId, 'organiser', nonces, approver))).toBe('not_permitted')
    expect(await pledge(drawId, 'organiser', nonces)).toEqual({ state: 'frozen' })
    expect(await refusal(pledge(drawId, 'organiser', newNonces()))).toBe('already_pledged')
    expect(await refusal(pledge(drawId, 'organiser', newNonces(), both))).toBe('already_pledged')
    const copied = supervisor.call.draws.pledge({ ...id(), drawId, commitment: commitment(drawId, 'organiser', nonces) })
    expect(await refusal(copied)).toBe('commitment_repeated')
    await expect(commit(drawId)).rejects.toMatchObject({ data: { facts: { parties: ['supervisor'] } } })
    await pledge(drawId, 'supervisor', nonces)
    expect(await refusal(commit(drawId, supervisor))).toBe('not_permitted')

    const { commitHash } = await commit(drawId, both)
    expect(await refusal(commit(drawId))).toBe('wrong_state')
    expect(await refusal(pledge(drawId, 'supervisor', newNonces()))).toBe('wrong_state')
    expect(await refusal(freeze(taskId))).toBe('draw_already_open')
    expect(await refusal(reveal(drawId, 'organiser', newNonces()))).toBe('nonce_does_not_open')
    expect(await refusal(close(drawId))).toBe('wrong_state')
    expect(await reveal(drawId, 'organiser', nonces)).toEqual({ state: 'committed', waitingFor: ['supervisor', 'system'] })
    expect(await refusal(reveal(drawId, 'organiser', nonces))).toBe('already_revealed')
    expect(await get(drawId)).toMatchObject({ commitHash, seed: null, selected: null, verification: null })
    expect(await reveal(drawId, 'supervisor', nonces)).toEqual({ state: 'drawing', waitingFor: [] })

    const draw = await inState(drawId, 'result')
    expect(draw).toMatchObject({ commitHash, seed: expect.stringMatching(/^[0-9a-f]{64}$/), selected: draw.strata[0]?.target })
    expect(await refusal(close(drawId, organiser))).toBe('not_permitted')
    expect(await refusal(close(drawId, both))).toBe('closer_is_committer')
    const verified = await until(
      () => get(drawId, approver),
      (one) => one.verification !== null,
      'verification',
      30,
    )
    expect(verified.verification?.verdict).toBe('held')
    expect(await close(drawId)).toEqual({ state: 'closed' })
    expect(await refusal(close(drawId))).toBe('wrong_state')
    expect(await refusal(requestVoid(drawId, 'pool_wrong'))).toBe('wrong_state')
    expect((await get(drawId)).steps.map(({ type, by }) => `${type} ${by}`)).toEqual([
      'open 组织岗',
      'freeze 系统',
      'pledge 系统',
      'pledge 组织岗',
      'pledge 监督岗',
      'commit 系统管理员',
      'reveal 组织岗',
      'reveal 监督岗',
      'reveal 系统',
      'result 系统',
      'close 审批岗',
    ])
    expect(await organiser.call.tasks.get({ taskId })).toMatchObject({ state: 'drawn', drawn: draw.selected })
    expect(await refusal(freeze(taskId))).toBe('wrong_state')
  })

  test('a result that the verifier does not confirm is closed by nobody', async () => {
    const { drawId, nonces } = await committed()
    for (const party of ['organiser', 'supervisor'] as const) await reveal(drawId, party, nonces)
    await until(
      () => get(drawId),
      ({ verification }) => verification !== null,
      'verification',
      30,
    )
    await bureau.house.database.pools.migrator.query(`update draw_verdict set verdict = 'failed' where draw_id = $1`, [drawId])
    expect(await refusal(close(drawId))).toBe('draw_verification_failed')
    expect(await requestVoid(drawId, 'system_fault')).toEqual({ state: 'result' })
    expect(await approveVoid(drawId)).toEqual({ state: 'void' })
  })

  test('nothing of the list or the result can be had before the result is there', async () => {
    const { drawId, nonces } = await committed()
    const status = async (path: string) => (await organiser.get(`/api/v1/draws/${drawId}/${path}`)).status
    const { rows } = await bureau.house.database.pools.migrator.query<{ name: string }>(
      'select f.name from draw_file d join file f on f.id = d.file_id where d.draw_id = $1',
      [drawId],
    )
    expect(rows).toHaveLength(3)
    for (const path of ['bundle', ...rows.map(({ name }) => `files/${name}`)]) expect(await status(path)).toBe(404)
    expect((await organiser.call.draws.selected({ drawId })).rows).toEqual([])
    for (const party of ['organiser', 'supervisor'] as const) await reveal(drawId, party, nonces)
    await inState(drawId, 'result')
    await bundleOf(drawId)
    expect(await status('bundle')).toBe(200)
    // The packed pool and the list of those left out are working files: no bundle names them, so no door leads to them.
    const working = rows.filter(({ name }) => !name.endsWith('.jsonl')).map(({ name }) => name)
    expect(working).toHaveLength(2)
    for (const name of working) expect(await status(`files/${name}`)).toBe(404)
  })

  test('the drawn of every stratum are exactly as many as its target, in the order of their tickets', async () => {
    const strata = [
      { name: '企业', values: ['enterprise'], ratePpm: 70_000, rounding: 'ceil' as const },
      { name: '个体工商户', values: ['individual'], ratePpm: 110_000, rounding: 'floor' as const },
      { name: '其他', values: [], ratePpm: 1, rounding: 'max1' as const },
    ]
    const taskId = await bureau.task({ stratifyBy: 'kind', strata, suite: 'sm3' })
    const drawId = await bureau.drawn(taskId, 'O')
    const draw = await get(drawId)
    const { rows, count } = await organiser.call.draws.selected({ drawId, limit: 200 })
    expect(count.value).toBe(draw.selected)
    const drawn = draw.strata.map((stratum) => rows.filter((row) => row.stratum === stratum.id))
    expect(drawn.map((of) => of.length)).toEqual(draw.strata.map(({ target }) => target))
    expect(rows.map(({ order }) => order)).toEqual(rows.map((_, i) => i + 1))
    for (const [i, of] of drawn.entries()) {
      const tickets = of.map(({ ticket }) => ticket)
      expect(tickets).toEqual([...tickets].sort())
      expect(tickets.at(-1)).toBe(draw.strata[i]?.threshold)
    }
    const frame = await organiser.call.tasks.frame({ taskId })
    expect(draw.registerCount).toBe(frame.registerCount)
    expect(draw.registerCount).toBe((draw.poolSize ?? 0) + draw.excluded.reduce((sum, { count: n }) => sum + n, 0))
  })

  test('what is written into the register after the freeze changes nothing of the draw', async () => {
    const { drawId, nonces } = await committed()
    const before = await get(drawId)
    const closed = [...firmsCsv(160, districts)].join('').replaceAll('存续', '注销')
    const more = [...firmsCsv(40, districts, 9)].join('').split('\n').slice(1).join('\n')
    await importRegister(bureau.staff, 'later.csv', Buffer.from(closed + more))
    for (const party of ['organiser', 'supervisor'] as const) await reveal(drawId, party, nonces)
    const after = await inState(drawId, 'result')
    expect(after).toMatchObject({ poolSize: before.poolSize, poolRoot: before.poolRoot, registerCount: before.registerCount })
    const { rows } = await organiser.call.draws.selected({ drawId })
    expect(rows).toHaveLength(before.strata[0]?.target ?? -1)
    expect(verifyBundle(await bundleOf(drawId)).verdict).toBe('held')
    await importRegister(bureau.staff, 'firms.csv', Buffer.from([...firmsCsv(160, districts)].join('')))
  })
})

describe('two hands at once', () => {
  test('a task has one open draw of a kind, whoever presses first', async () => {
    const taskId = await bureau.task()
    const answers = await Promise.all(Array.from({ length: 8 }, () => refusal(freeze(taskId))))
    expect(answers.sort()).toEqual(['accepted', ...Array(7).fill('draw_already_open')])
    const { draws } = await organiser.call.tasks.get({ taskId })
    expect(draws).toHaveLength(1)
  })

  test('the same press twice is one draw; two commits and two reveals are one each', async () => {
    const taskId = await bureau.task()
    const press = { ...id(), taskId, kind: 'O' as const }
    const [one, two] = await Promise.all([organiser.call.draws.freeze(press), organiser.call.draws.freeze(press)])
    expect(one).toEqual(two)
    const { drawId } = one
    await inState(drawId, 'frozen')
    const nonces = newNonces()
    const pledged = await Promise.all([
      refusal(pledge(drawId, 'organiser', nonces)),
      refusal(pledge(drawId, 'organiser', newNonces(), both)),
    ])
    expect(pledged.sort()).toEqual(['accepted', 'already_pledged'])
    await pledge(drawId, 'supervisor', nonces)
    const commits = await Promise.all([refusal(commit(drawId)), refusal(commit(drawId, both))])
    expect(commits.sort()).toEqual(['accepted', 'wrong_state'])
    const reveals = await Promise.all([1, 2, 3].map(() => refusal(reveal(drawId, 'supervisor', nonces))))
    expect(reveals.sort()).toEqual(['accepted', 'already_revealed', 'already_revealed'])
  })
})

describe('void', () => {
  test('needs a reason that holds and a second person, stays public, and the next draw of the task supersedes it', async () => {
    const { drawId, taskId } = await committed()
    expect(await refusal(approveVoid(drawId))).toBe('void_not_requested')
    expect(await refusal(requestVoid(drawId, 'better_result'))).toBe('void_reason_unknown')
    expect(await refusal(requestVoid(drawId, 'reveal_overdue'))).toBe('void_before_deadline')
    expect(await refusal(requestVoid(drawId, 'pool_wrong', approver))).toBe('not_permitted')
    expect(await requestVoid(drawId, 'pool_wrong', both)).toEqual({ state: 'committed' })
    expect(await refusal(requestVoid(drawId, 'pool_wrong'))).toBe('void_already_requested')
    expect((await get(drawId)).voidRequest).toMatchObject({ reason: 'pool_wrong', by: '系统管理员' })
    expect(await refusal(approveVoid(drawId, both))).toBe('approver_is_requester')
    expect(await refusal(approveVoid(drawId, organiser))).toBe('not_permitted')
    expect(await approveVoid(drawId)).toEqual({ state: 'void' })
    expect(await refusal(commit(drawId))).toBe('wrong_state')

    const { rows } = await bureau.house.database.pools.portal.query('select state, void_reason from published.draw where id = $1', [drawId])
    expect(rows).toEqual([{ state: 'void', void_reason: 'pool_wrong' }])
    expect(await get(drawId)).toMatchObject({ state: 'void', seed: null })
    const again = await freeze(taskId)
    expect(again.drawId).toBe(drawId.replace(/-1$/, '-2'))
    await inState(again.drawId, 'frozen')
    const nonces = newNonces()
    for (const party of ['organiser', 'supervisor'] as const) await pledge(again.drawId, party, nonces)
    await commit(again.drawId)
    expect(await get(again.drawId)).toMatchObject({ supersedes: drawId })
    await revealAndDraw(bureau.staff, again.drawId, nonces)
    await closeDraw(bureau.staff, again.drawId)
    const bundle = parseBundle(JSON.parse(Buffer.from(await bundleOf(again.drawId)).toString()))
    expect(bundle.ok && bundle.value.commit.supersedes).toBe(drawId)
  })
})

describe('what does not exist', () => {
  test('no endpoint deletes, previews, repeats or seeds a draw', () => {
    const ofDraws = allEndpoints().filter(({ path }) => /\bdraws?\b/.test(path))
    expect(ofDraws.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /api/v1/draws',
      'GET /api/v1/draws/:drawId/audit/bundle',
      'GET /api/v1/draws/:drawId/audit/files/:name',
      'GET /api/v1/draws/:drawId/bundle',
      'GET /api/v1/draws/:drawId/certificate',
      'GET /api/v1/draws/:drawId/confirmation',
      'GET /api/v1/draws/:drawId/files/:name',
      'GET /api/v1/draws/{drawId}',
      'GET /api/v1/draws/{drawId}/loads',
      'GET /api/v1/draws/{drawId}/pairs',
      'GET /api/v1/draws/{drawId}/pairs/{subject}',
      'GET /api/v1/draws/{drawId}/propensities',
      'GET /api/v1/draws/{drawId}/replacements',
      'GET /api/v1/draws/{drawId}/selected',
      'GET /api/v1/draws/{drawId}/watch',
      'POST /api/v1/draws',
      'POST /api/v1/draws/{drawId}/beacon',
      'POST /api/v1/draws/{drawId}/close',
      'POST /api/v1/draws/{drawId}/commit',
      'POST /api/v1/draws/{drawId}/openings',
      'POST /api/v1/draws/{drawId}/pledge',
      'POST /api/v1/draws/{drawId}/replacements',
      'POST /api/v1/draws/{drawId}/reveal',
      'POST /api/v1/draws/{drawId}/seat-requests',
      'POST /api/v1/draws/{drawId}/sign-offs',
      'POST /api/v1/draws/{drawId}/void',
      'POST /api/v1/draws/{drawId}/void-request',
    ])
    expect(allEndpoints().filter(({ method }) => method === 'DELETE' || method === 'PATCH')).toEqual([])
    const inputs = (['freeze', 'pledge', 'commit', 'reveal', 'close', 'requestVoid', 'approveVoid'] as const).flatMap((verb) => {
      const { shape } = contract.draws[verb]['~orpc'].inputSchema as unknown as { shape: object } // each is a zod object
      return Object.keys(shape)
    })
    expect([...new Set(inputs)].sort()).toEqual([
      'beacon',
      'commandId',
      'commitment',
      'drawId',
      'kind',
      'nonce',
      'note',
      'reason',
      'taskId',
    ])
  })

  test('a draw of another place: it is not found, for reading and for acting', async () => {
    const { drawId, nonces } = await frozen()
    for (const place of ['elsewhere', 'county'] as const) {
      const person = await bureau.house.as(`organiser@${place}`)
      expect(await refusal(get(drawId, person))).toBe('not_found')
      expect(await refusal(pledge(drawId, 'organiser', nonces, person))).toBe('not_found')
      expect(await refusal(commit(drawId, person))).toBe('not_found')
      expect((await person.get(`/api/v1/draws/${drawId}/bundle`)).status).toBe(404)
      expect((await person.call.draws.list({})).rows).toEqual([])
    }
  })

  test('the database keeps what happened: the application can neither change nor remove it', async () => {
    const { app } = bureau.house.database.pools
    for (const statement of [
      'update draw_event set type = type',
      'delete from draw_event',
      'delete from draw',
      'update draw_secret set pool_key = pool_key',
    ])
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' })
  })
})

describe('officers', () => {
  test('a team is two different officers, nobody inspects what they are recused from, and work is shared out evenly', async () => {
    const taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 200_000, rounding: 'half-up' }] })
    const objects = await bureau.drawn(taskId, 'O')
    const drawn = (await organiser.call.draws.selected({ drawId: objects, limit: 200 })).rows
    const { rows: officers } = await organiser.call.officers.list({ limit: 200 })
    const registrar = await bureau.house.as('registrar')
    const recused = officers[0]?.id ?? ''
    for (const { subject } of drawn.slice(0, 10))
      await refusal(registrar.call.officers.declareRecusal({ ...id(), officerId: recused, subject, relation: 'declared' }))
    expect(await refusal(freeze(await bureau.task(), 'P'))).toBe('wrong_state')
    const people = await bureau.drawn(taskId, 'P')
    const { rows } = await organiser.call.draws.selected({ drawId: people, limit: 200 })
    expect(rows.map(({ subject }) => subject)).toEqual(drawn.map(({ subject }) => subject))
    for (const { officers: team } of rows) {
      expect(new Set(team.map((one) => one.id)).size).toBe(2)
      expect(team.map(({ role }) => role).sort()).toEqual(['assist', 'lead'])
    }
    expect(rows.slice(0, 10).flatMap(({ officers: team }) => team.map((one) => one.id))).not.toContain(recused)
    const { matching, state } = await get(people)
    expect(state).toBe('closed')
    expect((matching?.loadMax ?? 9) - (matching?.loadMin ?? 0)).toBeLessThanOrEqual(1)
    expect(await organiser.call.tasks.get({ taskId })).toMatchObject({ state: 'executing' })
    const left = async (change: Parameters<typeof bureau.task>[0], reason: string) =>
      (await organiser.call.tasks.frame({ taskId: await bureau.task({ excludeOpenVisits: true, ...change }) })).excluded.find(
        (one) => one.reason === reason,
      )?.count ?? 0
    // A visit that is due uses up the cap of the year; where a law asks for another one, the open visit is still in the way.
    expect(await left({}, 'frequency_cap')).toBeGreaterThanOrEqual(drawn.length)
    expect(await left({ frequencyException: { code: 'law', note: '某法第十条' } }, 'in_open_task')).toBe(drawn.length)
  })

  test('officers are not drawn before the objects are', async () => {
    expect(await refusal(freeze(await bureau.task(), 'P'))).toBe('wrong_state')
  })
})

describe('the bundle', () => {
  /** A change of one byte, anywhere: the check that fails has a name that the verifier explains. */
  async function changedBytes(drawId: string, samples: number): Promise<readonly string[]> {
    const bytes = await bundleOf(drawId)
    expect(verifyBundle(bytes)).toMatchObject({ drawId, verdict: 'held' })
    return Array.from({ length: samples }, (_, i) => {
      const at = Math.floor((i * bytes.length) / samples) + (randomBytes(4).readUInt32LE() % Math.ceil(bytes.length / samples))
      const changed = bytes.slice()
      const place = Math.min(at, bytes.length - 1)
      changed[place] = (changed[place] ?? 0) ^ (1 + ((randomBytes(1)[0] ?? 0) % 255))
      const { verdict, checks } = verifyBundle(changed)
      const failed = checks.find(({ status }) => status === 'failed')?.check
      return verdict === 'failed' && failed !== undefined && Object.hasOwn(checkLabels, failed)
        ? 'found out'
        : `byte ${place} of ${drawId}: ${verdict}`
    }).filter((one) => one !== 'found out')
  }

  test('holds as it was downloaded, and fails by name after any one byte is changed', async () => {
    const taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' }] })
    const objects = await bureau.drawn(taskId, 'O')
    expect(await changedBytes(objects, 100)).toEqual([])
    expect(await changedBytes(await bureau.drawn(taskId, 'P'), 100)).toEqual([])
  })

  test('is made of the same documents for every reader', async () => {
    const { drawId, nonces, poolSize } = await freezeAndCommit(bureau.staff, await bureau.task(), 'O', 'sha256')
    await revealAndDraw(bureau.staff, drawId, nonces)
    const [one, two] = [await bundleOf(drawId), await bundleOf(drawId, supervisor)]
    expect(Buffer.compare(one, two)).toBe(0)
    const bundle = parseBundle(JSON.parse(Buffer.from(one).toString()))
    expect(bundle.ok && bundle.value.commit.poolSize).toBe(poolSize)
  })
})

describe('when the deadline has passed', () => {
  test('a draw may be voided for it, and may also still be completed', async () => {
    const [late, silent] = [await committed(), await committed()]
    const { revealHours } = bureau.house.services.policy.draws
    bureau.house.passTime((revealHours.value + 1) * 3_600_000)
    await requestVoid(silent.drawId, 'reveal_overdue')
    expect(await approveVoid(silent.drawId)).toEqual({ state: 'void' })
    for (const party of ['organiser', 'supervisor'] as const) await reveal(late.drawId, party, late.nonces)
    await inState(late.drawId, 'result')
    expect(verifyBundle(await bundleOf(late.drawId)).verdict).toBe('held')
  })
})

// The last one: it empties the register of the city.
test('a firm that leaves the register between the freeze and the draw does not escape it', async () => {
  const { drawId, nonces } = await freezeAndCommit(bureau.staff, await bureau.task(), 'O', 'sha256')
  const few = Buffer.from([...firmsCsv(12, districts)].join(''))
  const { rows: sums } = await importFile(bureau.staff.registrar, 'whole.csv', few, { complete: true })
  expect(sums.leaving).toBeGreaterThan(100)
  const { selected } = await revealAndDraw(bureau.staff, drawId, nonces)
  await closeDraw(bureau.staff, drawId)
  const { rows } = await bureau.house.database.pools.migrator.query(
    `select count(*)::int as drawn, count(e.subject)::int as standing, count(p.subject)::int as published
    from drawn_object d left join entity e on e.subject = d.subject left join published.entity p on p.subject = d.subject where d.draw_id = $1`,
    [drawId],
  )
  expect(rows[0]?.standing).toBeLessThan(selected ?? 0)
  expect(rows[0]).toMatchObject({ drawn: selected, published: selected })
})
