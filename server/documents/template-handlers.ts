/** 文书模板: handlers. Written by one person, approved by another; whoever issues papers may read them. */
import type { TemplateBody } from '#contract/document-templates.ts'
import { type Ability, type Actor, allowed, can, isPathWithin, permissionsOf, refused, spansDepartments } from '#core/access/can.ts'
import { documentKindCodes, documentKinds } from '#core/documents/kinds.ts'
import { nationalTemplates } from '#core/documents/national-templates.ts'
import { checkTemplate, type Template } from '#core/documents/template.ts'
import { moveTemplate, type TemplateVerb, templateAbility } from '#core/documents/template-state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { notify } from '#server/notices/notify.ts'
import * as store from './template-store.ts'

export const documentTemplateHandlers = {
  list: os.documentTemplates.list.handler(
    query(async ({ tx, actor, now }) => {
      mayRead(actor)
      const rows = await store.listTemplates(tx, { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept })
      const inForce = []
      for (const kind of documentKindCodes) {
        const template = await store.templateInForce(tx, kind, actor, dateAt(now))
        const body = bodyOf(template?.body ?? nationalTemplates[kind])
        inForce.push({ kind, templateId: template?.id ?? null, orgName: template?.orgName ?? null, body })
      }
      return { rows: rows.map((row) => head(row, actor)), inForce, abilities: { start: startAbility(actor) } }
    }),
  ),

  get: os.documentTemplates.get.handler(
    query(async ({ input, tx, actor, now }) => {
      const template = await getTemplate(tx, actor, input.templateId)
      const inForce = await store.templateInForce(tx, template.kind, template, dateAt(now))
      const ability = (verb: TemplateVerb): Ability => templateAbility(template, verb, actor)
      return {
        ...head(template, actor),
        body: bodyOf(template.body),
        opinion: template.opinion,
        inForce: bodyOf(inForce?.body ?? nationalTemplates[template.kind]),
        abilities: {
          edit: ability('edit'),
          submit: ability('submit'),
          approve: ability('approve'),
          return: ability('return'),
          discard: ability('discard'),
        },
      }
    }),
  ),

  start: os.documentTemplates.start.handler(
    command('template.start', async ({ input, tx, actor, now, record }) => {
      const of = { kind: input.kind, orgPath: actor.orgPath, dept: actor.dept, orgName: actor.orgName }
      if ((await store.openTemplate(tx, of)) !== null) throw new Problem('template_open')
      const inForce = await store.templateInForce(tx, input.kind, actor, dateAt(now))
      const body = inForce?.body ?? nationalTemplates[input.kind]
      const templateId = await store.insertTemplate(
        tx,
        { ...of, body, validFrom: dateAt(now), editedBy: actor.id, editedByName: actor.name },
        now,
      )
      record(`document_template:${templateId}`, { kind: input.kind })
      return { templateId }
    }),
  ),

  save: os.documentTemplates.save.handler(
    command('template.save', async ({ input, tx, actor, now, record }) => {
      const template = await getTemplate(tx, actor, input.templateId, 'lock')
      unwrap(moveTemplate(template, 'edit', actor))
      if (template.updatedAt !== input.seen) throw new Problem('page_stale', { by: template.editedByName, at: template.updatedAt })
      unwrap(checkTemplate(template.kind, input.body))
      refusePublicClass(template.kind, input.body)
      if (input.validFrom < dateAt(now)) throw new Problem('template_valid_in_past', { validFrom: input.validFrom })
      const { body, note, validFrom } = input
      await store.saveTemplate(tx, template.id, { body, note, validFrom, editedBy: actor.id, editedByName: actor.name }, now)
      record(`document_template:${template.id}`, { kind: template.kind, note, validFrom })
      return { updatedAt: now }
    }),
  ),

  submit: os.documentTemplates.submit.handler(command('template.submit', (call) => move(call, 'submit'))),
  discard: os.documentTemplates.discard.handler(command('template.discard', (call) => move(call, 'discard'))),
  approve: os.documentTemplates.approve.handler(command('template.approve', (call) => move(call, 'approve'))),
  return: os.documentTemplates.return.handler(command('template.return', (call) => move(call, 'return'))),
}

/** A template of the actor's department, of their place, above or below it; another one does not exist for them. */
export async function getTemplate(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.TemplateRecord> {
  mayRead(actor)
  const template = found(await store.findTemplate(tx, id, lock))
  const near = isPathWithin(actor.orgPath, template.orgPath) || isPathWithin(template.orgPath, actor.orgPath)
  if (!near || !(spansDepartments(actor) || actor.dept === template.dept)) throw new Problem('not_found')
  return template
}

type Move = Exclude<TemplateVerb, 'edit'>

async function move(
  { input, tx, actor, now, record }: Command<{ commandId: string; templateId: string; opinion: string }>,
  verb: Move,
): Promise<{ state: string }> {
  const template = await getTemplate(tx, actor, input.templateId, 'lock')
  const state = unwrap(moveTemplate(template, verb, actor))
  if (verb === 'return' && input.opinion.trim() === '') throw new Problem('opinion_missing', { field: 'opinion' })
  // The rules may have become stricter since it was saved.
  if (verb === 'submit' || verb === 'approve') {
    unwrap(checkTemplate(template.kind, template.body))
    refusePublicClass(template.kind, template.body)
  }
  await store.moveTemplateTo(
    tx,
    template.id,
    state,
    {
      ...(verb === 'submit' ? { submittedBy: actor.id, opinion: '' } : {}),
      ...(verb === 'approve' ? { approved: { id: actor.id, name: actor.name, day: dateAt(now) } } : {}),
      ...(verb === 'return' || verb === 'approve' ? { opinion: input.opinion } : {}),
    },
    now,
  )
  await tell(tx, template, verb, { by: actor.id, note: input.opinion, at: now })
  record(`document_template:${template.id}`, { kind: template.kind, version: template.version, opinion: input.opinion })
  return { state }
}

/** Plans and announcements are put up where everybody reads them; the other papers go to one firm or stay in the house. */
function refusePublicClass(kind: store.TemplateRecord['kind'], body: store.TemplateRecord['body']): void {
  if (kind === 'annual_plan' || kind === 'announcement') refuseRiskClass({ body: textsIn(body) })
}

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []

/** Whoever may decide is told of what was handed in, and its author of the decision. */
async function tell(
  tx: Tx,
  template: store.TemplateRecord,
  verb: Move,
  { by, note, at }: { readonly by: string; readonly note: string; readonly at: string },
): Promise<void> {
  if (verb === 'discard') return
  const { orgPath, dept, kind: of } = template
  const to = verb === 'submit' ? ({ orgPath, dept, permission: 'policy.approve', but: by } as const) : { accountId: template.editedBy }
  const kind = verb === 'submit' ? 'document.submitted' : verb === 'approve' ? 'document.approved' : 'document.returned'
  await notify(tx, { to, kind, thing: `document_template:${template.id}`, facts: { name: documentKinds[of].zh, note }, at })
}

/** Whoever issues papers reads their templates too. */
function mayRead(actor: Actor): void {
  const may = permissionsOf(actor)
  if (!may.has('template.edit') && !may.has('policy.approve') && !may.has('document.issue') && !may.has('plan.read'))
    throw new Problem('permission_missing')
}

function startAbility(actor: Actor): Ability {
  const ability = can(actor, 'template.edit')
  return ability.allowed ? allowed : refused(ability.reason)
}

const head = (row: store.TemplateRecord, actor: Actor) => ({
  id: row.id,
  kind: row.kind,
  orgName: row.orgName,
  version: row.version,
  state: row.state,
  note: row.note,
  validFrom: row.validFrom,
  editedBy: row.editedByName,
  approvedBy: row.approvedByName,
  updatedAt: row.updatedAt,
  own: row.orgPath === actor.orgPath && row.dept === actor.dept,
})

/** The same data in the mutable form that the contract infers. */
const bodyOf = (body: Template) => structuredClone(body) as TemplateBody // contract/document-templates.ts has the very members of core's type
