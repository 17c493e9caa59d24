/** Endpoints whose body is a stream of bytes (contract/files.ts): plain handlers behind the same rule of access. */
import { Readable } from 'node:stream'
import type { streamEndpoints } from '#contract/files.ts'
import type { Actor } from '#core/access/can.ts'
import type { Services } from './context.ts'

export type StreamName = keyof typeof streamEndpoints

export type StreamCall = {
  readonly request: Request
  /** The parts of the path: `params.drawId`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly actor: Actor
  readonly services: Services
}

/** Answers with a `Response`; throws `Problem` to refuse. */
export type StreamHandler = (call: StreamCall) => Promise<Response>

/** The handlers of the stream endpoints, each room's own; server/router.ts puts them together. */
export type Streams = Readonly<Record<StreamName, StreamHandler>>

/** A file as an answer: `download` is the name it is saved under. */
export function fileResponse(
  bytes: Readable,
  { mediaType, size, download }: { readonly mediaType: string; readonly size?: number; readonly download: string },
): Response {
  const headers = new Headers({
    'content-type': mediaType,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(download)}`,
    'cache-control': 'private, no-store',
  })
  if (size !== undefined) headers.set('content-length', String(size))
  return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, { headers }) // Node's web stream is the global one
}
