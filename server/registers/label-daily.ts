/** Once a day, soon after midnight in Asia/Shanghai and at a start, what has passed its last day is ended, by a job like any other. */

import { dateAt } from '#core/time.ts'
import { withTransaction } from '#db/connect.ts'
import type { Services } from '#server/http/context.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { expiryJob } from './library-job.ts'

export type Daily = { readonly stop: () => void }

/** Looks at the date this often, in milliseconds. Several servers ask for the same job: it has one key for a day. */
const every = 60_000

export function startDaily(services: Pick<Services, 'longDb' | 'log' | 'now'>): Daily {
  let asked = ''
  const look = async (): Promise<void> => {
    const day = dateAt(services.now())
    if (day === asked) return
    await withTransaction(services.longDb, (tx) => jobsIn(tx).add(expiryJob, { day }, { key: `register.expire:${day}` }))
    asked = day
  }
  const safely = (): void =>
    void look().catch((err: unknown) =>
      services.log.error({ err }, 'the daily ending of labels could not be asked for; tried again in a minute'),
    )
  safely()
  const timer = setInterval(safely, every)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
