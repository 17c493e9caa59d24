/** `/frequency-caps`: how often in a year an object is visited at most, as each authority has published it (国办发〔2024〕54号). */
import { html } from 'hono/html'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import { dateAt, instant } from '#core/time.ts'
import type { Ask } from '../ask.ts'
import { itemLists, today, validity } from '../catalogue/page.ts'
import { type Page, sections } from '../page.ts'
import { dayOf, facts, nothing } from '../parts.ts'
import type { Html, View } from '../view.ts'
import { type Cap, capsOn, findCaps, rulingCap } from './store.ts'

export async function capsPage({ deps, view }: Ask): Promise<Page> {
  const { t } = view
  const day = today(deps)
  const all = await findCaps(deps.db)
  const now = capsOn(all, day)
  const coming = all.filter(({ own, validFrom }) => own && validFrom > day)
  return {
    title: t('capsTitle'),
    section: 'items',
    crumbs: [{ text: t('capsTitle') }],
    body: html`<h1>${t('capsTitle')}</h1><p class="lead">${t('capsLead')}</p>
${itemLists(view, 'caps')}
<p>${t('capsElse', { n: nationalPolicy.ledger.plannedCap.value })}</p>
${now.length === 0 ? nothing(t('capsNone')) : now.map((cap) => capSection(view, cap, rulingCap(all, cap, day)))}
${coming.length === 0 ? '' : html`<section><h2>${t('capsComing')}</h2><ul>${coming.map((cap) => html`<li>${view.zh(cap.placeName)} ${t('capTimes', { n: (rulingCap(all, cap, cap.validFrom) ?? cap).cap })}　${validity(view, cap)}</li>`)}</ul></section>`}
<section><h2>${t('capsHow')}</h2><ul><li>${t('capsHowAll')}</li><li>${t('capsHowTriggered')}</li><li>${t('capsHowPremises')}</li><li>${t('capsHowPaper')}</li></ul></section>
<section><h2>${t('openData')}</h2><ul class="ways"><li><a href="/open-data/frequency-caps.csv" download>frequency-caps.csv</a></li><li><a href="/open-data/frequency-caps.json" download>frequency-caps.json</a></li></ul><p class="s k"><a href="${view.href(sections.openData)}">${t('openData')}</a></p></section>`,
  }
}

/** `ruling`: the stricter cap of a place above, which holds instead. */
const capSection = (view: View, cap: Cap, ruling: Cap | null): Html =>
  html`<section><h2>${view.zh(cap.placeName)}</h2>${facts([
    [view.t('capCap'), html`<strong>${view.t('capTimes', { n: (ruling ?? cap).cap })}</strong>`],
    [
      view.t('capRuled'),
      ruling === null
        ? null
        : html`${view.zh(ruling.placeName)} ${view.t('capTimes', { n: ruling.cap })}　${view.t('capRuledText', { n: cap.cap })}`,
    ],
    [view.t('capWarn'), view.t('capWarnFrom', { n: cap.warnAt })],
    [
      view.t('capExceptions'),
      cap.exceptions.length === 0
        ? view.t('capNoExceptions')
        : cap.exceptions.map((code) => view.word(ledgerExceptions[code])).join(view.lang === 'zh' ? '、' : ', '),
    ],
    [view.t('capSource'), view.zh(cap.basis)],
    [view.t('itemOrg'), view.zh(cap.orgName)],
    [view.t('itemValidity'), html`${validity(view, cap)}　${view.t('itemVersion', { n: cap.version })}`],
    [view.t('capPublished'), dayOf(dateAt(instant(Date.parse(cap.at))))],
  ])}</section>`
