/** A paper before it is issued: the template that holds, filled with the facts and with what somebody types. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '#core/canonical.ts'
import { type Filled, fillTemplate } from '#core/documents/fill.ts'
import type { FilledDocument } from '#core/documents/filled.ts'
import { type DocumentKind, documentKinds, fieldsOf, typedFieldsOf } from '#core/documents/kinds.ts'
import { nationalTemplates } from '#core/documents/national-templates.ts'
import { documentNumber, numberSeries } from '#core/documents/number.ts'
import type { Template } from '#core/documents/template.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { nextSerial } from '#server/numbers.ts'
import type { Gathered } from './gathered.ts'
import { lastTyped } from './store.ts'
import { type TemplateRecord, templateInForce } from './template-store.ts'

export type TypedValues = Readonly<Record<string, string>>

/** What is the same for all papers of a kind and an organisation on a day. */
export type Letterhead = {
  readonly kind: DocumentKind
  readonly template: Template
  readonly record: TemplateRecord | null
  readonly last: TypedValues
}

export type Paper = Filled & { readonly typed: TypedValues }

export async function letterheadOf(
  tx: Tx,
  kind: DocumentKind,
  issuer: { readonly orgPath: string; readonly dept: string },
  now: Instant,
): Promise<Letterhead> {
  const record = await templateInForce(tx, kind, issuer, dateAt(now))
  return { kind, record, template: record?.body ?? nationalTemplates[kind], last: await lastTyped(tx, kind, issuer) }
}

/** The paper without a number. What nobody typed begins with what the facts suggest, then with what the last paper of the organisation said. */
export function writePaper({ kind, template, last }: Letterhead, gathered: Gathered, input: TypedValues): Paper {
  const names = typedFieldsOf(kind)
  const stranger = Object.keys(input).find((name) => !names.includes(name))
  if (stranger !== undefined) throw new Problem('document_field_unknown', { name: stranger })
  const typed = Object.fromEntries(
    names.map((name) => [name, (input[name] ?? gathered.suggested[name] ?? last[name] ?? '').trim()] as const),
  )
  const data = { ...gathered.data, fields: { ...gathered.data.fields, ...typed } }
  return { ...fillTemplate(template, data, null), typed }
}

/** Refuses a paper whose duties of content have a blank where a fact belongs. */
export function refuseBlanks(kind: DocumentKind, { blanks }: Filled): void {
  const { mustName }: { readonly mustName: readonly string[] } = documentKinds[kind]
  const missing = blanks.filter((name) => mustName.includes(name))
  if (missing.length > 0) throw new Problem('document_field_missing', { missing: missing.join('、') })
}

/** The next number of the organisation's series; none where the template has no pattern. The counter is held until the transaction ends. */
export async function takeNumber(tx: Tx, { template }: Letterhead, { issuer }: Gathered, now: Instant): Promise<string | null> {
  if (template.number === null) return null
  const of = { shortName: issuer.shortName, year: Number(dateAt(now).slice(0, 4)) }
  const series = numberSeries(template.number, of)
  return documentNumber(template.number, of, await nextSerial(tx, `document:${issuer.orgPath}:${issuer.dept}:${series}`))
}

/** The fingerprint of every word of a paper. */
export function fingerprintOf(document: FilledDocument): string {
  const text = canonicalJson(JSON.parse(JSON.stringify(document)))
  if (!text.ok) throw new Error(`a paper without a canonical form at ${text.failure.path}`)
  return createHash('sha256').update(text.value).digest('hex')
}

/** The typed placeholders of a kind with a value to begin with, for a form. */
export const formOf = (kind: DocumentKind, typed: TypedValues): { name: string; long: boolean; value: string }[] =>
  typedFieldsOf(kind).map((name) => ({ name, long: fieldsOf(kind)[name]?.typed === 'text', value: typed[name] ?? '' }))
