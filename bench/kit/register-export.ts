/** An export of a million objects through the house, against a bare COPY of the same columns and rows out of the database. */
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { newCommandId, until } from '#bin/scenario/client.ts'
import { copyOut } from '#db/bulk.ts'
import type { BenchHouse } from './house.ts'
import type { Reader } from './register-readers.ts'
import { bestOf } from './register-times.ts'
import { type Bar, bar, timed } from './report.ts'

/** Columns that carry neither risk nor persons. */
const columns = [
  'subject',
  'name',
  'kind',
  'entityType',
  'region',
  'address',
  'established',
  'capital',
  'state',
  'industry',
  'labels',
  'scope',
  'updated',
]
const copied =
  'subject, name, kind, entity_type, region_path, address, established, capital_yuan, state, industry, labels, scope, updated_at'

export async function measureExport(
  house: BenchHouse,
  { person }: Reader,
): Promise<{ readonly figures: Readonly<Record<string, number>>; readonly bars: readonly Bar[] }> {
  const client = new pg.Client({ connectionString: house.database })
  await client.connect()
  try {
    const { counties, rows } = await countiesFor(client, 1_000_000)
    const copy =
      (await bestOf(
        () =>
          finished(
            copyOut(
              client,
              `select ${copied} from entity where region_path in (${counties.map((path) => `'${path}'`).join(', ')})`,
            ).resume(),
          ),
        2,
      )) / 1000
    const query = {
      filter: { version: 1 as const, all: [{ field: 'region' as const, op: 'prefix' as const, values: [...counties] }] },
      q: null,
      address: null,
    }
    const exported = await timed(async () => {
      const { exportId } = await person.api.lists.startExport({ commandId: newCommandId(), format: 'csv', query, columns })
      return until(
        () => person.api.lists.getExport({ exportId }),
        ({ state }) => state !== 'working',
        'the export',
      )
    })
    if (exported.value.state !== 'done' || exported.value.rows !== rows)
      throw new Error(`expected ${rows} rows, got ${exported.value.rows} (${exported.value.state})`)
    return {
      figures: {
        'rows of the export, CSV': rows,
        'export, s': exported.seconds,
        'bare COPY of the same out of the database, s': copy,
        'export / bare COPY out': exported.seconds / copy,
      },
      bars: [bar('export / bare COPY out', exported.seconds / copy, 'max', 2)],
    }
  } finally {
    await client.end()
  }
}

/** Counties that hold about so many objects together, the largest first. */
async function countiesFor(client: pg.Client, wanted: number): Promise<{ readonly counties: readonly string[]; readonly rows: number }> {
  const { rows: sizes } = await client.query<{ path: string; n: number }>(
    "select region_path as path, count(*)::int as n from entity where region_path like '62.%' group by 1 order by 2 desc, 1",
  )
  const counties: string[] = []
  let rows = 0
  for (const { path, n } of sizes)
    if (rows + n <= wanted) {
      counties.push(path)
      rows += n
    }
  return { counties, rows }
}
