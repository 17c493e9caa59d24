/** Issuing a paper: once, with a number, whole, and for a notice not above the cap of visits. */
import { randomUUID } from 'node:crypto'
import type { DocumentKind } from '#core/documents/kinds.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import type { ThingRef } from './gather.ts'
import type { Gathered } from './gathered.ts'
import { fingerprintOf, type Letterhead, refuseBlanks, type TypedValues, takeNumber, writePaper } from './paper.ts'
import { type IssuedRecord, insertDocument, liveDocuments, lockThing } from './store.ts'

export type Issue = {
  readonly kind: DocumentKind
  readonly thing: ThingRef
  readonly typed: TypedValues
  readonly by: { readonly id: string; readonly name: string }
  readonly batchId: string | null
}

export type Issued = { readonly id: string; readonly number: string | null; readonly title: string; readonly sha256: string }

/** The paper as it goes out; from here on no word of it changes. Throws the `Problem` that stands against it. */
export async function issueDocument(tx: Tx, issue: Issue, gathered: Gathered, letterhead: Letterhead, now: Instant): Promise<Issued> {
  const { kind, by, batchId } = issue
  const thing = `${issue.thing.kind}:${issue.thing.id}`
  await lockThing(tx, kind, thing)
  await refuseIssue(tx, kind, thing, gathered)
  const paper = writePaper(letterhead, gathered, issue.typed)
  refuseBlanks(kind, paper)
  const number = await takeNumber(tx, letterhead, gathered, now)
  const content = { ...paper.document, number }
  const id = randomUUID()
  const title = content.title.replaceAll('\n', '')
  const sha256 = fingerprintOf(content)
  const { issuer, about, taskId } = gathered
  await insertDocument(tx, {
    ...{ id, kind, thing, taskId, number, title, about, content, sha256, batchId, by },
    orgPath: issuer.orgPath,
    dept: issuer.dept,
    orgName: issuer.name,
    templateId: letterhead.record?.id ?? null,
    typed: paper.typed,
    at: now,
  })
  return { id, number, title, sha256 }
}

/** What stands against issuing now, apart from what is typed. */
async function refuseIssue(tx: Tx, kind: DocumentKind, thing: string, gathered: Gathered): Promise<void> {
  if (gathered.notNow !== null) throw new Problem(gathered.notNow)
  const before = await issuedBefore(tx, kind, thing, gathered)
  if (before !== null) throw new Problem('document_issued_already', { number: before.number ?? before.title, documentId: before.id })
  const blocked = blockedBy(kind, gathered)
  if (blocked !== null) throw blocked
}

/** The paper in force that says the same already; null where there is none, or what it was about has changed since. */
export async function issuedBefore(tx: Tx, kind: DocumentKind, thing: string, { since }: Gathered): Promise<IssuedRecord | null> {
  const before = (await liveDocuments(tx, kind, [thing])).get(thing) ?? null
  return before !== null && (since === null || before.issuedAt >= since) ? before : null
}

/** 国办发〔2024〕54号: no notice goes out for a visit above the cap, unless it carries a typed lawful exception (server/ledger/guard.ts). */
export function blockedBy(kind: DocumentKind, { frequency, about }: Gathered): Problem | null {
  if (kind !== 'notice' || frequency === null || frequency.verdict !== 'blocked') return null
  const { number, cap, item } = frequency
  if (number > cap || item === null) return new Problem('notice_above_cap', { name: about, number, cap })
  return new Problem('notice_above_item_cap', { name: about, item: item.name, used: item.used, cap: item.cap })
}
