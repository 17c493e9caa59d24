/** Once a day, in the morning of Asia/Shanghai and at a start, people are reminded of what is due, by a job like any other. */
import { dateAt, wallClock } from '#core/time.ts'
import { withTransaction } from '#db/connect.ts'
import type { Services } from '#server/http/context.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { remindJob } from './remind-job.ts'

export type Reminders = { readonly stop: () => void }

/** Looks at the clock this often, in milliseconds. Several servers ask for the same job: it has one key for a day. */
const every = 60_000
/** Nobody is written to at night: the first hour of a day in which reminders are made. A demonstration is looked at around the clock. */
const morning = '08'

export function startReminders(services: Pick<Services, 'longDb' | 'log' | 'now' | 'demo'>): Reminders {
  let asked = ''
  const look = async (): Promise<void> => {
    const now = services.now()
    const day = dateAt(now)
    if (day === asked || (!services.demo && wallClock(now).slice(11, 13) < morning)) return
    await withTransaction(services.longDb, (tx) =>
      jobsIn(tx).add(remindJob, { day }, { key: `deadline.remind:${day}`, queue: 'deadline.remind' }),
    )
    asked = day
  }
  const safely = (): void =>
    void look().catch((err: unknown) => services.log.error({ err }, 'the daily reminders could not be asked for; tried again in a minute'))
  safely()
  const timer = setInterval(safely, every)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
