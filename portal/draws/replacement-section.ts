/** Kind R: which drawn one is replaced, why, and that the substitute was drawn and not chosen (draw protocol §6). */
import { html } from 'hono/html'
import { isReplacementReason, replacementReasons } from '#core/draws/reasons.ts'
import { facts, fingerprint } from '../parts.ts'
import type { Html, View } from '../view.ts'
import type { Draw } from './published-draw.ts'

export function replacementSection(view: View, { replacement, state, mode }: Draw): Html | string {
  if (replacement === null) return ''
  const { t } = view
  const { objectDraw, leaf, substitute } = replacement
  // In a sealed draw a name beside the leaf that this draw selected would link the two; the name is on the list of the task.
  const named = state === 'closed' && mode === 'open' ? substitute : null
  return html`<section><h2>${t('replacementTitle')}</h2><p class="s k">${t('replacementText')}</p>${facts([
    [t('replacementOf'), html`<a class="code" href="${view.href(`/draws/${objectDraw}`)}">${objectDraw}</a>`],
    [t('replacementLeaf'), fingerprint(leaf)],
    [t('replacementReason'), reasonWord(view, replacement.reason)],
    [
      t('replacementBy'),
      named
        ? html`<a href="${view.href(`/entities/${encodeURIComponent(named.subject)}`)}">${view.zh(named.name)}</a>　<span class="code">${named.subject}</span>`
        : t(mode === 'sealed' ? 'replacementSealed' : state === 'void' ? 'replacementNone' : 'replacementLater'),
    ],
  ])}</section>`
}

export const reasonWord = (view: View, reason: string): string =>
  isReplacementReason(reason) ? view.word(replacementReasons[reason]) : reason
