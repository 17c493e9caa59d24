/** `/items/…`: one version of an item: what is checked and how, what follows, from when to when it holds, and its other versions. */
import { html } from 'hono/html'
import { inForce, standingOf } from '#core/catalogue/in-force.ts'
import { layers } from '#core/catalogue/item.ts'
import { outcomes } from '#core/inspections/outcomes.ts'
import type { Ask } from '../ask.ts'
import { isUuid } from '../keyset.ts'
import type { Page } from '../page.ts'
import { facts, timeOf } from '../parts.ts'
import { unknownThing } from '../unknown-thing.ts'
import { type Html, percentOfPpm, type View } from '../view.ts'
import { classTag, methodWords, today, validity } from './page.ts'
import { findItem, type Item, versionsOf } from './store.ts'

export async function itemPage({ deps, view, param }: Ask): Promise<Page> {
  const { t } = view
  const id = param('itemId')
  const item = isUuid(id) ? await findItem(deps.db, id) : null
  if (item === null) return unknownThing(view, 'items', t('itemWord'), id)
  const versions = await versionsOf(deps.db, item)
  const day = today(deps)
  return {
    title: item.name,
    section: 'items',
    crumbs: [{ text: item.code }],
    body: html`<div class="hh"><h1>${view.zh(item.name)}</h1>${classTag(view, item.itemClass)}</div>
${inForce(item, day) ? '' : html`<p class="lead"><b>${t('itemOldVersion')}</b></p>`}
${itemFacts(view, item)}
${checklist(view, item)}
${texts(view, item)}
<section><h2>${t('itemHistory')}</h2><ul class="rows">${versions.map(
      (version) =>
        html`<li><span><a href="${view.href(`/items/${version.id}`)}"${version.id === item.id ? html` aria-current="page"` : ''}>${t('itemVersion', { n: version.version })}</a></span><div>${validity(view, version)}<p>${t('publishedAt')} ${timeOf(version.at)}</p></div><span class="end">${standingWord(view, version, day)}</span></li>`,
    )}</ul></section>`,
  }
}

const itemFacts = (view: View, item: Item): Html => {
  const { content } = item
  return facts([
    [view.t('itemCode'), html`<span class="code">${item.code}</span>　${view.t('itemVersion', { n: item.version })}`],
    [view.t('itemValidity'), validity(view, item)],
    [view.t('itemLayer'), view.word(layers[item.layer])],
    [view.t('itemOrg'), view.zh(item.orgName)],
    [view.t('itemCategory'), view.zh([item.category, content.subItem ?? ''].filter((part) => part !== '').join(' · '))],
    [view.t('itemObjects'), view.zh(item.objectScope)],
    [view.t('itemMethods'), methodWords(view, item)],
    [view.t('itemBodies'), said(view, (content.bodies ?? []).join('、'))],
    [view.t('itemRatio'), ratio(view, content)],
    [
      view.t('itemFrequency'),
      content.frequencyCap === undefined || content.frequencyCap === null ? null : view.t('itemPerYear', { n: content.frequencyCap }),
    ],
    [view.t('itemBasis'), view.zh(item.basis)],
    [view.t('itemLocalBasis'), said(view, content.localBasis)],
  ])
}

function ratio(view: View, { ratioFloorPpm, ratioCapPpm }: Item['content']): string | null {
  const parts = [
    ...(typeof ratioFloorPpm === 'number' ? [view.t('itemRatioFloor', { rate: percentOfPpm(ratioFloorPpm) })] : []),
    ...(typeof ratioCapPpm === 'number' ? [view.t('itemRatioCap', { rate: percentOfPpm(ratioCapPpm) })] : []),
  ]
  return parts.length === 0 ? null : parts.join(view.lang === 'zh' ? '，' : ', ')
}

function checklist(view: View, { content }: Item): Html | string {
  const lines = content.checklist ?? []
  if (lines.length === 0) return ''
  return html`<section><h2>${view.t('itemWhat')}</h2><ol class="rows">${lines.map(
    ({ content: what, method, materials }, index) =>
      html`<li><span>${index + 1}</span><div><span class="nm">${view.zh(what)}</span>${
        method === '' ? '' : html`<p>${view.t('itemLineMethod')}：${view.zh(method)}</p>`
      }${materials.length === 0 ? '' : html`<p>${view.t('itemLineMaterials')}：${view.zh(materials.join('、'))}</p>`}</div></li>`,
  )}</ol></section>`
}

function texts(view: View, { content }: Item): Html[] {
  const parts: readonly (readonly [title: string, text: string])[] = [
    [view.t('itemRequirements'), content.requirements ?? ''],
    [view.t('itemGuide'), content.guide ?? ''],
    [view.t('itemMaterials'), (content.materials ?? []).map(({ name, note }) => (note === '' ? name : `${name}（${note}）`)).join('\n')],
    [
      view.t('itemFollowUps'),
      (content.followUps ?? [])
        .map(({ result, text, followUp }) => [resultWord(view, result), text, followUp].filter((part) => part !== '').join('：'))
        .join('\n'),
    ],
  ]
  return parts
    .filter(([, text]) => text !== '')
    .map(([title, text]) => html`<section><h2>${title}</h2>${text.split('\n').map((line) => html`<p>${view.zh(line)}</p>`)}</section>`)
}

/** A code of the nine results, or the list's own words. */
function resultWord(view: View, result: string): string {
  const known = Object.entries(outcomes).find(([code]) => code === result)
  return known === undefined ? result : view.word(known[1])
}

const said = (view: View, text: string | undefined): Html | null => (text === undefined || text === '' ? null : view.zh(text))

function standingWord(view: View, version: Item, day: string): string {
  const standing = standingOf(version, day)
  return standing === 'inForce' ? view.t('itemInForce') : standing === 'upcoming' ? view.t('itemUpcoming') : view.t('itemEnded')
}
