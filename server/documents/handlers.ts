/** 文书: handlers. Prepared, issued, kept; voided by who issued; sealed elsewhere. */
import type { FilledDocument, PreparedDocument } from '#contract/documents.ts'
import { type Ability, type Actor, allowed, can, refused } from '#core/access/can.ts'
import type { DocumentKind } from '#core/documents/kinds.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { documentFilesJob, documentSealJob } from './files-job.ts'
import { gather, type ThingRef } from './gather.ts'
import type { Gathered } from './gathered.ts'
import { blockedBy, issueDocument, issuedBefore } from './issue.ts'
import { formOf, letterheadOf, type TypedValues, writePaper } from './paper.ts'
import { documentScope, issueAbility, refuseUnseen, refuseUnseenDocument, thingOf } from './sight.ts'
import * as store from './store.ts'

export const documentHandlers = {
  prepare: os.documents.prepare.handler(
    query(async ({ input, tx, actor, now }) => {
      const { onTeam } = await refuseUnseen(tx, actor, input.thing)
      const { gathered, letterhead, paper } = await prepare(tx, input, now)
      const { record } = letterhead
      return {
        document: paper.document,
        blanks: [...paper.blanks],
        typed: formOf(input.kind, paper.typed),
        template: { id: record?.id ?? null, orgName: record?.orgName ?? null, version: record?.version ?? null },
        frequency: gathered.frequency,
        ability: await abilityOf(tx, actor, input, gathered, onTeam),
      } as PreparedDocument // core/documents/filled.ts has the very members of the contract, read-only
    }),
  ),

  issue: os.documents.issue.handler(
    command('document.issue', async ({ input, tx, actor, now, jobs, record }) => {
      const { onTeam } = await refuseUnseen(tx, actor, input.thing)
      const gathered = await gather(tx, input.kind, input.thing, now)
      const ability = issueAbility(actor, gathered.issuer, onTeam)
      if (!ability.allowed) throw new Problem('outside_jurisdiction')
      const letterhead = await letterheadOf(tx, input.kind, gathered.issuer, now)
      const { kind, thing, typed } = input
      if (kind === 'annual_plan' || kind === 'announcement') refuseRiskClass({ body: Object.values(typed) })
      const issued = await issueDocument(tx, { kind, thing, typed, by: actor, batchId: null }, gathered, letterhead, now)
      await jobs.add(documentFilesJob, { documentId: issued.id })
      record(`document:${issued.id}`, {
        kind,
        thing: `${thing.kind}:${thing.id}`,
        number: issued.number,
        title: issued.title,
        about: gathered.about,
        sha256: issued.sha256,
      })
      return { documentId: issued.id, number: issued.number }
    }),
  ),

  list: os.documents.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listDocuments(tx, documentScope(actor), input)
      return { ...page, rows: page.rows.map(present) }
    }),
  ),

  get: os.documents.get.handler(
    query(async ({ input, tx, actor }) => {
      const document = await getDocument(tx, actor, input.documentId)
      const ability = ownAbility(actor, document)
      return {
        ...present(document),
        document: structuredClone(document.content) as FilledDocument, // the very members of the contract, read-only in core
        sha256: document.sha256,
        abilities: {
          void: ability,
          attachSealed: document.sealed ? refused('document_sealed_already') : ability,
        },
      }
    }),
  ),

  void: os.documents.void.handler(
    command('document.void', async ({ input, tx, actor, now, record }) => {
      const document = await ownDocument(tx, actor, input.documentId)
      await store.insertVoid(tx, document.id, input.reason, actor, now)
      record(`document:${document.id}`, { number: document.number, reason: input.reason })
      return { voided: true as const }
    }),
  ),

  attachSealed: os.documents.attachSealed.handler(
    command('document.seal', async ({ input, tx, actor, now, record }) => {
      const document = await ownDocument(tx, actor, input.documentId)
      if (document.sealed) throw new Problem('document_sealed_already')
      const file = found(await findFile(tx, input.fileId))
      if (file.createdBy !== actor.id) throw new Problem('not_found')
      if (!/\.(pdf|ofd|png|jpe?g)$/i.test(file.name)) throw new Problem('sealed_copy_not_pdf')
      await store.keepFile(tx, document.id, { format: 'sealed', fileId: file.id, byName: actor.name, at: now })
      record(`document:${document.id}`, { number: document.number, file: file.sha256, by: 'scan' })
      return { sealed: true as const }
    }),
  ),

  seal: os.documents.seal.handler(
    command('document.seal', async ({ input, tx, actor, services, jobs, record }) => {
      const document = await ownDocument(tx, actor, input.documentId)
      if (document.sealed) throw new Problem('document_sealed_already')
      if ((services.sealService ?? null) === null) throw new Problem('seal_not_configured')
      await jobs.add(documentSealJob, { documentId: document.id, askedBy: actor.name })
      record(`document:${document.id}`, { number: document.number, by: services.sealService?.name ?? '' })
      return { asked: true as const }
    }),
  ),
}

/** A paper that the actor sees; another one does not exist for them. */
export async function getDocument(tx: Tx, actor: Actor, id: string): Promise<store.IssuedRecord> {
  const document = found(await store.findDocument(tx, id))
  await refuseUnseenDocument(tx, actor, document)
  return document
}

async function prepare(
  tx: Tx,
  { kind, thing, typed }: { readonly kind: DocumentKind; readonly thing: ThingRef; readonly typed: TypedValues },
  now: Instant,
) {
  const gathered = await gather(tx, kind, thing, now)
  const letterhead = await letterheadOf(tx, kind, gathered.issuer, now)
  return { gathered, letterhead, paper: writePaper(letterhead, gathered, typed) }
}

async function abilityOf(
  tx: Tx,
  actor: Actor,
  { kind, thing }: { readonly kind: DocumentKind; readonly thing: ThingRef },
  gathered: Gathered,
  onTeam: boolean,
): Promise<Ability> {
  const ability = issueAbility(actor, gathered.issuer, onTeam)
  if (!ability.allowed) return ability
  if (gathered.notNow !== null) return refused(gathered.notNow)
  if ((await issuedBefore(tx, kind, `${thing.kind}:${thing.id}`, gathered)) !== null) return refused('document_in_force')
  return blockedBy(kind, gathered) === null ? allowed : refused('notice_blocked')
}

/** Held, of the actor's own organisation, and not void. */
async function ownDocument(tx: Tx, actor: Actor, id: string): Promise<store.IssuedRecord> {
  const document = found(await store.lockDocument(tx, id))
  await refuseUnseenDocument(tx, actor, document)
  if (document.voided !== null) throw new Problem('document_voided')
  if (!can(actor, 'document.issue', document).allowed) throw new Problem('document_not_own')
  return document
}

function ownAbility(actor: Actor, document: store.IssuedRecord): Ability {
  if (document.voided !== null) return refused('document_voided')
  return can(actor, 'document.issue', document).allowed ? allowed : refused('document_not_own')
}

const present = (row: store.IssuedRecord) => ({
  id: row.id,
  kind: row.kind,
  thing: thingOf(row.thing),
  title: row.title,
  number: row.number,
  about: row.about,
  orgName: row.orgName,
  issuedBy: row.issuedByName,
  issuedAt: row.issuedAt,
  voided: row.voided,
  sealed: row.sealed,
})
