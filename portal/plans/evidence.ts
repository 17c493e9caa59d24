/** 审议与备案: how the versions of a plan came to hold, for its readers. Bodies and numbers, no persons. */
import { html } from 'hono/html'
import { dayOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import type { Evidence } from './store.ts'

/** Nothing where a plan was neither adopted by a conference nor filed. */
export function evidenceSection(view: View, { adoptions, filings }: Evidence): Html | string {
  const { t } = view
  const of = (version: number): string => t('planVersion', { n: version })
  const adopted = adoptions.map(
    ({ version, metOn, minutesNo, parties }) =>
      html`<li><div><p class="nm">${t('planAdopted')}　<span class="k">${of(version)}</span></p><p>${t('planMinutes')} ${view.zh(minutesNo)}</p><p>${t('planAgreed')} ${view.zh(parties.join('、'))}</p></div><span class="end s k">${dayOf(metOn)}</span></li>`,
  )
  const filed = filings.map(
    ({ version, with: whom, toName, number, filedOn, acceptedOn }) =>
      html`<li><div><p class="nm">${t(whom === 'government' ? 'planFiledGovernment' : 'planFiledAbove')}　<span class="k">${of(version)}</span></p><p>${view.zh(toName)}${
        number === '' ? '' : html`　${t('planFilingNo')} ${view.zh(number)}`
      }</p>${acceptedOn === null ? '' : html`<p>${t('planFilingAccepted')} ${dayOf(acceptedOn)}</p>`}</div><span class="end s k">${dayOf(filedOn)}</span></li>`,
  )
  if (adopted.length + filed.length === 0) return ''
  return html`<section id="evidence"><h2>${t('planEvidence')}</h2><ul class="rows two">${adopted}${filed}</ul></section>`
}
