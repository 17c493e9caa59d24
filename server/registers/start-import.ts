/** How an import of any register starts: the batch, and the job that reads its file. */
import { randomUUID } from 'node:crypto'
import { findFile } from '#server/files/rows.ts'
import type { Command } from '#server/http/call.ts'
import { found, Problem } from '#server/http/problem.ts'
import { importJob } from './import-job.ts'
import { type ImportKind, insertImport } from './import-store.ts'

export async function startImport(
  { input, tx, actor, now, jobs, record }: Command<{ readonly fileId: string }>,
  kind: ImportKind,
): Promise<{ importId: string }> {
  const file = found(await findFile(tx, input.fileId))
  // A file is its uploader's until a batch shows it: another's file id tells nothing and starts nothing.
  if (file.createdBy !== actor.id) throw new Problem('not_found')
  const id = randomUUID()
  await insertImport(tx, {
    id,
    kind,
    fileId: file.id,
    orgPath: actor.orgPath,
    dept: actor.dept,
    startedBy: actor.id,
    startedByName: actor.name,
    startedAt: now,
  })
  // One merge at a time: two files with the same rows would otherwise count them as new twice.
  await jobs.add(importJob, { importId: id }, { queue: 'register.import' })
  record(`import:${id}`, { kind, sha256: file.sha256, size: file.size })
  return { importId: id }
}
