/** Imports of every register: look into a file, have it checked, see the difference, commit it, take it back. */
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import type { ImportRow } from '#contract/imports.ts'
import { type Actor, can, spansDepartments, within } from '#core/access/can.ts'
import { missingColumns } from '#core/registers/columns.ts'
import { type ImportKind, importAbility, importPermission, isStill, moveImport } from '#core/registers/import-state.ts'
import type { Tx } from '#db/connect.ts'
import { findFile, type StoredFile } from '#server/files/rows.ts'
import { type Command, command, inScope, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import type { Job } from '#server/jobs/job.ts'
import { watching } from '#server/jobs/watch.ts'
import { changePage } from './import-change-store.ts'
import { offeredMapping } from './import-file.ts'
import { checkJob, commitJob, dependedOn, discardJob, undoJob } from './import-jobs.ts'
import { importKinds } from './import-kinds.ts'
import { listRejections } from './import-rejection-store.ts'
import { findImport, type ImportRecord, insertImport, listImports, saveImport } from './import-store.ts'
import { findLibrary } from './library-store.ts'
import { openRegisterFile } from './register-file.ts'

/** What a glance at a CSV file reads of it to tell its encoding, in bytes. */
const glance = 1 << 20
const sampleRows = 5

export const importHandlers = {
  preview: os.imports.preview.handler(
    query(async ({ input, tx, actor, services }) => {
      mayImport(actor, input.kind)
      const { sha256 } = await ownFile(tx, actor, input.fileId)
      const set = importKinds[input.kind].columns
      const file = await openRegisterFile({ files: services.files, sha256, headings: set.headings, sheet: input.sheet ?? null, glance })
      try {
        const { form, sheets, sheet, headingRow, headings } = file
        const sample: string[][] = []
        for await (const rows of file.rows) {
          sample.push(...rows.slice(0, sampleRows - sample.length).map(({ cells }) => cells.map((cell) => cell.slice(0, 200))))
          if (sample.length >= sampleRows) break
        }
        const { mapping, remembered } = await offeredMapping(tx, { ...actor, kind: input.kind }, set, headings)
        const needed = new Set(set.needed.flat())
        const columns = Object.entries(set.headings).map(([column, names]) => ({
          column,
          zh: names[0] ?? column,
          en: set.en[column] ?? column,
          needed: needed.has(column),
          headings: [...names],
        }))
        const missing = [...missingColumns(set, mapping)]
        return { form, sheets: [...sheets], sheet, headingRow, headings: [...headings], sample, columns, mapping, remembered, missing }
      } finally {
        await file.close()
      }
    }),
  ),

  start: os.imports.start.handler(
    command('import.start', async (call) => {
      const { input, tx, actor, now, record } = call
      mayImport(actor, input.kind)
      const file = await ownFile(tx, actor, input.fileId)
      if (input.complete && !wholeLists.has(input.kind)) throw new Problem('import_not_whole_list')
      if ((input.kind === 'library') !== (input.libraryId !== null)) throw new Problem('import_library_needed')
      if (input.libraryId !== null) await mayFill(tx, actor, input.libraryId)
      const id = randomUUID()
      const { kind, sheet, complete, libraryId } = input
      const { orgPath, dept, orgName } = actor
      const by = { startedBy: actor.id, startedByName: actor.name, startedAt: now }
      await insertImport(tx, {
        id,
        kind,
        fileId: file.id,
        orgPath,
        dept,
        orgName,
        sheet,
        mapping: input.mapping ?? {},
        complete,
        libraryId,
        ...by,
      })
      await enqueue(call, checkJob, { id, orgPath })
      record(`import:${id}`, { kind, sha256: file.sha256, size: file.size, complete, libraryId })
      return { importId: id }
    }),
  ),

  list: os.imports.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await listImports(tx, { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept }, input)
      return { ...page, rows: page.rows.map((batch) => present(batch, actor)) }
    }),
  ),

  get: os.imports.get.handler(query(async ({ input, tx, actor }) => present(await visible(tx, actor, input.importId), actor))),

  watch: os.imports.watch.handler(
    watching({
      thing: (input: { importId: string }) => `import:${input.importId}`,
      load: async ({ input, tx, actor }) => present(await visible(tx, actor, input.importId), actor),
      done: ({ state, progress }) => isStill(state) && (progress.state === 'done' || progress.state === 'failed'),
    }),
  ),

  changes: os.imports.changes.handler(
    query(async ({ input, tx, actor, now }) => {
      const batch = await visible(tx, actor, input.importId)
      const by = { id: actor.id, name: actor.name }
      return changePage(tx, { batch, columns: batch.mapping, now, by }, { ...input, readRisk: can(actor, 'risk.read').allowed })
    }),
  ),

  rejections: os.imports.rejections.handler(
    query(async ({ input, tx, actor }) => listRejections(tx, (await visible(tx, actor, input.importId)).id, input)),
  ),

  commit: os.imports.commit.handler(
    command('import.commit', async (call) => {
      const { input, tx, actor, record } = call
      const batch = await visible(tx, actor, input.importId, 'lock')
      const state = unwrap(moveImport(batch, 'commit', actor))
      await saveImport(tx, batch.id, { state, committedBy: actor })
      await enqueue(call, commitJob, batch)
      record(`import:${batch.id}`, { kind: batch.kind, ...batch.rows })
      return { state }
    }),
  ),

  discard: os.imports.discard.handler(
    command('import.discard', async (call) => {
      const { input, tx, actor, record } = call
      const batch = await visible(tx, actor, input.importId, 'lock')
      const state = unwrap(moveImport(batch, 'discard', actor))
      await saveImport(tx, batch.id, { state })
      await enqueue(call, discardJob, batch)
      record(`import:${batch.id}`, { kind: batch.kind })
      return { state }
    }),
  ),

  dependencies: os.imports.dependencies.handler(
    query(async ({ input, tx, actor, services }) => ({ blocking: await against(services, await visible(tx, actor, input.importId)) })),
  ),

  undo: os.imports.undo.handler(
    command('import.undo', async (call) => {
      const { input, tx, actor, services, record } = call
      const batch = await visible(tx, actor, input.importId, 'lock')
      const state = unwrap(moveImport(batch, 'undo', actor))
      const blocking = await against(services, batch)
      if (blocking.length > 0) throw dependedOn(blocking)
      await saveImport(tx, batch.id, { state, undoneBy: actor })
      await enqueue(call, undoJob, batch)
      record(`import:${batch.id}`, { kind: batch.kind, reason: input.reason })
      return { state }
    }),
  ),
}

/** Registers whose file may be the whole list of a place. */
const wholeLists: ReadonlySet<ImportKind> = new Set(['entity', 'officer', 'expert'])

function mayImport(actor: Actor, kind: ImportKind): void {
  const ability = can(actor, importPermission[kind])
  if (!ability.allowed) throw new Problem(ability.reason)
}

/** A joint library is seen by other departments, and filled by its own. */
async function mayFill(tx: Tx, actor: Actor, libraryId: string): Promise<void> {
  const ability = can(actor, importPermission.library, found(await findLibrary(tx, actor, libraryId)))
  if (!ability.allowed) throw new Problem(ability.reason)
}

/** A file is its uploader's until a batch shows it: another's file id tells nothing and starts nothing. */
async function ownFile(tx: Tx, actor: Actor, fileId: string): Promise<StoredFile> {
  const file = found(await findFile(tx, fileId))
  if (file.createdBy !== actor.id) throw new Problem('not_found')
  return file
}

async function visible(tx: Tx, actor: Actor, importId: string, lock: 'read' | 'lock' = 'read'): Promise<ImportRecord> {
  const batch = await findImport(tx, importId, lock)
  if (batch === null || !within(actor, batch)) throw new Problem('not_found')
  return batch
}

/** Checks of one province run one after the other, and so do its commits: two large files at once would only be slower together. */
const enqueue = (call: Pick<Command<unknown>, 'jobs'>, job: Job<{ importId: string }>, { id, orgPath }: { id: string; orgPath: string }) =>
  call.jobs.add(job, { importId: id }, { queue: `${job === checkJob ? 'register.check' : 'register.merge'}:${orgPath.split('.')[0]}` })

/** What stands against an undo is counted wherever it is: work of other organisations counts too, but only as a number. */
async function against(services: Command<unknown>['services'], batch: ImportRecord): Promise<{ code: string; rows: number }[]> {
  if (batch.state !== 'done') return []
  const counted = await inScope(services.longDb, '*', 'read only', (tx) => importKinds[batch.kind].dependencies(tx, batch))
  return counted.filter(({ rows }) => rows > 0)
}

function present(batch: ImportRecord, actor: Actor): z.infer<typeof ImportRow> {
  const { id, kind, state, orgName, fileName, encoding, sheet, complete, library, startedAt, checkedAt, finishedAt, undoneAt, sameFile } =
    batch
  return {
    ...{ id, kind, state, orgName, fileName, encoding, sheet, complete, library, startedAt, checkedAt, finishedAt, undoneAt, sameFile },
    fileSha256: batch.sha256,
    startedBy: batch.startedByName,
    committedBy: batch.committedByName,
    undoneBy: batch.undoneByName,
    progress: {
      ...batch.progress,
      problem: batch.progress.problem === null ? null : { ...batch.progress.problem, facts: { ...batch.progress.problem.facts } },
    },
    rows: { ...batch.rows, rejected: { ...batch.rows.rejected } },
    notes: { newLabels: [...batch.notes.newLabels], counts: { ...batch.notes.counts } },
    annotated: batch.annotatedFile !== null,
    abilities: {
      commit: importAbility(batch, 'commit', actor),
      discard: importAbility(batch, 'discard', actor),
      undo: importAbility(batch, 'undo', actor),
    },
  }
}
