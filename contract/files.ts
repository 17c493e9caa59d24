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
  drawFile: { method: 'GET', path: '/api/v1/draws/:drawId/files/:name', access: 'draw.read', summary: '下载核验包附属文件' },
  /** Answer: the officer register as it was filed with the level above, a CSV; for the places that submitted and received it. */
  filingFile: { method: 'GET', path: '/api/v1/officer-filings/:filingId/file', access: 'officer.read', summary: '下载备案名录' },
} as const satisfies Record<string, StreamEndpoint>
