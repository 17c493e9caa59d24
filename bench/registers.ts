/**
 * The register at ten million objects, through the real server over HTTP, as people of a province, a city and a county: lists by every indexed filter, search
 * by pieces of names, capped counts, object pages, an export; each beside the naïve way on the same rows in the same run. The generated register is kept
 * in .data/bench-registers-<rows>; `--quick` takes a million, `--rows=N` any other number.
 */

import { loadavg } from 'node:os'
import { startHouse } from './kit/house.ts'
import { openRegister } from './kit/register-data.ts'
import { measureExport } from './kit/register-export.ts'
import { naiveWays } from './kit/register-naive.ts'
import { listsOf, type Named, searchesFrom, subjectsFrom } from './kit/register-queries.ts'
import { type Reader, readersOf } from './kit/register-readers.ts'
import { type Times, timesOf } from './kit/register-times.ts'
import { type Bar, bar, report } from './kit/report.ts'

const quick = process.argv.includes('--quick')
const flag = (name: string, otherwise: number): number =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise)
const rows = flag('rows', quick ? 1_000_000 : 10_000_000)
const pieces = flag('pieces', 150)

const say = (line: string): void => console.log(`  ${line}`)
const house = await startHouse('bench-registers', '62', await openRegister(rows, say))
try {
  const readers = await readersOf(house)
  const searches = await searchesFrom(house.database, pieces)
  const figures: Record<string, number> = { objects: rows, 'load of the machine before': loadavg()[0] ?? 0 }
  const bars: Bar[] = []
  const measured = async (what: string, reader: Reader, limit: number, calls: Parameters<typeof timesOf>[0]): Promise<void> => {
    const times = await timesOf(calls)
    tell(`${what}, ${reader.level}`, times)
    figures[`${what}, ${reader.level}, p50 ms`] = times.p50
    figures[`${what}, ${reader.level}, p95 ms`] = times.p95
    figures[`${what}, ${reader.level}, p95 of the first time, ms`] = times.firstP95
    if (times.failed > 0) bars.push(bar(`${what}, ${reader.level}: calls that failed`, times.failed, 'max', 0))
    bars.push(bar(`${what}, ${reader.level}: p95, ms`, times.p95, 'max', limit))
  }
  for (const reader of readers) {
    const list = ({ name, query }: Named) => ({ name, run: () => reader.person.api.registers.listEntities(query) })
    await measured('list page', reader, 50, listsOf(reader.county).map(list))
    await measured('next pages', reader, 50, await pagesOf(reader, list))
    for (const length of [2, 3] as const) await measured(`search of ${length} characters`, reader, 150, searches[length].map(list))
    await measured('capped count', reader, 20, [{ name: 'count', run: () => reader.person.api.registers.count({}) }])
    const subjects = await subjectsFrom(house.database, 100, reader.path)
    await measured(
      'object page',
      reader,
      50,
      subjects.map((subject) => ({ name: subject, run: () => reader.person.api.registers.getEntity({ subject }) })),
    )
  }
  // What an answer of nothing takes on this machine at this hour: how much of the figures above is noise.
  const nothing = await timesOf(
    Array.from({ length: 50 }, () => ({ name: 'nothing', run: () => fetch(`${house.url}/healthz`).then((answer) => answer.text()) })),
  )
  const province = readers[0]
  if (province === undefined) throw new Error('there are three readers')
  const exported = await measureExport(house, province)
  const naive = await naiveWays(house.database, province, searches[2])
  report(
    'registers',
    {
      ...figures,
      'an answer of nothing (/healthz), p95 ms': nothing.p95,
      'an answer of nothing, p95 of the first time, ms': nothing.firstP95,
      'load of the machine after': loadavg()[0] ?? 0,
      ...exported.figures,
      ...naive,
      'peak memory of the server, MB': house.peakMemoryMb(),
    },
    [...bars, ...exported.bars, bar('peak memory of the server, MB', house.peakMemoryMb(), 'max', 400)],
  )
} finally {
  await house.stop()
}

/** Ten pages one after another of the whole register and of individuals: where a page begins must not matter. */
async function pagesOf(reader: Reader, list: (named: Named) => { name: string; run: () => Promise<unknown> }) {
  const individuals = JSON.stringify({ version: 1, all: [{ field: 'kind', op: 'in', values: ['individual'] }] })
  const pages: Named[] = []
  for (const filter of [undefined, individuals]) {
    let cursor: string | null = null
    for (let page = 0; page < 10; page++) {
      const query = { limit: 50, ...(filter !== undefined && { filter }), ...(cursor !== null && { cursor }) }
      const { next }: { next: string | null } = await reader.person.api.registers.listEntities(query)
      if (page > 0) pages.push({ name: `page ${page + 1}`, query })
      if (next === null) break
      cursor = next
    }
  }
  return pages.map(list)
}

function tell(what: string, { p50, p95, max, firstP95, slowest }: Times): void {
  const ms = (value: number): string => value.toFixed(1).padStart(7)
  console.log(`  ${what.padEnd(36)} p50 ${ms(p50)}  p95 ${ms(p95)}  max ${ms(max)}  first time p95 ${ms(firstP95)}   ${slowest.join(', ')}`)
}
