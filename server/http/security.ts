/** What every answer says to browsers, and which requests of browsers are refused before anything else looks at them. */
import { Problem } from './problem.ts'

/** The console runs its own scripts only; Ant Design writes style elements, so styles may be inline. */
const consolePolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Public pages and the API's own pages need no script at all. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Adds the headers an answer does not have yet; `secure` when people reach us over https. */
export function addSecurityHeaders(headers: Headers, path: string, secure: boolean): void {
  const add = (name: string, value: string) => headers.has(name) || headers.set(name, value)
  add('content-security-policy', path === '/console' || path.startsWith('/console/') ? consolePolicy : pagePolicy)
  add('x-content-type-options', 'nosniff')
  add('x-frame-options', 'DENY')
  add('referrer-policy', 'same-origin')
  add('cross-origin-opener-policy', 'same-origin')
  add('cross-origin-resource-policy', 'same-origin')
  add('permissions-policy', 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()')
  if (secure) add('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

/**
 * Throws `cross_site` when a browser sends a change from another site: its cookie would come along. `Sec-Fetch-Site` cannot be set by a page;
 * `Origin` is what older browsers send. Clients that are no browsers send neither, and have no cookies of others to abuse.
 */
export function assertSameSite(request: Request, origins: readonly string[]): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') throw new Problem('cross_site')
  const origin = request.headers.get('origin')
  if (origin !== null && !origins.includes(origin) && !isOwnHost(origin, request)) throw new Problem('cross_site')
}

/** The page came from the very host it calls: another name of ours, such as 127.0.0.1 for localhost. */
function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === (request.headers.get('host') ?? new URL(request.url).host)
}
