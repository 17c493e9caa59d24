/** The search for joint visits in the background: objects are gathered in SQL, sets of tasks are judged in core, and every body is told once. */
import * as z from 'zod'
import { bodiesOf, jointVisit, type MergeThing, occasions } from '#core/plans/merge.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { defineJob } from '#server/jobs/job.ts'
import { notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import { type FoundProposal, gatherShared, openTasks, type SharedSet, saveFound } from './merge-find-store.ts'
import { findRun, finishRun } from './merge-run-store.ts'
import { objectsOf, partiesOf } from './merge-store.ts'

export const mergeJob = defineJob({
  name: 'merge.find',
  payload: z.object({ runId: z.uuid() }),
  thing: ({ runId }) => `merge-run:${runId}`,
  run: async ({ payload: { runId }, transaction, progress, now }) => {
    await transaction(async (tx) => {
      const run = await findRun(tx, runId)
      if (run === null || run.finishedAt !== null) return
      progress.at('tasks', 0, 4)
      const found = await findMerges(tx, run.orgPath, now(), (step, done) => progress.at(step, done, 4))
      await finishRun(tx, runId, { ...found.counts, now: now() })
      await tellBodies(tx, found.added, runId)
    })
  },
})

export type MergeCounts = { readonly tasks: number; readonly objects: number; readonly shared: number; readonly proposals: number }

/** Searches the open tasks of a place and writes what it finds. */
export async function findMerges(
  tx: Tx,
  place: string,
  now: string,
  said: (step: string, done: number) => void = () => undefined,
): Promise<{ readonly counts: MergeCounts; readonly added: readonly string[] }> {
  const policy = await policyAt(tx, place, dateAt(now as Parameters<typeof dateAt>[0])) // an instant of the house's clock
  const tasks = await openTasks(tx, place)
  said('objects', 1)
  const { objects, sets } = await gatherShared(
    tx,
    tasks.map(({ id }) => id),
  )
  said('proposals', 2)
  const found = proposalsOf(tasks, sets, { windowDays: policy.merge.windowDays.value, leastObjects: policy.merge.leastObjects.value })
  said('save', 3)
  const added = await saveFound(tx, place, found, now)
  const shared = found.reduce((sum, one) => sum + one.objects, 0)
  return { counts: { tasks: tasks.length, objects, shared, proposals: found.length }, added }
}

/** Sets of tasks that share objects, as occasions: the same occasion of several sets is one proposal. */
export function proposalsOf(
  tasks: readonly MergeThing[],
  sets: readonly SharedSet[],
  { windowDays, leastObjects }: { readonly windowDays: number; readonly leastObjects: number },
): readonly FoundProposal[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const found = new Map<string, { joint: FoundProposal['joint']; sets: string[][]; objects: number }>()
  for (const { tasks: ids, objects } of sets)
    for (const things of occasions(
      ids.flatMap((id) => byId.get(id) ?? []),
      windowDays,
    )) {
      if (things.length < 2) continue
      const joint = jointVisit(things)
      const one = found.get(joint.key) ?? { joint, sets: [], objects: 0 }
      one.sets.push(ids)
      one.objects += objects
      found.set(joint.key, one)
    }
  return [...found.values()].filter((one) => one.objects >= leastObjects)
}

/** Each body is told once how many objects it is asked about, whatever the number of proposals. */
async function tellBodies(tx: Tx, ids: readonly string[], runId: string): Promise<void> {
  if (ids.length === 0) return
  const parties = await partiesOf(tx, ids)
  const objects = await objectsOf(tx, ids)
  for (const { orgPath, dept, orgName } of bodiesOf(parties)) {
    const asked = new Set(parties.filter((one) => one.orgPath === orgPath && one.dept === dept).map(({ proposalId }) => proposalId))
    const sum = [...asked].reduce((all, id) => all + (objects.get(id) ?? 0), 0)
    const facts = { org: orgName, objects: sum, proposals: asked.size }
    await notify(tx, {
      to: { orgPath, dept, permission: 'task.edit' },
      kind: 'merge.proposed',
      thing: `merge:${[...asked][0] ?? ''}`,
      facts,
      key: runId,
    })
  }
}
