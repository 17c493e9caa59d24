/** `mingjian log verify`: after real work everything is as it was; one row changed by hand, and the command names exactly that row. */
import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLogCommand } from '#bin/log-verify.ts'
import type { Person as Inspector } from '#bin/scenario/client.ts'
import { enterResults, reviewAll } from '#bin/scenario/work.ts'
import { appendRecordHead, sequenceNow } from '#server/log/sequencer.ts'
import { genesis, sealOf, sealRecord } from '#server/record/seal.ts'
import { type Bureau, openBureau } from '#test/bureau.ts'

let bureau: Bureau
let objectDraw = ''
beforeAll(async () => {
  bureau = await openBureau()
  const taskId = await bureau.task()
  objectDraw = await bureau.drawn(taskId, 'O')
  await bureau.drawn(taskId, 'P')
  for (const { person, officerId } of await bureau.inspectors())
    await enterResults({ ...person, api: person.call } as unknown as Inspector, officerId, '2026-06-01', 2) // enterResults calls the API only
  await reviewAll(bureau.staff.reviewer)
  const { services } = bureau.house
  while ((await sealRecord(services.db)) > 0);
  await appendRecordHead(services)
  await sequenceNow(services)
})
afterAll(() => bureau.house.close())

type Said = { readonly code: number; readonly lines: readonly string[]; readonly last: string }

async function verify(...more: readonly string[]): Promise<Said> {
  const { services, database } = bureau.house
  const lines: string[] = []
  const say = (line: string): void => void lines.push(line)
  const args = ['verify', '--data', dirname(services.transparency.folder), '--database', database.url, '--lang', 'en', ...more]
  const code = await verifyLogCommand(args, { out: say, err: say })
  return { code, lines, last: lines.at(-1) ?? '' }
}

/** What a superuser does by hand; `undo` puts it back. */
async function tampered(change: string, undo: string, check: (said: Said) => void | Promise<void>): Promise<void> {
  const { migrator } = bureau.house.database.pools
  const { rowCount } = await migrator.query(change)
  expect(rowCount, change).toBe(1)
  try {
    await check(await verify())
  } finally {
    await migrator.query(undo)
  }
  expect((await verify()).code).toBe(0)
}

const one = async <T>(query: string): Promise<T> => {
  const { rows } = await bureau.house.database.pools.migrator.query(query)
  return rows[0] as T // the query of the test
}

test('after a real year the whole log, its rows, the draws and the record hold', async () => {
  const { code, lines } = await verify()
  expect(lines.at(-1)).toBe('Everything is as it was.')
  expect(code).toBe(0)
  expect(lines.filter((line) => line.startsWith('✓'))).toHaveLength(6)
  expect(lines.find((line) => line.includes('events of draws'))).toContain('(2)')
  expect(lines.find((line) => line.includes('daily heads'))).toContain('(1)')
  const types = await bureau.house.services.db
    .selectFrom('log_entry')
    .select('type')
    .where('draw_id', '=', objectDraw)
    .orderBy('written_at')
    .execute()
  expect(types.map(({ type }) => type)).toEqual(['freeze', 'commit', 'reveal', 'reveal', 'reveal', 'result', 'close'])
})

describe('one row changed by hand is named:', () => {
  test('a row of the business record', async () => {
    const { id, verb } = await one<{ id: string; verb: string }>(`select id, verb from record where verb = 'draw.commit' limit 1`)
    await tampered(
      `update record set actor_name = '张三' where id = '${id}'`,
      `update record set actor_name = (select name from actor a where a.id = actor_id) where id = '${id}'`,
      ({ code, last, lines }) => {
        expect(code).toBe(1)
        expect(last).toContain(`the row id = ${id} of table record (${verb} of draw:`)
        expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(1)
      },
    )
  })

  test.each([
    ['commit', `jsonb_set(document, '{commit,poolSize}', '7')`],
    ['commit', `jsonb_set(document, '{commit,strata,0,n}', '7')`],
    ['reveal', `jsonb_set(document, '{nonce}', to_jsonb(repeat('0', 64)))`],
    ['result', `jsonb_set(document, '{selected,0,ticket}', to_jsonb(repeat('0', 64)))`],
    ['freeze', `jsonb_set(document, '{registerCount}', '"many"')`],
    ['pledge', `jsonb_set(document, '{commitment}', to_jsonb(repeat('0', 64)))`],
  ])('what a draw did: its %s, %s', async (type, changed) => {
    const { seq } = await one<{ seq: number }>(
      `select seq from draw_event where draw_id = '${objectDraw}' and type = '${type}' order by seq limit 1`,
    )
    const where = `draw_id = '${objectDraw}' and seq = ${seq}`
    const kept = await one<{ document: unknown }>(`select document from draw_event where ${where}`)
    const undo = `update draw_event set document = '${JSON.stringify(kept.document).replaceAll("'", "''")}' where ${where}`
    await tampered(`update draw_event set document = ${changed} where ${where}`, undo, ({ code, last, lines }) => {
      expect(code).toBe(1)
      expect(last).toContain(`the row draw_id = ${objectDraw}, seq = ${seq} of table draw_event (${type}) was altered`)
      expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(1)
    })
  })

  test('when a step of a draw happened', async () => {
    const where = `draw_id = '${objectDraw}' and type = 'result'`
    await tampered(
      `update draw_event set at = at + interval '1 hour' where ${where}`,
      `update draw_event set at = at - interval '1 hour' where ${where}`,
      ({ last }) => expect(last).toMatch(new RegExp(`draw_id = ${objectDraw}, seq = \\d+ of table draw_event \\(result\\) was altered`)),
    )
  })

  test('an entry of the log', async () => {
    const { id, index } = await one<{ id: string; index: number }>(
      `select e.id, l.index from log_entry e join log_leaf l on l.entry_id = e.id where e.draw_id = '${objectDraw}' and e.type = 'result'`,
    )
    const kept = await one<{ hex: string }>(`select encode(body, 'hex') as hex from log_entry where id = '${id}'`)
    const other = Buffer.from(kept.hex, 'hex')
      .toString('utf8')
      .replace(/"selectedCount":(\d+)/, '"selectedCount":1$1')
    for (const changed of [other, 'nonsense'])
      await tampered(
        `update log_entry set body = '${changed}'::bytea where id = '${id}'`,
        `update log_entry set body = decode('${kept.hex}', 'hex') where id = '${id}'`,
        ({ code, last, lines }) => {
          expect(code).toBe(1)
          expect(last).toBe(`Changed: the row id = ${id} of table log_entry was altered (entry ${index} of the log, result ${objectDraw})`)
          expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(1)
        },
      )
  })

  test('a leaf, a checkpoint, a seal, the key of a draw', async () => {
    await tampered(
      `update log_leaf set hashes = decode(repeat('00', 32), 'hex') where index = 2`,
      `update log_leaf set hashes = decode('${(await one<{ hex: string }>(`select encode(hashes, 'hex') as hex from log_leaf where index = 2`)).hex}', 'hex') where index = 2`,
      ({ last }) => expect(last).toBe('Changed: the row index = 2 of table log_leaf was altered'),
    )
    const { size, root } = await one<{ size: number; root: string }>('select size, root from log_checkpoint order by size limit 1')
    await tampered(
      `update log_checkpoint set root = repeat('0', 64) where size = ${size}`,
      `update log_checkpoint set root = '${root}' where size = ${size}`,
      ({ last }) => expect(last).toBe(`Changed: the row size = ${size} of table log_checkpoint was altered`),
    )
    const key = (await one<{ hex: string }>(`select encode(pool_key, 'hex') as hex from draw_secret where draw_id = '${objectDraw}'`)).hex
    await tampered(
      `update draw_secret set pool_key = decode(repeat('00', 32), 'hex') where draw_id = '${objectDraw}'`,
      `update draw_secret set pool_key = decode('${key}', 'hex') where draw_id = '${objectDraw}'`,
      ({ last }) => expect(last).toContain(`the row draw_id = ${objectDraw} of table draw_secret was altered`),
    )
  })

  test('a row that was taken away or put in', async () => {
    const { migrator } = bureau.house.database.pools
    await migrator.query(`create table kept as select * from draw_event where draw_id = '${objectDraw}' and type = 'close'`)
    await tampered(
      `delete from draw_event where draw_id = '${objectDraw}' and type = 'close'`,
      'insert into draw_event select * from kept',
      ({ last }) =>
        expect(last).toMatch(new RegExp(`table draw_event lacks a row of draw_id = ${objectDraw} \\(close, entry \\d+ of the log\\)`)),
    )
    await tampered(
      `insert into draw_event select draw_id, seq + 1, 'reveal', '{"party":"organiser","nonce":"${'0'.repeat(64)}"}', actor_id, actor_name, at from kept`,
      `delete from draw_event where draw_id = '${objectDraw}' and seq = (select seq + 1 from kept)`,
      ({ last }) => expect(last).toContain('of table draw_event (reveal) is not in the log: it was added later'),
    )
    await migrator.query('drop table kept')
    const lost = randomUUID()
    await tampered(
      `insert into log_entry (id, at, type, draw_id, body) values ('${lost}', now(), 'void', 'X-O-1', 'x')`,
      `delete from log_entry where id = '${lost}'`,
      ({ last }) => expect(last).toContain(`the row id = ${lost} of table log_entry (void X-O-1) is neither in the log nor waiting for it`),
    )
  })

  test.each([
    ['result', `update result set outcome = '01', disposal = '（改）' where id = (select id from result order by id limit 1)`, 'id = '],
    [
      'result',
      `update result set items = jsonb_set(items, '{0,checked}', 'false') where id = (select id from result order by id limit 1)`,
      'id = ',
    ],
    [
      'review',
      `update review set opinion = '改' where result_id = (select result_id from review order by result_id limit 1)`,
      'result_id = ',
    ],
    ['drawn_object', `update drawn_object set name = '别的公司' where order_no = 1`, 'draw_id = '],
    [
      'assignment',
      `update assignment set role = 'lead' where ctid = (select ctid from assignment where role = 'assist' limit 1)`,
      'draw_id = ',
    ],
    ['drawn_object', `delete from drawn_object where order_no = 2`, 'draw_id = '],
  ])('evidence in table %s: %s', async (table, change, key) => {
    const { migrator } = bureau.house.database.pools
    await migrator.query(`create table kept as select * from ${table}`)
    await tampered(change, `truncate ${table}; insert into ${table} select * from kept; drop table kept`, ({ code, last }) => {
      expect(code).toBe(1)
      expect(last).toMatch(new RegExp(`rows ${key}\\S+.* of table ${table} were altered, added or removed`))
    })
  })

  test('a result that nobody entered', async () => {
    const id = randomUUID()
    await tampered(
      `insert into result select subject, '${id}', visit_id, version + 7, date, method, items, '01', disposal, demo, entered_by, entered_by_name, now() from result limit 1`,
      `delete from result where id = '${id}'`,
      ({ last }) => expect(last).toContain(`the row id = ${id} of table result is in no record: it was added later`),
    )
  })
})

test('whoever changes a row and writes the whole chain of the record anew is caught by the daily head', async () => {
  const { db } = bureau.house.services
  const { migrator } = bureau.house.database.pools
  await migrator.query('create table kept_seal as select * from record_seal; create table kept_record as select * from record')
  await migrator.query(`update record set org_name = '另一局' where id = (select record_id from record_seal where seq = 1)`)
  // The forger knows the rule of the chain and owns the database.
  const { sealedColumns } = await import('#server/record/seal.ts')
  const { sql } = await import('kysely')
  const { rows } = await sql<Parameters<typeof sealOf>[1] & { seq: number }>`
    select s.seq, ${sealedColumns} from record_seal s join record r on r.id = s.record_id order by s.seq`.execute(db)
  let hash = genesis
  for (const { seq, ...row } of rows) {
    hash = sealOf(hash, row)
    await migrator.query('update record_seal set hash = $1 where seq = $2', [hash, seq])
  }
  const { code, last, lines } = await verify()
  expect(lines.find((line) => line.includes('hash chain'))).toMatch(/^✓/)
  expect(code).toBe(1)
  expect(last).toMatch(/the row seq = \d+ of table record_seal is not what entry \d+ of the log \(head of \d{4}-\d\d-\d\d\) says/)
  await migrator.query(`update record r set org_name = k.org_name from kept_record k where k.id = r.id and k.org_name <> r.org_name`)
  await migrator.query('update record_seal s set hash = k.hash from kept_seal k where k.seq = s.seq')
  await migrator.query('drop table kept_seal, kept_record')
  expect((await verify()).code).toBe(0)
})

test('a changed file is named too, and the files alone can be checked by anyone', async () => {
  const { folder, signer } = bureau.house.services.transparency
  const size = Number((await readFile(join(folder, 'checkpoint'), 'utf8')).split('\n')[1])
  for (const [path, at, sentence] of [
    [`tile/entries/000.p/${size}`, 40, `the file tile/entries/000.p/${size} was altered (entry 0)`],
    [`tile/0/000.p/${size}`, 70, `the file tile/0/000.p/${size} was altered (entry 2)`],
    ['checkpoint', 0, 'the checkpoint does not hold (signature_wrong)'],
  ] as const) {
    const file = join(folder, path)
    const bytes = await readFile(file)
    await writeFile(
      file,
      bytes.map((byte, i) => (i === at ? byte ^ 1 : byte)),
    )
    const { code, last } = await verify('--key', signer.vkey)
    expect([path, code, last]).toEqual([path, 1, `Changed: ${sentence}`])
    await rm(file)
    await writeFile(file, bytes)
  }
  expect((await verify('--key', signer.vkey)).code).toBe(0)
})

test('wrong use is told, not verified', async () => {
  const lines: string[] = []
  const output = { out: (line: string) => void lines.push(line), err: (line: string) => void lines.push(line) }
  for (const args of [[], ['check'], ['verify', '--lang', 'fr'], ['verify', '--url', 'x y'], ['verify', '--nothing']])
    expect(await verifyLogCommand(args, output)).toBe(2)
  expect(lines.join('\n')).toContain('mingjian log verify')
})
