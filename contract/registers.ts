/** 检查对象名录, and the imports of every register; officers are in officers.ts. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, Count, endpoint, Instant, PageInput, PlainDate, Progress, page } from './base.ts'

export const EntityRow = z.object({
  subject: z.string(),
  name: z.string(),
  kind: z.string().describe('enterprise | individual | cooperative | rep_office | other'),
  entityType: z.string().nullable(),
  regionPath: z.string(),
  regionName: z.string(),
  established: PlainDate.nullable(),
  state: z.string().describe('active | deregistered | revoked | moved_out'),
  updatedAt: Instant,
})
export type EntityRow = z.infer<typeof EntityRow>

export const Entity = EntityRow.extend({
  capitalYuan: z.number().int().nullable(),
  capitalText: z.string().nullable(),
  scope: z.string().nullable(),
  address: z.string().nullable(),
  industry: z.string().nullable().describe('GB/T 4754-2017 with its section letter: F5112.'),
  labels: z.array(z.string()).describe('监管标签'),
  items: z.array(z.object({ code: z.string(), name: z.string().nullable() })).describe("适用事项 as mapped by the actor's department."),
  risk: z
    .object({ riskClass: z.string(), asOf: PlainDate, source: z.string() })
    .nullable()
    .describe('Null when there is none, and for whoever may not see it: `abilities.readRisk`.'),
  abilities: z.object({ readRisk: Ability }),
  importId: z.uuid().nullable(),
  draws: z
    .array(z.object({ drawId: z.string(), taskName: z.string(), selected: z.boolean(), at: Instant }))
    .describe('Draws this object was drawn in, newest first, at most 50.'),
  visits: z.array(
    z.object({ visitId: z.uuid(), taskName: z.string(), state: z.string(), outcome: z.string().nullable(), date: PlainDate.nullable() }),
  ),
})

export const EntityFilter = z.object({
  q: z.string().max(60).optional().describe('Part of a name (two characters or more), or a whole or leading part of a code.'),
  regionPath: z.string().max(40).optional(),
  kind: z.string().max(30).optional(),
  state: z.string().max(30).optional(),
})

export const ImportKind = z.enum(['entity', 'officer', 'expert'])

export const ImportRow = z.object({
  id: z.uuid(),
  kind: ImportKind,
  fileName: z.string(),
  fileSha256: z.string(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  progress: Progress,
  encoding: z.string().nullable(),
  rows: z.object({
    read: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    rejected: z
      .record(z.string(), z.number().int())
      .describe('Rejected rows by reason code; read = added + changed + unchanged + Σ rejected.'),
  }),
})
export type ImportRow = z.infer<typeof ImportRow>

export const Rejection = z.object({
  rowNo: z.number().int().describe('Row number in the file, the header being row 1.'),
  field: z.string(),
  reason: z.string(),
  value: z.string(),
  name: z.string().nullable(),
})

export const registers = {
  listEntities: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities', summary: '检查对象列表' })
    .input(PageInput.extend(EntityFilter.shape))
    .output(page(EntityRow)),
  getEntity: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/{subject}', summary: '一个检查对象' })
    .input(z.object({ subject: z.string().max(80) }))
    .output(Entity),
  regions: endpoint('signedIn')
    .route({ method: 'GET', path: '/regions', summary: '本辖区行政区划' })
    .input(z.object({ under: z.string().max(40).optional() }))
    .output(z.array(z.object({ path: z.string(), name: z.string() }))),
  startImport: endpoint('register.import')
    .route({ method: 'POST', path: '/register/imports', summary: '导入检查对象' })
    .input(z.object({ commandId: CommandId, fileId: z.uuid() }))
    .output(z.object({ importId: z.uuid() })),
  listImports: endpoint('register.read')
    .route({ method: 'GET', path: '/register/imports', summary: '导入批次' })
    .input(PageInput.extend({ kind: ImportKind.optional() }))
    .output(page(ImportRow)),
  getImport: endpoint('register.read')
    .route({ method: 'GET', path: '/register/imports/{importId}', summary: '一个导入批次' })
    .input(z.object({ importId: z.uuid() }))
    .output(ImportRow),
  /** Sends the batch whenever its progress changes, and ends with it. */
  watchImport: endpoint('register.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/watch', summary: '导入进度（SSE）' })
    .input(z.object({ importId: z.uuid() }))
    .output(eventIterator(ImportRow)),
  listRejections: endpoint('register.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/rejections', summary: '被拒行' })
    .input(PageInput.extend({ importId: z.uuid(), reason: z.string().max(60).optional() }))
    .output(page(Rejection)),
  count: endpoint('register.read')
    .route({ method: 'GET', path: '/register/count', summary: '名录数量' })
    .output(z.object({ entities: Count, officers: Count })),
}
