/** What every list has besides its rows: exports in the background, and saved views. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, Progress, page } from './base.ts'
import { ObjectQuery } from './labels.ts'

export const ListName = z.enum(['entity']).describe('entity 检查对象')
export const ExportFormat = z.enum(['xlsx', 'csv', 'csv_gb18030'])

export const ExportRow = z.object({
  id: z.uuid(),
  list: ListName,
  format: ExportFormat,
  state: z.enum(['working', 'done', 'failed', 'expired']),
  query: ObjectQuery,
  columns: z.array(z.string()).describe('core/registers/export-columns.ts'),
  personal: z.boolean().describe('Holds names of persons; each line says who exported it when.'),
  askedAt: Instant,
  finishedAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  rows: z.number().int().nullable(),
  size: z.number().int().nullable(),
  fileName: z.string().nullable(),
  progress: Progress,
})
export type ExportRow = z.infer<typeof ExportRow>

export const SavedView = z.object({
  id: z.uuid(),
  name: z.string(),
  query: z.record(z.string(), z.string()).describe('The address of the list: its fields as the screen has them.'),
  columns: z.array(z.string()),
  sort: z.string().nullable(),
  shared: z.boolean().describe('The whole office sees it.'),
  preferred: z.boolean().describe("The owner's list opens with it."),
  owner: z.string(),
  abilities: z.object({ edit: Ability }),
})
export type SavedView = z.infer<typeof SavedView>

const ExportId = z.object({ exportId: z.uuid() })

export const lists = {
  startExport: endpoint('register.export')
    .route({ method: 'POST', path: '/exports', summary: '导出列表' })
    .input(
      z.object({
        commandId: CommandId,
        list: ListName.default('entity'),
        format: ExportFormat,
        query: ObjectQuery.default({ filter: { version: 1, all: [] }, q: null, address: null }),
        columns: z.array(z.string().max(40)).max(40),
      }),
    )
    .output(z.object({ exportId: z.uuid() })),
  exports: endpoint('register.export')
    .route({ method: 'GET', path: '/exports', summary: '我的导出' })
    .input(PageInput)
    .output(page(ExportRow)),
  getExport: endpoint('register.export')
    .route({ method: 'GET', path: '/exports/{exportId}', summary: '一个导出' })
    .input(ExportId)
    .output(ExportRow),
  watchExport: endpoint('register.export')
    .route({ method: 'GET', path: '/exports/{exportId}/watch', summary: '导出进度（SSE）' })
    .input(ExportId)
    .output(eventIterator(ExportRow)),
  /** One's own, and those that colleagues of the office share. */
  views: endpoint('register.read')
    .route({ method: 'GET', path: '/views', summary: '常用查询' })
    .input(z.object({ list: ListName.default('entity') }))
    .output(z.array(SavedView)),
  saveView: endpoint('register.read')
    .route({ method: 'POST', path: '/views', summary: '保存常用查询' })
    .input(
      z.object({
        commandId: CommandId,
        viewId: z.uuid().nullable().default(null).describe('Null: a new one.'),
        list: ListName.default('entity'),
        name: z.string().trim().min(1).max(40),
        query: z.record(z.string().max(40), z.string().max(20_000)),
        columns: z.array(z.string().max(40)).max(40),
        sort: z.string().max(40).nullable().default(null),
        shared: z.boolean().default(false),
        preferred: z.boolean().default(false),
      }),
    )
    .output(z.object({ viewId: z.uuid() })),
  deleteView: endpoint('register.read')
    .route({ method: 'POST', path: '/views/{viewId}/delete', summary: '删除常用查询' })
    .input(z.object({ commandId: CommandId, viewId: z.uuid() }))
    .output(z.object({ deleted: z.literal(true) })),
}
