/** `/joint-items`: the list of joint items in force, by field. */
import { html } from 'hono/html'
import type { Ask } from '../ask.ts'
import type { Page } from '../page.ts'
import { dayOf, facts, nothing } from '../parts.ts'
import type { Html, View } from '../view.ts'
import { itemLists, today, validity } from './page.ts'
import { findJointItems, type JointItem } from './store.ts'

export async function jointItemsPage({ deps, view }: Ask): Promise<Page> {
  const { t } = view
  const rows = await findJointItems(deps.db, today(deps))
  return {
    title: t('jointTitle'),
    section: 'items',
    crumbs: [{ text: t('jointTitle') }],
    body: html`<h1>${t('jointTitle')}</h1><p class="lead">${t('jointLead')}</p>
${itemLists(view, 'joint')}
${rows.length === 0 ? nothing(t('noItemsYet')) : rows.map((item) => jointSection(view, item))}`,
  }
}

const jointSection = (view: View, item: JointItem): Html =>
  html`<section><h2>${view.zh(item.name)}</h2>${facts([
    [view.t('itemCode'), html`<span class="code">${item.code}</span>　${view.t('itemVersion', { n: item.version })}`],
    [view.t('jointField'), view.zh(item.field)],
    [view.t('jointInitiator'), view.zh(item.initiator)],
    [view.t('jointParticipants'), view.zh(item.participants.join('、'))],
    [
      view.t('itemWhat'),
      html`${item.items.map(({ department, name }) => html`<span class="ib">${view.zh(`${department}：${name}`)}</span><br>`)}`,
    ],
    [view.t('itemObjects'), view.zh(item.objectScope)],
    [view.t('jointLevels'), view.zh(`${item.orgLevel} / ${item.implLevel}`)],
    [view.t('jointPeriod'), item.period === '' ? null : view.zh(item.period)],
    [view.t('jointDeadline'), item.deadline === null ? null : dayOf(item.deadline)],
    [view.t('jointContact'), view.zh(item.contactOffice)],
    [view.t('itemBasis'), view.zh(item.basis)],
    [view.t('itemOrg'), view.zh(item.orgName)],
    [view.t('itemValidity'), validity(view, item)],
  ])}</section>`
