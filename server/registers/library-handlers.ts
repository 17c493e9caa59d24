/** 专项库: handlers of the libraries themselves. */
import { randomUUID } from 'node:crypto'
import { type Actor, can } from '#core/access/can.ts'
import { mayUse } from '#core/registers/label-rules.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { viewerOf } from './label-handlers.ts'
import { findLabel } from './label-store.ts'
import { libraryEndJob } from './library-job.ts'
import * as store from './library-store.ts'

export const libraryHandlers = {
  list: os.libraries.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listLibraries(tx, viewerOf(actor), input)
      return { ...page, rows: await present(tx, actor, page.rows), abilities: { make: can(actor, 'library.manage') } }
    }),
  ),

  get: os.libraries.get.handler(
    query(async ({ input, tx, actor }) => {
      const library = found(await store.findLibrary(tx, viewerOf(actor), input.libraryId))
      const [presented] = await present(tx, actor, [library])
      return found(presented)
    }),
  ),

  save: os.libraries.save.handler(
    command('library.save', async ({ input, tx, actor, now, record }) => {
      const { commandId: _, libraryId, ...text } = input
      const known = libraryId === null ? null : await ownLibrary(tx, actor, libraryId)
      const labelIds = [...new Set(text.labelIds)]
      await checkLabels(tx, actor, labelIds, known, dateAt(now))
      const [kind] = await store.unknownKinds(tx, text.objectKinds)
      if (kind !== undefined) throw new Problem('coverage_target_unknown')
      const id = known?.id ?? randomUUID()
      const owner = known ?? actor
      await store.saveLibrary(tx, { ...text, id, labelIds, orgPath: owner.orgPath, dept: owner.dept, orgName: owner.orgName }, actor, now)
      record(`library:${id}`, { name: text.name, added: known === null, joint: text.joint, labels: labelIds.length })
      return { libraryId: id }
    }),
  ),

  retire: os.libraries.retire.handler(
    command('library.retire', async ({ input, tx, actor, now, jobs, record }) => {
      const library = await ownLibrary(tx, actor, input.libraryId)
      await store.retireLibrary(tx, library.id, actor, now)
      await jobs.add(libraryEndJob, { libraryId: library.id, by: actor.name })
      record(`library:${library.id}`, { name: library.name, reason: input.reason })
      return { state: 'retired' as const }
    }),
  ),
}

/** A library that the actor may change, locked. One that they see and may not change is refused, not hidden. */
export async function ownLibrary(tx: Tx, actor: Actor, id: string): Promise<store.LibraryRecord> {
  const library = found(await store.findLibrary(tx, viewerOf(actor), id, 'lock'))
  const ability = can(actor, 'library.manage', library)
  if (!ability.allowed) throw new Problem(ability.reason)
  if (library.state === 'retired') throw new Problem('library_retired')
  return library
}

/** A library gives labels that its office may give. One that valid entries stand under does not go. */
async function checkLabels(
  tx: Tx,
  actor: Actor,
  labelIds: readonly string[],
  known: store.LibraryRecord | null,
  today: string,
): Promise<void> {
  const has = new Set(known?.labels.map(({ labelId }) => labelId))
  for (const id of labelIds.filter((one) => !has.has(one))) {
    const label = found(await findLabel(tx, viewerOf(actor), id))
    const ability = mayUse(known ?? actor, label, today)
    if (!ability.allowed) throw new Problem(ability.reason)
  }
  if (known === null) return
  const [used] = await store.usedLabels(tx, known.id, labelIds)
  if (used !== undefined) throw new Problem('library_label_used', used)
}

async function present(tx: Tx, actor: Actor, rows: readonly store.LibraryRecord[]) {
  const counts = await store.countEntries(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map((library) => ({
    ...library,
    entries: counts.get(library.id) ?? { value: 0, capped: false },
    abilities: {
      edit: library.state === 'retired' ? { allowed: false as const, reason: 'library_retired' } : can(actor, 'library.manage', library),
    },
  }))
}
