/** The report of a matching that is not possible, with the names that a person needs to act on it. */
import type { MatchingInfeasible } from '#core/matching/report.ts'
import type { Tx } from '#db/connect.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { entityNames } from '#server/registers/store.ts'

export async function namedShortages(tx: Tx, { shortages }: Pick<MatchingInfeasible, 'shortages' | 'objects' | 'officers' | 'teamSize'>) {
  const names = await entityNames(
    tx,
    shortages.flatMap(({ first }) => first.map(({ subject }) => subject)),
  )
  const places = await regionLabels(
    tx,
    shortages.map(({ area }) => area),
  )
  return shortages.map(({ first, ...shortage }) => ({
    ...shortage,
    items: [...shortage.items],
    qualifications: [...shortage.qualifications],
    expertise: [...shortage.expertise],
    removed: [...shortage.removed],
    areaName: places.get(shortage.area) ?? shortage.area,
    first: first.map(({ subject }) => ({ subject, name: names.get(subject) ?? subject })),
  }))
}
