/** Entries of special libraries: handlers. A valid entry gives its label, the last one takes it along. */
import { randomUUID } from 'node:crypto'
import { isPathWithin } from '#core/access/can.ts'
import { checkEntry, lastDay } from '#core/registers/library-rules.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { viewerOf } from './label-handlers.ts'
import { placeOf } from './label-object-store.ts'
import { lockLabels, pairsOfOne } from './label-project-store.ts'
import { labelById } from './label-store.ts'
import * as store from './library-entry-store.ts'
import { ownLibrary } from './library-handlers.ts'
import { syncLabels } from './library-label-store.ts'
import { findLibrary, type LibraryRecord } from './library-store.ts'
import { regionLabels } from './regions.ts'

export const libraryEntryHandlers = {
  entries: os.libraries.entries.handler(
    query(async ({ input, tx, actor }) => {
      const library = found(await findLibrary(tx, viewerOf(actor), input.libraryId))
      const page = await store.listEntries(tx, library.id, input)
      return { ...page, rows: await named(tx, page.rows) }
    }),
  ),

  entriesOfObject: os.libraries.entriesOfObject.handler(
    query(async ({ input, tx, actor }) => {
      found(await placeOf(tx, actor.orgPath, input.subject))
      return await named(tx, await store.entriesOf(tx, viewerOf(actor), input.subject))
    }),
  ),

  saveEntry: os.libraries.saveEntry.handler(
    command('library.save_entry', async ({ input, tx, actor, now, record }) => {
      const { commandId, libraryId, entryId, ...text } = input
      await lockLabels(tx)
      const library = await ownLibrary(tx, actor, libraryId)
      const known = entryId === null ? null : found(await store.lockEntry(tx, libraryId, entryId))
      const subject = known?.subject ?? text.subject
      await checkObject(tx, library, subject, text.labelId)
      const state = known?.state ?? 'valid'
      const validTo = lastDay(text.validTo)
      unwrap(checkEntry({ ...text, validTo }, state, dateAt(now)))
      const entry = { ...text, id: known?.id ?? randomUUID(), libraryId, subject, state, validTo }
      await store.saveEntry(tx, entry, actor, now)
      await syncLabels(tx, pairsOfOne(subject, [text.labelId, known?.labelId ?? text.labelId], validTo), {
        endedBy: commandId,
        by: actor,
        now,
      })
      record(`library:${libraryId}`, { entry: entry.id, subject, licenceNo: text.licenceNo, validTo, added: known === null })
      return { entryId: entry.id }
    }),
  ),

  setEntryState: os.libraries.setEntryState.handler(
    command('library.set_entry_state', async ({ input, tx, actor, now, record }) => {
      await lockLabels(tx)
      const library = await ownLibrary(tx, actor, input.libraryId)
      const entry = found(await store.lockEntry(tx, library.id, input.entryId))
      if (entry.state === input.state) throw new Problem('wrong_state')
      unwrap(checkEntry(entry, input.state, dateAt(now)))
      await store.setEntryState(tx, entry, input.state, input.reason, actor, now)
      await syncLabels(tx, pairsOfOne(entry.subject, [entry.labelId], entry.validTo), { endedBy: `library:${library.id}`, by: actor, now })
      record(`library:${library.id}`, { entry: entry.id, subject: entry.subject, state: input.state, reason: input.reason })
      return { state: input.state }
    }),
  ),
}

/** The object lies in the place of the library, is of a kind that it takes, and where the label reaches. */
async function checkObject(tx: Tx, library: LibraryRecord, subject: string, labelId: string): Promise<void> {
  const object = found(await placeOf(tx, library.orgPath, subject))
  if (library.objectKinds.length > 0 && !library.objectKinds.includes(object.kind)) throw new Problem('library_kind_differs')
  if (!library.labels.some((label) => label.labelId === labelId)) throw new Problem('library_label_unknown')
  const label = await labelById(tx, labelId)
  if (label.reach !== 'province' && !isPathWithin(label.orgPath, object.regionPath)) throw new Problem('label_out_of_reach')
}

async function named<E extends store.EntryRecord>(tx: Tx, rows: readonly E[]): Promise<(E & { regionName: string })[]> {
  const places = await regionLabels(
    tx,
    rows.map(({ regionPath }) => regionPath),
  )
  return rows.map((entry) => ({ ...entry, regionName: places.get(entry.regionPath) ?? entry.regionPath }))
}
