/** 检查对象名录, and the imports of every register: handlers. */
import { type Actor, can, isPathWithin, spansDepartments, within } from '#core/access/can.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import * as imports from './import-store.ts'
import { countOfficers } from './officer-store.ts'
import { regionLabels } from './regions.ts'
import { startImport } from './start-import.ts'
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

  count: os.registers.count.handler(
    query(async ({ tx, actor }) => ({
      entities: await store.countEntities(tx, actor.orgPath),
      officers: await countOfficers(tx, actor.orgPath),
    })),
  ),
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
