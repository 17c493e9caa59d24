/** How one reader sees the portal: language, size of letters, and the links that keep both. */
import { html } from 'hono/html'
import { type FactsOf, type Lang, type PhraseKey, pieces } from './text.ts'

/** An escaped piece of a page. Only `html` of hono/html makes one. */
export type Html = ReturnType<typeof html>

export type View = {
  readonly lang: Lang
  readonly large: boolean
  /** The path without the language prefix, and the query without `lang` and `size`. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** A sentence as text. */
  readonly t: <Key extends PhraseKey>(key: Key, ...facts: FactsOf<Key, string | number>) => string
  /** A sentence whose facts may be fragments. */
  readonly rich: <Key extends PhraseKey>(key: Key, ...facts: FactsOf<Key, string | number | Html>) => Html
  /** A path of the portal in this reader's language and size. */
  readonly href: (path: string, query?: Readonly<Record<string, string | undefined>>) => string
  /** The words of a vocabulary entry. */
  readonly word: (entry: { readonly zh: string; readonly en: string }) => string
  /** A name or text of the register: Chinese whatever the language of the page, and marked so for screen readers. */
  readonly zh: (text: string) => Html
}

/** Makes the view of one request. `path` still carries its language prefix; `lang=en` in the query says the same as the prefix. */
export function createView(requestPath: string, query: Readonly<Record<string, string>>): View {
  const prefixed = requestPath === '/en' || requestPath.startsWith('/en/')
  const lang: Lang = prefixed || query.lang === 'en' ? 'en' : 'zh'
  const large = query.size === 'large'
  const { lang: _lang, size: _size, ...rest } = query
  return {
    lang,
    large,
    path: prefixed ? requestPath.slice(3) || '/' : requestPath,
    query: rest,
    t: (key, ...facts) => pieces(key, lang, written<string | number>(facts[0])).join(''),
    rich: (key, ...facts) => html`${pieces(key, lang, written<string | number | Html>(facts[0]))}`,
    href: (path, params = {}) => hrefIn({ lang, large }, path, params),
    word: (entry) => entry[lang],
    zh: (text) => (lang === 'zh' ? html`${text}` : html`<span lang="zh-CN">${text}</span>`),
  }
}

/** A path of the portal for a language and size: `/en/draws?size=large`. */
export function hrefIn(
  mode: { readonly lang: Lang; readonly large: boolean },
  path: string,
  params: Readonly<Record<string, string | undefined>> = {},
): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) if (value !== undefined && value !== '') query.set(name, value)
  if (mode.large) query.set('size', 'large')
  const [bare, anchor] = path.split('#')
  const search = query.size === 0 ? '' : `?${query}`
  return `${mode.lang === 'en' ? `/en${bare === '/' ? '' : bare}` : bare}${search}${anchor === undefined ? '' : `#${anchor}`}`
}

/** An integer with thousands separators: 86,412. */
export const figure = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

/** A rate of parts per million as per cent: 30000 → 3%. */
export const percentOfPpm = (ppm: number): string => `${ppm / 10_000}%`

// Numbers in a sentence are figures; texts and fragments stay as they are.
function written<Value>(facts: Readonly<Record<string, Value>> | undefined): Readonly<Record<string, Value | string>> {
  const entries = Object.entries(facts ?? {}).map(([name, value]) => [name, typeof value === 'number' ? figure(value) : value])
  return Object.fromEntries(entries)
}
