/** 配对概率档案: the probability of every pair, kept beside the result for those who review (matching.review). */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { unitIdOf } from '#core/draws/subject.ts'
import type { MatchRow } from '#core/matching/wire.ts'
import type { Tx } from '#db/connect.ts'
import { type DrawRecord, filesOf } from '#server/draws/store.ts'
import { readUnits } from '#server/draws/working-matching.ts'
import type { FileStore } from '#server/files/store.ts'
import { refreshStatistics } from '#server/statistics.ts'
import { insertPropensities, type NewPropensity } from './propensity-store.ts'

/** Rows at a time: some megabytes of one statement. */
const batch = 2000

/** Draws of the first algorithm have no probabilities to keep. */
export async function keepPropensities(tx: Tx, files: FileStore, draw: Pick<DrawRecord, 'id' | 'taskId'>): Promise<void> {
  const kept = await filesOf(tx, draw.id)
  const pathOf = (role: 'units' | 'matching'): string | null => {
    const file = kept.find((one) => one.role === role)
    return file ? files.path(file.sha256) : null
  }
  const [units, rows] = [pathOf('units'), pathOf('matching')]
  if (units === null || rows === null) return
  const ids = readUnits(units).units.map(([subject]) => unitIdOf(subject) ?? '')
  for await (const some of rowsIn(rows, ids)) await insertPropensities(tx, draw, some)
  await refreshStatistics(tx, ['propensity'])
}

async function* rowsIn(path: string, ids: readonly string[]): AsyncGenerator<readonly NewPropensity[]> {
  let some: NewPropensity[] = []
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [leaf, population, , cap, scope, units, shares] = JSON.parse(line) as MatchRow // written by matchingLines
    some.push({ leaf, population, scope, cap, units: units.map((unit) => ids[unit] ?? ''), shares })
    if (some.length === batch) {
      yield some
      some = []
    }
  }
  if (some.length > 0) yield some
}
