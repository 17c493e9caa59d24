/** Small replacements (kind R) of what an example draw drew. */
import { hex } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import { buildCommit } from '#core/draws/commit.ts'
import type { PoolRow } from '#core/draws/documents.ts'
import { formatDrawId } from '#core/draws/draw-id.ts'
import { replacementStrata } from '#core/draws/replacement.ts'
import { drawReplacement, takeableNow } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import { exampleBeacon, exampleBeaconValue, testChain } from './example-beacons.ts'
import { type ExampleDraw, type ExampleOptions, exampleNonces, exampleTimes, sharedMembers, value } from './example-draws.ts'
import { exampleLog } from './example-log.ts'

export type ExampleReplacementOptions = Pick<ExampleOptions, 'serial' | 'salt' | 'supersedes' | 'beacon' | 'revealedAt' | 'log'> & {
  /** Which of those drawn is replaced, by its place in ticket order, or its leaf. */
  readonly replaces?: number | string
  /** What the replacements before it drew. */
  readonly earlier?: readonly string[]
}

/** One drawn object replaced. The rows are those of the object draw. */
export function exampleReplacement(objects: ExampleDraw, options: ExampleReplacementOptions = {}): ExampleDraw {
  const { commit: of, result } = objects.bundle
  const { suite, task } = of
  const { pool, key, rows, drawn: first } = objects
  const drawId = formatDrawId({ task, kind: 'R', serial: options.serial ?? 1 })
  const selected = Array.from(first.selection.positions, (at) => hex(pool.leaves.subarray(at * 32, at * 32 + 32)))
  const { replaces: wanted = 0, earlier = [] } = options
  const replaces = typeof wanted === 'string' ? wanted : (selected[wanted] ?? '')
  const open = takeableNow(pool, { replaces, earlier }, selected)
  const nonces = exampleNonces(suite, drawId, options.salt ?? '')
  const { document: commit } = value(
    buildCommit({
      ...sharedMembers(suite, drawId, nonces),
      mode: of.mode,
      beacon: options.beacon ? exampleBeacon(options.beacon) : null,
      filter: { version: 1, all: [] },
      registerCount: pool.size,
      excluded: [],
      pool,
      key,
      strata: replacementStrata(open?.n ?? 0),
      supersedes: options.supersedes ?? null,
      replacement: {
        objectDraw: of.drawId,
        objectsRoot: result.selectedRoot,
        objectCount: result.selectedCount,
        replaces,
        earlier,
        reason: 'cannot_contact',
        evidence: 'e5'.repeat(32),
        requestedAt: '2026-11-20T07:00:00.000Z',
      },
    }),
  )
  const times = exampleTimes(options)
  const beaconValue = commit.beacon && exampleBeaconValue(commit.beacon, times.reveals[2])
  const drawn = value(drawReplacement({ commit, pool, key, nonces, beaconValue, chains: [testChain], selected }))
  const leafOrder = Array.from(pool.order, (row): PoolRow => [rows[row]?.[0] ?? '', stratumId(rows[row]?.[1] ?? 0)])
  const log = options.log || options.beacon ? exampleLog(commit, drawn.document, times).log : null
  const replacement = { selected: result.selected }
  const { bundle, files } = makeBundle({ commit, result: drawn.document, rows: leafOrder, key, log, replacement })
  const beside =
    'file' in result.selected ? objects.files.filter(({ name }) => 'file' in result.selected && name === result.selected.file) : []
  return { key, rows, pool, nonces, drawn, bundle, bytes: bundleBytes(bundle), files: [...files, ...beside] }
}
