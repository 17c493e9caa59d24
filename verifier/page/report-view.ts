/** The report as elements: the verdict first, then what failed with what was expected, then every claim with its checks and what each proves. */
import { checkLabels, claims, notCheckedReasons } from '#core/draws/check-labels.ts'
import type { Check, Outcome } from '#core/draws/verification.ts'
import { claimIds, isForOtherKind } from '../explain.ts'
import type { BundleFacts, BundleReport } from '../given-files.ts'
import { el, mark } from './elements.ts'
import { figure, langOf, say, type WordKey } from './words.ts'

export type LookUpAsked = (drawId: string, subject: string) => void

/** One bundle. The verdict can be focused, so that a screen reader begins there. */
export function bundleSection(report: BundleReport, milliseconds: number, lookUp: LookUpAsked): HTMLElement {
  const checks = report.checks.filter((check) => !isForOtherKind(check))
  const failed = checks.filter(({ status }) => status === 'failed')
  const name = report.drawId ?? say('unreadable')
  return el(
    'section',
    { class: 'vr', 'aria-label': name },
    el(
      'div',
      { class: 'top2' },
      el('div', {}, el('h2', {}, name), ...about(report)),
      verdictAside(name, checks, failed.length, milliseconds),
    ),
    ...report.missing.map((file) => el('p', { class: 'note y' }, say('missing', { name: file }))),
    failed.length === 0 ? null : failedSection(failed),
    report.facts?.listed ? lookUpSection(report.facts.drawId, lookUp) : null,
    el(
      'section',
      {},
      el('h3', { class: 'h2' }, say('checksTitle')),
      el('div', { class: 'g4' }, ...claimIds.flatMap((claim) => claimGroup(claim, checks))),
    ),
  )
}

function verdictAside(name: string, checks: readonly Check[], failed: number, milliseconds: number): HTMLElement {
  const [ok, open] = [count(checks, 'ok'), count(checks, 'not_checked')]
  const took = say('seconds', { n: (milliseconds / 1000).toFixed(milliseconds < 1000 ? 2 : 1) })
  const words = failed > 0 ? [say('failedText')] : [say('heldText'), ...(open > 0 ? [say('openText', { n: open })] : [])]
  return el(
    'aside',
    { class: `vd ${failed > 0 ? 'bad' : 'ok'}`, 'aria-label': `${say('verdict')} ${name}` },
    el(
      'p',
      { class: 'big', tabindex: '-1' },
      mark(failed > 0 ? 'failed' : 'ok'),
      failed > 0 ? say('failed', { n: failed }) : say('held', { n: ok }),
    ),
    ...words.map((text) => el('p', {}, text)),
    el('p', { class: 'k' }, took),
  )
}

function about({ facts, name }: BundleReport): readonly HTMLElement[] {
  if (facts === null) return [el('p', { class: 'code k' }, name)]
  const tag = (key: WordKey) => el('span', { class: 'tag' }, say(key))
  return [
    el('p', {}, tag(`kind_${facts.kind}`), ' ', tag(`mode_${facts.mode}`)),
    el('dl', { class: 'id' }, ...rows(facts).flatMap(([term, value]) => el('div', {}, el('dt', {}, say(term)), el('dd', {}, value)))),
    el('p', { class: 's k' }, say('fact_commit')),
    fingerprint(facts.commitHash),
    el('p', { class: 's k' }, say('compareSeal')),
  ]
}

const rows = (facts: BundleFacts): readonly (readonly [WordKey, string])[] => [
  ['fact_register', figure(facts.registerCount)],
  ['fact_pool', figure(facts.poolSize)],
  ['fact_drawn', figure(facts.selectedCount)],
  ['fact_snapshot', localTime(facts.snapshotAt)],
  ['fact_suite', facts.suite === 'sm3' ? 'SM3' : 'SHA-256'],
]

/** Where the list is public, anyone can look a member up and keep its opening. */
function lookUpSection(drawId: string, lookUp: LookUpAsked): HTMLElement {
  const id = `code-${drawId}`
  const input = el('input', { id, maxlength: '200', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'characters' })
  const form = el(
    'form',
    {},
    el('label', { for: id }, say('lookUpCode')),
    el('div', { class: 'line' }, input, el('button', { class: 'bt p' }, say('lookUp'))),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (input.value.trim() !== '') lookUp(drawId, input.value)
  })
  return el(
    'section',
    { class: 'me' },
    el('h3', { class: 'h2' }, say('lookUpTitle')),
    form,
    el('div', { class: 'found', 'data-draw': drawId, role: 'status' }),
  )
}

function failedSection(failed: readonly Check[]): HTMLElement {
  const lang = langOf()
  return el(
    'section',
    { class: 'vf' },
    el('h3', { class: 'h2 red' }, say('failedTitle')),
    el(
      'ul',
      {},
      ...failed.map((check) =>
        el(
          'li',
          {},
          el('h4', {}, mark('failed'), checkLabels[check.check].name[lang], ' ', el('code', {}, check.check)),
          el('p', {}, checkLabels[check.check].proves[lang]),
          check.status !== 'failed' ? null : el('dl', {}, ...pair(say('expected'), check.expected), ...pair(say('found'), check.found)),
        ),
      ),
    ),
  )
}

function claimGroup(claim: (typeof claimIds)[number], all: readonly Check[]): readonly HTMLElement[] {
  const checks = all.filter(({ check }) => checkLabels[check].claim === claim)
  if (checks.length === 0) return []
  const [ok, failed] = [count(checks, 'ok'), count(checks, 'failed')]
  const tally =
    failed > 0
      ? el('span', { class: 'red' }, say('countFailed', { n: failed }))
      : ok > 0
        ? el('span', { class: 'grn' }, say('countHeld', { n: ok }))
        : el('span', { class: 'k' }, say('countOpen'))
  return [el('section', {}, el('h3', {}, claims[claim][langOf()], tally), checkLines(checks.map(lineOf)))]
}

export type Line = { readonly name: string; readonly proves: string; readonly outcome: Outcome }

/** The same lines as on the page of a draw, so that the two can be compared. */
export const checkLines = (lines: readonly Line[]): HTMLElement => el('ul', {}, ...lines.map(checkLine))

function checkLine({ name, proves, outcome }: Line): HTMLElement {
  const kind = outcome.status === 'not_checked' ? 'open' : outcome.status
  const said = say(`said_${kind}`)
  const text =
    outcome.status === 'not_checked'
      ? [el('b', {}, said), notCheckedReasons[outcome.why][langOf()]]
      : outcome.status === 'failed'
        ? [el('b', { class: 'red' }, said), proves]
        : [proves]
  return el('li', {}, el('span', {}, mark(kind), el('span', {}, el('span', { class: 'vh' }, said), name)), el('span', {}, ...text))
}

const lineOf = (check: Check): Line => ({
  name: checkLabels[check.check].name[langOf()],
  proves: checkLabels[check.check].proves[langOf()],
  outcome: check,
})

/** 32 bytes in blocks of 8 digits, the first stressed, so that two people can compare them aloud. */
function fingerprint(hex: string): HTMLElement {
  const blocks = hex.match(/.{1,8}/g) ?? []
  return el(
    'p',
    {},
    el(
      'code',
      { class: 'hx' },
      ...blocks.flatMap((block, i): readonly (HTMLElement | string)[] => (i === 0 ? [el('b', {}, block)] : [' ', block])),
    ),
  )
}

/** Text out of a bundle: long ones are cut, they are there to be recognised. */
const pair = (term: string, value: string): readonly HTMLElement[] => [
  el('dt', {}, term),
  el('dd', {}, el('code', {}, value.length > 400 ? `${value.slice(0, 397)}…` : value)),
]

const count = (checks: readonly Check[], status: Check['status']): number => checks.filter((check) => check.status === status).length

/** `2026-03-18 09:30`, where the draw was held. */
function localTime(instant: string): string {
  const at = new Date(Date.parse(instant) + 8 * 3600_000).toISOString()
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`
}
