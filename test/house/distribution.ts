/** Statements of the server that a Citus cluster refuses, as far as their text tells (docs.citusdata.com, "SQL Support and Workarounds"). */
import { placements } from '#db/distribution.ts'
import type { Finding, Source } from './sources.ts'

const named = (placement: string): string =>
  Object.keys(placements)
    .filter((table) => placements[table] === placement)
    .join('|')
const distributed = `(?:${named('distributed')})`
const whole = `(?:${named('reference')}|${named('coordinator')})`

type Refusal = { readonly why: string; readonly where: RegExp }

const readsDistributed = new RegExp(`\\b(?:from|join|using|update|into) (?:public\\.)?${distributed}\\b`)

/** Of statements that touch a distributed table. */
const refusals: readonly Refusal[] = [
  { why: 'locks rows on several machines: FOR UPDATE works for one subject only', where: /\bfor (?:no key )?(?:update|share|key share)\b/ },
  { why: 'samples over several machines', where: /\btablesample\b/ },
  { why: 'groups by sets over several machines', where: /\b(?:grouping sets|rollup|cube) ?\(/ },
  { why: 'is recursive over several machines', where: /\bwith recursive\b/ },
  { why: 'reads ctid, which names nothing across machines', where: /\bctid\b/ },
  { why: 'merges into a distributed table', where: new RegExp(`\\bmerge into (?:public\\.)?${distributed}\\b`) },
  {
    why: 'moves a row to another subject',
    where: new RegExp(
      `\\bupdate ${distributed}\\b(?:(?!\\b(?:from|where|returning)\\b).)*?\\bset (?:(?!\\b(?:from|where|returning)\\b).)*?\\bsubject =`,
    ),
  },
  {
    why: 'changes rows by a volatile function: each machine would have its own answer',
    where: new RegExp(
      `\\bupdate ${distributed}\\b.*?\\b(?:gen_random_uuid|uuidv[47]|random|clock_timestamp|timeofday|nextval|statement_timestamp)\\(`,
    ),
  },
  {
    why: 'joins outward from a table that is not distributed: put the distributed one first',
    where: new RegExp(`\\bfrom (?:public\\.)?${whole}(?: (?:as )?\\w+)? left (?:outer )?join (?:public\\.)?${distributed}\\b`),
  },
]

/** Every statement of a source that touches a distributed table and asks for what Citus refuses. */
export const refusedByCitus = (source: Source): readonly Finding[] =>
  statementsIn(source).flatMap(({ line, text }) =>
    readsDistributed.test(text)
      ? refusals
          .filter(({ where }) => where.test(text))
          .map(({ why }) => ({ file: source.file, line, what: `${why}: ${text.slice(0, 90)}` }))
      : [],
  )

/** Template texts with what is put into them left out, in one line each. */
export function statementsIn({ code }: Pick<Source, 'code'>): readonly { readonly line: number; readonly text: string }[] {
  const text = code.join('\n')
  const found: { line: number; text: string }[] = []
  const open: { at: number; parts: string[]; braces: number }[] = []
  for (let at = 0; at < text.length; at++) {
    const inner = open.at(-1)
    const character = text[at]
    if (character === '\\') at++
    else if (character === '`') {
      if (inner !== undefined && inner.braces === 0) {
        open.pop()
        found.push({ line: text.slice(0, inner.at).split('\n').length, text: inner.parts.join('').replaceAll(/\s+/g, ' ').trim() })
      } else open.push({ at, parts: [], braces: 0 })
    } else if (inner !== undefined) {
      if (inner.braces === 0 && character === '$' && text[at + 1] === '{') {
        inner.parts.push('?')
        inner.braces = 1
        at++
      } else if (inner.braces > 0) inner.braces += character === '{' ? 1 : character === '}' ? -1 : 0
      else inner.parts.push(character ?? '')
    }
  }
  return found
}
