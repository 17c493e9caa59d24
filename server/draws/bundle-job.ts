/** The bundle: made when the log has the result, because it carries the proofs of that; then verified with the code that anyone else uses. */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { bundleBytes, makeBundle, publicCopy } from '#core/draws/bundle.ts'
import { type CommitDocument, type FileRef, longestInline, type PoolRow } from '#core/draws/documents.ts'
import type { BundleLog } from '#core/draws/log-proof.ts'
import { officerPool } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { Check, Verification } from '#core/draws/verification.ts'
import type { FileStore } from '#server/files/store.ts'
import { defineJob } from '#server/jobs/job.ts'
import { announce } from '#server/jobs/watch.ts'
import { proofsOf } from '#server/log/proofs.ts'
import { sequenceNow } from '#server/log/sequencer.ts'
import { committed, DrawPayload, type DrawRun, fileOf, keepFile, loadDraw, matchesOfficers, poolOf, workingFiles } from './draw-run.ts'
import { verifyFiles } from './engine-client.ts'
import { type DrawEvent, eventOf } from './events.ts'
import { drawThing } from './life.ts'
import { republish } from './publish.ts'
import * as store from './store.ts'
import { bundledMatching, unitsOf } from './working-matching.ts'

export const bundleJob = defineJob({
  name: 'draw.bundle',
  payload: DrawPayload,
  thing: drawThing,
  run: async (run) => {
    const { draw, key, events } = await loadDraw(run)
    if (eventOf(events, 'result') === null || (await run.transaction((tx) => store.verdictOf(tx, draw.id))) !== null) return
    run.progress.at('bundle', 0)
    const { full, pool } = await bundleOf(run, draw, key, events)
    const open = publicCopy(full)
    const { files } = run.services
    const bundle = await files.put(Readable.from([bundleBytes(open)]))
    const audit = draw.mode === 'sealed' ? await files.put(Readable.from([bundleBytes(full)])) : null
    run.progress.at('verify', 0)
    const own = await run.transaction((tx) => store.filesOf(tx, draw.id))
    const lists = [...own, ...pool.files].filter(({ role }) => isPublished(role))
    const facts = matchesOfficers(draw, events) ? own.filter(({ role }) => role === 'facts') : []
    const verified = await verify(run, bundle.sha256, lists)
    // What the public cannot see (a sealed list, the facts behind eligibility) the auditor's files must show: a draw is not accepted before both are checked.
    const audited = audit === null && facts.length === 0 ? verified : await verify(run, (audit ?? bundle).sha256, [...lists, ...facts])
    // Rules that this house itself does not know would leave its own facts unchecked: no draw of ours is accepted so.
    const ownFacts = facts.length === 0 || audited.checks.some(({ check, status }) => check === 'matching_facts' && status === 'ok')
    const verdict = verified.verdict === 'held' && audited.verdict === 'held' && ownFacts ? 'held' : 'failed'
    await run.transaction(async (tx) => {
      if ((await store.lockDraw(tx, draw.id)) === null || (await store.verdictOf(tx, draw.id)) !== null) return
      await keepFile(tx, draw.id, 'bundle', { ...bundle, name: `${draw.id}.json` })
      if (audit !== null) await keepFile(tx, draw.id, 'audit', { ...audit, name: `${draw.id}.json` })
      // What only the auditor's files show stands here where it failed: a verdict is never without its reason.
      const failed = new Map(audited.checks.filter(({ status }) => status === 'failed').map((check) => [check.check, check]))
      const checks = verified.checks.map((seen) => {
        const check = failed.get(seen.check) ?? seen
        return { check: check.check, status: check.status, note: noteOf(check) }
      })
      await store.saveVerdict(tx, draw.id, { verdict, checks, at: run.now() })
      await republish(tx, run.services, draw.id, run.now())
      await announce(tx, drawThing({ drawId: draw.id }))
    })
  },
})

const isPublished = (role: store.FileRole): boolean =>
  role === 'pool' || role === 'selected' || role === 'assignment' || role === 'matching'

const verify = async ({ services }: DrawRun, sha256: string, beside: readonly store.DrawFile[]): Promise<Verification> =>
  verifyFiles({
    bundleFile: services.files.path(sha256),
    files: beside.map((file) => ({ name: file.name, path: services.files.path(file.sha256) })),
    logKey: await services.transparency.key(),
    chains: services.beacons.chains,
  })

async function bundleOf(run: DrawRun, draw: store.DrawRecord, key: Uint8Array, events: readonly DrawEvent[]) {
  const { services } = run
  const commit = committed(draw, events)
  const result = eventOf(events, 'result')?.document
  if (result === undefined) throw new Error(`draw ${draw.id} has no result`)
  const log = await proofsWhenLogged(run, draw.id)
  const pool = await run.transaction((tx) => poolOf(tx, draw, events))
  if (matchesOfficers(draw, events)) {
    const matching = bundledMatching(commit, workingFiles(run, pool.files))
    const rows = officersInLeafOrder(commit, key, unitsOf(matching))
    return { pool, full: makeBundle({ commit, result, rows, key, matching, log }).bundle }
  }
  const rows = await poolRows(services.files, commit, fileOf(pool.files, 'pool'))
  const replacement = pool.result === null ? {} : { replacement: { selected: pool.result.selected } }
  return { pool, full: makeBundle({ commit, result, rows, key, log, ...replacement }).bundle }
}

/** The log is behind for a moment, as long as older transactions are open; after half a minute the job is given back and tried again. */
async function proofsWhenLogged(run: DrawRun, drawId: string): Promise<BundleLog> {
  for (let tries = 0; tries < 120 && !run.signal.aborted; tries++) {
    await sequenceNow(run.services)
    const log = await run.transaction((tx) => proofsOf(tx, drawId))
    if (log !== null) return log
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error(`the transparency log has not taken in the steps of ${drawId} yet`)
}

/** Short lists stand in the bundle, long ones beside it under their hash. */
async function poolRows(files: FileStore, commit: CommitDocument, file: store.DrawFile): Promise<readonly PoolRow[] | FileRef> {
  if (commit.poolSize > longestInline) return { file: file.name, hash: file.name.slice(0, 64) }
  const text = await readFile(files.path(file.sha256), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as PoolRow])) // written by the engine
}

function officersInLeafOrder(commit: CommitDocument, key: Uint8Array, officers: readonly string[]): PoolRow[] {
  const pool = officerPool(commit, key, officers)
  if (pool === null) throw new Error(`the officers of ${commit.drawId} are no pool`)
  return Array.from(pool.order, (i): PoolRow => [officers[i] ?? '', stratumId(0)])
}

const noteOf = (check: Check): string | null =>
  check.status === 'failed' ? `${check.expected} ≠ ${check.found}` : check.status === 'not_checked' ? check.why : (check.found ?? null)
