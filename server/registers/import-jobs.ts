/** The work of imports: check, commit, drop what was discarded, take back. Each may be interrupted anywhere and runs again to the same end. */
import * as z from 'zod'
import { type ImportVerb, importTransitions } from '#core/registers/import-state.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { defineJob } from '#server/jobs/job.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { annotateImport } from './annotate.ts'
import { compare } from './import-compare.ts'
import { type ImportRun, stageFile } from './import-file.ts'
import type { ImportWork } from './import-kind.ts'
import { importKinds } from './import-kinds.ts'
import { countStaged, dropStaged } from './import-stage-store.ts'
import { findImport, type ImportRecord, saveImport } from './import-store.ts'
import { settleLater } from './settle-job.ts'
import { lockRegister } from './version-store.ts'

const Payload = z.object({ importId: z.uuid() })
const thing = ({ importId }: z.infer<typeof Payload>): string => `import:${importId}`

/** File → staging → difference: nothing of it is in the register yet. */
export const checkJob = defineJob({
  name: 'register.check',
  payload: Payload,
  thing,
  run: (run) =>
    inState(run, 'check', 'fail', async (batch) => {
      const file = await stageFile(run, batch)
      run.progress.at('compare', file.read, file.read)
      const { sums, notes } = await run.transaction((tx) => compare(tx, workOf(run, batch, file.columns, 'started'), file.read))
      if (Object.keys(sums.rejected).length > 0) {
        run.progress.at('annotate', file.read, file.read)
        await annotateImport(run, {
          ...file,
          importId: batch.id,
          kind: batch.kind,
          fileName: batch.fileName,
          sha256: batch.sha256,
          createdBy: batch.startedBy,
        })
      }
      await run.transaction(async (tx) => {
        await saveImport(tx, batch.id, { state: await next(tx, batch, 'check'), checkedAt: run.now(), sums, notes })
        await say(tx, run, batch, 'import.checked', { ...sums, sha256: batch.sha256 })
      })
    }),
})

/** The difference, made again under the lock, becomes the register: whole, or not at all. */
export const commitJob = defineJob({
  name: 'register.commit',
  payload: Payload,
  thing,
  run: (run) =>
    inState(run, 'finish', 'fail', async (batch) => {
      const expected = batch.rows.read - Object.values(batch.rows.rejected).reduce((sum, n) => sum + n, 0)
      // Staging is not logged: a crash of the database empties it, and then the file says it again.
      const isWhole = (await run.transaction((tx) => countStaged(tx, batch.id))) === expected
      const { read } = isWhole ? batch.rows : await stageFile(run, batch)
      run.progress.at('merge', read, read)
      await run.transaction(async (tx) => {
        await lockRegister(tx)
        const state = await next(tx, batch, 'finish')
        const work = workOf(run, batch, batch.mapping, 'committed')
        const { sums, notes } = await compare(tx, work, read)
        await importKinds[batch.kind].merge(tx, work)
        await dropStaged(tx, batch.id)
        await saveImport(tx, batch.id, { state, finishedAt: work.now, sums, notes })
        await say(tx, run, batch, `${batch.kind}.imported`, { ...sums, sha256: batch.sha256 })
        await settleLater(tx)
      })
    }),
})

/** Empties the staging of an import that nobody wants. */
export const discardJob = defineJob({
  name: 'register.discard',
  payload: Payload,
  thing,
  run: (run) => run.transaction((tx) => dropStaged(tx, run.payload.importId)),
})

/** What stood before stands again, unless something depends on what came: then everything stays. */
export const undoJob = defineJob({
  name: 'register.undo',
  payload: Payload,
  thing,
  run: (run) =>
    inState(run, 'finishUndo', 'keep', async (batch) => {
      run.progress.at('undo', 0, batch.rows.added + batch.rows.changed + batch.rows.leaving)
      await run.transaction(async (tx) => {
        await lockRegister(tx)
        const state = await next(tx, batch, 'finishUndo')
        const against = (await importKinds[batch.kind].dependencies(tx, batch)).filter(({ rows }) => rows > 0)
        if (against.length > 0) throw dependedOn(against)
        const work = workOf(run, batch, batch.mapping, 'undone')
        await importKinds[batch.kind].undo(tx, work)
        await saveImport(tx, batch.id, { state, undoneAt: work.now })
        await say(tx, run, batch, `${batch.kind}.import_undone`, { sha256: batch.sha256 })
        await settleLater(tx)
      })
    }),
})

export const dependedOn = (blocking: readonly { readonly code: string; readonly rows: number }[]): Problem =>
  new Problem('import_depended_on', { rows: blocking.reduce((sum, { rows }) => sum + rows, 0), blocking })

/** Runs the work of a batch that waits for `verb`; a refusal moves it by `otherwise`, and is what its progress says. */
async function inState(
  run: ImportRun,
  verb: ImportVerb,
  otherwise: ImportVerb,
  work: (batch: ImportRecord) => Promise<void>,
): Promise<void> {
  const { importId } = run.payload
  const batch = await run.transaction((tx) => findImport(tx, importId))
  if (batch === null || !step(importTransitions, batch.state, verb).ok) return
  try {
    await work(batch)
  } catch (error) {
    if (error instanceof Problem && error.status < 500)
      await run.transaction(async (tx) => {
        await saveImport(tx, importId, { state: await next(tx, batch, otherwise) })
        if (otherwise === 'fail') await dropStaged(tx, importId)
      })
    throw error
  }
}

/** The state after `verb`, with the row locked: the work of one batch is done once. */
async function next(tx: Tx, { id }: ImportRecord, verb: ImportVerb) {
  const batch = await findImport(tx, id, 'lock')
  if (batch === null) throw new Error(`import ${id} is gone`)
  const moved = step(importTransitions, batch.state, verb)
  if (!moved.ok) throw new Error(`import ${id} is ${batch.state} and cannot ${verb}`)
  return moved.value
}

const workOf = (
  run: ImportRun,
  batch: ImportRecord,
  columns: ImportWork['columns'],
  as: 'started' | 'committed' | 'undone',
): ImportWork => ({
  batch,
  columns,
  now: run.now(),
  by: {
    started: { id: batch.startedBy, name: batch.startedByName },
    committed: { id: batch.committedBy, name: batch.committedByName ?? batch.startedByName },
    undone: { id: batch.undoneBy, name: batch.undoneByName ?? batch.startedByName },
  }[as],
})

const say = (tx: Tx, run: ImportRun, batch: ImportRecord, verb: string, facts: Readonly<Record<string, unknown>>): Promise<void> =>
  appendRecord(tx, { at: run.now(), by: systemOf(batch), verb, thing: `import:${batch.id}`, facts })
