/** Matching in a worker thread: preparing it from the facts before the COMMIT, and drawing it after the last nonce. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex } from '#core/bytes.ts'
import type { BeaconValue, DrandChain } from '#core/draws/beacon.ts'
import type { CommitDocument, ResultDocument, RevealedNonce } from '#core/draws/documents.ts'
import { type DrawRefused, drawOfficers } from '#core/draws/result.ts'
import type { SuiteId } from '#core/hash/suite.ts'
import { objectsRoot } from '#core/matching/edges.ts'
import { previewEligibility } from '#core/matching/explain.ts'
import type { MatchingFacts, Scope } from '#core/matching/facts.ts'
import { factsBytes, factsDigest, type KeptFacts } from '#core/matching/facts-file.ts'
import { prepareMatching } from '#core/matching/prepare.ts'
import type { MatchingInfeasible } from '#core/matching/report.ts'
import { matchingLines } from '#core/matching/row-lines.ts'
import { matchedLeaves, rowsOf, type Unit, unitsDigest } from '#core/matching/wire.ts'
import { ok, type Result } from '#core/result.ts'
import { type MatchingFiles, readMatching } from './working-matching.ts'

export type PrepareWork = {
  readonly op: 'prepare'
  readonly facts: KeptFacts
  readonly suite: SuiteId
  readonly folder: string
}
export type PreparedWork = {
  readonly factsFile: string
  readonly factsDigest: string
  readonly units: readonly Unit[]
  readonly unitsDigest: string
  readonly rowsFile: string
  readonly rowsName: string
  readonly rowsDigest: string
  readonly rowCount: number
  readonly objectsRoot: string
  readonly objectCount: number
  readonly counts: { readonly widened: readonly (readonly [Scope, number])[]; readonly belowLeast: number; readonly capLifted: number }
}

export type MatchWork = {
  readonly op: 'match'
  readonly commit: CommitDocument
  readonly key: string
  readonly nonces: readonly RevealedNonce[]
  readonly beaconValue: BeaconValue | null
  readonly chains: readonly DrandChain[]
  readonly matching: MatchingFiles
  readonly folder: string
}
export type MatchedWork = {
  readonly document: ResultDocument
  readonly files: readonly { readonly name: string; readonly path: string }[]
}

export type PreviewWork = { readonly op: 'preview'; readonly facts: MatchingFacts }

export function prepare({ facts, suite, folder }: PrepareWork): Result<PreparedWork, MatchingInfeasible> {
  const prepared = prepareMatching(facts)
  if (!prepared.ok) return prepared
  const { units, counts } = prepared.value
  const rows = rowsOf(prepared.value)
  const { ref, file } = matchingLines(suite, rows)
  const leaves = matchedLeaves(rows)
  const rowsFile = join(folder, 'rows.jsonl')
  writeFileSync(rowsFile, file.bytes)
  const kept = factsBytes(facts)
  const factsFile = join(folder, 'facts.json')
  writeFileSync(factsFile, kept)
  return ok({
    factsFile,
    factsDigest: factsDigest(suite, kept),
    units,
    unitsDigest: unitsDigest(suite, units),
    rowsFile,
    rowsName: ref.file,
    rowsDigest: ref.hash,
    rowCount: rows.length,
    objectsRoot: objectsRoot(suite, leaves),
    objectCount: leaves.length,
    counts,
  })
}

export function match({ key, folder, matching, ...work }: MatchWork): Result<MatchedWork, DrawRefused> {
  const drawn = drawOfficers({ ...work, key: fromHex(key), matching: readMatching(work.commit, matching) })
  if (!drawn.ok) return drawn
  const files = drawn.value.files.map(({ name, bytes }) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return { name, path }
  })
  return ok({ document: drawn.value.document, files })
}

export const preview = ({ facts }: PreviewWork): Result<ReturnType<typeof previewEligibility>, never> => ok(previewEligibility(facts))
