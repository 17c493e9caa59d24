/** What happens by itself: entries of a retired library end; once a day ends whatever has passed its last day, and names without initials get them. */
import * as z from 'zod'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { fillInitials } from './initials-store.ts'
import { endLabelsSet, retireEnded } from './label-end-store.ts'
import { lockLabels } from './label-project-store.ts'
import { endEntriesOf, endExpired } from './library-label-store.ts'
import { settleLater } from './settle-job.ts'

/** Does `work` set by set, each in a transaction under the lock of labels, until a set is empty. */
async function inSets(
  run: Pick<JobRun<unknown>, 'transaction' | 'signal' | 'progress'>,
  phase: string,
  work: (tx: Tx) => Promise<number>,
): Promise<void> {
  for (let done = 0; ; ) {
    run.signal.throwIfAborted()
    const n = await run.transaction(async (tx) => {
      await lockLabels(tx)
      return await work(tx)
    })
    if (n === 0) break
    done += n
    run.progress.at(phase, done)
  }
  await run.transaction(settleLater)
}

export const libraryEndJob = defineJob({
  name: 'library.end',
  payload: z.object({ libraryId: z.uuid(), by: z.string() }),
  thing: ({ libraryId }) => `library:${libraryId}`,
  run: (run) => {
    const { libraryId, by } = run.payload
    return inSets(run, 'library', (tx) =>
      endEntriesOf(tx, libraryId, { endedBy: `library:${libraryId}`, by: { id: null, name: by }, now: run.now() }),
    )
  },
})

/** Nobody's doing: the day passed. */
const system = { id: null, name: '到期自动处理' } as const

export const expiryJob = defineJob({
  name: 'register.expire',
  payload: z.object({ day: z.string() }),
  thing: ({ day }) => `expiry:${day}`,
  run: async (run) => {
    const today = dateAt(run.now())
    const going = () => ({ endedBy: 'expiry', by: system, now: run.now() })
    await inSets(run, 'entries', (tx) => endExpired(tx, today, going()))
    await inSets(run, 'labels', (tx) => endLabelsSet(tx, today, going()))
    await run.transaction((tx) => retireEnded(tx, today, run.now()))
    await inSets(run, 'initials', fillInitials)
  },
})
