/** 人工指定: every officer who was put on a team by hand instead of by lot, or that nobody was. No names: who inspected is told with the inspection. */
import { html } from 'hono/html'
import { nothing, timeOf } from '../parts.ts'
import { figure, type Html, type View } from '../view.ts'
import { seatReasonWord } from './matching-section.ts'
import type { Appointment, Draw } from './published-draw.ts'

/** Teams stand once the draw of officers is closed; before, nobody can be put on one. */
export function appointmentsSection(view: View, draw: Draw, appointments: readonly Appointment[]): Html | string {
  const { t } = view
  if (draw.kind !== 'P' || draw.state !== 'closed') return ''
  const head = html`<h2>${t('appointmentsTitle')}</h2><p class="s k">${t('appointmentsText')}</p>`
  if (appointments.length === 0) return html`<section>${head}${nothing(t('appointmentsNone'))}</section>`
  return html`<section>${head}<p>${t('appointmentsSum', { n: appointments.length })}</p>
<div class="scroll" role="region" aria-label="${t('appointmentsTitle')}" tabindex="0"><table class="tb"><caption class="vh">${t('appointmentsTitle')}</caption>
<thead><tr><th scope="col">${t('when')}</th><th scope="col">${t('seatsReason')}</th><th scope="col" class="n">${t('appointmentsObjects')}</th></tr></thead>
<tbody>${appointments.map(
    ({ at, reason, objects }) =>
      html`<tr><td>${timeOf(at)}</td><th scope="row">${seatReasonWord(view, reason)}</th><td class="n">${figure(objects)}</td></tr>`,
  )}</tbody></table></div></section>`
}
