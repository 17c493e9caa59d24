/** 文书模板: the text of papers as data, version after version, approved by another person than its author. */
import * as z from 'zod'
import { documentKinds } from '#core/documents/kinds.ts'
import { templateStates } from '#core/documents/template-state.ts'
import { Ability, CommandId, endpoint, Instant, PlainDate } from './base.ts'

/** The keys of a table of core, as a schema takes them. */
const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[] // exactly the table's own keys

export const DocumentKind = z.enum(namesOf(documentKinds)).describe('core/documents/kinds.ts')

const when = z.string().max(20).optional().describe('Printed only where this placeholder has a value, or this list an entry.')
const text = z.string().max(4000)
const words = z.string().max(200)

export const TemplateBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['addressee', 'heading1', 'heading2', 'paragraph', 'note']), text, when }),
  z.object({ kind: z.literal('each'), of: z.string().max(20), text, when }),
  z.object({
    kind: z.literal('table'),
    of: z.string().max(20),
    columns: z
      .array(z.object({ title: words, text: words, width: z.number().int().min(1).max(100) }))
      .min(1)
      .max(20),
    when,
  }),
  z.object({
    kind: z.literal('form'),
    rows: z
      .array(
        z.object({
          cells: z
            .array(z.object({ label: words, text: z.string().max(2000) }))
            .min(1)
            .max(2),
          lines: z.number().int().min(1).max(20),
        }),
      )
      .min(1)
      .max(40),
    when,
  }),
  z.object({ kind: z.literal('signature'), issuer: words, date: words, seal: z.boolean(), when }),
  z.object({ kind: z.literal('annex'), text: words, landscape: z.boolean(), when }),
])
export type TemplateBlock = z.infer<typeof TemplateBlock>

/** core/documents/template.ts */
export const TemplateBody = z.object({
  title: words.min(1),
  number: words.nullable().describe('Pattern of the 文号: {部门简称}抽查〔{年}〕{序号}号; null for a paper without one.'),
  head: z.enum(['red', 'plain']),
  blocks: z.array(TemplateBlock).min(1).max(100),
})
export type TemplateBody = z.infer<typeof TemplateBody>

export const TemplateHead = z.object({
  id: z.uuid(),
  kind: DocumentKind,
  orgName: z.string(),
  version: z.number().int(),
  state: z.enum(namesOf(templateStates)),
  note: z.string(),
  validFrom: PlainDate,
  editedBy: z.string(),
  approvedBy: z.string().nullable(),
  updatedAt: Instant,
  own: z.boolean().describe('Of the very organisation of the caller.'),
})
export type TemplateHead = z.infer<typeof TemplateHead>

export const DocumentTemplate = TemplateHead.extend({
  body: TemplateBody,
  opinion: z.string(),
  /** What holds at the place now: to compare with. */
  inForce: TemplateBody,
  abilities: z.object({ edit: Ability, submit: Ability, approve: Ability, return: Ability, discard: Ability }),
})
export type DocumentTemplate = z.infer<typeof DocumentTemplate>

const TemplateId = z.object({ templateId: z.uuid() })
const state = z.object({ state: z.string() })
const move = (verb: string, access: 'template.edit' | 'policy.approve', summary: string) =>
  endpoint(access)
    .route({ method: 'POST', path: `/document-templates/{templateId}/${verb}`, summary })
    .input(TemplateId.extend({ commandId: CommandId, opinion: z.string().max(500).default('') }))
    .output(state)

export const documentTemplates = {
  /** Those of the caller's place, above and below it; and what holds there now, by kind. */
  list: endpoint('signedIn')
    .route({ method: 'GET', path: '/document-templates', summary: '文书模板' })
    .input(z.object({}))
    .output(
      z.object({
        rows: z.array(TemplateHead),
        inForce: z.array(
          z.object({ kind: DocumentKind, templateId: z.uuid().nullable(), orgName: z.string().nullable(), body: TemplateBody }),
        ),
        abilities: z.object({ start: Ability }),
      }),
    ),
  get: endpoint('signedIn')
    .route({ method: 'GET', path: '/document-templates/{templateId}', summary: '一个文书模板' })
    .input(TemplateId)
    .output(DocumentTemplate),
  start: endpoint('template.edit')
    .route({ method: 'POST', path: '/document-templates', summary: '新编文书模板' })
    .input(z.object({ commandId: CommandId, kind: DocumentKind }))
    .output(z.object({ templateId: z.uuid() })),
  save: endpoint('template.edit')
    .route({ method: 'PUT', path: '/document-templates/{templateId}', summary: '保存文书模板' })
    .input(
      TemplateId.extend({
        commandId: CommandId,
        seen: Instant,
        body: TemplateBody,
        note: z.string().trim().max(200),
        validFrom: PlainDate,
      }),
    )
    .output(z.object({ updatedAt: Instant })),
  submit: move('submit', 'template.edit', '提交文书模板'),
  discard: move('discard', 'template.edit', '放弃文书模板草稿'),
  approve: move('approve', 'policy.approve', '批准文书模板'),
  return: move('return', 'policy.approve', '退回文书模板'),
}
