/** What goes with every answer: what the browser may do with it, and how long a copy is good. */
import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'

/**
 * Pages hold names that strangers chose, so the browser is told to run nothing: no script, no frame, no plug-in, no form to elsewhere.
 * An escaping mistake would then deface a page, not speak in its name.
 */
export const pageHeaders =
  (origin: string): MiddlewareHandler =>
  async (c, next) => {
    await next()
    const { headers } = c.res
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('X-Frame-Options', 'DENY')
    headers.set('Referrer-Policy', 'same-origin')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
    if (origin.startsWith('https:')) headers.set('Strict-Transport-Security', 'max-age=31536000')
  }

/** Pages carry a fingerprint and may be kept for a minute; a page about a fault may not be kept. */
export const freshness: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.get('Content-Type')?.startsWith('text/html')) return
  if (c.res.status !== 200) {
    c.res.headers.set('Cache-Control', 'no-store')
    return
  }
  const body = await c.res.text()
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = new Headers(c.res.headers)
  headers.set('ETag', etag)
  headers.set('Cache-Control', 'public, max-age=60')
  const known = c.req
    .header('If-None-Match')
    ?.split(/\s*,\s*/)
    .includes(etag)
  c.res = undefined
  c.res = known ? new Response(null, { status: 304, headers }) : new Response(body, { headers })
}

/**
 * The verification page alone runs a script, its own, whose hash the page names; a worker made of that script hashes, with WebAssembly. It may
 * load the files of a draw from this site and nothing from elsewhere.
 */
export const verifyPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
