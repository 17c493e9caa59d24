/** 一企一档: everything the house knows of one object, as far as the reader may know it. */
import { type Actor, can, isPathWithin } from '#core/access/can.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { timeline } from '#core/registers/object-history.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { publishedItems } from '#server/catalogue/store.ts'
import { Problem } from '#server/http/problem.ts'
import * as objects from './object-store.ts'
import { regionLabels } from './regions.ts'
import { entityNames, factsOf, findEntity, riskOf } from './store.ts'

const mostVersions = 50
const mostOwned = 20

export async function objectPage(tx: Tx, actor: Actor, subject: string, { policy, now }: { policy: PolicyPack; now: Instant }) {
  const { left, ...entity } = await find(tx, actor, subject)
  const readRisk = can(actor, 'risk.read')
  const facts = (await factsOf(tx, [subject], { year: dateAt(now).slice(0, 4), withRisk: readRisk.allowed })).get(subject)
  const names = new Map((await publishedItems(tx, actor)).map(({ code, name }) => [code, name]))
  return {
    ...entity,
    left,
    regionName: (await regionLabels(tx, [entity.regionPath])).get(entity.regionPath) ?? entity.regionPath,
    riskClass: facts?.riskClass ?? null,
    lastInspected: facts?.lastOn ?? null,
    visitsThisYear: facts?.used ?? 0,
    items: (await objects.itemsOf(tx, subject, actor.dept)).map((code) => ({ code, name: names.get(code) ?? null })),
    risk: readRisk.allowed ? await riskOf(tx, subject) : null,
    abilities: { readRisk },
    versions: timeline(await objects.versionsOf(tx, subject, mostVersions), mostVersions),
    owner: await ownerOf(tx, entity.ownerSubject),
    owned: await objects.ownedBy(tx, actor.orgPath, subject, mostOwned),
    yearly: { done: facts?.used ?? 0, inHand: facts?.inHand ?? 0, cap: policy.ledger.plannedCap.value, lastOn: facts?.lastOn ?? null },
    draws: await objects.drawsOf(tx, subject),
    visits: await objects.visitsOf(tx, subject),
  }
}

/** As it stands, or as it last stood. */
async function find(tx: Tx, actor: Actor, subject: string) {
  const standing = await findEntity(tx, subject)
  const departed = standing === null ? await objects.findDeparted(tx, subject) : null
  const entity = standing ?? departed
  if (entity === null || !isPathWithin(actor.orgPath, entity.regionPath)) throw new Problem('not_found')
  return { ...entity, left: departed === null ? null : { at: departed.until, event: departed.endedEvent } }
}

const ownerOf = async (tx: Tx, subject: string | null) =>
  subject === null ? null : { subject, name: (await entityNames(tx, [subject])).get(subject) ?? null }
