/** 检查对象名录与执法检查人员名录: handlers. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, isPathWithin, spansDepartments, within } from '#core/access/can.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import { findFile } from '#server/files/rows.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { importJob } from './import-job.ts'
import * as imports from './import-store.ts'
import * as officers from './officer-store.ts'
import { regionLabels } from './regions.ts'
import * as store from './store.ts'

export const registerHandlers = {
  listEntities: os.registers.listEntities.handler(
    query(async ({ input, tx, actor }) => {
      if (input.q !== undefined && input.q.trim().length === 1) throw new Problem('query_too_short')
      const page = await store.listEntities(tx, actor.orgPath, input)
      const labels = await regionLabels(
        tx,
        page.rows.map((row) => row.regionPath),
      )
      return { ...page, rows: page.rows.map((row) => ({ ...row, regionName: labels.get(row.regionPath) ?? row.regionPath })) }
    }),
  ),

  getEntity: os.registers.getEntity.handler(
    query(async ({ input, tx, actor }) => {
      const entity = await store.findEntity(tx, input.subject)
      if (entity === null || !isPathWithin(actor.orgPath, entity.regionPath)) throw new Problem('not_found')
      const regions = await regionLabels(tx, [entity.regionPath])
      const names = new Map((await publishedItems(tx, actor)).map(({ code, name }) => [code, name]))
      const readRisk = can(actor, 'risk.read')
      return {
        ...entity,
        regionName: regions.get(entity.regionPath) ?? entity.regionPath,
        items: (await store.itemsOf(tx, entity.subject, actor.dept)).map((code) => ({ code, name: names.get(code) ?? null })),
        risk: readRisk.allowed ? await store.riskOf(tx, entity.subject) : null,
        abilities: { readRisk },
        draws: await store.drawsOf(tx, entity.subject),
        visits: await store.visitsOf(tx, entity.subject),
      }
    }),
  ),

  regions: os.registers.regions.handler(
    query(async ({ input, tx, actor }) => store.regionsUnder(tx, actor.orgPath, input.under ?? actor.orgPath)),
  ),

  startImport: os.registers.startImport.handler(command('register.import', async (call) => startImport(call, 'entity'))),

  startOfficerImport: os.registers.startOfficerImport.handler(command('officer.import', async (call) => startImport(call, 'officer'))),

  listImports: os.registers.listImports.handler(
    query(async ({ input, tx, actor }) => {
      const page = await imports.listImports(tx, { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept }, input)
      return { ...page, rows: page.rows.map(presentImport) }
    }),
  ),

  getImport: os.registers.getImport.handler(
    query(async ({ input, tx, actor }) => presentImport(await getImport(tx, actor, input.importId))),
  ),

  watchImport: os.registers.watchImport.handler(
    watching({
      thing: (input: { importId: string }) => `import:${input.importId}`,
      load: async ({ input, tx, actor }) => presentImport(await getImport(tx, actor, input.importId)),
      done: (state) => state.finishedAt !== null || state.progress.state === 'failed',
    }),
  ),

  listRejections: os.registers.listRejections.handler(
    query(async ({ input, tx, actor }) => {
      const batch = await getImport(tx, actor, input.importId)
      return await imports.listRejections(tx, batch.id, input)
    }),
  ),

  listOfficers: os.registers.listOfficers.handler(
    query(async ({ input, tx, actor }) =>
      officers.listOfficers(tx, { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept }, input),
    ),
  ),

  declareRecusal: os.registers.declareRecusal.handler(
    command('officer.recuse', async ({ input, tx, actor, now, record }) => {
      const officer = await officers.findOfficer(tx, input.officerId)
      if (officer === null || !within(actor, officer)) throw new Problem('not_found')
      if ((await store.findEntity(tx, input.subject)) === null) throw new Problem('recusal_names_nobody', { subject: input.subject })
      const id = randomUUID()
      await officers.insertRecusal(tx, {
        id,
        officerId: officer.id,
        subject: input.subject,
        reason: input.reason,
        note: input.note,
        declaredBy: actor.id,
        declaredAt: now,
      })
      record(`officer:${officer.id}`, { subject: input.subject, reason: input.reason })
      return { id }
    }),
  ),

  count: os.registers.count.handler(
    query(async ({ tx, actor }) => ({
      entities: await store.countEntities(tx, actor.orgPath),
      officers: await officers.countOfficers(tx, actor.orgPath),
    })),
  ),
}

type Start = Parameters<Parameters<typeof command<{ commandId: string; fileId: string }, { importId: string }>>[1]>[0]

async function startImport({ input, tx, actor, now, jobs, record }: Start, kind: imports.ImportKind): Promise<{ importId: string }> {
  const file = found(await findFile(tx, input.fileId))
  // A file is its uploader's until a batch shows it: another's file id tells nothing and starts nothing.
  if (file.createdBy !== actor.id) throw new Problem('not_found')
  const id = randomUUID()
  await imports.insertImport(tx, {
    id,
    kind,
    fileId: file.id,
    orgPath: actor.orgPath,
    dept: actor.dept,
    startedBy: actor.id,
    startedByName: actor.name,
    startedAt: now,
  })
  // One merge at a time: two files with the same firms would otherwise count them as new twice.
  await jobs.add(importJob, { importId: id }, { queue: 'register.import' })
  record(`import:${id}`, { kind, sha256: file.sha256, size: file.size })
  return { importId: id }
}

async function getImport(tx: Parameters<typeof imports.findImport>[0], actor: Actor, id: string): Promise<imports.ImportRecord> {
  const batch = await imports.findImport(tx, id)
  if (batch === null || !within(actor, batch)) throw new Problem('not_found')
  return batch
}

const presentImport = (batch: imports.ImportRecord) => ({
  id: batch.id,
  kind: batch.kind,
  fileName: batch.fileName,
  fileSha256: batch.sha256,
  startedBy: batch.startedByName,
  startedAt: batch.startedAt,
  finishedAt: batch.finishedAt,
  progress: {
    phase: batch.progress.phase,
    done: batch.progress.done,
    total: batch.progress.total,
    state: batch.finishedAt === null ? (batch.progress.state as 'waiting' | 'running' | 'done' | 'failed') : ('done' as const), // progress_state_known
    problem: batch.progress.problem as { code: string; facts: Record<string, unknown> } | null, // written by the job runner only
  },
  encoding: batch.encoding,
  rows: { read: batch.read, added: batch.added, changed: batch.changed, unchanged: batch.unchanged, rejected: { ...batch.rejected } },
})
