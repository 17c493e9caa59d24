/** 数据质量: handlers. Reading is for whoever reads the register, within the jurisdiction; dealing with findings for whoever may mend it. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, isPathWithin } from '#core/access/can.ts'
import { undoFix, undoFixAbility } from '#core/registers/quality-fix-state.ts'
import {
  isQualityAction,
  isQualityRule,
  type QualityAction,
  type QualityRule,
  qualityRuleCodes,
  ruleAllows,
} from '#core/registers/quality-rules.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { qualityFixJob } from './quality-fix-job.ts'
import * as fixes from './quality-fix-store.ts'
import { qualityRunJob } from './quality-run-job.ts'
import * as store from './quality-store.ts'
import { regionLabels } from './regions.ts'

/** Runs and batches write the same findings: one after the other. */
const queue = 'quality'

export const qualityHandlers = {
  dashboard: os.quality.dashboard.handler(query(({ tx, actor }) => dashboard(tx, actor))),

  places: os.quality.places.handler(
    query(async ({ input, tx, actor }) => {
      const rows = await store.openByPlace(tx, ruleOf(input.rule), placeOf(actor, input.place))
      const labels = await regionLabels(
        tx,
        rows.map(({ regionPath }) => regionPath),
      )
      return rows.map((row) => ({ ...row, regionName: labels.get(row.regionPath) ?? row.regionPath }))
    }),
  ),

  start: os.quality.start.handler(
    command('quality.check', async ({ tx, actor, now, jobs, record }) => {
      if ((await store.runningRun(tx, actor.orgPath)) !== null) throw new Problem('quality_running')
      const id = randomUUID()
      await store.insertRun(tx, { id, orgPath: actor.orgPath, dept: actor.dept, startedBy: actor.id, startedByName: actor.name, now })
      await jobs.add(qualityRunJob, { runId: id }, { queue })
      record(`quality-run:${id}`)
      return { runId: id }
    }),
  ),

  watch: os.quality.watch.handler(
    watching({
      thing: (input: { runId: string }) => `quality-run:${input.runId}`,
      load: async ({ input, tx, actor }) => {
        const run = found(await store.findRun(tx, input.runId))
        if (!isPathWithin(run.orgPath, actor.orgPath) && !isPathWithin(actor.orgPath, run.orgPath)) throw new Problem('not_found')
        return run
      },
      done: (run) => run.state !== 'running',
    }),
  ),

  findings: os.quality.findings.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listFindings(tx, { ...input, rule: ruleOf(input.rule), place: placeOf(actor, input.place) })
      const labels = await regionLabels(
        tx,
        page.rows.map(({ regionPath }) => regionPath),
      )
      return { ...page, rows: page.rows.map((row) => ({ ...row, regionName: labels.get(row.regionPath) ?? row.regionPath })) }
    }),
  ),

  countFix: os.quality.countFix.handler(
    query(async ({ input, tx, actor }) => {
      const { rule } = choiceOf(input)
      return { objects: await fixes.countMatching(tx, { rule, place: placeOf(actor, input.place), subjects: null }) }
    }),
  ),

  startFix: os.quality.startFix.handler(
    command('quality.fix', async ({ input, tx, actor, now, jobs, record }) => {
      const { rule, action } = choiceOf(input)
      const scope = { rule, place: placeOf(actor, input.place), subjects: input.subjects }
      await assertFree(tx, actor)
      const { regionPath } = input
      if (action === 'set_region' && (regionPath === null || !isPathWithin(actor.orgPath, regionPath)))
        throw new Problem('quality_region_needed')
      if (regionPath !== null && (await regionLabels(tx, [regionPath])).size === 0) throw new Problem('region_unknown')
      const actual = await fixes.countMatching(tx, scope)
      if (actual === 0) throw new Problem('quality_nothing_to_do')
      if (actual !== input.expected) throw new Problem('quality_count_differs', { actual, expected: input.expected })
      const id = randomUUID()
      const { reason } = input
      const params = { place: scope.place, subjects: scope.subjects, regionPath, expected: actual }
      const by = { orgPath: actor.orgPath, dept: actor.dept, orgName: actor.orgName, startedById: actor.id, startedBy: actor.name }
      await fixes.insertFix(tx, { id, rule, action, params, reason, ...by, now })
      await jobs.add(qualityFixJob, { fixId: id }, { queue })
      record(`quality-fix:${id}`, { rule, action, place: scope.place, objects: actual, reason })
      return { fixId: id }
    }),
  ),

  fixes: os.quality.fixes.handler(
    query(async ({ input, tx, actor }) => {
      const page = await fixes.listFixes(tx, actor.orgPath, input)
      return { ...page, rows: await Promise.all(page.rows.map((row) => present(tx, actor, row))) }
    }),
  ),

  watchFix: os.quality.watchFix.handler(
    watching({
      thing: (input: { fixId: string }) => `quality-fix:${input.fixId}`,
      load: async ({ input, tx, actor }) => present(tx, actor, visible(actor, await fixes.findFix(tx, input.fixId))),
      done: ({ state }) => state !== 'running' && state !== 'undoing',
    }),
  ),

  undoFix: os.quality.undoFix.handler(
    command('quality.undo', async ({ input, tx, actor, now, jobs, record }) => {
      const fix = visible(actor, await fixes.lockFix(tx, input.fixId))
      const state = unwrap(undoFix(fix, actor))
      await fixes.markUndoing(tx, fix.id, { id: actor.id, name: actor.name, now, state })
      await jobs.add(qualityFixJob, { fixId: fix.id }, { queue })
      record(`quality-fix:${fix.id}`, { rule: fix.rule, action: fix.action, objects: fix.objects })
      return { state }
    }),
  ),
}

async function dashboard(tx: Tx, actor: Actor) {
  const place = actor.orgPath
  const runs = await store.doneRuns(tx, place, 12)
  const [run = null, before = null] = runs
  const counts = await store.countsOf(
    tx,
    runs.map(({ id }) => id),
    place,
  )
  const of = (runId: string | undefined, rule: string): number =>
    counts.find((one) => one.runId === runId && one.rule === rule)?.findings ?? 0
  const rules = []
  for (const rule of qualityRuleCodes)
    rules.push({
      rule,
      findings: of(run?.id, rule),
      before: before === null ? null : of(before.id, rule),
      open: await store.openFindings(tx, rule, place),
    })
  return {
    run,
    running: await store.runningRun(tx, place),
    beforeAt: before?.startedAt ?? null,
    rules,
    trend: runs
      .map(({ id, startedAt }) => ({
        at: startedAt,
        findings: counts.filter(({ runId }) => runId === id).reduce((sum, { findings }) => sum + findings, 0),
      }))
      .reverse(),
    abilities: { run: can(actor, 'quality.fix'), fix: can(actor, 'quality.fix') },
  }
}

function ruleOf(text: string): QualityRule {
  if (!isQualityRule(text)) throw new Problem('not_found')
  return text
}

function choiceOf({ rule, action }: { readonly rule: string; readonly action: string }): { rule: QualityRule; action: QualityAction } {
  const known = ruleOf(rule)
  if (!isQualityAction(action) || !ruleAllows(known, action)) throw new Problem('quality_action_not_of_rule')
  return { rule: known, action }
}

/** The place asked for, within the jurisdiction; what lies outside does not exist for the caller. */
function placeOf(actor: Actor, place: string | undefined): string {
  if (place !== undefined && !isPathWithin(actor.orgPath, place)) throw new Problem('not_found')
  return place ?? actor.orgPath
}

async function assertFree(tx: Tx, actor: Actor): Promise<void> {
  if ((await store.runningRun(tx, actor.orgPath)) !== null || (await fixes.isFixing(tx, actor.orgPath)))
    throw new Problem('quality_running')
}

function visible(actor: Actor, fix: fixes.FixRecord | null): fixes.FixRecord {
  if (fix === null || !isPathWithin(actor.orgPath, fix.orgPath)) throw new Problem('not_found')
  return fix
}

async function present(tx: Tx, actor: Actor, { params, startedById: _, dept, orgPath, ...fix }: fixes.FixRecord) {
  const { regionPath } = params
  const labels = await regionLabels(tx, regionPath === null ? [] : [regionPath])
  return {
    ...fix,
    regionName: regionPath === null ? null : (labels.get(regionPath) ?? regionPath),
    abilities: { undo: undoFixAbility({ ...fix, dept, orgPath }, actor) },
  }
}
