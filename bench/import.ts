/**
 * The whole import of a register file, check and commit (upload, decode, parse, validate, stage, compare, merge with versions), against a bare COPY of the
 * same rows into a table with the same indexes; a workbook of twenty columns against reading it alone; and both beside the naïve way, one INSERT for each
 * row. `--quick` takes 100,000 rows instead of a million,
 * `--rows=N` any other number.
 */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { newCommandId } from '#bin/scenario/client.ts'
import type { Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { openWorkbook } from '#server/registers/xlsx.ts'
import { startHouse } from './kit/house.ts'
import { csvFile, placesOf, writeWorkbook } from './kit/register-files.ts'
import { bar, report, timed } from './kit/report.ts'

const quick = process.argv.includes('--quick')
const rows = Number(process.argv.find((word) => word.startsWith('--rows='))?.slice('--rows='.length) ?? (quick ? 100_000 : 1_000_000))
const sheetRows = quick ? 20_000 : 100_000

const folder = await mkdtemp(join(tmpdir(), 'mingjian-bench-'))
const house = await startHouse('bench-import', '62')
try {
  const places = await placesOf(house.database, '62')
  const csv = await importTimed(house.staff, 'register.csv', Readable.from(csvFile(rows, places)), { added: rows })
  const csvPeak = house.peakMemoryMb()
  const copy = await compareCopy(house.database)
  const again = await importTimed(house.staff, 'again.csv', Readable.from(csvFile(rows, places)), { unchanged: rows })
  const sheet = join(folder, 'register.xlsx')
  await writeWorkbook(sheet, sheetRows, places)
  const reading = await readAlone(sheet)
  const xlsx = await importTimed(house.staff, 'register.xlsx', createReadStream(sheet), { read: sheetRows })
  const seconds = csv.check + csv.commit
  report(
    'import',
    {
      rows,
      'check, rows/s': rows / csv.check,
      'commit, rows/s': rows / csv.commit,
      'check and commit, rows/s': rows / seconds,
      'bare COPY with the same indexes, rows/s': rows / copy.indexed,
      'bare COPY without indexes, rows/s': rows / copy.bare,
      'one INSERT for each row, in one transaction, rows/s': copy.inserted,
      'import / COPY with indexes': copy.indexed / seconds,
      'import / COPY without indexes': copy.bare / seconds,
      'import / one INSERT for each row': rows / seconds / copy.inserted,
      'the same rows once more, nothing to change, rows/s': rows / (again.check + again.commit),
      'rows of the workbook, 20 columns': sheetRows,
      'reading the workbook alone, s': reading,
      'check and commit of the workbook, s': xlsx.check + xlsx.commit,
      'peak memory of the server after the CSV, MB': csvPeak,
      'peak memory of the server after the workbook, MB': house.peakMemoryMb(),
    },
    [
      bar('import rate / COPY rate into a table with the same indexes', copy.indexed / seconds, 'min', 1 / 3),
      bar('workbook / reading it alone', (xlsx.check + xlsx.commit) / reading, 'max', 3),
      bar('peak memory of the server for the CSV, MB', csvPeak, 'max', 400),
    ],
  )
} finally {
  await house.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Seconds from the first byte to the difference, and from the word to the register. */
async function importTimed(
  { registrar }: Staff,
  name: string,
  bytes: Readable,
  expected: Readonly<Record<string, number>>,
): Promise<{ readonly check: number; readonly commit: number }> {
  const checked = await timed(() => work.checkFile(registrar, name, Readable.toWeb(bytes) as ReadableStream<Uint8Array>))
  const { id, rows: found } = checked.value
  const wrong = Object.entries(expected).find(([count, value]) =>
    Object.entries(found).some(([name, of]) => name === count && of !== value),
  )
  if (wrong !== undefined || Object.keys(found.rejected).length > 0)
    throw new Error(`expected ${JSON.stringify(expected)}, got ${JSON.stringify(found)}`)
  const committed = await timed(async () => {
    await registrar.api.imports.commit({ commandId: newCommandId(), importId: id })
    return work.importIn(registrar, id, 'done')
  })
  return { check: checked.seconds, commit: committed.seconds }
}

/** Seconds of a COPY of the very rows that were imported, into a table like `entity` and into one without any index; and rows a second of INSERTs. */
async function compareCopy(url: string): Promise<{ indexed: number; bare: number; inserted: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('create table copy_indexed (like entity including all); create table copy_bare (like entity)')
    const dump = await read(client)
    const indexed = await timed(() => pipeline(Readable.from(dump), client.query(copyFrom('copy copy_indexed from stdin'))))
    const bare = await timed(() => pipeline(Readable.from(dump), client.query(copyFrom('copy copy_bare from stdin'))))
    const inserted = await insertOneByOne(client)
    await client.query('drop table copy_indexed, copy_bare')
    return { indexed: indexed.seconds, bare: bare.seconds, inserted }
  } finally {
    await client.end()
  }
}

/** As many a naïve import does it: a statement for each row, waiting for each. */
async function insertOneByOne(client: pg.Client): Promise<number> {
  const count = 5000
  const { rows } = await client.query<Record<string, unknown>>(`select * from copy_bare limit ${count}`)
  const columns = Object.keys(rows[0] ?? {})
  const insert = `insert into copy_indexed (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})`
  const { seconds } = await timed(async () => {
    await client.query('begin; truncate copy_indexed')
    for (const row of rows) await client.query({ name: 'one', text: insert, values: columns.map((column) => row[column]) })
    await client.query('commit')
  })
  return count / seconds
}

/** The rows as COPY text in memory: reading them is not part of what is compared. */
async function read(client: pg.Client): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  const sink = new PassThrough({ highWaterMark: 1 << 20 }).on('data', (chunk: Buffer) => chunks.push(chunk))
  await pipeline(client.query(copyTo('copy entity to stdout')), sink)
  return chunks
}

/** Seconds to read every cell of a workbook with our own reader, and nothing else: the best of three. */
async function readAlone(path: string): Promise<number> {
  const once = async (): Promise<void> => {
    const { rowsFrom, close } = await openWorkbook(path)
    for await (const _ of rowsFrom(0, 1, () => undefined));
    await close()
  }
  return Math.min(...[await timed(once), await timed(once), await timed(once)].map(({ seconds }) => seconds))
}
