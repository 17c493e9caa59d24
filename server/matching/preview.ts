/** Eligibility as it stands now, with the names that a person needs to act on it; nothing is drawn and nothing is kept. */
import type { MatchingFacts } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'
import { previewMatching } from '#server/draws/engine-client.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { namedShortages } from './shortages.ts'

export async function presentPreview(tx: Tx, facts: MatchingFacts) {
  const seen = await previewMatching(facts)
  const places = await regionLabels(
    tx,
    seen.classes.map(({ area }) => area),
  )
  return {
    objects: seen.objects,
    officers: seen.officers.officers,
    experts: seen.officers.experts,
    groups: facts.groups.length,
    feasible: seen.infeasible === null,
    shortages: seen.infeasible === null ? [] : await namedShortages(tx, seen.infeasible),
    histogram: seen.histogram.map(({ population, eligible, rows }) => ({ population, eligible, objects: rows })),
    widened: seen.counts.widened.map(([scope, objects]) => ({ scope, objects })),
    belowLeast: seen.counts.belowLeast,
    capLifted: seen.counts.capLifted,
    classes: seen.classes.map(({ items, qualifications, expertise, removed, ...one }) => ({
      ...one,
      areaName: places.get(one.area) ?? one.area,
      items: [...items],
      qualifications: [...qualifications],
      expertise: [...expertise],
      removed: [...removed],
    })),
    classCount: seen.classCount,
  }
}
