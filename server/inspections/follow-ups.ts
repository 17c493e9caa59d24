/** 后续处置: handlers of the problems that inspections found. */
import type { FoundProblem } from '#contract/follow-ups.ts'
import { type Actor, allowed, refused } from '#core/access/can.ts'
import { closeProblem, handOver, type ProblemStanding } from '#core/inspections/follow-up.ts'
import { dateAt } from '#core/time.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, unwrap } from '#server/http/problem.ts'
import { finishTasks } from './finish.ts'
import * as store from './problem-store.ts'
import { scopeOf } from './scope.ts'

export const followUpHandlers = {
  list: os.followUps.list.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await store.listProblems(tx, scopeOf(actor), input)
      return { ...page, rows: page.rows.map((row) => shown(row, actor, dateAt(now))) }
    }),
  ),

  close: os.followUps.close.handler(
    command('problem.close', async ({ input, tx, actor, now, record }) => {
      scopeOf(actor)
      const problem = found(await store.lockProblem(tx, input.visitId))
      unwrap(closeProblem(standing(problem), input.on, actor, dateAt(now)))
      await store.saveClosed(tx, problem, { on: input.on, text: input.text, by: actor, at: now })
      const finished = await finishTasks(tx, [problem.taskId], now)
      record(`visit:${problem.visitId}`, { closedOn: input.on, text: input.text, taskNo: problem.taskNo })
      return { taskState: finished.length > 0 ? 'done' : problem.taskState }
    }),
  ),
}

/** A problem as core judges it. */
export const standing = ({ closedAt, clue, ...problem }: store.ProblemRecord): ProblemStanding => ({
  ...problem,
  closed: closedAt !== null,
  clue: clue?.state ?? null,
})

function shown(problem: store.ProblemRecord, actor: Actor, today: string): FoundProblem {
  const {
    closedOn,
    closedText,
    closedBy,
    closedAt,
    orgPath: _,
    dept: __,
    officerIds: ___,
    foundOn: ____,
    taskState: _____,
    ...rest
  } = problem
  const able = closeProblem(standing(problem), today, actor, today)
  const hand = handOver(standing(problem), actor)
  return {
    ...rest,
    closed: closedAt === null || closedOn === null ? null : { on: closedOn, text: closedText ?? '', by: closedBy ?? '', at: closedAt },
    close: able.ok ? allowed : refused(able.failure.type),
    hand: hand.ok ? allowed : refused(hand.failure.type),
  }
}
