/** “为什么被抽中 / 未被抽中”: the answer of an opening in plain words, then each check that stands behind it. */
import { openingCheckLabels } from '#core/draws/opening-labels.ts'
import type { LookUp } from '../given-files.ts'
import type { OpeningReport } from '../openings.ts'
import { el } from './elements.ts'
import { checkLines, type Line } from './report-view.ts'
import { langOf, say } from './words.ts'

type Checked = Extract<OpeningReport, { state: 'checked' }>

/** One opening that came as a file. */
export function openingSection(report: OpeningReport): HTMLElement {
  if (report.state === 'unreadable') return el('p', { class: 'note r' }, say('openingUnreadable', { name: report.name }))
  if (report.state === 'no_bundle') return el('p', { class: 'note y' }, say('openingNoBundle', { name: report.name, id: report.drawId }))
  return el(
    'section',
    { class: 'vo', 'aria-label': `${say('openingTitle')} ${report.name}` },
    el('h2', {}, say('openingTitle')),
    ...openingAnswer(report),
  )
}

/** What somebody who looked a subject up is told, with the opening to keep. */
export function lookUpAnswer(subject: string, found: LookUp): readonly HTMLElement[] {
  if (found.state === 'no_list') return [el('p', { class: 'note y' }, say('lookUpNoList'))]
  if (found.state === 'not_in_pool') return [el('div', { class: 'ans' }, el('p', { class: 'a1' }, say('lookUpAbsent', { subject })))]
  const file = new Blob([Uint8Array.from(found.bytes)], { type: 'application/json' })
  const link = el('a', { class: 'bt', href: URL.createObjectURL(file), download: found.report.name }, say('keepOpening'))
  return [...openingAnswer(found.report), el('p', { class: 'after' }, link), el('p', { class: 's k' }, say('keepOpeningText'))]
}

function openingAnswer(report: Checked): readonly HTMLElement[] {
  const { verification, opening, bundleHeld } = report
  const doubt = bundleHeld ? null : el('p', { class: 'note r' }, say('openingDoubt'))
  const why = verification.drawn === null ? null : el('p', {}, say(verification.drawn ? 'whyDrawn' : 'whyNotDrawn'))
  return [
    el(
      'div',
      { class: `ans${verification.verdict === 'failed' ? ' bad' : ''}` },
      el('p', { class: 'a1', tabindex: '-1' }, answerWords(report)),
      verification.verdict === 'failed' ? null : why,
      el('p', { class: 's k' }, say('openingOf', { id: opening.drawId }), ' ', say('openingClass')),
    ),
    ...(doubt === null ? [] : [doubt]),
    el('div', { class: 'g4 one' }, el('section', {}, el('h3', {}, say('openingChecks')), checkLines(verification.checks.map(lineOf)))),
  ]
}

function answerWords({ verification, opening, poolSize }: Checked): string {
  const { subject, index } = opening
  if (verification.verdict === 'failed') return say('openingFailed', { subject })
  if (verification.drawn === null) return say('openingOpen', { subject })
  const place = { subject, at: index + 1, n: poolSize }
  return verification.drawn ? say('openingDrawn', { ...place, order: verification.order ?? 0 }) : say('openingNotDrawn', place)
}

function lineOf(check: Checked['verification']['checks'][number]): Line {
  const lang = langOf()
  const { name, proves } = openingCheckLabels[check.check]
  return { name: name[lang], proves: proves[lang], outcome: check }
}
