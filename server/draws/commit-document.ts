/** The COMMIT document of a draw from what was frozen and pledged (draw protocol §4). */
import { fromHex } from '#core/bytes.ts'
import type { Beacon } from '#core/draws/beacon.ts'
import { buildCommit } from '#core/draws/commit.ts'
import type { CommitDocument } from '#core/draws/documents.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { findPlanRow } from '#server/plans/row-store.ts'
import { findPlan } from '#server/plans/store.ts'
import { findTask } from '#server/tasks/store.ts'
import { eventOf } from './events.ts'
import type { Locked } from './life.ts'
import { secretOf } from './store.ts'
import { strataProblem } from './strata-problem.ts'

const software = 'mingjian/0.1.0'

export async function commitDocument(
  tx: Tx,
  { draw, events, life }: Locked,
  { revealBy, beacon }: { readonly revealBy: Instant; readonly beacon: Beacon | null },
): Promise<{ document: CommitDocument; commitHash: string }> {
  const frozen = eventOf(events, 'freeze')?.document
  const missing = life.parties.filter((party) => !life.pledges[party])
  if (frozen === undefined) throw new Problem('wrong_state', { state: life.state, verb: 'commit' })
  if (missing.length > 0) throw new Problem('pledges_missing', { parties: missing })
  const task = await findTask(tx, draw.taskId)
  const row = task === null || task.planRowId === null ? null : await findPlanRow(tx, task.planRowId)
  const plan = row === null ? null : ((await findPlan(tx, row.planId))?.planNo ?? null)
  const { key } = await secretOf(tx, draw.id)
  const { poolSize, poolRoot, strata, strataNames, matchingRows: _rows, ...counts } = frozen
  const built = buildCommit({
    ...counts,
    suite: draw.suite,
    mode: draw.mode,
    drawId: draw.id,
    plan,
    dept: draw.dept,
    filter: draw.kind === 'O' && task !== null ? task.filter : { version: 1, all: [] },
    pool: { size: poolSize, root: fromHex(poolRoot), counts: strata.map(({ n }) => n) },
    key,
    strata,
    sources: life.parties.map((party) => ({ party, commitment: life.pledges[party]?.commitment ?? '' })),
    beacon,
    revealBy,
    supersedes: draw.supersedes,
    software,
  })
  if (!built.ok && built.failure.type === 'strata_refused')
    throw strataProblem(built.failure, (id) => strataNames[strata.findIndex((one) => one.id === id)] ?? id)
  return unwrap(built)
}
