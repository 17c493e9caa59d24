/** One typed catalogue: `t('key', facts)`. A key that does not exist, or a fact that is missing, does not compile. */
import { catalogue } from './catalogue.ts'

export type Language = 'zh' | 'en'
export type Key = keyof typeof catalogue
type Fact = string | number
type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never
type FactsOf<K extends Key> = NamesIn<(typeof catalogue)[K][0]>
/** Keys whose text has no facts in it: what tables of labels hold. */
export type PlainKey = { [K in Key]: [FactsOf<K>] extends [never] ? K : never }[Key]
type Rest<K extends Key> = [FactsOf<K>] extends [never] ? [] : [facts: Readonly<Record<FactsOf<K>, Fact>>]

/** The text of a key in the language of the page. Numbers among the facts are grouped: 12,345. */
export function t<K extends Key>(key: K, ...[facts]: Rest<K>): string {
  const text: string = catalogue[key][language() === 'zh' ? 0 : 1]
  return facts === undefined ? text : fill(text, facts)
}

/** The text of a computed key when there is one, else the fallback: `tMaybe(`task.state.${state}`, state)`. */
export function tMaybe(key: string, fallback: string): string {
  return isKey(key) ? catalogue[key][language() === 'zh' ? 0 : 1] : fallback
}

const isKey = (key: string): key is Key => Object.hasOwn(catalogue, key)

let current: Language = startLanguage()
const listeners = new Set<() => void>()

export const language = (): Language => current

/** Changes the language of the whole console, remembers it, and puts it into the address so that a copied link keeps it. */
export function setLanguage(next: Language): void {
  current = next
  remember(next)
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  const address = new URL(location.href)
  if (next === 'zh') address.searchParams.delete('lang')
  else address.searchParams.set('lang', next)
  history.replaceState(history.state, '', address)
  for (const listener of listeners) listener()
}

export function onLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function fill(text: string, facts: Readonly<Record<string, Fact>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = facts[name]
    return fact === undefined ? whole : typeof fact === 'number' ? fact.toLocaleString('en-US') : fact
  })
}

function startLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang') ?? remembered()
  const start = asked === 'en' ? 'en' : 'zh'
  document.documentElement.lang = start === 'zh' ? 'zh-CN' : 'en'
  return start
}

// Storage may be forbidden by policy on office machines; the language then lasts as long as the page.
function remembered(): string | null {
  try {
    return localStorage.getItem('mingjian.language')
  } catch {
    return null
  }
}

function remember(next: Language): void {
  try {
    localStorage.setItem('mingjian.language', next)
  } catch {
    return
  }
}
