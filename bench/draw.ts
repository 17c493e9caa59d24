/**
 * A draw of 3 % from a pool of 1,000,000 through the real server: freeze to commit, last reveal to result; and beside it `ORDER BY random()
 * LIMIT k` on the same table, which proves nothing. `--quick` takes 100,000.
 */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newCommandId, until } from '#bin/scenario/client.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import * as work from '#bin/scenario/work.ts'
import { hex } from '#core/bytes.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import { copyInto } from '#db/bulk.ts'
import { startHouse } from './kit/house.ts'
import { report, timed } from './kit/report.ts'

const size = process.argv.includes('--quick') ? 100_000 : 1_000_000
const ratePpm = 30_000
const house = await startHouse('bench-draw', '62')
try {
  const { staff } = house
  await fillRegister(house.database)
  const taskId = await makeTask()
  const freeze = await timed(async () => {
    const { drawId } = await staff.organiser.api.draws.freeze({ commandId: newCommandId(), taskId, kind: 'O' })
    await until(
      () => staff.organiser.api.draws.get({ drawId }),
      (draw) => draw.state === 'frozen',
      'the freeze',
      50,
    )
    return drawId
  })
  const drawId = freeze.value
  const nonces = { organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) }
  const commit = await timed(async () => {
    for (const party of ['organiser', 'supervisor'] as const) {
      await staff[party].api.draws.pledge({
        commandId: newCommandId(),
        drawId,
        commitment: hex(nonceCommitment('sha256', drawId, party, nonces[party])),
      })
    }
    await staff.organiser.api.draws.commit({ commandId: newCommandId(), drawId })
  })
  await staff.organiser.api.draws.reveal({ commandId: newCommandId(), drawId, nonce: hex(nonces.organiser) })
  const result = await timed(async () => {
    await staff.supervisor.api.draws.reveal({ commandId: newCommandId(), drawId, nonce: hex(nonces.supervisor) })
    await until(
      () => staff.organiser.api.draws.get({ drawId }),
      (draw) => draw.state === 'result',
      'the result',
      50,
    )
  })
  const verify = await timed(() =>
    until(
      () => staff.organiser.api.draws.get({ drawId }),
      (draw) => draw.verification !== null,
      'the verification',
      100,
    ),
  )
  const random = await orderByRandom(house.database)
  report(
    'draw',
    {
      'pool size': size,
      drawn: (size * ratePpm) / 1_000_000,
      'freeze (count, stream, seal, store), s': freeze.seconds,
      'freeze to commit, s': freeze.seconds + commit.seconds,
      'freeze to commit, µs per member': ((freeze.seconds + commit.seconds) * 1e6) / size,
      'seed to result (draw, bundle, save), s': result.seconds,
      'verification by the server, s': verify.seconds,
      'ORDER BY random() LIMIT k, s': random,
      'seed to result / ORDER BY random()': result.seconds / random,
      'peak memory of the server, MB': house.peakMemoryMb(),
    },
    [],
  )
} finally {
  await house.stop()
}

/** Valid codes straight into the table: importing is another bench. */
async function fillRegister(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', () => undefined)
  const copy = await copyInto(pool, 'entity', ['subject', 'name', 'kind', 'region_path', 'state'])
  for (let from = 0; from < size; from += 5000) {
    await copy.write(
      Array.from({ length: Math.min(5000, size - from) }, (_, i) => [
        code(from + i),
        `第${from + i}号企业`,
        'enterprise',
        '62.6201.620102',
        'active',
      ]),
    )
  }
  await copy.end()
  await pool.query('analyze entity')
  await pool.end()
}

function code(i: number): string {
  const first17 = `91620102${String(i).padStart(9, '0')}`
  return `${first17}${usccCheckDigit(first17)}`
}

async function makeTask(): Promise<string> {
  const { staff } = house
  const itemIds = await work.publishItems(staff, journeyItems)
  const window = { from: '2026-01-01', to: '2026-12-31' }
  const plan = await work.publishPlan(staff, 2026, '抽查计划', [
    { name: '不定向抽查', itemIds, directed: false, objectScope: '全部', ratePpm, ...window, office: '信用监管科' },
  ])
  const task = await work.confirmTask(staff, {
    planRowId: plan.rows[0]?.id ?? '',
    name: '不定向抽查',
    ...window,
    filter: { version: 1, all: [] },
    stratifyBy: 'none',
    strata: [{ name: '全部', values: [], ratePpm, rounding: 'half-up' }],
    excludeOpenVisits: true,
    officersPerObject: 2,
    suite: 'sha256',
  })
  return task.taskId
}

/** Seconds of the way others draw, on the same rows, with parallel workers off. */
async function orderByRandom(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set max_parallel_workers_per_gather = 0')
  const { seconds } = await timed(() =>
    client.query(
      'create temporary table drawn as select subject from entity order by random() limit $1'.replace(
        '$1',
        String((size * ratePpm) / 1_000_000),
      ),
    ),
  )
  await client.end()
  return seconds
}
