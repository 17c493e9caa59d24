/** Reads a message whole, within a size and a time: the typed calls never need more, and a slow sender must not hold a place for ever. */
import { Problem } from './problem.ts'

/** Largest message of a typed call, in bytes; files go to the upload endpoint. */
export const maxMessage = 8 * 1024 * 1024
const maxSeconds = 30

/** The same request with its body in memory, of at most `limit` bytes. Throws `body_too_large`, `request_timeout`. */
export async function withWholeBody(request: Request, signal: AbortSignal, limit = maxMessage): Promise<Request> {
  if (request.body === null) return request
  const said = Number(request.headers.get('content-length') ?? 0)
  if (said > limit) throw new Problem('body_too_large', { maxBytes: limit })
  const reader = request.body.getReader()
  const late = AbortSignal.timeout(maxSeconds * 1000)
  const giveUp = () => void reader.cancel().catch(() => undefined)
  late.addEventListener('abort', giveUp)
  try {
    const body = await readWithin(reader, limit)
    if (late.aborted) throw new Problem('request_timeout')
    return new Request(request.url, { method: request.method, headers: request.headers, body, signal })
  } finally {
    late.removeEventListener('abort', giveUp)
  }
}

async function readWithin(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel().catch(() => undefined)
      throw new Problem('body_too_large', { maxBytes: limit })
    }
    chunks.push(value)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
