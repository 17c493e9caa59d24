/** Graphs for the tests of matching: written by hand as rows of columns, or made by fast-check. */
import fc from 'fast-check'
import type { Graph } from '#core/matching/graph.ts'
import { whole } from '#core/matching/graph.ts'

export type RowOf = { readonly units: readonly number[]; readonly need?: number; readonly cap?: number }
export type Further = { readonly columns?: number; readonly prior?: readonly number[]; readonly most?: readonly number[] | number | null }

/** Rows of ascending units; a need of 1 and no cap unless said. */
export function graphOf(rows: readonly RowOf[], { columns, prior, most = null }: Further = {}): Graph {
  const size = columns ?? prior?.length ?? 1 + rows.reduce((largest, { units }) => units.reduce((a, b) => Math.max(a, b), largest), -1)
  const start = new Uint32Array(rows.length + 1)
  for (const [i, { units }] of rows.entries()) start[i + 1] = (start[i] ?? 0) + units.length
  return {
    need: Uint8Array.from(rows, ({ need = 1 }) => need),
    start,
    edges: Uint32Array.from(rows.flatMap(({ units }) => [...units])),
    cap: Uint32Array.from(rows, ({ cap = whole }) => cap),
    prior: prior ? Uint32Array.from(prior) : new Uint32Array(size),
    most: most === null ? null : typeof most === 'number' ? new Uint32Array(size).fill(most) : Uint32Array.from(most),
  }
}

export type Sizes = {
  readonly rows: number
  readonly columns: number
  readonly caps?: boolean
  readonly priors?: boolean
  readonly limits?: boolean
}

/** Graphs of at most so many rows and columns whose rows can each be served; whether limits leave enough is open. */
export function arbitraryGraph({ rows, columns, caps = false, priors = false, limits = false }: Sizes): fc.Arbitrary<Graph> {
  const row = fc.subarray(
    Array.from({ length: columns }, (_, column) => column),
    { minLength: 1 },
  )
  const served = row.chain((units) =>
    fc
      .integer({ min: 1, max: Math.min(3, units.length) })
      .chain((need) =>
        (caps
          ? fc.oneof(fc.constant(whole), fc.integer({ min: Math.ceil((need * whole) / units.length), max: whole }))
          : fc.constant(whole)
        ).map((cap) => ({ units, need, cap })),
      ),
  )
  return fc
    .record({
      rows: fc.array(served, { minLength: 1, maxLength: rows }),
      prior: fc.array(priors ? fc.nat({ max: 12 }) : fc.constant(0), { minLength: columns, maxLength: columns }),
      most: limits ? fc.array(fc.nat({ max: 4 }), { minLength: columns, maxLength: columns }) : fc.constant(null),
    })
    .map(({ rows: of, prior, most }) => graphOf(of, { prior, most }))
}
