/** /console: the built staff pages. An address without a file is a page of the application, which its own router shows. */
import { open } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Answers for a path below the folder (`/assets/x.js`); null when there is no such file and none could be meant. */
export async function staticResponse(folder: string, path: string, request: Request): Promise<Response | null> {
  const wanted = fileOf(folder, path)
  if (wanted === null) return null
  const exact = extname(path) === '' ? null : await answer(wanted, request)
  if (exact !== null) return exact
  return extname(path) === '' ? answer(join(folder, 'index.html'), request) : null
}

async function answer(file: string, request: Request): Promise<Response | null> {
  const handle = await open(file, 'r').catch(() => null)
  if (handle === null) return null
  const { size, mtimeMs } = await handle.stat()
  const etag = `"${size.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`
  // Vite puts a hash of the content into the names below assets, so those never change.
  const cache = file.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache'
  const headers = { 'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream', 'cache-control': cache, etag }
  if (request.headers.get('if-none-match') === etag || request.method === 'HEAD') {
    await handle.close()
    return new Response(null, { status: request.method === 'HEAD' ? 200 : 304, headers })
  }
  return new Response(Readable.toWeb(handle.createReadStream()) as ReadableStream<Uint8Array>, { headers }) // Node's web stream is the global one
}

/** The file of a path, or null when the path leaves the folder. */
function fileOf(folder: string, path: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return null
  }
  if (decoded.includes('\0')) return null
  const file = normalize(join(folder, decoded))
  return file === folder || file.startsWith(folder + sep) ? file : null
}
