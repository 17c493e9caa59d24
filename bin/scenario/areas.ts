/** Looks through a register file once, streaming, for the places it holds: where the bureau of the journey stands and which offices it needs. */
import { createReadStream } from 'node:fs'
import { mapColumns } from '#core/registers/entity-row.ts'
import { indexRegions, locate, type RegionIndex } from '#core/registers/locate.ts'
import { parseCode } from '#core/registers/uscc.ts'
import { csvRows, detectEncoding } from '#server/registers/csv.ts'

export type Areas = {
  /** Province or city that holds most of the file. */
  readonly root: string
  /** Cities of the root (or counties, when the root is a city) that have entries, ascending. */
  readonly offices: readonly string[]
  /** Entries of the root itself and of each office, root first. */
  readonly counts: readonly number[]
}

export async function findAreas(path: string, regions: readonly { path: string; code: string; name: string }[]): Promise<Areas> {
  const index = indexRegions(regions)
  const counts = await countPlaces(path, index)
  const provinces = groupBy(counts, 1)
  const [province] = [...provinces].sort((a, b) => b[1] - a[1])[0] ?? [null]
  if (province === null) throw new Error('the file names no place in China that the region table knows')
  const inside = new Map([...counts].filter(([place]) => place === province || place.startsWith(`${province}.`)))
  const cities = [...groupBy(inside, 2).keys()].filter((place) => place !== province)
  const byCity = groupBy(inside, 2)
  const offices = cities.sort()
  return { root: province, offices, counts: [province, ...offices].map((place) => byCity.get(place) ?? 0) }
}

async function countPlaces(path: string, index: RegionIndex): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const encoding = await detectEncoding(
    async () => createReadStream(path),
    () => undefined,
  )
  let columns: ReturnType<typeof mapColumns> | null = null
  for await (const rows of csvRows(createReadStream(path), encoding, () => undefined)) {
    for (const { cells } of rows) {
      if (columns === null) {
        columns = mapColumns(cells)
        if (!columns.ok) throw new Error(`the heading lacks ${columns.failure.missing.join(', ')}`)
        continue
      }
      const at = columns.ok ? columns.value : {}
      const cell = (column: 'address' | 'province' | 'city' | 'code'): string => cells[at[column] ?? -1] ?? ''
      const code = parseCode(cell('code'))
      const region = code.ok
        ? locate(index, { address: cell('address'), province: cell('province'), city: cell('city'), subject: code.value })
        : null
      if (region !== null) counts.set(region.path, (counts.get(region.path) ?? 0) + 1)
    }
  }
  return counts
}

function groupBy(counts: ReadonlyMap<string, number>, levels: number): ReadonlyMap<string, number> {
  const grouped = new Map<string, number>()
  for (const [path, n] of counts) {
    const key = path.split('.').slice(0, levels).join('.')
    grouped.set(key, (grouped.get(key) ?? 0) + n)
  }
  return grouped
}
