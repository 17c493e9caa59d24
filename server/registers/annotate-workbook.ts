/** Where the parts of a workbook lie, by its own relations, and what they say when a sheet is added (ECMA-376 part 2, 9; part 1, 18.2). */
import { summarySheet } from '#core/registers/annotation.ts'
import { attribute, escaped, prefixOf } from './annotate-xml.ts'
import type { ZipPart, ZipReader } from './annotate-zip.ts'

export type WorkbookParts = {
  /** The sheet that was read. */
  readonly sheet: ZipPart
  readonly styles: { readonly name: string; readonly part: ZipPart | null }
  /** Where the summary goes: a new part, or the one of before. */
  readonly summary: string
  /** Parts that must say that there are a summary and styles, as they then read. */
  readonly changed: ReadonlyMap<string, string>
}

/** The text of a part, for parts that are small in every workbook. */
export async function textOf(zip: ZipReader, part: ZipPart): Promise<string> {
  if (part.inflated > longestPart) throw new Error(`${part.name}: too long`)
  const chunks: Buffer[] = []
  for await (const chunk of zip.read(part)) chunks.push(chunk)
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
}

/** Finds the sheet by its name (the first one when it has none), and says what must change around it. */
export async function workbookParts(zip: ZipReader, sheetName: string | null): Promise<WorkbookParts> {
  const part = (name: string): ZipPart => {
    const found = zip.parts.find((one) => one.name === name)
    if (found === undefined) throw new Error(`workbook: no ${name}`)
    return found
  }
  const root = relationsOf(await textOf(zip, part('_rels/.rels')), '')
  const workbook = root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const relsName = workbook.replace(/([^/]+)$/, '_rels/$1.rels')
  const [xml, relsXml, typesXml] = [
    await textOf(zip, part(workbook)),
    await textOf(zip, part(relsName)),
    await textOf(zip, part('[Content_Types].xml')),
  ]
  const relations = relationsOf(relsXml, workbook.replace(/[^/]*$/, ''))
  const sheets = sheetsOf(xml).map(({ name, id }) => ({ name, part: relations.find((one) => one.id === id)?.target ?? '' }))
  const sheet = sheetName === null ? sheets[0] : sheets.find(({ name }) => name === sheetName)
  if (sheet === undefined) throw new Error('workbook: no such sheet')
  const before = sheets.find(({ name }) => name === summarySheet)
  const folder = workbook.replace(/[^/]*$/, '')
  const stylesAt = relations.find(({ type }) => type.endsWith('/styles'))?.target
  const styles = { name: stylesAt ?? `${folder}mingjian-styles.xml`, part: stylesAt === undefined ? null : part(stylesAt) }
  const summary = before?.part ?? `${folder}worksheets/mingjian-summary.xml`
  const added = [
    ...(before === undefined ? [{ id: summaryRelation, name: summary, kind: 'worksheet' }] : []),
    ...(stylesAt === undefined ? [{ id: stylesRelation, name: styles.name, kind: 'styles' }] : []),
  ]
  const changed = new Map<string, string>()
  if (before === undefined) changed.set(workbook, withSheet(xml))
  if (added.length > 0) {
    changed.set(
      relsName,
      inside(relsXml, 'Relationships', (p) =>
        added.map((one) => `<${p}Relationship Id="${one.id}" Type="${office}/${one.kind}" Target="/${one.name}"/>`).join(''),
      ),
    )
    changed.set(
      '[Content_Types].xml',
      inside(typesXml, 'Types', (p) =>
        added
          .map(
            (one) =>
              `<${p}Override PartName="/${one.name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${one.kind}+xml"/>`,
          )
          .join(''),
      ),
    )
  }
  return { sheet: part(sheet.part), styles, summary, changed }
}

const longestPart = 32 << 20
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const [summaryRelation, stylesRelation] = ['mingjianSummary', 'mingjianStyles']

type Relation = { readonly id: string; readonly type: string; readonly target: string }

/** The relations of a part, their targets as names of parts. */
export function relationsOf(xml: string, folder: string): readonly Relation[] {
  return (xml.match(/<(?:[\w.-]+:)?Relationship\s[^>]*>/g) ?? []).map((tag) => ({
    id: attribute(tag, 'Id') ?? '',
    type: attribute(tag, 'Type') ?? '',
    target: resolved(attribute(tag, 'Target') ?? '', folder),
  }))
}

function resolved(target: string, folder: string): string {
  const parts = (target.startsWith('/') ? target : `${folder}${target}`).split('/').filter((part) => part !== '' && part !== '.')
  const names: string[] = []
  for (const part of parts)
    if (part === '..') names.pop()
    else names.push(part)
  return names.join('/')
}

const sheetTags = (xml: string): readonly string[] => xml.match(/<(?:[\w.-]+:)?sheet\s[^>]*>/g) ?? []

const sheetsOf = (xml: string): readonly { readonly name: string; readonly id: string }[] =>
  sheetTags(xml).map((tag) => ({ name: attribute(tag, 'name') ?? '', id: attribute(tag, '[\\w.-]+:id') ?? '' }))

/** The summary as the last sheet, so that places of names and of the sheet shown first stay. */
function withSheet(xml: string): string {
  const tags = sheetTags(xml)
  const number = Math.max(0, ...tags.map((tag) => Number(attribute(tag, 'sheetId') ?? 0))) + 1
  const r = /\s([\w.-]+):id\s*=/.exec(tags[0] ?? '')?.[1] ?? 'r'
  return inside(xml, 'sheets', (p) => `<${p}sheet name="${escaped(summarySheet)}" sheetId="${number}" ${r}:id="${summaryRelation}"/>`)
}

/** More at the end of an element. */
function inside(xml: string, element: string, more: (prefix: string) => string): string {
  const p = prefixOf(xml, element)
  const end = xml.lastIndexOf(`</${p}${element}>`)
  if (end < 0) throw new Error(`xml: no ${element}`)
  return xml.slice(0, end) + more(p) + xml.slice(end)
}
