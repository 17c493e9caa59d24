/** Sealed draws: classes of risk shape the strata, and nothing that leaves the house tells which class a firm is in. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { importRegister, replaceOne, type TaskText } from '#bin/scenario/work.ts'
import { parseOpening, verifyOpening } from '#core/draws/opening.ts'
import { readBundle, verifyBundle } from '#core/draws/verify.ts'
import { confirmation } from '#server/draws/confirmation.ts'
import { confirmationData } from '#server/draws/paper-data.ts'
import { findDraw } from '#server/draws/store.ts'
import { inScope } from '#server/http/call.ts'
import { type Bureau, districts, openBureau, refusal } from '#test/bureau.ts'

/** Words that occur nowhere else, so that finding one is finding a leak. */
const names = ['壬级密层', '癸级密层'] as const
const sealed: Partial<TaskText> = {
  mode: 'sealed',
  filter: { version: 1, all: [{ field: 'riskClass', op: 'in', values: ['A', 'B', 'C', 'D'] }] },
  stratifyBy: 'riskClass',
  strata: [
    { name: names[0], values: ['A', 'B'], ratePpm: 40_000, rounding: 'half-up' },
    { name: names[1], values: ['C', 'D'], count: 7 },
  ],
}

let bureau: Bureau
let taskId: string
let objectDraw: string
let officerDraw: string
let replacement: string
beforeAll(async () => {
  bureau = await openBureau({ firms: 10 })
  const [head = '', ...rows] = [...firmsCsv(150, districts)].join('').trimEnd().split('\n')
  const classes = ['A', 'B', 'C', 'D'] as const
  const csv = [`${head.trimEnd()},信用风险等级`, ...rows.map((row, i) => `${row.trimEnd()},${classes[i % 4]}`)].join('\n')
  await importRegister(bureau.staff, 'classes.csv', Buffer.from(`${csv}\n`))
  taskId = await bureau.task(sealed)
  objectDraw = await bureau.drawn(taskId, 'O')
  officerDraw = await bureau.drawn(taskId, 'P')
  const { rows: drawn } = await bureau.staff.supervisor.api.draws.selected({ drawId: objectDraw, limit: 200 })
  replacement = await replaceOne(bureau.staff, objectDraw, drawn[0]?.subject ?? '', 'sha256')
}, 120_000)
afterAll(() => bureau.house.close())

const download = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await bureau.staff.supervisor.download(path)).arrayBuffer())
const bundleOf = (drawId: string) => download(`/api/v1/draws/${drawId}/bundle`)
const auditOf = (drawId: string) => download(`/api/v1/draws/${drawId}/audit/bundle`)
const issue = async (subject: string) =>
  (await bureau.staff.organiser.api.draws.issueOpening({ commandId: randomUUID(), drawId: objectDraw, subject })).opening

/** Every row of every public table, as text; but for the officer draw, whose one stratum is all officers and whose mode is open. */
const publishedText = (): Promise<string> =>
  inScope(bureau.house.services.db, '*', 'read only', async (tx) => {
    const { rows: tables } = await sql<{
      name: string
    }>`select table_name as name from information_schema.tables where table_schema = 'published'`.execute(tx)
    const texts = await Promise.all(
      tables.map(
        async ({ name }) => (await sql<{ text: string }>`select t::text as text from ${sql.table(`published.${name}`)} t`.execute(tx)).rows,
      ),
    )
    return texts
      .flat()
      .map(({ text }) => text)
      .filter((text) => !text.startsWith(`(${officerDraw},`))
      .join('\n')
  })

const logText = (): Promise<string> =>
  inScope(bureau.house.services.db, '*', 'read only', async (tx) => {
    const { rows } = await sql<{ body: string }>`select convert_from(body, 'UTF8') as body from log_entry`.execute(tx)
    return rows.map(({ body }) => body).join('\n')
  })

/** Names of strata, their ids as documents write them, the field, and the filter. */
function expectNoClass(text: string): void {
  for (const word of [...names, '"s1"', '"s2"', 'riskClass', '"strata":[{', 'saltB', '"filter":']) expect(text).not.toContain(word)
}

test('a task whose filter or strata use classes of risk must be sealed', async () => {
  expect(await refusal(bureau.task({ ...sealed, mode: 'open' }))).toBe('sealed_required')
})

describe('what leaves the house', () => {
  test('no public row, bundle, long list or log entry carries a class or the name of a stratum', async () => {
    const published = await publishedText()
    expect(published).toContain(objectDraw)
    expect(published).toContain(replacement)
    expectNoClass(published)
    expectNoClass(await logText())
    for (const drawId of [objectDraw, replacement]) expectNoClass(new TextDecoder().decode(await bundleOf(drawId)))
  })

  test('names and tickets are not linked: the published list has neither', async () => {
    const rows = await inScope(bureau.house.services.db, '*', 'read only', (tx) =>
      tx.selectFrom('published.drawn').selectAll().where('draw_id', '=', objectDraw).orderBy('order_no').execute(),
    )
    expect(rows.length).toBeGreaterThan(7)
    expect(rows.every(({ ticket, stratum }) => ticket === null && stratum === null)).toBe(true)
    const subjects = rows.map(({ subject }) => subject)
    expect(subjects).toEqual([...subjects].sort())
  })

  test('a replacement has one leaf, so its one name is not published beside it', async () => {
    const { replacement: of } = await bureau.staff.supervisor.api.draws.get({ drawId: replacement })
    const substitute = of?.substitute?.subject ?? ''
    expect(substitute).toMatch(/^[0-9A-Z]{18}$/)
    const rows = (await publishedText()).split('\n').filter((row) => row.includes(substitute))
    expect(rows).toEqual([])
  })

  test('the public bundle verifies as far as it goes, and says what it does not show', async () => {
    const { checks, verdict } = verifyBundle(await bundleOf(objectDraw), { logKey: bureau.house.services.transparency.signer.vkey })
    expect(verdict).toBe('held')
    const statusOf = (name: string) => checks.find(({ check }) => check === name)?.status
    expect(['inclusion', 'signatures', 'nonces', 'seed', 'tickets', 'selected_root'].map(statusOf)).toEqual(Array(6).fill('ok'))
    expect(['pool_root', 'targets', 'selection', 'threshold'].map(statusOf)).toEqual(Array(4).fill('not_checked'))
  })
})

describe('the auditor', () => {
  test('gets the key and checks everything, replacements included', async () => {
    for (const drawId of [objectDraw, replacement]) {
      const { checks, verdict } = verifyBundle(await auditOf(drawId), { logKey: bureau.house.services.transparency.signer.vkey })
      expect(verdict).toBe('held')
      expect(checks.find(({ check }) => check === 'selection')?.status).toBe('ok')
    }
  })

  test('is nobody but an auditor', async () => {
    const organiser = await bureau.house.as('organiser')
    expect((await organiser.get(`/api/v1/draws/${objectDraw}/audit/bundle`)).status).toBe(403)
    expect((await bureau.house.fetch(`/api/v1/draws/${objectDraw}/audit/bundle`)).status).toBe(401)
    const elsewhere = await bureau.house.as('supervisor@elsewhere')
    expect((await elsewhere.get(`/api/v1/draws/${objectDraw}/audit/bundle`)).status).toBe(404)
  })
})

describe('whoever may not see classes', () => {
  test('reads the task without what shapes the pool: of a filter by one class, every drawn firm would have it', async () => {
    for (const role of ['witness', 'reviewer'] as const) {
      const task = await (await bureau.house.as(role)).call.tasks.get({ taskId })
      expect(task).toMatchObject({ mode: 'sealed', settingsHidden: true, filter: { all: [] }, strata: [] })
      for (const word of [...names, 'riskClass']) expect(JSON.stringify(task)).not.toContain(word)
    }
    expect(await bureau.staff.organiser.api.tasks.get({ taskId })).toMatchObject({ settingsHidden: false, strata: [{}, {}] })
  })

  test('reads the names without tickets, in the order of their codes, page by page', async () => {
    const { call } = await bureau.house.as('witness')
    const all = (await bureau.staff.supervisor.api.draws.selected({ drawId: objectDraw, limit: 200 })).rows
    const first = await call.draws.selected({ drawId: objectDraw, limit: 5 })
    const rest = await call.draws.selected({ drawId: objectDraw, limit: 200, ...(first.next !== null && { cursor: first.next }) })
    const seen = [...first.rows, ...rest.rows]
    expect(seen.map(({ subject }) => subject)).toEqual(all.map(({ subject }) => subject).sort())
    expect(seen.map(({ order }) => order)).toEqual(seen.map((_, i) => i + 1))
    expect(seen.every(({ ticket, stratum }) => ticket === null && stratum === null)).toBe(true)
    expect(all.every(({ ticket, stratum }) => ticket !== null && stratum !== null)).toBe(true)
  })

  test('finds no stratum and no order of tickets by way of the officer draw either, nor does its paper', async () => {
    for (const role of ['witness', 'organiser'] as const) {
      const { rows } = await (await bureau.house.as(role)).call.draws.selected({ drawId: officerDraw, limit: 200 })
      const subjects = rows.map(({ subject }) => subject)
      expect(subjects.length).toBeGreaterThan(7)
      expect(subjects).toEqual([...subjects].sort())
      expect(rows.every(({ ticket, stratum }) => ticket === null && stratum === null)).toBe(true)
    }
    const paper = await inScope(bureau.house.services.db, '*', 'read only', async (tx) => {
      const draw = await findDraw(tx, officerDraw)
      return draw && confirmationData(tx, bureau.house.services, draw)
    })
    expect(paper?.drawn).toMatchObject({ byCode: true })
    expect(JSON.stringify(paper && confirmation(paper))).toContain('按代码排列')
  })
})

describe('a firm', () => {
  test('drawn or not, gets its own opening, which proves its membership and tells no class', async () => {
    const read = readBundle(await bundleOf(objectDraw)).bundle
    if (read === null) throw new Error('the bundle is no bundle')
    const { rows } = await bureau.staff.supervisor.api.draws.selected({ drawId: objectDraw, limit: 200 })
    const drawn = rows.map(({ subject }) => subject)
    const { rows: firms } = await bureau.staff.organiser.api.registers.listEntities({ limit: 200 })
    const pool = (JSON.parse(new TextDecoder().decode(await auditOf(objectDraw))) as { pool: { subjects: [string, string][] } }).pool
      .subjects
    const notDrawn = pool.map(([subject]) => subject).find((subject) => !drawn.includes(subject)) ?? ''
    for (const [subject, expected] of [
      [drawn[0] ?? '', true],
      [notDrawn, false],
    ] as const) {
      const opening = await issue(subject)
      expectNoClass(JSON.stringify(opening))
      const parsed = parseOpening(opening)
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure))
      const verified = verifyOpening(parsed.value, read)
      expect(verified).toMatchObject({ verdict: 'held', drawn: expected })
    }
    const outside = firms.map(({ subject }) => subject).find((subject) => !pool.some(([member]) => member === subject)) ?? ''
    expect(await refusal(issue(outside))).toBe('subject_not_in_pool')
  })

  test('is explained to staff: in which draws of the year, drawn or not, and by which proof', async () => {
    const { rows: drawn } = await bureau.staff.supervisor.api.draws.selected({ drawId: objectDraw, limit: 1 })
    const subject = drawn[0]?.subject ?? ''
    const year = Number(bureau.house.services.now().slice(0, 4))
    const { rows } = await bureau.staff.supervisor.api.draws.explain({ subject, year })
    expect(rows).toMatchObject([{ drawId: objectDraw, standing: 'drawn', order: 1, replacedBy: replacement, mode: 'sealed' }])
    expect(rows[0]?.ticket).toBe(drawn[0]?.ticket)
    expect((await bureau.staff.supervisor.api.draws.explain({ subject, year: year - 1 })).rows).toEqual([])
  })
})

test('an officer draw over a sealed object draw tells no class either', async () => {
  const text = new TextDecoder().decode(await bundleOf(officerDraw))
  for (const word of [...names, 'riskClass']) expect(text).not.toContain(word)
})
