/** The moves that inspection items and joint items share: handed in, discarded, returned, published, retired, many at once or none. */
import type { Actor } from '#core/access/can.ts'
import { shorten, validityFailure } from '#core/catalogue/in-force.ts'
import { type ItemMove, itemAbility, itemApplies, itemTransitions, moveItem } from '#core/catalogue/state.ts'
import { dateAt, type PlainDate, parseDate } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Command } from '#server/http/call.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import * as store from './standing-store.ts'

type Ids = { readonly itemIds: readonly string[] }
type Call<I> = Command<I & { readonly commandId: string }>

/** Loads, judges and records a batch; `act` carries the move out for each version, in the order given. */
export async function moveAll<I extends Ids>(
  { input, tx, actor, record }: Call<I>,
  table: store.VersionTable,
  verb: Exclude<ItemMove, 'edit'>,
  act: (version: store.StandingRecord) => Promise<unknown>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<number> {
  const versions = await store.lockVersions(tx, table, input.itemIds)
  const moved: store.StandingRecord[] = []
  for (const id of new Set(input.itemIds)) {
    const version = found(versions.get(id))
    if (!itemApplies(version, actor)) throw new Problem('not_found')
    unwrap(moveItem(version, verb, actor))
    await act(version)
    moved.push(version)
  }
  const names = moved.map(({ code, version }) => `${code} v${version}`)
  record(thingOf(table, actor), { [pastOf[verb]]: names, ...facts, codes: moved.map(({ code }) => code), ids: moved.map(({ id }) => id) })
  return moved.length
}

export const submit = (call: Call<Ids>, table: store.VersionTable, check: (id: string) => Promise<void>): Promise<number> =>
  moveAll(call, table, 'submit', async ({ id }) => {
    await check(id)
    await store.markSubmitted(call.tx, table, id, call.actor, call.now)
  })

export const discard = (call: Call<Ids>, table: store.VersionTable): Promise<number> =>
  moveAll(call, table, 'discard', ({ id }) => store.markDiscarded(call.tx, table, id, call.now))

export const giveBack = (call: Call<Ids & { readonly opinion: string }>, table: store.VersionTable): Promise<number> => {
  const { opinion } = call.input
  return moveAll(call, table, 'return', ({ id }) => store.markReturned(call.tx, table, id, call.actor, opinion, call.now), { opinion })
}

export type Publication = { readonly orgName: string; readonly validFrom: string; readonly validTo: string | null; readonly at: string }

/** Publishes: from its first day on the new version holds, and those before it end the day before; `copy` makes the public copy. */
export const publish = (
  call: Call<Ids & { readonly validFrom?: string | undefined; readonly validTo: string | null }>,
  table: store.VersionTable,
  copy: (id: string, publication: Publication) => Promise<void>,
): Promise<number> => {
  const { tx, actor, now, input } = call
  const today = dateAt(now)
  const validFrom = dayOf(input.validFrom, today)
  const validity = { validFrom, validTo: input.validTo }
  const wrong = validityFailure(validFrom, input.validTo, today)
  if (wrong !== null) throw new Problem(wrong.type, wrong)
  return moveAll(
    call,
    table,
    'publish',
    async (version) => {
      await endEarlier(call, table, version, validFrom)
      await store.markPublished(tx, table, version.id, actor, validity, now)
      await copy(version.id, { ...validity, at: now, orgName: (await store.orgNameOf(tx, version)) ?? actor.orgName })
    },
    { validFrom, ...(input.validTo === null ? {} : { validTo: input.validTo }) },
  )
}

export const retire = (
  call: Call<Ids & { readonly lastDay?: string | undefined; readonly reason: string }>,
  table: store.VersionTable,
): Promise<number> => {
  const { tx, now, input } = call
  const today = dateAt(now)
  const lastDay = dayOf(input.lastDay, today)
  // Up to today it was in force, and work has been done under it.
  if (lastDay < today) throw new Problem('valid_from_past', { day: lastDay })
  return moveAll(
    call,
    table,
    'retire',
    ({ id, validTo }) => {
      const end = validTo !== null && validTo < lastDay ? validTo : lastDay
      return store.markEnded(tx, table, id, { state: 'retired', validTo: end, reason: input.reason }, now)
    },
    { lastDay, reason: input.reason },
  )
}

/** What is sent of where a version stands; ids of people stay inside. */
export function presentStanding(version: store.StandingRecord, actor: Actor) {
  const ability = (verb: ItemMove) => itemAbility(version, verb, actor)
  return {
    editedBy: version.editedByName,
    submittedBy: version.submittedByName,
    opinionBy: version.opinionByName,
    publishedBy: version.publishedByName,
    abilities: {
      edit: ability('edit'),
      submit: ability('submit'),
      publish: ability('publish'),
      return: ability('return'),
      retire: ability('retire'),
      discard: ability('discard'),
    },
  }
}

/** The batches of a department at a place are one thing of the record. */
export const thingOf = (table: store.VersionTable, { orgPath, dept }: { readonly orgPath: string; readonly dept: string }): string =>
  `${nounOf[table]}:${orgPath}/${dept}`

export const nounOf = { item: 'items', joint_item: 'joint-items' } as const satisfies Record<store.VersionTable, string>

const pastOf = { submit: 'submitted', discard: 'discarded', return: 'returned', publish: 'published', retire: 'retired' } as const

const dayOf = (text: string | undefined, otherwise: PlainDate): PlainDate => (text === undefined ? null : parseDate(text)) ?? otherwise

/** Versions that hold beyond the new one's first day end the day before it; a published one that has no day left is superseded. */
async function endEarlier(
  { tx, now }: Call<Ids>,
  table: store.VersionTable,
  version: store.StandingRecord,
  validFrom: PlainDate,
): Promise<void> {
  const today = dateAt(now)
  const others = (await store.versionsOf(tx, table, version, version.code, 'lock')).flatMap((one) =>
    one.validFrom === null ? [] : [{ ...one, validFrom: one.validFrom }],
  )
  const ends = new Map(shorten(others, validFrom).map(({ id, validTo }) => [id, validTo]))
  for (const one of others) {
    const validTo = ends.get(one.id) ?? one.validTo
    const over = validTo !== null && (validTo < today || validTo < one.validFrom)
    const next = over ? step(itemTransitions, one.state, 'supersede') : null
    const state = next?.ok === true ? next.value : one.state
    if (state !== one.state || validTo !== one.validTo)
      await store.markEnded(tx, table, one.id, { state, validTo, reason: one.retiredReason }, now)
  }
}
