/**
 * Endpoints whose body is a stream of bytes. They are plain HTTP, beside the typed calls, because a million-row register must never
 * be one message in memory. Each declares its access here, and the house rules test them like every other endpoint.
 */
import * as z from 'zod'
import type { Access } from './base.ts'

export const UploadedFile = z.object({ id: z.uuid(), name: z.string(), size: z.number().int(), sha256: z.string() })
export type UploadedFile = z.infer<typeof UploadedFile>

export type StreamEndpoint = { readonly method: 'GET' | 'POST'; readonly path: string; readonly access: Access; readonly summary: string }

export const streamEndpoints = {
  /** Body: the file's bytes. Query: `name`. Answer: `UploadedFile`. */
  upload: { method: 'POST', path: '/api/v1/files', access: 'file.upload', summary: '上传文件' },
  /** Answer: the bundle of a finished draw as canonical JSON. */
  bundle: { method: 'GET', path: '/api/v1/draws/:drawId/bundle', access: 'draw.read', summary: '下载核验包' },
  /** Answer: a file that the bundle names by its hash (a long pool or a long list of the selected), as JSON lines. */
  /** Answer: the auditor's copy of a sealed draw's bundle, with key, strata and members; of an open draw, the bundle itself. */
  auditBundle: { method: 'GET', path: '/api/v1/draws/:drawId/audit/bundle', access: 'draw.audit', summary: '下载审计核验包' },
  auditFile: { method: 'GET', path: '/api/v1/draws/:drawId/audit/files/:name', access: 'draw.audit', summary: '下载审计核验包附属文件' },
  /** Answer: 抽取证书, a PDF, from the COMMIT on. */
  certificate: { method: 'GET', path: '/api/v1/draws/:drawId/certificate', access: 'draw.read', summary: '下载抽取证书' },
  /** Answer: 对象抽取情况确认书, a PDF with the sign-offs so far. */
  confirmation: { method: 'GET', path: '/api/v1/draws/:drawId/confirmation', access: 'draw.read', summary: '下载对象抽取情况确认书' },
  /** Answer: the rows of a plan as a workbook. Query: `planId`; `version`, else as it is being worked on; `format=csv`. */
  planTable: { method: 'GET', path: '/api/v1/plan-table', access: 'plan.read', summary: '导出计划表' },
  /** Answer: 变更审批表, a PDF with both versions and who did what. */
  changeForm: { method: 'GET', path: '/api/v1/changes/:changeId/form', access: 'task.read', summary: '下载变更审批表' },
  /** Answer: the document that a change request refers to. */
  changeEvidence: { method: 'GET', path: '/api/v1/changes/:changeId/evidence', access: 'task.read', summary: '下载变更证明材料' },
  drawFile: { method: 'GET', path: '/api/v1/draws/:drawId/files/:name', access: 'draw.read', summary: '下载核验包附属文件' },
  /** Answer: the officer register as it was filed with the level above, a CSV; for the places that submitted and received it. */
  filingFile: { method: 'GET', path: '/api/v1/officer-filings/:filingId/file', access: 'officer.read', summary: '下载备案名录' },
  /**
   * Body: NDJSON, one event of the registration authority a line, in the order of its numbers (docs/api.md). Query: `source`, the name of the
   * stream (main); `gaps=accept` gives missing numbers up. Answer: the receipt (contract/feeds.ts), also beside a refusal for missing numbers.
   */
  registerEvents: { method: 'POST', path: '/api/v1/register/events', access: 'register.feed', summary: '推送登记变更' },
  /** Answer: a workbook to fill in, for `entity.xlsx`, `library.xlsx` … */
  importTemplate: { method: 'GET', path: '/api/v1/register/imports/template/:kind', access: 'import.read', summary: '下载导入模板' },
  /** Answer: the file that was sent, with what is wrong in its cells; for whoever may import its kind, because it holds all that was sent. */
  annotatedImport: {
    method: 'GET',
    path: '/api/v1/register/imports/:importId/annotated',
    access: 'import.read',
    summary: '下载已标出错误的文件',
  },
  /** Answer: an issued paper: `pdf`, `docx`, or `sealed`, the copy with its seal. */
  documentFile: { method: 'GET', path: '/api/v1/documents/:documentId/:format', access: 'signedIn', summary: '下载文书' },
  /**
   * Answer: the paper as it would be issued now, without a number: `pdf`, `docx` to be mended in Word, `svg` to be looked at. `:thing` is `plan`, `task` or
   * `visit`. Query: what is typed, by placeholder.
   */
  documentDraft: {
    method: 'GET',
    path: '/api/v1/document-drafts/:kind/:thing/:thingId/:format',
    access: 'signedIn',
    summary: '下载文书样稿（未编号）',
  },
  /** Answer: the papers of all visits of a task: one PDF, or an archive. */
  documentBatchFile: {
    method: 'GET',
    path: '/api/v1/document-batches/:batchId/file',
    access: 'document.issue',
    summary: '下载批量出具的文书',
  },
  /** Answer: a template with made-up values, as `pdf`, `docx` or `svg`. */
  templateSample: {
    method: 'GET',
    path: '/api/v1/document-templates/:templateId/sample/:format',
    access: 'signedIn',
    summary: '下载模板样张',
  },
  /** Answer: the file of an export, for whoever asked for it, until it expires; `Range` of bytes resumes a download that broke off. */
  exportFile: { method: 'GET', path: '/api/v1/exports/:exportId/file', access: 'register.export', summary: '下载导出文件' },
} as const satisfies Record<string, StreamEndpoint>
