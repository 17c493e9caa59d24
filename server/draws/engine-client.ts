/** Runs the draw engine in worker threads and waits for its answer. */
import { MessageChannel, type Transferable, Worker } from 'node:worker_threads'
import type { PoolFailure } from '#core/draws/pool.ts'
import type { DrawRefused } from '#core/draws/result.ts'
import type { Verification } from '#core/draws/verification.ts'
import type { Preview } from '#core/matching/explain.ts'
import type { MatchingFacts } from '#core/matching/facts.ts'
import type { MatchingInfeasible } from '#core/matching/report.ts'
import type { Result } from '#core/result.ts'
import type { Done, VerifyWork, Work } from './engine.ts'
import type { DrawnWork, DrawWork } from './engine-draw.ts'
import type { MatchedWork, MatchWork, PreparedWork, PrepareWork } from './engine-match.ts'
import type { AssistWork, FromEngine, Sealed, SealWork, ToEngine } from './engine-seal.ts'

export type { Sealed } from './engine-seal.ts'

/** Chunks that may be on their way to a worker before the reader waits. */
const mostInFlight = 8
/** Rows are handed over in chunks of this size: some five thousand. */
const chunkBytes = 1 << 17
/** From so many bytes on a second thread pays for its start: some 150,000 rows. */
const worthTwoThreads = 1 << 22

/** Seals a pool from a stream of COPY text, `subject TAB stratum TAB reason`. `progress` is told how many bytes were taken. */
export async function sealPool(
  work: Omit<SealWork, 'op'>,
  rows: AsyncIterable<Uint8Array>,
  progress: (bytes: number) => void,
  twoThreadsFrom = worthTwoThreads,
): Promise<Result<Sealed, PoolFailure>> {
  let taken = 0
  const count = (bytes: number): void => {
    taken += bytes
    progress(taken)
  }
  const first = start({ op: 'seal', ...work }, count)
  const engines = [first]
  let read = 0
  try {
    for await (const chunk of wholeLines(rows)) {
      read += chunk.byteLength
      if (read > twoThreadsFrom && engines.length === 1) {
        const { port1, port2 } = new MessageChannel()
        const { folder: _, ...secret } = work
        first.tell({ assistant: port1 }, [port1])
        engines.push(start({ op: 'assist', ...secret, port: port2 } satisfies AssistWork, count, [port2]))
      }
      // To whoever has less to do; when both are full, the database waits.
      const engine = engines.reduce((a, b) => (b.inFlight() < a.inFlight() ? b : a))
      engine.tell({ chunk }, [chunk.buffer])
      if (engines.every((one) => one.inFlight() >= mostInFlight)) await Promise.race(engines.map((one) => one.room()))
    }
    for (const engine of engines) engine.tell({ end: true })
    // The first answers; a second one only counts when it breaks.
    const sealed = await Promise.race(engines.map(({ done }) => done.then(() => first.done)))
    return sealed as Result<Sealed, PoolFailure> // what op `seal` answers
  } finally {
    for (const engine of engines) engine.stop()
  }
}

export const drawPool = async (work: Omit<DrawWork, 'op'>): Promise<Result<DrawnWork, DrawRefused>> =>
  (await start({ op: 'draw', ...work }).done) as Result<DrawnWork, DrawRefused> // what op `draw` answers

export async function previewMatching(facts: MatchingFacts): Promise<Preview> {
  const seen = (await start({ op: 'preview', facts }).done) as Result<Preview, never> // what op `preview` answers
  if (!seen.ok) throw new Error('a preview answers counts, never a failure')
  return seen.value
}

export const prepareMatching = async (work: Omit<PrepareWork, 'op'>): Promise<Result<PreparedWork, MatchingInfeasible>> =>
  (await start({ op: 'prepare', ...work }).done) as Result<PreparedWork, MatchingInfeasible> // what op `prepare` answers

export const matchUnits = async (work: Omit<MatchWork, 'op'>): Promise<Result<MatchedWork, DrawRefused>> =>
  (await start({ op: 'match', ...work }).done) as Result<MatchedWork, DrawRefused> // what op `match` answers

export async function verifyFiles(work: Omit<VerifyWork, 'op'>): Promise<Verification> {
  const verified = (await start({ op: 'verify', ...work }).done) as Result<Verification, never> // what op `verify` answers
  if (!verified.ok) throw new Error('the verifier answers checks, never a failure')
  return verified.value
}

/** Chunks that end at line ends, each in memory of its own, so that it can be handed over instead of copied. */
async function* wholeLines(rows: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held = new Uint8Array(chunkBytes)
  let used = 0
  for await (const bytes of rows) {
    if (used + bytes.length > held.length) {
      const end = held.subarray(0, used).lastIndexOf(0x0a) + 1
      const next = new Uint8Array(Math.max(chunkBytes, used - end + bytes.length))
      next.set(held.subarray(end, used))
      if (end > 0) yield held.subarray(0, end)
      held = next
      used -= end
    }
    held.set(bytes, used)
    used += bytes.length
  }
  if (used > 0) yield held.subarray(0, used)
}

function start(work: Work, taken: (bytes: number) => void = () => undefined, transfer: readonly Transferable[] = []) {
  const worker = new Worker(new URL('./engine.ts', import.meta.url), { workerData: work, transferList: [...transfer] })
  let inFlight = 0
  let wake: () => void = () => undefined
  const done = new Promise<Done>((resolve, reject) => {
    worker.on('message', (message: FromEngine | { readonly done: Done }) => {
      if ('done' in message) return resolve(message.done)
      inFlight--
      taken(message.taken)
      wake()
    })
    worker.on('error', reject)
    worker.on('exit', (code) => reject(new Error(`the draw engine ended with ${code} before it answered`)))
  })
  done.catch(() => wake())
  void done.finally(() => worker.terminate()).catch(() => undefined)
  return {
    done,
    /** For engines that wait for more when there will be none. */
    stop: (): void => void worker.terminate(),
    inFlight: () => inFlight,
    /** Resolves when a chunk was taken; rejects when the engine is gone. */
    room: (): Promise<unknown> => Promise.race([new Promise<void>((resolve) => (wake = resolve)), done]),
    tell: (message: ToEngine, handOver: readonly Transferable[] = []): void => {
      if ('chunk' in message) inFlight++
      worker.postMessage(message, [...handOver])
    },
  }
}
