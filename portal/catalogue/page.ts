/** `/items`: 随机抽查事项清单: what may be inspected, on what legal basis, how. */
import { html } from 'hono/html'
import { methods } from '#core/inspections/outcomes.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { facts, nothing, pager, timeOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import { findItems, type Item, type ItemPlace } from './store.ts'

const pageSize = 30

export async function itemsPage({ deps, view, query }: Ask): Promise<Page> {
  const { t } = view
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parsePlace(cursor)
  if (after === null) return badCursor(view, 'items')
  const { rows, last } = pageOf(await findItems(deps.db, { after, limit: pageSize + 1 }), pageSize)
  return {
    title: t('itemsTitle'),
    section: 'items',
    body: html`<h1>${t('itemsTitle')}</h1><p class="lead">${t('itemsLead')}</p>
${rows.length === 0 ? nothing(t('noItemsYet')) : rows.map((item) => itemSection(view, item))}
${pager(view, sections.items, { cursor }, last === null ? null : writePlace(last))}`,
  }
}

const itemSection = (view: View, item: Item): Html =>
  html`<section><div class="hh"><h2>${view.zh(item.name)}</h2><span class="tag${item.itemClass === 'key' ? ' strong' : ''}">${view.t(item.itemClass === 'key' ? 'itemKey' : 'itemGeneral')}</span></div>${facts(
    [
      [view.t('itemCode'), html`<span class="code">${item.code}</span>　${view.t('itemVersion', { n: item.version })}`],
      [view.t('itemCategory'), view.zh(item.category)],
      [view.t('itemObjects'), view.zh(item.objectScope)],
      [view.t('itemMethods'), item.methods.map((method) => methodWord(view, method)).join(view.lang === 'zh' ? '、' : ', ')],
      [view.t('itemBasis'), view.zh(item.basis)],
      [view.t('org'), view.zh(item.orgName)],
      [view.t('publishedAt'), timeOf(item.at)],
    ],
  )}</section>`

export function methodWord(view: View, method: string): string {
  const known = Object.entries(methods).find(([code]) => code === method)
  return known === undefined ? method : view.word(known[1])
}

const writePlace = ({ orgPath, code, id }: ItemPlace): string => `${orgPath}_${code}_${id}`

function parsePlace(text: string): ItemPlace | null {
  const match = /^([0-9.]{2,40})_([A-Z0-9.-]{1,30})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text)
  return match ? { orgPath: match[1] ?? '', code: match[2] ?? '', id: match[3] ?? '' } : null
}
