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
  drawFile: { method: 'GET', path: '/api/v1/draws/:drawId/files/:name', access: 'draw.read', summary: '下载核验包附属文件' },
} as const satisfies Record<string, StreamEndpoint>
