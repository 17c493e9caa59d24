/** 随机抽查事项清单: handlers of the list, one item, its versions, and drafting. */
import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import type { ItemDraft } from '#contract/catalogue.ts'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import { diffItems } from '#core/catalogue/diff.ts'
import { standingOf } from '#core/catalogue/in-force.ts'
import type { ItemText } from '#core/catalogue/item.ts'
import { checkItem, type ItemPlace, layersAt } from '#core/catalogue/layers.ts'
import { isOpen, itemApplies, moveItem } from '#core/catalogue/state.ts'
import { weakens } from '#core/catalogue/weakens.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import * as moves from './moves.ts'
import { otherUse } from './other-use.ts'
import { findParent, listChildren } from './parent-store.ts'
import { insertPublicItem } from './publish-store.ts'
import { markSubmitted, orgNameOf, stepsOfVersions, versionsOf } from './standing-store.ts'
import * as store from './store.ts'

export const catalogueHandlers = {
  listItems: os.catalogue.listItems.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await store.listItems(tx, { dept: spansDepartments(actor) ? null : actor.dept, orgPath: actor.orgPath }, input)
      return { ...page, rows: page.rows.map((item) => present(item, actor, dateAt(now))) }
    }),
  ),

  getItem: os.catalogue.getItem.handler(
    query(async ({ input, tx, actor, now }) => {
      const today = dateAt(now)
      const item = await getItem(tx, actor, input.itemId)
      const versions = await versionsOf(tx, 'item', item, item.code, 'read')
      const parent = await parentOf(tx, item, today)
      return {
        ...present(item, actor, today),
        orgName: (await orgNameOf(tx, item)) ?? item.orgPath,
        versions: versions.map((version) => ({ ...versionLine(version), standing: standingOf(version, today) })),
        parent: parent === null ? null : present(parent, actor, today),
        weakenings: parent === null ? [] : mutable(weakens(parent, item)),
        children: await listChildren(tx, item, actor.orgPath, today),
        steps: await stepsOfVersions(
          tx,
          'items',
          item,
          versions.map(({ id }) => id),
        ),
      }
    }),
  ),

  findParent: os.catalogue.findParent.handler(
    query(async ({ input, tx, actor, now }) => {
      const below = { dept: actor.dept, orgPath: actor.orgPath, layer: input.layer ?? layersAt(actor.orgPath)[0], parentCode: input.code }
      const parent = await findParent(tx, below, dateAt(now))
      return { parent: parent === null ? null : present(parent, actor, dateAt(now)) }
    }),
  ),

  diffItems: os.catalogue.diffItems.handler(
    query(async ({ input, tx, actor, now }) => {
      const [from, to] = [await getItem(tx, actor, input.against), await getItem(tx, actor, input.itemId)]
      const today = dateAt(now)
      return { from: present(from, actor, today), to: present(to, actor, today), changes: mutable(diffItems(from, to)) }
    }),
  ),

  saveItems: os.catalogue.saveItems.handler(
    command('item.save', async (call) => {
      const { input, tx, actor, record } = call
      const items = input.items.map((draft) => textOf(draft, actor))
      refuseTwice(items)
      await refuseKinds(tx, items)
      const ids: string[] = []
      for (const item of items) ids.push(await save(call, item))
      record(moves.thingOf('item', actor), { codes: items.map(({ code }) => code), ids, submitted: input.submit ? 'yes' : 'no' })
      return { ids }
    }),
  ),

  submitItems: os.catalogue.submitItems.handler(
    command('item.submit', async (call) => ({ submitted: await moves.submit(call, 'item', (id) => judge(call.tx, id, dateAt(call.now))) })),
  ),
  discardItems: os.catalogue.discardItems.handler(
    command('item.discard', async (call) => ({ discarded: await moves.discard(call, 'item') })),
  ),
  returnItems: os.catalogue.returnItems.handler(command('item.return', async (call) => ({ returned: await moves.giveBack(call, 'item') }))),

  publishItems: os.catalogue.publishItems.handler(
    command('item.publish', async (call) => {
      const copy = async (id: string, publication: moves.Publication): Promise<void> => {
        // The item above may have changed since this one was saved, or be another on the first day that this one holds.
        await judge(call.tx, id, publication.validFrom)
        await insertPublicItem(call.tx, found((await store.itemsById(call.tx, [id])).get(id)), publication)
      }
      return { published: await moves.publish(call, 'item', copy) }
    }),
  ),
  retireItems: os.catalogue.retireItems.handler(command('item.retire', async (call) => ({ retired: await moves.retire(call, 'item') }))),

  otherUse,
}

/** An item the actor may see; what is out of sight does not exist for them. */
async function getItem(tx: Tx, actor: Actor, id: string): Promise<store.ItemRecord> {
  const item = found((await store.itemsById(tx, [id])).get(id))
  if (!itemApplies(item, actor)) throw new Problem('not_found')
  return item
}

/** A code that stands in a list above is that item, whether the draft says so or not: otherwise leaving the name out would escape the comparison. */
const parentOf = (tx: Tx, item: ItemText & ItemPlace & { readonly dept: string }, day: string) =>
  findParent(tx, { ...item, parentCode: item.parentCode ?? item.code }, day)

/** Saves one text as the draft of its code: the open one is changed, otherwise the next version begins. Answers its id. */
async function save(
  { input, tx, actor, now }: Command<{ commandId: string; submit: boolean }>,
  item: ItemText & { readonly code: string },
): Promise<string> {
  const place = { orgPath: actor.orgPath, dept: actor.dept }
  unwrap(checkItem({ ...item, ...place }, await parentOf(tx, { ...item, ...place }, dateAt(now))))
  const [newest] = await versionsOf(tx, 'item', actor, item.code, 'lock')
  const editor = { editedBy: actor.id, editedByName: actor.name }
  const open = newest !== undefined && isOpen(newest.state) ? newest : null
  const id = open?.id ?? randomUUID()
  if (open !== null) {
    unwrap(moveItem(open, 'edit', actor))
    await store.updateDraft(tx, id, { ...item, ...editor }, now)
  } else await store.insertDraft(tx, { ...item, ...editor, ...place, id, version: (newest?.version ?? 0) + 1 })
  if (input.submit) await markSubmitted(tx, 'item', id, actor, now)
  return id
}

/** Judges a version against what is in force above it now. */
async function judge(tx: Tx, id: string, today: string): Promise<void> {
  const item = found((await store.itemsById(tx, [id])).get(id))
  unwrap(checkItem(item, await parentOf(tx, item, today)))
}

const textOf = ({ layer, checklist, ...draft }: z.infer<typeof ItemDraft>, actor: Actor) => ({
  ...draft,
  layer: layer ?? layersAt(actor.orgPath)[0],
  checklist: checklist.map((line) => (typeof line === 'string' ? { content: line, method: '', yes: '', no: '', materials: [] } : line)),
})

function refuseTwice(items: readonly { readonly code: string }[]): void {
  const codes = items.map(({ code }) => code)
  const twice = codes.find((code, index) => codes.indexOf(code) !== index)
  if (twice !== undefined) throw new Problem('item_twice', { code: twice })
}

async function refuseKinds(tx: Tx, items: readonly { readonly code: string; readonly objectKinds: readonly string[] }[]): Promise<void> {
  const known = await store.knownKinds(tx, [...new Set(items.flatMap(({ objectKinds }) => objectKinds))])
  for (const { code, objectKinds } of items) {
    const unknown = objectKinds.filter((kind) => !known.has(kind))
    if (unknown.length > 0) throw new Problem('item_kind_unknown', { code, kinds: unknown })
  }
}

function present(item: store.ItemRecord, actor: Actor, today: string) {
  const { authors: _____, editedByName: _, submittedByName: __, opinionByName: ___, publishedByName: ____, ...rest } = item
  return mutable({ ...rest, ...moves.presentStanding(item, actor), standing: standingOf(item, today) })
}

const versionLine = ({
  id,
  version,
  state,
  validFrom,
  validTo,
  publishedByName,
  publishedAt,
}: Awaited<ReturnType<typeof versionsOf>>[number]) => ({
  id,
  version,
  state,
  validFrom,
  validTo,
  publishedBy: publishedByName,
  publishedAt,
})

type Mutable<T> = T extends readonly (infer One)[] ? Mutable<One>[] : T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T
/** The contract's types are not readonly; the values are fresh copies that nobody else holds. */
const mutable = <T>(value: T): Mutable<T> => value as Mutable<T>
