/** kill −9 at every step of an import: checking, ready, committing, undoing. It ends whole, counted once, or taken back whole. */
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCommandId } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { checkFile, importIn } from '#bin/scenario/work.ts'
import { districts } from '#test/bureau.ts'
import { type CrashHouse, openCrashHouse } from '#test/crash-house.ts'

const firms = 1500
const csv = [...firmsCsv(firms, districts)].join('')
/** Another name for every firm. */
const changed = csv.replaceAll('兰州', '金城')

let house: CrashHouse
beforeAll(async () => {
  house = await openCrashHouse()
}, 60_000)
afterAll(() => house.close())

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const count = async (text: string, ...values: unknown[]): Promise<number> =>
  (await house.ask<{ n: number }>(`select count(*)::int as n from ${text}`, ...values))[0]?.n ?? -1
const names = async (): Promise<string> =>
  (
    await house.ask<{ all: string }>(
      `select md5(string_agg(subject || name || coalesce(address, ''), ',' order by subject)) as all from entity`,
    )
  )[0]?.all ?? ''

/** Kills the server some milliseconds after the work of an import has come to a phase, and starts it again. */
async function killIn(importId: string, ...phases: readonly string[]): Promise<void> {
  const phase = async () =>
    (await house.ask<{ phase: string }>('select phase from progress where thing = $1', `import:${importId}`))[0]?.phase ?? ''
  for (let i = 0; i < 400 && !phases.includes(await phase()); i++) await pause(3)
  await pause(randomInt(120))
  await house.killAndRestart()
}

test('killed in each state, an import goes on where it stood, and is counted and recorded once', async () => {
  const { registrar } = house.staff
  const { api } = registrar
  const file = await registrar.upload('firms.csv', Buffer.from(csv))
  const { importId } = await api.imports.start({ commandId: newCommandId(), fileId: file.id })
  await killIn(importId, 'read', 'compare')
  const ready = await importIn(registrar, importId, 'ready')
  expect(ready.rows).toEqual({ read: firms, added: firms, changed: 0, unchanged: 0, leaving: 0, rejected: {} })
  expect(await count('import_row')).toBe(firms)

  await house.killAndRestart()
  expect(await count('entity')).toBe(0)
  const press = { commandId: newCommandId(), importId }
  await api.imports.commit(press)
  await killIn(importId, 'merge')
  expect(await api.imports.commit(press)).toEqual({ state: 'committing' })
  const done = await importIn(registrar, importId, 'done')
  expect(done.rows).toEqual(ready.rows)
  expect([await count('entity'), await count('import_row'), await count('import_change')]).toEqual([firms, 0, 0])
  const verbs = await house.ask<{ verb: string; n: number }>(
    'select verb, count(*)::int as n from record where thing = $1 group by verb order by verb',
    `import:${importId}`,
  )
  expect(verbs).toEqual(['entity.imported', 'import.checked', 'import.commit', 'import.start'].map((verb) => ({ verb, n: 1 })))

  const before = await names()
  const second = await checkFile(registrar, 'changed.csv', Buffer.from(changed))
  // What a crash of the database does to tables that are not logged.
  await house.ask('truncate import_row, import_line, import_change')
  await api.imports.commit({ commandId: newCommandId(), importId: second.id })
  expect((await importIn(registrar, second.id, 'done')).rows).toMatchObject({ changed: firms, unchanged: 0 })
  expect(await names()).not.toBe(before)
  await api.imports.undo({ commandId: newCommandId(), importId: second.id, reason: '导错了文件' })
  await killIn(second.id, 'undo')
  expect(await importIn(registrar, second.id, 'undone')).toMatchObject({ undoneBy: expect.any(String) })
  expect(await names()).toBe(before)
  expect(await count(`entity_version where ended_by = $1`, `undo:${second.id}`)).toBe(firms)
}, 120_000)
