/** Strata that would draw nobody, or more than they have: refused with the numbers of each. */
import type { StrataRefused } from '#core/draws/strata.ts'
import { Problem } from '#server/http/problem.ts'

/** `nameOf`: a stratum as people named it, by its id of the protocol. */
export function strataProblem({ refused }: StrataRefused, nameOf: (id: string) => string): Problem {
  const named = refused.map((one) => ({ ...one, name: nameOf(one.id) }))
  return new Problem('strata_refused', {
    field: 'strata',
    refused: named,
    strataZh: named.map(({ name, n, target }) => `“${name}”共 ${n} 户，应抽 ${target} 户`),
    strataEn: named.map(({ name, n, target }) => `“${name}” has ${n} and would draw ${target}`),
  })
}
