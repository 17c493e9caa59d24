/** `/help/verify` and `/accessibility`: in plain words, for people who are neither lawyers nor programmers. */
import { html } from 'hono/html'
import { checkLabels, claims } from '#core/draws/check-labels.ts'
import type { Ask } from '../ask.ts'
import { type Page, sections } from '../page.ts'

export function verifyHelpPage({ view }: Ask): Page {
  const { t } = view
  return {
    title: t('helpVerify'),
    section: 'draws',
    body: html`<h1>${t('helpVerify')}</h1><div class="prose"><p class="lead">${t('verifyLead')}</p>
<section><h2>${t('verifyIdea')}</h2><p>${t('verifyIdea1')}</p><p>${t('verifyIdea2')}</p><p>${t('verifyIdea3')}</p></section>
<section><h2>${t('verifyQuick')}</h2><ol><li>${t('verifyQuick1')}</li><li>${t('verifyQuick2')}</li><li>${t('verifyQuick3')}</li><li>${t('verifyQuick4')}</li></ol>
<p><a href="${view.href(sections.draws)}">${t('allDraws')}</a></p></section>
<section><h2>${t('verifyFull')}</h2><ol><li>${t('verifyFull1')}</li><li>${t('verifyFull2')}<pre class="log" tabindex="0">node mingjian-verify.mjs verify ${t('folder')}</pre><p><a href="${view.href('/verify/')}">${t('verifyPage')}</a>　<a href="${view.href('/verify/#program')}">${t('verifyProgram')}</a></p></li><li>${t('verifyFull3')}</li><li>${t('verifyFull4')}</li></ol></section>
<section><h2>${t('verifyWrong')}</h2><p>${t('verifyWrongText')}</p></section></div>
<section><h2>${t('verifyChecks')}</h2>${Object.entries(claims).map(
      ([claim, words]) =>
        html`<h3 class="claim">${view.word(words)}</h3><dl class="facts">${Object.values(checkLabels)
          .filter((label) => label.claim === claim)
          .map((label) => html`<div><dt>${view.word(label.name)}</dt><dd>${view.word(label.proves)}</dd></div>`)}</dl>`,
    )}</section>`,
  }
}

export function accessibilityPage({ view }: Ask): Page {
  const { t } = view
  const lines = ['a11yKeyboard', 'a11yReader', 'a11yLarge', 'a11yPrint', 'a11yColour', 'a11yScript'] as const
  return {
    title: t('accessibility'),
    body: html`<h1>${t('accessibility')}</h1><div class="prose"><p class="lead">${t('a11yLead')}</p>
<section><h2>${t('a11yHow')}</h2><ul>${lines.map((line) => html`<li>${t(line)}</li>`)}</ul></section>
<section><h2>${t('a11yLimits')}</h2><p>${t('a11yLimitsText')}</p></section></div>`,
  }
}
