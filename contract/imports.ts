/** Imports of every register: a file is checked first, seen as a difference, then committed, and can be taken back while nothing depends on it. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, Progress, page } from './base.ts'

export const ImportKind = z
  .enum(['entity', 'library', 'label', 'risk', 'officer', 'expert'])
  .describe('entity 检查对象, library 专项库条目, label 监管标签, risk 信用风险等级与标记, officer 执法人员, expert 专家')
export type ImportKind = z.infer<typeof ImportKind>

/** docs/states/import.md; the table is core/registers/import-state.ts. */
export const ImportState = z.enum(['checking', 'ready', 'committing', 'done', 'discarded', 'undoing', 'undone', 'failed'])

export const Mapping = z
  .record(z.string().max(40), z.number().int().min(0).max(199))
  .describe('Column of the register → place of its heading in the file, from 0.')

export type Mapping = z.infer<typeof Mapping>

export const ImportRow = z.object({
  id: z.uuid(),
  kind: ImportKind,
  state: ImportState,
  orgName: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  encoding: z.string().nullable().describe('utf-8 | gb18030 | xlsx; null until it is known.'),
  sheet: z.string().nullable(),
  complete: z.boolean().describe('The file is the whole list: whoever is not in it leaves.'),
  library: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  checkedAt: Instant.nullable(),
  committedBy: z.string().nullable(),
  finishedAt: Instant.nullable().describe('When it was committed.'),
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
  progress: Progress,
  rows: z.object({
    read: z.number().int(),
    added: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
    leaving: z.number().int().describe('In the register, not in a complete file; not part of the sum.'),
    rejected: z
      .record(z.string(), z.number().int())
      .describe('Rejected rows by reason code; read = added + changed + unchanged + Σ rejected.'),
  }),
  notes: z.object({
    newLabels: z
      .array(z.string())
      .describe('Labels of the file that the register does not know; they are made as 小类 when it is committed.'),
    counts: z.record(z.string(), z.number().int()).describe('What was noticed without being refused, by code: same_name_address, dead …'),
  }),
  sameFile: z.object({ importId: z.uuid(), at: Instant }).nullable().describe('The same bytes were committed before, and not taken back.'),
  annotated: z.boolean().describe("The user's own workbook with the errors in its cells can be had."),
  abilities: z.object({ commit: Ability, discard: Ability, undo: Ability }),
})
export type ImportRow = z.infer<typeof ImportRow>

export const Rejection = z.object({
  rowNo: z.number().int().describe('Row number in the file, the header being row 1.'),
  field: z.string(),
  reason: z.string(),
  value: z.string(),
  name: z.string().nullable(),
})

export const ImportChange = z.object({
  rowNo: z.number().int().nullable().describe('Null for who would leave: no row of the file says so.'),
  key: z.string().describe('Subject of an object, staff number of a person.'),
  name: z.string(),
  fields: z
    .array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() }))
    .describe('What differs; empty for added and leaving rows.'),
})

export const Preview = z.object({
  form: z.string(),
  sheets: z.array(z.object({ name: z.string(), rows: z.number().int() })).describe('Empty for CSV.'),
  sheet: z.string().nullable(),
  headingRow: z.number().int(),
  headings: z.array(z.string()),
  sample: z.array(z.array(z.string())).describe('The first rows below the heading, at most 5.'),
  columns: z.array(z.object({ column: z.string(), zh: z.string(), en: z.string(), needed: z.boolean(), headings: z.array(z.string()) })),
  mapping: Mapping,
  remembered: z.boolean().describe('This mapping was chosen before for the same headings.'),
  missing: z.array(z.string()).describe('Needed columns that no heading was found for.'),
})

const Id = z.object({ importId: z.uuid() })
const Act = Id.extend({ commandId: CommandId })

/** `import.read` lets one in the door; what a kind needs (register.import, officer.import, library.manage, register.label) is asked for each. */
export const imports = {
  /** Looks into an uploaded file without starting anything: sheets, headings, the mapping guessed or remembered. */
  preview: endpoint('import.read')
    .route({ method: 'POST', path: '/register/imports/preview', summary: '预览待导入文件' })
    .input(z.object({ fileId: z.uuid(), kind: ImportKind, sheet: z.string().max(100).optional() }))
    .output(Preview),
  start: endpoint('import.read')
    .route({ method: 'POST', path: '/register/imports', summary: '开始导入：核对文件，暂不写入' })
    .input(
      z.object({
        commandId: CommandId,
        fileId: z.uuid(),
        kind: ImportKind.default('entity'),
        sheet: z.string().max(100).nullable().default(null).describe('Null: the first sheet that has the headings.'),
        mapping: Mapping.nullable().default(null).describe('Null: guessed by the headings, or as remembered.'),
        complete: z.boolean().default(false),
        libraryId: z.uuid().nullable().default(null).describe('For kind library.'),
      }),
    )
    .output(z.object({ importId: z.uuid() })),
  list: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports', summary: '导入批次' })
    .input(PageInput.extend({ kind: ImportKind.optional(), state: ImportState.optional() }))
    .output(page(ImportRow)),
  get: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports/{importId}', summary: '一个导入批次' })
    .input(Id)
    .output(ImportRow),
  /** Sends the batch whenever its progress changes, and ends when it stands still: ready, done, discarded, undone or failed. */
  watch: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/watch', summary: '导入进度（SSE）' })
    .input(Id)
    .output(eventIterator(ImportRow)),
  changes: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/changes', summary: '导入将带来的变化' })
    .input(PageInput.extend({ importId: z.uuid(), change: z.enum(['added', 'changed', 'leaving']) }))
    .output(page(ImportChange)),
  rejections: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/rejections', summary: '被拒行' })
    .input(PageInput.extend({ importId: z.uuid(), reason: z.string().max(60).optional() }))
    .output(page(Rejection)),
  commit: endpoint('import.read')
    .route({ method: 'POST', path: '/register/imports/{importId}/commit', summary: '确认写入名录' })
    .input(Act)
    .output(z.object({ state: ImportState })),
  discard: endpoint('import.read')
    .route({ method: 'POST', path: '/register/imports/{importId}/discard', summary: '放弃导入' })
    .input(Act)
    .output(z.object({ state: ImportState })),
  /** What stands against taking the import back; empty: nothing does. */
  dependencies: endpoint('import.read')
    .route({ method: 'GET', path: '/register/imports/{importId}/dependencies', summary: '撤销前检查' })
    .input(Id)
    .output(z.object({ blocking: z.array(z.object({ code: z.string(), rows: z.number().int() })) })),
  undo: endpoint('import.read')
    .route({ method: 'POST', path: '/register/imports/{importId}/undo', summary: '撤销导入' })
    .input(Act.extend({ reason: z.string().min(2).max(200) }))
    .output(z.object({ state: ImportState })),
}
