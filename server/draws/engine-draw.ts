/** Drawing from a sealed pool: the leaves in memory, the names read from the published list only where somebody was drawn. */
import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromHex, hex } from '#core/bytes.ts'
import type { BeaconValue, DrandChain } from '#core/draws/beacon.ts'
import type { CommitDocument, PoolRow, ResultDocument, RevealedNonce } from '#core/draws/documents.ts'
import { type Drawn, type DrawRefused, drawObjects, drawReplacement } from '#core/draws/result.ts'
import type { Leaves } from '#core/draws/select.ts'
import { ok, type Result } from '#core/result.ts'
import { writeDrawnRows } from './drawn-rows.ts'
import type { DrawnRow } from './drawn-store.ts'
import { linesApart, readPoolFile } from './pool-file.ts'

export type DrawWork = {
  readonly op: 'draw'
  readonly commit: CommitDocument
  readonly key: string
  readonly nonces: readonly RevealedNonce[]
  readonly beaconValue: BeaconValue | null
  readonly chains?: readonly DrandChain[]
  /** The sealed pool and its published list; of a replacement, those of the object draw. */
  readonly packedFile: string
  readonly poolFile: string
  /** Kind R: the leaves that the object draw drew, in ticket order. */
  readonly selected?: readonly string[]
  readonly folder: string
}
export type DrawnWork = {
  readonly document: ResultDocument
  /** Those drawn, in ticket order: `drawnRows` of drawn-rows.ts reads them. */
  readonly rowsFile: string
  readonly files: readonly { readonly name: string; readonly path: string }[]
}

export function draw(work: DrawWork): Result<DrawnWork, DrawRefused> {
  const { commit, nonces, beaconValue, chains, selected } = work
  const pool = readPoolFile(work.packedFile)
  const input = { commit, pool, key: fromHex(work.key), nonces, beaconValue, ...(chains && { chains }) }
  const drawn = selected === undefined ? drawObjects(input) : drawReplacement({ ...input, selected })
  if (!drawn.ok) return drawn
  const files = drawn.value.files.map(({ name, bytes }) => {
    const path = join(work.folder, name)
    writeFileSync(path, bytes)
    return { name, path }
  })
  const rowsFile = join(work.folder, 'rows')
  writeDrawnRows(rowsFile, rowsOf(drawn.value, pool, namesOf(drawn.value, pool, work.poolFile)))
  return ok({ document: drawn.value.document, rowsFile, files })
}

/** Subjects with their strata, as the list has them, in ticket order. The list is read in its own order, one block of lines after another. */
function namesOf({ selection: { positions } }: Drawn, pool: ReturnType<typeof readPoolFile>, poolFile: string): readonly string[] {
  const names: string[] = new Array(positions.length)
  const list = openSync(poolFile, 'r')
  try {
    const lineAt = lineBlocks(list, pool.size, pool.lineOf)
    for (const order of Uint32Array.from(positions.keys()).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0)))
      names[order] = lineAt(positions[order] ?? 0)
  } finally {
    closeSync(list)
  }
  return names
}

function* rowsOf(
  { selection: { positions, tickets } }: Drawn,
  { leaves }: Pick<Leaves, 'leaves'>,
  names: readonly string[],
): Generator<DrawnRow> {
  for (const [order, name] of names.entries()) {
    const [subject, stratum] = JSON.parse(name) as PoolRow // written by engine-seal.ts
    const at = (positions[order] ?? 0) * 32
    yield {
      subject,
      order: order + 1,
      stratum,
      leaf: hex(leaves.subarray(at, at + 32)),
      ticket: hex(tickets.subarray(order * 32, order * 32 + 32)),
    }
  }
}

/** The line of a member; those of one block of 1,024 are read together, so ascending positions read every block once. */
function lineBlocks(file: number, size: number, lineOf: (block: number) => number): (position: number) => string {
  let block = -1
  let lines: readonly string[] = []
  return (position) => {
    const wanted = Math.floor(position / linesApart)
    if (wanted !== block) {
      block = wanted
      const from = lineOf(wanted)
      const to = (wanted + 1) * linesApart < size ? lineOf(wanted + 1) : from + linesApart * longestLine
      const bytes = Buffer.alloc(to - from)
      lines = bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, from)).split('\n')
    }
    return lines[position % linesApart] ?? ''
  }
}

/** A subject of 880 bytes, every one of them escaped, and what stands around it. */
const longestLine = 1800
