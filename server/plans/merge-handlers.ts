/** 综合查一次: handlers. A body sees the proposals that one of its tasks is in, and answers each once. */
import { randomUUID } from 'node:crypto'
import type { MergeHead } from '#contract/merge.ts'
import { type Actor, allowed, can, refused, within } from '#core/access/can.ts'
import { bodiesOf, visitsSaved } from '#core/plans/merge.ts'
import { answerMerge, type MergeStanding, mergeAbility, seesMerge } from '#core/plans/merge-state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { getVisit } from '#server/inspections/sight.ts'
import { findProgress } from '#server/jobs/progress.ts'
import { watching } from '#server/jobs/watch.ts'
import { mergeLedger } from '#server/ledger/ledger.ts'
import { notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import { regionLabels } from '#server/registers/regions.ts'
import { mergeJob } from './merge-job.ts'
import * as runs from './merge-run-store.ts'
import * as store from './merge-store.ts'
import { jointVisitOf } from './merge-visit-store.ts'

export const mergeHandlers = {
  summary: os.merge.summary.handler(
    query(async ({ tx, actor }) => {
      const newest = await runs.newestRun(tx, actor.orgPath)
      const run = newest === null ? null : await presentRun(tx, newest)
      const running = run !== null && run.finishedAt === null && run.progress?.state !== 'failed'
      const find = running ? refused('merge_running') : can(actor, 'task.edit')
      return { run, ...(await store.mergeSums(tx, actor)), abilities: { find } }
    }),
  ),

  find: os.merge.find.handler(
    command('merge.find', async ({ tx, actor, now, jobs, record }) => {
      const newest = await runs.newestRun(tx, actor.orgPath)
      if (newest !== null && newest.finishedAt === null && (await presentRun(tx, newest)).progress?.state !== 'failed')
        throw new Problem('merge_running')
      const { merge } = await policyAt(tx, actor.orgPath, dateAt(now))
      const id = randomUUID()
      await runs.insertRun(tx, { id, orgPath: actor.orgPath, dept: actor.dept, windowDays: merge.windowDays.value, by: actor, now })
      // Searches write the same proposals: one after the other.
      await jobs.add(mergeJob, { runId: id }, { queue: 'merge' })
      record(`merge-run:${id}`)
      return { runId: id }
    }),
  ),

  watch: os.merge.watch.handler(
    watching({
      thing: (input: { runId: string }) => `merge-run:${input.runId}`,
      load: async ({ input, tx, actor }) => {
        const run = found(await runs.findRun(tx, input.runId))
        if (run.orgPath !== actor.orgPath && !actor.orgPath.startsWith(`${run.orgPath}.`)) throw new Problem('not_found')
        return presentRun(tx, run)
      },
      done: ({ finishedAt, progress }) => finishedAt !== null || progress?.state === 'failed',
    }),
  ),

  list: os.merge.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listProposals(tx, actor, input)
      return { ...page, rows: await presentAll(tx, actor, page.rows) }
    }),
  ),

  get: os.merge.get.handler(query(async ({ input, tx, actor }) => visible(tx, actor, input.proposalId))),

  objects: os.merge.objects.handler(
    query(async ({ input, tx, actor }) => {
      await visible(tx, actor, input.proposalId)
      const page = await store.listObjects(tx, input.proposalId, input)
      const labels = await regionLabels(
        tx,
        page.rows.map(({ regionPath }) => regionPath),
      )
      return { ...page, rows: page.rows.map(({ regionPath, ...row }) => ({ ...row, regionName: labels.get(regionPath) ?? regionPath })) }
    }),
  ),

  ofVisit: os.merge.ofVisit.handler(
    query(async ({ input, tx, actor }) => found(await jointVisitOf(tx, (await getVisit(tx, actor, input.visitId)).id)).joint),
  ),

  answer: os.merge.answer.handler(command('merge.answer', (call) => answer(call))),
}

type Answer = { commandId: string; proposalId: string; accepts: boolean; reason: string; seen: string }

async function answer(call: Command<Answer>): Promise<{ state: string; merged: number }> {
  const { input, tx, actor, now, record } = call
  const proposal = found(await store.findProposal(tx, input.proposalId, 'lock'))
  const head = await visible(tx, actor, proposal.id)
  const state = unwrap(answerMerge(standingOf(head), actor, input))
  if (input.seen !== head.updatedAt) throw new Problem('page_stale')
  await store.insertAnswer(tx, proposal.id, { ...input, actor, now })
  const merged = state === 'accepted' && proposal.source === 'tasks' ? await store.mergeVisits(tx, proposal.id, now) : 0
  if (merged > 0) await mergeLedger(tx, proposal.id)
  if (state === 'accepted' && proposal.source === 'tasks' && merged === 0) throw new Problem('merge_nothing_left')
  const saved = merged > 0 ? { saved: visitsSaved(head.parties.length, merged) } : {}
  await store.saveProposal(tx, proposal.id, { state, ...saved, now })
  await tellOthers(call, head)
  record(`merge:${proposal.id}`, { accepts: input.accepts, reason: input.reason, state, merged })
  return { state, merged }
}

async function tellOthers({ input, tx, actor }: Command<Answer>, head: MergeHead): Promise<void> {
  const name = head.parties.map((party) => party.name).join('、')
  for (const { orgPath, dept } of head.answers.filter((body) => body.orgPath !== actor.orgPath || body.dept !== actor.dept)) {
    const to = { orgPath, dept, permission: 'task.edit' } as const
    const kind = input.accepts ? 'merge.accepted' : 'merge.declined'
    await notify(tx, { to, kind, thing: `merge:${head.id}`, facts: { org: actor.orgName, name, note: input.reason } })
  }
}

/** A proposal that the actor may see; what is out of sight does not exist for them. */
async function visible(tx: Tx, actor: Actor, id: string): Promise<MergeHead> {
  const [head] = await presentAll(tx, actor, [found(await store.findProposal(tx, id))])
  if (head === undefined || !seesMerge(actor, head.parties)) throw new Problem('not_found')
  return head
}

async function presentAll(tx: Tx, actor: Actor, rows: readonly store.ProposalRecord[]): Promise<MergeHead[]> {
  const ids = rows.map(({ id }) => id)
  const [parties, answers] = [await store.partiesOf(tx, ids), await store.answersOf(tx, ids)]
  return rows.map((row) => {
    const mine = parties.filter(({ proposalId }) => proposalId === row.id)
    const said = answers.filter(({ proposalId }) => proposalId === row.id)
    const head = {
      ...row,
      parties: mine.map(({ proposalId: _, ...party }) => ({ ...party, readable: within(actor, party) })),
      answers: bodiesOf(mine).map((body) => {
        const answer = said.find((one) => one.orgPath === body.orgPath && one.dept === body.dept)
        return { ...body, accepts: answer?.accepts ?? null, reason: answer?.reason ?? '', by: answer?.by ?? null, at: answer?.at ?? null }
      }),
      abilities: { answer: allowed },
    }
    return { ...head, abilities: { answer: mergeAbility(standingOf(head), actor) } }
  })
}

const standingOf = ({ state, answers }: Pick<MergeHead, 'state' | 'answers'>): MergeStanding => ({
  state: state as MergeStanding['state'], // merge_proposal_state_known
  bodies: answers,
  answered: answers.filter(({ accepts }) => accepts !== null),
})

async function presentRun(tx: Tx, run: runs.RunRecord) {
  return { ...run, progress: await findProgress(tx, `merge-run:${run.id}`) }
}
