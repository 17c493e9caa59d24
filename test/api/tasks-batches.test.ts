/** One order, cut: batches with days of their own, general items at a share beside key items, and what the public is told when something changes. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import * as work from '#bin/scenario/work.ts'
import { lastRanks } from '#core/tasks/batch.ts'
import { instant } from '#core/time.ts'
import { inScope } from '#server/http/call.ts'
import { republishTask } from '#server/tasks/announce.ts'
import { cancelTask } from '#server/tasks/cancel.ts'
import { findTask } from '#server/tasks/store.ts'
import { type Bureau, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'

let bureau: Bureau
beforeAll(async () => {
  bureau = await openBureau({ firms: 60 })
})
afterAll(() => bureau.house.close())
const id = () => ({ commandId: randomUUID() })
const query = async (sql: string, values: readonly unknown[]) => (await bureau.house.database.pools.migrator.query(sql, [...values])).rows

describe('key and general items in one task, in two batches', () => {
  let taskId: string
  let objectDraw: string
  let general = ''
  const batches = [
    { sharePpm: 300_000, from: '2026-01-01', to: '2026-06-30' },
    { sharePpm: 700_000, from: '2026-07-01', to: '2026-12-31' },
  ]
  beforeAll(async () => {
    const [first] = journeyItems
    if (first === undefined) throw new Error('the journey has items')
    const [key = ''] = await work.publishItems(bureau.staff, [{ ...first, code: 'K01', name: '重点监管事项', itemClass: 'key' }])
    general = bureau.itemIds[0] ?? ''
    const plan = await work.publishPlan(bureau.staff, 2026, '重点事项计划', [
      { ...planRow([key, general]), name: '重点全覆盖', ratePpm: 1_000_000 },
    ])
    const text = {
      ...taskText(plan.rows[0]?.id ?? ''),
      strata: [{ name: '全部', values: [], ratePpm: 900_000, rounding: 'half-up' as const }],
    }
    const wrong = (change: Partial<typeof text> & Record<string, unknown>) =>
      refusal(bureau.staff.organiser.api.tasks.create({ ...id(), ...text, ...change }))
    expect(await wrong({ batches: batches.slice(0, 1) })).toBe('batch_shares')
    expect(await wrong({ itemShares: [{ itemId: key, sharePpm: 500_000 }] })).toBe('item_share_of_key')
    taskId = (await work.confirmTask(bureau.staff, { ...text, batches, itemShares: [{ itemId: general, sharePpm: 100_000 }] })).taskId
    objectDraw = await bureau.drawn(taskId, 'O')
    await bureau.drawn(taskId, 'P')
  })

  test('each object is in the batch of its rank, with the last day of that batch', async () => {
    const rows = await query(
      `select o.order_no, v.batch_no, v.due_on::text from visit v join drawn_object o on o.subject = v.subject and o.task_id = v.task_id
       where v.task_id = $1 order by o.order_no`,
      [taskId],
    )
    const [last = 0] = lastRanks(batches, rows.length)
    expect(rows.length).toBeGreaterThan(40)
    expect(rows).toEqual(
      rows.map((_, i) => ({ order_no: i + 1, batch_no: i < last ? 1 : 2, due_on: i < last ? '2026-06-30' : '2026-12-31' })),
    )
  })

  test('the general item is inspected at the first tenth of the order, the key item at everybody', async () => {
    const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
    const asked = await Promise.all(
      rows.map(async ({ id: visitId }) => (await bureau.staff.supervisor.api.inspections.get({ visitId })).items.map((item) => item.code)),
    )
    expect(asked.every((codes) => codes.includes('K01'))).toBe(true)
    expect(asked.filter((codes) => codes.length === 2)).toHaveLength(Math.floor((rows.length * 100_000 + 500_000) / 1_000_000))
  })

  // The last of the order: its substitute is drawn alone, and rank 1 of 1 must not put it in the first batch.
  test('a substitute takes over the batch of the object that it replaces', async () => {
    const [before] = await query(
      `select subject, batch_no, due_on::text, skipped_item_ids from visit where task_id = $1 order by due_on desc limit 1`,
      [taskId],
    )
    const drawId = await work.replaceOne(bureau.staff, objectDraw, before?.subject, 'sha256')
    const substitute = (await bureau.staff.organiser.api.draws.get({ drawId })).replacement?.substitute?.subject
    const after = await query(`select batch_no, due_on::text, skipped_item_ids from visit where task_id = $1 and subject = $2`, [
      taskId,
      substitute,
    ])
    const { subject: _, ...taken } = before
    expect(after).toEqual([taken])
  })
})

test('an announcement is published by itself, and every change of it is a version that stays', async () => {
  const taskId = await bureau.task({ name: '公告版本', frequencyException: { code: 'law', note: '法律另有规定的检查' } })
  expect(await query('select id from published.task where id = $1', [taskId])).toEqual([])
  await bureau.drawn(taskId, 'O')
  const now = instant(Date.now())
  const by = { id: randomUUID(), name: '王审批' }
  await inScope(bureau.house.services.db, '*', 'read write', async (tx) => {
    await republishTask(tx, taskId, { kind: 'correction', reason: '检查机关名称有误', note: '检查机关更正为市局', now })
    const task = await findTask(tx, taskId, 'lock')
    if (task === null) throw new Error('the task is there')
    await expect(cancelTask(tx, task, { reason: '不再进行', by, now })).rejects.toMatchObject({ code: 'wrong_state' })
    await cancelTask(tx, task, { reason: '任务撤销', by, now, change: true })
  })
  const { taskNo, state } = await bureau.staff.organiser.api.tasks.get({ taskId })
  expect(state).toBe('cancelled')
  const versions = await query('select version, kind, reason from published.task_version where task_id = $1 order by version', [taskId])
  expect(versions).toEqual([
    { version: 1, kind: 'notice', reason: '' },
    { version: 2, kind: 'correction', reason: '检查机关名称有误' },
    { version: 3, kind: 'cancellation', reason: '任务撤销' },
  ])
  expect(taskNo).toMatch(/^\d{18}$/)
})
