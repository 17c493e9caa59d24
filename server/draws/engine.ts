/** The heavy half of a draw, in worker threads so that the API stays responsive: sealing a pool, drawing from it, matching, verifying a bundle. */
import { readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { DrandChain } from '#core/draws/beacon.ts'
import type { PoolFailure } from '#core/draws/pool.ts'
import type { DrawRefused } from '#core/draws/result.ts'
import type { Verification } from '#core/draws/verification.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import type { Preview } from '#core/matching/explain.ts'
import type { MatchingInfeasible } from '#core/matching/report.ts'
import { never, ok, type Result } from '#core/result.ts'
import { type DrawnWork, type DrawWork, draw } from './engine-draw.ts'
import {
  type MatchedWork,
  type MatchWork,
  match,
  type PreparedWork,
  type PrepareWork,
  type PreviewWork,
  prepare,
  preview,
} from './engine-match.ts'
import { type AssistWork, assist, type Sealed, type SealWork, seal } from './engine-seal.ts'

export type VerifyWork = {
  readonly op: 'verify'
  readonly bundleFile: string
  readonly files: readonly { readonly name: string; readonly path: string }[]
  /** The log's published key and the chains of drand that this house trusts besides quicknet. */
  readonly logKey?: string
  readonly chains?: readonly DrandChain[]
}

export type Work = SealWork | AssistWork | DrawWork | PreviewWork | PrepareWork | MatchWork | VerifyWork
export type Done =
  | Result<Sealed, PoolFailure>
  | Result<DrawnWork, DrawRefused>
  | Result<Preview, never>
  | Result<PreparedWork, MatchingInfeasible>
  | Result<MatchedWork, DrawRefused>
  | Result<Verification, never>
  | Result<null, never>

if (parentPort !== null) parentPort.postMessage({ done: await run(workerData as Work) }) // what engine-client.ts starts a worker with

function run(work: Work): Promise<Done> | Done {
  switch (work.op) {
    case 'seal':
      return seal(work)
    case 'assist':
      return assist(work)
    case 'draw':
      return draw(work)
    case 'preview':
      return preview(work)
    case 'prepare':
      return prepare(work)
    case 'match':
      return match(work)
    case 'verify':
      return ok(verify(work))
    default:
      return never(work)
  }
}

function verify({ bundleFile, files, logKey, chains }: VerifyWork): Verification {
  const paths = new Map(files.map(({ name, path }) => [name, path]))
  return verifyBundle(new Uint8Array(readFileSync(bundleFile)), {
    readFile: (name) => {
      const path = paths.get(name)
      return path === undefined ? null : new Uint8Array(readFileSync(path))
    },
    ...(logKey !== undefined && { logKey }),
    ...(chains !== undefined && { chains }),
  })
}
