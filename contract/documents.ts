/** 文书: papers prepared from the facts of a plan, a task or a visit, issued with a number, kept as they were; and all notices of a task at once. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, Progress, page } from './base.ts'
import { DocumentKind } from './document-templates.ts'

export const Thing = z.object({ kind: z.enum(['plan', 'task', 'visit']), id: z.uuid() })
export type Thing = z.infer<typeof Thing>

const text = z.string()
const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['addressee', 'heading1', 'heading2', 'paragraph', 'note']), text }),
  z.object({
    kind: z.literal('table'),
    columns: z.array(z.object({ title: text, width: z.number() })),
    rows: z.array(z.array(text)),
  }),
  z.object({
    kind: z.literal('form'),
    rows: z.array(z.object({ cells: z.array(z.object({ label: text, text })), lines: z.number() })),
  }),
  z.object({ kind: z.literal('signature'), issuer: text, date: text, seal: z.boolean() }),
  z.object({ kind: z.literal('annex'), text, landscape: z.boolean() }),
])
/** core/documents/filled.ts */
export const FilledDocument = z.object({
  title: text,
  number: text.nullable(),
  head: z.enum(['red', 'plain']),
  issuer: text,
  blocks: z.array(block),
})

export type FilledDocument = z.infer<typeof FilledDocument>

/** What the person who issues types, by placeholder. */
export const Typed = z.record(z.string().max(20), z.string().max(2000))
export const DocumentFormat = z.enum(['pdf', 'docx'])

export const IssuedDocument = z.object({
  id: z.uuid(),
  kind: DocumentKind,
  thing: Thing,
  title: text,
  number: text.nullable(),
  about: text.describe('The name of what it is about.'),
  orgName: text,
  issuedBy: text,
  issuedAt: Instant,
  voided: z.object({ reason: text, by: text, at: Instant }).nullable(),
  sealed: z.boolean().describe('A copy with its seal is kept.'),
})
export type IssuedDocument = z.infer<typeof IssuedDocument>

export const PreparedDocument = z.object({
  document: FilledDocument,
  blanks: z.array(text).describe('Placeholders without a value: a line to write on is printed there.'),
  typed: z.array(z.object({ name: text, long: z.boolean(), value: text })),
  template: z.object({ id: z.uuid().nullable(), orgName: text.nullable(), version: z.number().int().nullable() }),
  /** Of a visit: what the frequency guard says. */
  frequency: z
    .object({
      verdict: z.enum(['ok', 'warned', 'blocked', 'excepted']),
      number: z.number().int(),
      cap: z.number().int(),
      item: z
        .object({ name: text, cap: z.number().int(), used: z.number().int() })
        .nullable()
        .describe('An item whose own yearly cap is reached before this visit.'),
    })
    .nullable(),
  ability: Ability,
})
export type PreparedDocument = z.infer<typeof PreparedDocument>

export const DocumentBatch = z.object({
  id: z.uuid(),
  kind: DocumentKind,
  format: DocumentFormat,
  state: z.enum(['working', 'done', 'failed']),
  askedBy: text,
  askedAt: Instant,
  issued: z.number().int().describe('Issued by this batch; papers issued before are printed again as they were.'),
  printed: z.number().int(),
  leftOut: z.array(z.object({ visitId: z.uuid(), name: text, reason: text })),
  hasFile: z.boolean(),
  progress: Progress,
})
export type DocumentBatch = z.infer<typeof DocumentBatch>

const DocumentId = z.object({ documentId: z.uuid() })
const BatchId = z.object({ batchId: z.uuid() })

export const documents = {
  /** Reads only; POST because what is typed does not fit into an address. */
  prepare: endpoint('signedIn')
    .route({ method: 'POST', path: '/documents/prepare', summary: '文书预览（不编号、不出具）' })
    .input(z.object({ kind: DocumentKind, thing: Thing, typed: Typed.default({}) }))
    .output(PreparedDocument),
  issue: endpoint('document.issue')
    .route({ method: 'POST', path: '/documents', summary: '出具文书' })
    .input(z.object({ commandId: CommandId, kind: DocumentKind, thing: Thing, typed: Typed.default({}) }))
    .output(z.object({ documentId: z.uuid(), number: z.string().nullable() })),
  list: endpoint('signedIn')
    .route({ method: 'GET', path: '/documents', summary: '已出具文书' })
    .input(
      PageInput.extend({
        kind: DocumentKind.optional(),
        q: z.string().max(60).optional().describe('Number, title or name.'),
        thing: z.string().max(60).optional().describe('plan:id, task:id (with its visits) or visit:id.'),
      }),
    )
    .output(page(IssuedDocument)),
  get: endpoint('signedIn')
    .route({ method: 'GET', path: '/documents/{documentId}', summary: '一份文书' })
    .input(DocumentId)
    .output(
      IssuedDocument.extend({
        document: FilledDocument,
        sha256: z.string(),
        abilities: z.object({ void: Ability, attachSealed: Ability }),
      }),
    ),
  void: endpoint('document.issue')
    .route({ method: 'POST', path: '/documents/{documentId}/void', summary: '作废文书' })
    .input(DocumentId.extend({ commandId: CommandId, reason: z.string().trim().min(2).max(300) }))
    .output(z.object({ voided: z.literal(true) })),
  /** A scan of the stamped paper, or what an e-seal service gave back: kept beside the paper, never made by us. */
  attachSealed: endpoint('document.issue')
    .route({ method: 'POST', path: '/documents/{documentId}/sealed', summary: '登记盖章件' })
    .input(DocumentId.extend({ commandId: CommandId, fileId: z.uuid() }))
    .output(z.object({ sealed: z.literal(true) })),
  /** Hands the paper to the e-seal service of this house; refused where none is set up. */
  seal: endpoint('document.issue')
    .route({ method: 'POST', path: '/documents/{documentId}/seal', summary: '申请电子签章' })
    .input(DocumentId.extend({ commandId: CommandId }))
    .output(z.object({ asked: z.literal(true) })),
  issueAll: endpoint('document.issue')
    .route({ method: 'POST', path: '/document-batches', summary: '批量出具一个任务的文书' })
    .input(
      z.object({
        commandId: CommandId,
        kind: z.enum(['notice', 'approval']),
        taskId: z.uuid(),
        format: DocumentFormat.default('pdf'),
        typed: Typed.default({}),
      }),
    )
    .output(z.object({ batchId: z.uuid() })),
  batches: endpoint('signedIn')
    .route({ method: 'GET', path: '/document-batches', summary: '一个任务的批量出具' })
    .input(z.object({ taskId: z.uuid(), kind: z.enum(['notice', 'approval']).default('notice') }))
    .output(
      z.object({
        rows: z.array(DocumentBatch),
        ahead: z.number().int().describe('Visits for which somebody still has to go.'),
        typed: z.array(z.object({ name: text, long: z.boolean(), value: text })),
      }),
    ),
  batch: endpoint('signedIn')
    .route({ method: 'GET', path: '/document-batches/{batchId}', summary: '一次批量出具' })
    .input(BatchId)
    .output(DocumentBatch),
  watchBatch: endpoint('signedIn')
    .route({ method: 'GET', path: '/document-batches/{batchId}/watch', summary: '批量出具进度（SSE）' })
    .input(BatchId)
    .output(eventIterator(DocumentBatch)),
}
