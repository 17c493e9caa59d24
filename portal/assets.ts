/** The two files that every page needs, named by what is in them, so that a browser may keep them for ever. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export type Asset = { readonly path: string; readonly body: string; readonly type: string }

export function loadAssets(): { readonly css: Asset; readonly icon: Asset } {
  const css = sheets.map((name) => readFileSync(new URL(`./style/${name}.css`, import.meta.url), 'utf8')).join('')
  return { css: asset('css', small(css), 'text/css; charset=utf-8'), icon: asset('svg', icon, 'image/svg+xml') }
}

/** In the order of the cascade. */
const sheets = ['base', 'frame', 'lists', 'draws', 'entity', 'verify', 'narrow']

/** Without comments and the spaces that only people need. */
const small = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,]) ?/g, '$1')
    .trim()

function asset(extension: string, body: string, type: string): Asset {
  const name = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { path: `/assets/portal-${name}.${extension}`, body, type }
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="3" fill="#1d4f91"/><circle cx="12" cy="12" r="7" fill="none" stroke="#fff" stroke-width="1.6"/><circle cx="12" cy="12" r="2.2" fill="#fff"/></svg>'
