/** Sealing the list: one snapshot of the register, streamed into a pool whose root is all that anyone may know of it (draw protocol §3). */
import { hex } from '#core/bytes.ts'
import { protocolStrata } from '#core/tasks/sampling.ts'
import { copyOut, withLiterals } from '#db/bulk.ts'
import { unwrap } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { frameNow } from '#server/tasks/frame-now.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import { appendFrozen } from './append-frozen.ts'
import { DrawPayload, type DrawRun, keepFile, loadDraw } from './draw-run.ts'
import { sealPool } from './engine-client.ts'
import { frameRows } from './frame-store.ts'
import { drawThing } from './life.ts'
import * as store from './store.ts'

export const freezeJob = defineJob({
  name: 'draw.freeze',
  payload: DrawPayload,
  thing: drawThing,
  run: async (run) => {
    const { draw, task, key } = await loadDraw(run)
    if (draw.state !== 'freezing') return
    const { files } = run.services
    await files.scratch(async (folder) => {
      const { sealed, snapshotAt } = await seal(run, draw, task, key, folder)
      run.progress.at('store', sealed.size, sealed.size)
      const [packed, pool, excluded] = await Promise.all([
        files.adopt(sealed.packedFile),
        files.adopt(sealed.poolFile),
        // Where nobody was left out there is no such file.
        sealed.registerCount > sealed.size ? files.adopt(sealed.excludedFile) : null,
      ])
      await run.transaction(async (tx) => {
        if ((await store.lockDraw(tx, draw.id))?.state !== 'freezing') return
        await keepFile(tx, draw.id, 'packed', { ...packed, name: `${draw.id}.pool` })
        await keepFile(tx, draw.id, 'pool', { ...pool, name: sealed.poolName })
        if (excluded !== null) await keepFile(tx, draw.id, 'excluded', { ...excluded, name: `${draw.id}.excluded.tsv` })
        const { registerCount, size, root, counts } = sealed
        await appendFrozen(
          tx,
          draw.id,
          {
            snapshotAt,
            registerCount,
            excluded: sealed.excluded,
            poolSize: size,
            poolRoot: root,
            strata: protocolStrata(task.strata, counts),
            strataNames: task.strata.map(({ name }) => name),
          },
          run.now(),
        )
      })
    })
  },
})

/** One statement reads one snapshot: the sum of those in and those out closes whatever is written meanwhile. */
async function seal(run: DrawRun, draw: store.DrawRecord, task: TaskRecord, key: Uint8Array, folder: string) {
  const { services } = run
  // The cap of the place holds whatever the task says, unless it states a lawful exception: the guard at the point of the draw.
  const { frame, at } = await run.transaction((tx) => frameNow(tx, task, run.now()))
  const client = await services.bulk.connect()
  try {
    await client.query(
      "begin isolation level repeatable read, read only; select set_config('mingjian.scope', '*', true), set_config('work_mem', '64MB', true)",
    )
    const snapshotAt = run.now()
    const expected = draw.poolSize
    run.progress.at('seal', 0, expected)
    const rows = copyOut(client, withLiterals(frameRows(frame, at).compile(services.longDb)))
    // A line is about 24 bytes: 18 of the code, a tab, the stratum, a tab, the mark of no reason, a line feed.
    const sealing = sealPool({ suite: draw.suite, drawId: draw.id, key: hex(key), strata: task.strata.length, folder }, rows, (bytes) =>
      run.progress.at('seal', Math.round(bytes / 24), expected),
    )
    const sealed = unwrap(await sealing)
    await client.query('commit')
    return { sealed, snapshotAt }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
