/** The opening of one subject, made from what is published: where the list and its key are public, nobody has to ask the authority for it (draw protocol §3). */
import { fromHex } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { inclusionProof } from '../merkle.ts'
import type { Bundle, PoolRow } from './documents.ts'
import { poolLine, readLines } from './lines-file.ts'
import { makeOpening, type OpeningDocument } from './opening.ts'
import { poolBuilder } from './pool.ts'
import { stratumId } from './strata.ts'
import type { ReadFile } from './verify-evidence.ts'

export type OwnOpening =
  | { readonly state: 'made'; readonly opening: OpeningDocument }
  | { readonly state: 'not_in_pool' }
  /** The list is not public, or its file was not given or is not one. */
  | { readonly state: 'no_list' }

/** Looks for a subject among the members as listed. That the list is the sealed one is what `verifyBundle` says, and `verifyOpening` of the result. */
export function ownOpening(bundle: Bundle, subject: string, readFile?: ReadFile): OwnOpening {
  const { commit, result, pool } = bundle
  const key = pool && 'key' in pool ? pool.key : result.poolKey
  const rows = key === null ? null : listedRows(bundle, readFile)
  if (key === null || rows === null) return { state: 'no_list' }
  const index = rows.findIndex((row) => row[0] === subject)
  const stratum = rows[index]?.[1]
  if (stratum === undefined) return { state: 'not_in_pool' }

  const { suite, drawId, replacement } = commit
  const highest = rows.reduce((most, [, id]) => Math.max(most, Number(id.slice(1))), 0)
  const strata = Array.from({ length: highest }, (_, i) => stratumId(i))
  const builder = poolBuilder({ suite, drawId: replacement?.objectDraw ?? drawId, key: fromHex(key), strata })
  const added = builder.add(rows.map(([member, id]) => [member, Number(id.slice(1)) - 1] as const))
  // Members are listed in leaf order: their leaves as they come are those of the tree.
  if (!added.ok) return { state: 'no_list' }
  const path = inclusionProof(suites[suite], added.value, index)
  return { state: 'made', opening: makeOpening({ commit, key: fromHex(key), subject, stratum, index, path }) }
}

/** The members as published, in the bundle or in the file that it names; null where they are not, or not here. */
export function listedRows({ pool }: Bundle, readFile: ReadFile | undefined): readonly PoolRow[] | null {
  if (pool === null) return null
  if ('subjects' in pool) return pool.subjects
  const bytes = readFile?.(pool.file) ?? null
  if (bytes === null) return null
  const rows: PoolRow[] = []
  return readLines(bytes, poolLine, (row) => rows.push(row)) === null ? rows : null
}
