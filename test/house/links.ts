/** Links and paths in the documents: what they point at is there. */
import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { type Finding, filesOf, readText, roomNames, root } from './sources.ts'

export const documents: readonly string[] = filesOf(['README.md', 'AGENTS.md', 'docs/**/*.md'])

/** Links to files or headings that do not exist. Addresses of the web are not asked. */
export const deadLinks = (file: string): readonly Finding[] =>
  linesOutsideCode(readText(file)).flatMap(({ text, line }) =>
    [...text.matchAll(/\]\(([^)\s]+)(?: "[^"]*")?\)/g)].flatMap(({ 1: target = '' }) => {
      if (/^[a-z]+:/.test(target)) return []
      const [path = '', anchor] = decodeURI(target).split('#')
      const to = path === '' ? file : normalize(join(dirname(file), path))
      if (!existsSync(join(root, to))) return [{ file, line, what: `${target}: there is no ${to}` }]
      if (anchor === undefined || !to.endsWith('.md') || anchorsOf(readText(to)).has(anchor)) return []
      return [{ file, line, what: `${target}: ${to} has no heading #${anchor}` }]
    }),
  )

/** Paths in `code marks` that name a file or folder of a room and do not exist; patterns with * < { … are not looked up. */
export const deadPaths = (file: string): readonly Finding[] =>
  linesOutsideCode(readText(file)).flatMap(({ text, line }) =>
    [...text.matchAll(/`([^`]+)`/g)].flatMap(({ 1: code = '' }) => {
      const path = code.replace(/^#/, '').replace(/\/$/, '')
      const isPath = /^[\w.-]+(\/[\w.一-鿿-]+)+$/.test(path) && (starts as readonly string[]).includes(path.split('/')[0] ?? '')
      return !isPath || existsSync(join(root, path)) ? [] : [{ file, line, what: `\`${code}\` does not exist` }]
    }),
  )

const starts = [...roomNames, 'docs', '.ci'] as const

/** Anchors as GitHub makes them: lower case, punctuation gone, spaces to hyphens, a number behind doubles. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>()
  const anchors = linesOutsideCode(markdown).flatMap(({ text }) => {
    const heading = /^#{1,6} (.+?)\s*#*$/.exec(text)?.[1]
    if (heading === undefined) return []
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = plain.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return [times === 0 ? slug : `${slug}-${times}`]
  })
  return new Set(anchors)
}

function linesOutsideCode(markdown: string): readonly { readonly text: string; readonly line: number }[] {
  let inCode = false
  return markdown.split('\n').flatMap((text, index) => {
    const fence = /^\s*(```|~~~)/.test(text)
    if (fence) inCode = !inCode
    return fence || inCode ? [] : [{ text, line: index + 1 }]
  })
}
