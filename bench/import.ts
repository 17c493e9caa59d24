/**
 * The whole import of a register file (upload, decode, parse, validate, stage, merge) against a bare COPY of the same columns into a table
 * with the same indexes. `--quick` takes 50,000 rows instead of 500,000.
 */
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { firmsCsv, type Place } from '#bin/scenario/firms.ts'
import * as work from '#bin/scenario/work.ts'
import { startHouse } from './kit/house.ts'
import { bar, report, timed } from './kit/report.ts'

const rows = process.argv.includes('--quick') ? 50_000 : 500_000
// Places of a real province, so that every row is looked up among its regions as in real work.
const places: readonly Place[] = ['城关区', '七里河区', '西固区', '安宁区', '皋兰县', '榆中县'].map((county) => ({
  code: '620102',
  province: '甘肃',
  city: '兰州',
  address: `甘肃省兰州市${county}人民路`,
}))

const house = await startHouse('bench-import', '62')
try {
  const file = Readable.toWeb(Readable.from(bytes(firmsCsv(rows, places)))) as ReadableStream<Uint8Array>
  const whole = await timed(() => work.importRegister(house.staff, 'register.csv', file))
  const { read, added } = whole.value.rows
  if (read !== rows || added !== rows) throw new Error(`expected ${rows} new rows, got ${JSON.stringify(whole.value.rows)}`)
  const peak = house.peakMemoryMb()
  const copy = await compareCopy(house.database)
  report(
    'import',
    {
      rows,
      'import, rows/s': rows / whole.seconds,
      'bare COPY with the same indexes, rows/s': rows / copy.indexed,
      'bare COPY without indexes, rows/s': rows / copy.bare,
      'import / COPY with indexes': copy.indexed / whole.seconds,
      'import / COPY without indexes': copy.bare / whole.seconds,
      'peak memory of the server, MB': peak,
    },
    [
      bar('import rate / COPY rate into a table with the same indexes', copy.indexed / whole.seconds, 'min', 0.25),
      bar('peak memory of the server, MB', peak, 'max', 500),
    ],
  )
} finally {
  await house.stop()
}

function* bytes(texts: Iterable<string>): Generator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

/** Seconds of a COPY of the very rows that were imported, first into a table like `entity`, then into one without any index. */
async function compareCopy(url: string): Promise<{ indexed: number; bare: number }> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('create table copy_indexed (like entity including all); create table copy_bare (like entity)')
    const { value: dump } = await timed(() => read(client))
    const indexed = await timed(() => pipeline(Readable.from(dump), client.query(copyFrom('copy copy_indexed from stdin'))))
    const bare = await timed(() => pipeline(Readable.from(dump), client.query(copyFrom('copy copy_bare from stdin'))))
    return { indexed: indexed.seconds, bare: bare.seconds }
  } finally {
    await client.end()
  }
}

/** The rows as COPY text in memory: reading them is not part of what is compared. */
async function read(client: pg.Client): Promise<Buffer[]> {
  const chunks: Buffer[] = []
  const sink = new PassThrough({ highWaterMark: 1 << 20 }).on('data', (chunk: Buffer) => chunks.push(chunk))
  await pipeline(client.query(copyTo('copy entity to stdout')), sink)
  return chunks
}
