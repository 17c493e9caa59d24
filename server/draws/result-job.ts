/** Drawing: seed, tickets, selection, matching. It may run twice: the answer is the same bytes, and one of two saves it. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hex } from '#core/bytes.ts'
import type { ResultDocument, Selected } from '#core/draws/documents.ts'
import { unwrap } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { keepPropensities } from '#server/matching/propensities.ts'
import { bundleJob } from './bundle-job.ts'
import { committed, DrawPayload, type DrawRun, fileOf, keepFile, loadDraw, matchesOfficers, poolOf, workingFiles } from './draw-run.ts'
import { drawnRows } from './drawn-rows.ts'
import * as drawnStore from './drawn-store.ts'
import { drawPool, matchUnits } from './engine-client.ts'
import { type DrawEvent, lifeOf } from './events.ts'
import { appendStep, drawThing, system } from './life.ts'
import { republish } from './publish.ts'
import * as store from './store.ts'

export const resultJob = defineJob({
  name: 'draw.result',
  payload: DrawPayload,
  thing: drawThing,
  run: async (run) => {
    const { draw, key, events } = await loadDraw(run)
    if (draw.state !== 'drawing') return
    run.progress.at('draw', 0, draw.poolSize)
    await run.services.files.scratch(async (folder) => {
      if (matchesOfficers(draw, events)) return drawTheOfficers(run, draw, key, events, folder)
      const commit = committed(draw, events)
      const pool = await run.transaction((tx) => poolOf(tx, draw, events))
      const pathOf = (role: store.FileRole): string => run.services.files.path(fileOf(pool.files, role).sha256)
      const drawn = unwrap(
        await drawPool({
          commit,
          key: hex(key),
          nonces: noncesOf(events),
          beaconValue: lifeOf(draw, events).beaconValue,
          chains: run.services.beacons.chains,
          packedFile: pathOf('packed'),
          poolFile: pathOf('pool'),
          ...(draw.kind === 'R' && { selected: await selectedOf(run, pool) }),
          folder,
        }),
      )
      const beside = drawn.files.map(({ name, path }) => ({ name, bytes: createReadStream(path) }))
      await saveResult(run, draw, drawn.document, beside, () => drawnRows(drawn.rowsFile))
    })
  },
})

/** Teams are drawn in a worker thread too: a province has millions of pairs. */
async function drawTheOfficers(
  run: DrawRun,
  draw: store.DrawRecord,
  key: Uint8Array,
  events: readonly DrawEvent[],
  folder: string,
): Promise<void> {
  const list = await run.transaction((tx) => store.filesOf(tx, draw.id))
  const drawn = unwrap(
    await matchUnits({
      commit: committed(draw, events),
      key: hex(key),
      nonces: noncesOf(events),
      beaconValue: lifeOf(draw, events).beaconValue,
      chains: run.services.beacons.chains,
      matching: workingFiles(run, list),
      folder,
    }),
  )
  const beside = drawn.files.map(({ name, path }) => ({ name, bytes: createReadStream(path) }))
  await saveResult(run, draw, drawn.document, beside)
}

/** The result with what it drew, in one transaction; the bundle that proves it follows when the log has it. */
async function saveResult(
  run: DrawRun,
  draw: store.DrawRecord,
  document: ResultDocument,
  beside: readonly { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }[],
  drawn: () => AsyncIterable<readonly drawnStore.DrawnRow[]> | readonly [] = () => [],
): Promise<void> {
  const kept: { name: string; sha256: string; size: number }[] = []
  for (const { name, bytes } of beside) kept.push({ name, ...(await run.services.files.put(bytes)) })
  await run.transaction(async (tx) => {
    if ((await store.lockDraw(tx, draw.id))?.state !== 'drawing') return
    const events = await store.eventsOf(tx, draw.id)
    for (const file of kept) await keepFile(tx, draw.id, roleOf(document, file.name), file)
    for await (const rows of drawn()) await drawnStore.insertDrawn(tx, draw, rows)
    const [at, event] = [run.now(), { type: 'result', document } as const]
    const { state } = lifeOf(draw, [...events, { ...event, seq: events.length, ...system, at }])
    await appendStep(tx, draw, events, event, system, at, { state, selected: document.selectedCount })
    if (matchesOfficers(draw, events)) await keepPropensities(tx, run.services.files, draw)
    await republish(tx, run.services, draw.id, at)
    await jobsIn(tx).add(bundleJob, { drawId: draw.id })
  })
}

/** The leaves that the object draw selected, in ticket order. */
async function selectedOf(run: DrawRun, { result, files }: Awaited<ReturnType<typeof poolOf>>): Promise<readonly string[]> {
  if (result === null) throw new Error('a replacement has an object draw with a result')
  if (!('file' in result.selected)) return result.selected.map(({ leaf }: Selected) => leaf)
  const text = await readFile(run.services.files.path(fileOf(files, 'selected').sha256), 'utf8')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(2, 66)])) // ["<leaf>","<ticket>"]
}

const roleOf = ({ assignment }: ResultDocument, name: string): 'assignment' | 'selected' =>
  assignment !== undefined && 'file' in assignment && assignment.file === name ? 'assignment' : 'selected'

const noncesOf = (events: readonly DrawEvent[]) => events.flatMap((event) => (event.type === 'reveal' ? [event.document] : []))
