/** `/items`: the lists of items in force: what may be inspected, on what legal basis, how. */
import { html } from 'hono/html'
import { type ListKind, layers } from '#core/catalogue/item.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { dateAt, instant } from '#core/time.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { facts, nothing, pager, rangeText } from '../parts.ts'
import type { PhraseKey } from '../text.ts'
import type { Html, View } from '../view.ts'
import { findItems, type Item, type ItemPlace } from './store.ts'

const pageSize = 30

export async function itemsPage({ deps, view, query }: Ask): Promise<Page> {
  const { t } = view
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parsePlace(cursor)
  if (after === null) return badCursor(view, 'items')
  const kind = listOf(query('kind'))
  const { rows, last } = pageOf(await findItems(deps.db, { day: today(deps), listKind: kind, after, limit: pageSize + 1 }), pageSize)
  return {
    title: t(titles[kind]),
    section: 'items',
    body: html`<h1>${t(titles[kind])}</h1><p class="lead">${t(leads[kind])}</p>
${itemLists(view, kind)}
${rows.length === 0 ? nothing(t('noItemsYet')) : rows.map((item) => itemSection(view, item))}
${pager(view, sections.items, { ...(kind === 'random' ? {} : { kind }), cursor }, last === null ? null : writePlace(last))}`,
  }
}

/** The day that the portal's clock says, in Asia/Shanghai. */
export const today = (deps: Ask['deps']): string => dateAt(instant(deps.now()))

/** The ways to the other lists. */
export const itemLists = (view: View, here: ListKind | 'joint' | 'caps'): Html =>
  html`<nav class="lists" aria-label="${view.t('itemLists')}"><ul>${(
    [
      ['random', sections.items, {}, 'itemsTitle'],
      ['key', sections.items, { kind: 'key' }, 'itemsKey'],
      ['undisturbed', sections.items, { kind: 'undisturbed' }, 'itemsUndisturbed'],
      ['joint', '/joint-items', {}, 'jointTitle'],
      ['caps', '/frequency-caps', {}, 'capsShort'],
    ] as const
  ).map(
    ([list, path, params, key]) =>
      html`<li><a href="${view.href(path, params)}"${list === here ? html` aria-current="page"` : ''}>${view.t(key)}</a></li>`,
  )}</ul></nav>`

/** What holds from when to when. */
export const validity = (view: View, { validFrom, validTo }: { readonly validFrom: string; readonly validTo: string | null }): string =>
  validTo !== null && validTo < validFrom ? view.t('itemNeverHeld') : rangeText(view, validFrom, validTo)

export const classTag = (view: View, itemClass: string): Html =>
  html`<span class="tag${itemClass === 'key' ? ' strong' : ''}">${view.t(itemClass === 'key' ? 'itemKey' : 'itemGeneral')}</span>`

export function methodWord(view: View, method: string): string {
  const known = Object.entries(methods).find(([code]) => code === method)
  return known === undefined ? method : view.word(known[1])
}

export const methodWords = (view: View, item: Item): string =>
  item.methods.map((method) => methodWord(view, method)).join(view.lang === 'zh' ? '、' : ', ')

const itemSection = (view: View, item: Item): Html =>
  html`<section><div class="hh"><h2><a href="${view.href(`/items/${item.id}`)}">${view.zh(item.name)}</a></h2>${classTag(view, item.itemClass)}</div>${facts(
    [
      [view.t('itemCode'), html`<span class="code">${item.code}</span>　${view.t('itemVersion', { n: item.version })}`],
      [view.t('itemLayer'), view.word(layers[item.layer])],
      [view.t('itemCategory'), view.zh(item.category)],
      [view.t('itemObjects'), view.zh(item.objectScope)],
      [view.t('itemMethods'), methodWords(view, item)],
      [view.t('itemBasis'), view.zh(item.basis)],
      [view.t('itemOrg'), view.zh(item.orgName)],
      [view.t('itemValidity'), validity(view, item)],
    ],
  )}</section>`

const titles = { random: 'itemsTitle', key: 'itemsKey', undisturbed: 'itemsUndisturbed' } as const satisfies Record<ListKind, PhraseKey>
const leads = {
  random: 'itemsLead',
  key: 'itemsKeyLead',
  undisturbed: 'itemsUndisturbedLead',
} as const satisfies Record<ListKind, PhraseKey>

const listOf = (kind: string | undefined): ListKind => (kind === 'key' || kind === 'undisturbed' ? kind : 'random')

const writePlace = ({ orgPath, code, id }: ItemPlace): string => `${orgPath}_${code}_${id}`

function parsePlace(text: string): ItemPlace | null {
  const match = /^([0-9.]{2,40})_([A-Z0-9.-]{1,30})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  return match ? { orgPath: match[1] ?? '', code: match[2] ?? '', id: match[3] ?? '' } : null
}
