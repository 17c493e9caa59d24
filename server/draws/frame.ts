/**
 * The frame of a draw as figures (draw protocol §3): the register of the jurisdiction = included ∪ excluded, each exclusion with its reason.
 * `matches` and `exclusionOf` of core/draws are the definition; a test holds SQL and core together on every field and operator.
 */
import { sql } from 'kysely'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { strataTargets, stratumTarget } from '#core/draws/strata.ts'
import { protocolStrata } from '#core/tasks/sampling.ts'
import type { Tx } from '#db/connect.ts'
import { databaseProblem } from '#server/http/constraints.ts'
import { Problem } from '#server/http/problem.ts'
import { countQuery, type FrameAt, type FrameGroup, type FrameTask, reasonOf } from './frame-store.ts'
import { strataProblem } from './strata-problem.ts'

export type FrameCount = {
  readonly registerCount: number
  readonly included: number
  readonly excluded: { readonly reason: ExclusionReason; readonly count: number }[]
  readonly strata: {
    readonly name: string
    readonly count: number
    readonly ratePpm: number | null
    readonly target: number
    readonly refused: 'zero' | 'more_than_n' | null
  }[]
  readonly target: number
}

/** Seconds that a screen waits for a live count, and those that a step with consequences takes. */
export const patience = { live: 8, deciding: 60 } as const

/** The sum that closes, and what each stratum would give. It tells counts only: who would be drawn is nowhere computed. */
export async function countFrame(tx: Tx, task: FrameTask, at: FrameAt, seconds: number = patience.deciding): Promise<FrameCount> {
  return sumFrame(task, await withPatience(tx, seconds, async () => (await countQuery(task, at).execute(tx)).rows))
}

/** Refuses what could not be committed, with its numbers: an empty frame, or a stratum that would give nobody or more than it has. Answers what was counted. */
export async function assertDrawable(tx: Tx, task: FrameTask, at: FrameAt): Promise<FrameCount> {
  const counted = await countFrame(tx, task, at)
  const { included, registerCount, strata } = counted
  if (included === 0) throw new Problem('frame_empty', { registerCount })
  refuseStrata(
    task,
    strata.map(({ count }) => count),
  )
  return counted
}

/** Refuses strata that would draw nobody or more than they have, with the numbers of each. */
function refuseStrata({ strata }: FrameTask, members: readonly number[]): void {
  const protocol = protocolStrata(strata, members)
  const targets = strataTargets(protocol)
  if (!targets.ok) throw strataProblem(targets.failure, (id) => strata[protocol.findIndex((one) => one.id === id)]?.name ?? id)
}

export function sumFrame(task: FrameTask, groups: readonly FrameGroup[]): FrameCount {
  const counts = new Map<ExclusionReason, number>()
  const members = task.strata.map(() => 0)
  for (const group of groups) {
    const reason = reasonOf(group, task)
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + group.n)
    else members[group.stratum ?? 0] = (members[group.stratum ?? 0] ?? 0) + group.n
  }
  const included = members.reduce((sum, n) => sum + n, 0)
  const excluded = [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
  const strata = protocolStrata(task.strata, members)
  const targets = strataTargets(strata)
  const refused = new Map(targets.ok ? [] : targets.failure.refused.map(({ id, why }) => [id, why]))
  return {
    registerCount: excluded.reduce((sum, row) => sum + row.count, included),
    included,
    excluded,
    strata: strata.map((stratum, i) => ({
      name: task.strata[i]?.name ?? stratum.id,
      count: stratum.n,
      ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
      target: stratumTarget(stratum),
      refused: refused.get(stratum.id) ?? null,
    })),
    target: strata.reduce((sum, stratum) => sum + stratumTarget(stratum), 0),
  }
}

/** A count that takes longer is stopped and says so. Settings of the transaction are as before when it ends. */
async function withPatience<T>(tx: Tx, seconds: number, count: () => Promise<T>): Promise<T> {
  const set = (timeout: string, memory: string) =>
    sql`select set_config('statement_timeout', ${timeout}, true), set_config('work_mem', ${memory}, true)`.execute(tx)
  const before = await sql<{ timeout: string; memory: string }>`
    select current_setting('statement_timeout') as timeout, current_setting('work_mem') as memory`.execute(tx)
  // Risk classes and visits of a whole register are joined in memory, not through files.
  await set(`${seconds}s`, '64MB')
  const answer = await count().catch((error: unknown) => {
    throw databaseProblem(error)?.code === 'took_too_long' ? new Problem('frame_too_slow', { seconds }, { cause: error }) : error
  })
  await set(before.rows[0]?.timeout ?? '0', before.rows[0]?.memory ?? '4MB')
  return answer
}
