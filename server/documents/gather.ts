/** The facts of a plan, a task or a visit as the placeholders of its papers have them (core/documents/placeholders.ts). */
import { type DocumentKind, documentKinds, type ThingKind } from '#core/documents/kinds.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { found, Problem } from '#server/http/problem.ts'
import { gatherPlan } from './gather-plan.ts'
import { gatherTask } from './gather-task.ts'
import { gatherVisits } from './gather-visit.ts'
import type { Gathered } from './gathered.ts'

export type ThingRef = { readonly kind: ThingKind; readonly id: string }

/** Everything a paper of this kind states about a thing. Refuses a kind that the thing has no paper of, and what is not there. */
export async function gather(tx: Tx, kind: DocumentKind, thing: ThingRef, now: Instant): Promise<Gathered> {
  if (!documentKinds[kind].of.some((one) => one === thing.kind))
    throw new Problem('document_kind_other_thing', { kindZh: documentKinds[kind].zh, kind })
  switch (thing.kind) {
    case 'plan':
      return gatherPlan(tx, thing.id, now)
    case 'task':
      return gatherTask(tx, kind, thing.id, now)
    case 'visit':
      return found((await gatherVisits(tx, [thing.id], now)).get(thing.id))
  }
}
