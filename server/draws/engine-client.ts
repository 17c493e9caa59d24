/** Runs the draw engine in a worker thread of its own and waits for its answer. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { PoolFailure } from '#core/draws/pool.ts'
import type { DrawRefused } from '#core/draws/result.ts'
import type { Verification } from '#core/draws/verification.ts'
import type { Result } from '#core/result.ts'
import type { Done, DrawnWork, DrawWork, FromEngine, Sealed, SealWork, ToEngine, VerifyWork, Work } from './engine.ts'

/** Chunks that may be on their way to the worker before the reader waits. */
const mostInFlight = 8

/** Seals a pool from a stream of COPY text. `progress` is told how many bytes were taken. */
export async function sealPool(
  work: Omit<SealWork, 'op'>,
  rows: AsyncIterable<Uint8Array>,
  progress: (bytes: number) => void,
): Promise<Result<Sealed, PoolFailure>> {
  const engine = start({ op: 'seal', ...work }, progress)
  let rest: Uint8Array = new Uint8Array()
  for await (const bytes of rows) {
    const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes])
    const end = joined.lastIndexOf(0x0a) + 1
    if (end > 0) await engine.send(joined.slice(0, end))
    rest = joined.slice(end)
  }
  engine.end()
  return (await engine.done) as Result<Sealed, PoolFailure> // what op `seal` answers
}

export const drawPool = async (work: Omit<DrawWork, 'op'>): Promise<Result<DrawnWork, DrawRefused>> =>
  (await start({ op: 'draw', ...work }).done) as Result<DrawnWork, DrawRefused> // what op `draw` answers

export async function verifyFiles(work: Omit<VerifyWork, 'op'>): Promise<Verification> {
  const verified = (await start({ op: 'verify', ...work }).done) as Result<Verification, never> // what op `verify` answers
  if (!verified.ok) throw new Error('the verifier answers checks, never a failure')
  return verified.value
}

/** A folder for the files of one piece of work, removed when the work is over. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mingjian-draw-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function start(work: Work, progress: (bytes: number) => void = () => undefined) {
  const worker = new Worker(new URL('./engine.ts', import.meta.url), { workerData: work })
  let inFlight = 0
  let taken = 0
  let wake: () => void = () => undefined
  const done = new Promise<Done>((resolve, reject) => {
    worker.on('message', (message: FromEngine) => {
      if ('done' in message) return resolve(message.done)
      inFlight--
      taken += message.taken
      progress(taken)
      wake()
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the draw engine ended with ${code} before it answered`)))
  })
  done.catch(() => wake())
  void done.finally(() => worker.terminate()).catch(() => undefined)
  return {
    done,
    send: async (chunk: Uint8Array): Promise<void> => {
      // A buffer of its own, so that it can be handed over instead of copied.
      const own = new Uint8Array(chunk)
      worker.postMessage({ chunk: own } satisfies ToEngine, [own.buffer])
      inFlight++
      if (inFlight >= mostInFlight) await Promise.race([new Promise<void>((resolve) => (wake = resolve)), done])
    },
    end: (): void => worker.postMessage({ end: true } satisfies ToEngine),
  }
}
