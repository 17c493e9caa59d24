/** The rules over the register of a place, in the background: all findings of the last run are replaced at once. */
import * as z from 'zod'
import { defineJob } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { runSteps } from './quality-run-store.ts'
import { countsOf, findRun } from './quality-store.ts'

const Payload = z.object({ runId: z.uuid() })

export const qualityRunJob = defineJob({
  name: 'quality.run',
  payload: Payload,
  thing: ({ runId }) => `quality-run:${runId}`,
  run: async ({ payload: { runId }, transaction, progress, now, signal }) => {
    await transaction(async (tx) => {
      const run = await findRun(tx, runId)
      if (run === null || run.state === 'done') return
      const scope = { runId, place: run.orgPath, now: now() }
      for (const [i, step] of runSteps.entries()) {
        signal.throwIfAborted()
        progress.at(step.name, i, runSteps.length)
        await step.run(tx, scope)
      }
      progress.at('counts', runSteps.length, runSteps.length)
      const counts = await countsOf(tx, [runId], run.orgPath)
      await appendRecord(tx, {
        at: now(),
        by: systemOf({ orgPath: run.orgPath, dept: run.dept, orgName: '' }),
        verb: 'quality.checked',
        thing: `quality-run:${runId}`,
        facts: Object.fromEntries(counts.map(({ rule, findings }) => [rule, findings])),
      })
    })
  },
})
