/** XML of workbooks as text, changed in place: what is not understood stays as it stands. */

/** One attribute of a tag, unescaped; null when it is not there. `name` is a pattern, so that a prefix may be free. */
export function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return found === null ? null : unescaped(found[1] ?? found[2] ?? '')
}

/** The tag with the attribute set; the tag begins with `<name`. */
export function withAttribute(tag: string, name: string, value: string | number): string {
  const pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"[^"]*"|'[^']*')`)
  const text = ` ${name}="${escaped(String(value))}"`
  return pattern.test(tag) ? tag.replace(pattern, () => text) : tag.replace(/^<[^\s/>]+/, (start) => start + text)
}

/** The prefix with which an element is written (`x:` or nothing), by the name of the root. */
export function prefixOf(xml: string, root: string): string {
  const found = new RegExp(`<([\\w.-]+:)?${root}[\\s>/]`).exec(xml)
  if (found === null) throw new Error(`xml: no ${root}`)
  return found[1] ?? ''
}

/** What XML 1.0 can hold, escaped; other characters are left out. */
export const escaped = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"]/g, (char) => entities[char] ?? char)

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export function unescaped(text: string): string {
  return text
    .replace(/&#(?:x([0-9a-f]+)|(\d+));/gi, (_, hex?: string, decimal?: string) =>
      String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)),
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}

/** `C5` → 2; null for what is no cell. */
export function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference)?.[1]
  if (letters === undefined) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** 2 → `C`. */
export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? columnLetters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}
