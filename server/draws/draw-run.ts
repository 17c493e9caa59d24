/** What the jobs of a draw have in common: their payload, the draw they work on, its COMMIT and its pool, and the files they keep. */
import * as z from 'zod'
import type { ResultDocument } from '#core/draws/documents.ts'
import type { Tx } from '#db/connect.ts'
import { insertFile } from '#server/files/rows.ts'
import type { JobRun } from '#server/jobs/job.ts'
import { findTask } from '#server/tasks/store.ts'
import { type DrawEvent, eventOf } from './events.ts'
import * as store from './store.ts'
import type { MatchingFiles } from './working-matching.ts'

export const DrawPayload = z.object({ drawId: z.string() })
export type DrawRun = JobRun<z.infer<typeof DrawPayload>>

export async function loadDraw(run: DrawRun) {
  return await run.transaction(async (tx) => {
    const draw = await store.findDraw(tx, run.payload.drawId)
    const task = draw === null ? null : await findTask(tx, draw.taskId)
    if (draw === null || task === null) throw new Error(`draw ${run.payload.drawId} does not exist`)
    return { draw, task, key: (await store.secretOf(tx, draw.id)).key, events: await store.eventsOf(tx, draw.id) }
  })
}

/** The COMMIT; throws where there is none, because jobs begin after it. */
export function committed(draw: store.DrawRecord, events: readonly DrawEvent[]) {
  const commit = eventOf(events, 'commit')
  if (commit === null) throw new Error(`draw ${draw.id} is drawing without a commit`)
  return commit.document.commit
}

/** The pool of an object draw is its own; that of a replacement is the pool of the object draw it replaces from. */
export async function poolOf(
  tx: Tx,
  draw: store.DrawRecord,
  events: readonly DrawEvent[],
): Promise<{ readonly drawId: string; readonly result: ResultDocument | null; readonly files: readonly store.DrawFile[] }> {
  const drawId = eventOf(events, 'open')?.document.replacement?.objectDraw ?? draw.id
  const result = drawId === draw.id ? null : (eventOf(await store.eventsOf(tx, drawId), 'result')?.document ?? null)
  return { drawId, result, files: await store.filesOf(tx, drawId) }
}

/** Draws that match officers to objects: kind P, and the replacement of officers. */
export const matchesOfficers = (draw: Pick<store.DrawRecord, 'kind'>, events: readonly DrawEvent[]): boolean =>
  draw.kind === 'P' || eventOf(events, 'open')?.document.seats !== undefined

export function workingFiles({ services }: Pick<DrawRun, 'services'>, files: readonly store.DrawFile[]): MatchingFiles {
  const units = files.find(({ role }) => role === 'units')
  return { matching: services.files.path(fileOf(files, 'matching').sha256), units: units ? services.files.path(units.sha256) : null }
}

/** The file of a role; throws where the draw has none. */
export function fileOf(files: readonly store.DrawFile[], role: store.FileRole): store.DrawFile {
  const file = files.find((one) => one.role === role)
  if (file === undefined) throw new Error(`the draw has no file ${role}`)
  return file
}

export async function keepFile(
  tx: Tx,
  drawId: string,
  role: store.FileRole,
  file: { sha256: string; size: number; name: string },
): Promise<void> {
  const fileId = await insertFile(tx, {
    ...file,
    mediaType: mediaTypes[role] ?? 'application/json',
    createdBy: null,
  })
  await store.attachFile(tx, drawId, role, fileId)
}

const mediaTypes: Partial<Record<store.FileRole, string>> = {
  packed: 'application/octet-stream',
  excluded: 'text/tab-separated-values',
  matching: 'application/jsonl',
  certificate: 'application/pdf',
}
