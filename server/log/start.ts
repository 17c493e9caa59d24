/** The log at work: every second what waits is taken in, once a day the head of the record, and witnesses are asked beside it. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { bundlesAdded, tilePath, tilesAdded } from '#core/log/tiles.ts'
import { withTransaction } from '#db/connect.ts'
import { gatherCosignatures } from './cosign.ts'
import { readCheckpointFile } from './files.ts'
import { appendRecordHead, sequenceNow, writeTiles } from './sequencer.ts'
import { lockLog } from './store.ts'
import type { TransparencyLog } from './transparency.ts'

export type RunningLog = { readonly stop: () => Promise<void> }

/** A witness that did not answer is asked again after this long, in milliseconds; a new checkpoint asks at once. */
const askAgainMs = 30_000

/** Works until stopped, once more while stopping. A failure is logged and tried again: entries wait, nothing is lost. */
export function startLog(transparency: TransparencyLog, everyMs = 1000): RunningLog {
  if (!transparency.sequences) return { stop: async () => undefined }
  const stopping = new AbortController()
  const { log } = transparency
  const safely = (what: string, work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => undefined,
      (err: unknown) => log.error({ err }, what),
    )
  const sequence = async (): Promise<void> => {
    await safely('files of the log could not be looked through; tried again at the next start', () => healFiles(transparency))
    do {
      await safely('the head of the record could not enter the log; tried again in a moment', () => appendRecordHead({ transparency }))
      await safely('the log could not be written; tried again in a moment', () => sequenceNow({ transparency }))
    } while (await pause(everyMs, stopping.signal))
    await safely('the log could not be written while stopping; the next start does it', () => sequenceNow({ transparency }))
  }
  const cosign = async (): Promise<void> => {
    let asked = 0
    let size = ''
    do {
      const now = Date.now()
      const newest = (await readCheckpointFile(transparency.folder).catch(() => null))?.split('\n')[1] ?? ''
      if (newest === size && now - asked < askAgainMs) continue
      asked = now
      size = newest
      await safely('witnesses could not be asked; tried again in a moment', () => gatherCosignatures({ transparency }))
    } while (await pause(everyMs, stopping.signal))
  }
  const running = Promise.all([sequence(), ...(transparency.witnesses.length === 0 ? [] : [cosign()])])
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Tiles that are not in the folder are written again from the database: a new machine, a folder that was lost. */
async function healFiles(transparency: TransparencyLog): Promise<void> {
  const { folder, db } = transparency
  const file = await readCheckpointFile(folder)
  const size = Number(file?.split('\n')[1] ?? 0)
  if (!Number.isSafeInteger(size)) return
  const tiles = [...tilesAdded(0, size), ...bundlesAdded(0, size)]
  const there = await Promise.all(
    tiles.map((tile) =>
      stat(join(folder, tilePath(tile))).then(
        () => true,
        () => false,
      ),
    ),
  )
  if (there.includes(false)) {
    await sequenceNow({ transparency })
    if (transparency.refusal() !== null) return
    await withTransaction(db, async (tx) => {
      await lockLog(tx)
      await writeTiles(tx, transparency, 0, size)
    })
  }
}

/** True after the time, false when the signal came. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve(!signal.aborted)
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
