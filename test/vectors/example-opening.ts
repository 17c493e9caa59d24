/** Openings for the members of example draws. */
import { fromHex } from '#core/bytes.ts'
import { makeOpening, type OpeningDocument } from '#core/draws/opening.ts'
import { stratumId } from '#core/draws/strata.ts'
import { suites } from '#core/hash/suite.ts'
import { inclusionProof } from '#core/merkle.ts'
import type { ExampleDraw } from './example-draws.ts'

/** The opening of the member whose leaf stands at `index`. */
export function openingOf({ bundle, key, rows, pool }: ExampleDraw, index: number): OpeningDocument {
  const { commit } = bundle
  const [subject, stratum] = rows[pool.order[index] ?? 0] ?? ['', 0]
  const path = inclusionProof(suites[commit.suite], pool.leaves, index)
  return makeOpening({ commit, key, subject, stratum: stratumId(stratum), index, path })
}

/** Where the member with this leaf stands. */
export const indexOf = ({ pool }: ExampleDraw, leaf: string): number => {
  const wanted = fromHex(leaf)
  return Array.from({ length: pool.size }, (_, i) => i).findIndex((i) => wanted.every((byte, k) => pool.leaves[i * 32 + k] === byte))
}
