/** Batches of the quality desk in the background, some thousand objects in one transaction, and their undoing. */
import * as z from 'zod'
import { qualityFixTransitions } from '#core/registers/quality-fix-state.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { lockLabels } from './label-project-store.ts'
import { applyFix, dropLonelyTwins } from './quality-action-store.ts'
import * as fixes from './quality-fix-store.ts'
import { undoFixOf } from './quality-undo-store.ts'
import { settleLater } from './settle-job.ts'
import { lockRegister } from './version-store.ts'

const Payload = z.object({ fixId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>

const perTransaction = 2000

export const qualityFixJob = defineJob({
  name: 'quality.fix',
  payload: Payload,
  thing: ({ fixId }) => `quality-fix:${fixId}`,
  run: async (run) => {
    const fix = await run.transaction((tx) => fixes.findFix(tx, run.payload.fixId))
    if (fix === null) return
    if (step(qualityFixTransitions, fix.state, 'finish').ok) await carryOut(run, fix)
    else if (step(qualityFixTransitions, fix.state, 'finishUndo').ok) await takeBack(run, fix)
    await run.transaction(settleLater)
  },
})

async function carryOut(run: Run, fix: fixes.FixRecord): Promise<void> {
  const scope = { rule: fix.rule, place: fix.params.place, subjects: fix.params.subjects }
  await chunks(run, fix, {
    phase: fix.action,
    next: (tx, after) => fixes.nextSubjects(tx, { fixId: fix.id, scope, after, limit: perTransaction }),
    work: async (tx, subjects) => {
      const objects = await applyFix(tx, { fix, subjects, now: run.now() })
      await fixes.growFix(tx, fix.id, { objects })
    },
  })
  await run.transaction(async (tx) => {
    await dropLonelyTwins(tx, fix)
    await fixes.endFix(tx, fix.id, { state: nextState(fix, 'finish'), expected: fix.params.expected, now: run.now() })
    await say(run, tx, 'quality.fixed')
  })
}

/** One transaction for all of it: taken back is a batch whole, or not at all. */
const takeBack = (run: Run, fix: fixes.FixRecord): Promise<void> =>
  run.transaction(async (tx) => {
    await lockRegister(tx)
    await lockLabels(tx)
    let done = 0
    for (let after = ''; ; ) {
      run.signal.throwIfAborted()
      run.progress.at('undo', done, fix.objects)
      const subjects = await fixes.nextFixed(tx, { fixId: fix.id, after, limit: perTransaction })
      const last = subjects.at(-1)
      if (last === undefined) break
      const back = await undoFixOf(tx, { fix, subjects, now: run.now() })
      await fixes.growFix(tx, fix.id, { objects: 0, kept: subjects.length - back })
      after = last
      done += subjects.length
    }
    await fixes.markUndone(tx, fix.id, nextState(fix, 'finishUndo'))
    await say(run, tx, 'quality.undone')
  })

type Chunks = {
  readonly phase: string
  readonly next: (tx: Tx, after: string) => Promise<readonly string[]>
  readonly work: (tx: Tx, subjects: readonly string[]) => Promise<void>
}

async function chunks(run: Run, fix: fixes.FixRecord, { phase, next, work }: Chunks): Promise<void> {
  let after = ''
  let done = 0
  for (;;) {
    run.signal.throwIfAborted()
    run.progress.at(phase, done, fix.params.expected)
    const from = after
    const subjects = await run.transaction(async (tx) => {
      await lockRegister(tx)
      await lockLabels(tx)
      const some = await next(tx, from)
      if (some.length > 0) await work(tx, some)
      return some
    })
    const last = subjects.at(-1)
    if (last === undefined) return
    after = last
    done += subjects.length
  }
}

async function say(run: Run, tx: Tx, verb: string): Promise<void> {
  const fix = await fixes.findFix(tx, run.payload.fixId)
  if (fix === null) return
  await appendRecord(tx, {
    at: run.now(),
    by: systemOf(fix),
    verb,
    thing: `quality-fix:${fix.id}`,
    facts: { rule: fix.rule, action: fix.action, objects: fix.objects, skipped: fix.skipped, kept: fix.kept },
  })
}

function nextState({ state }: fixes.FixRecord, verb: 'finish' | 'finishUndo'): fixes.FixRecord['state'] {
  const next = step(qualityFixTransitions, state, verb)
  if (!next.ok) throw new Problem('wrong_state', next.failure)
  return next.value
}
