/** A page mark that was cut short or made up. */
import { html } from 'hono/html'
import { type Page, refusal, type Section, sections } from './page.ts'
import type { View } from './view.ts'

export const badCursor = (view: View, section: Section): Page =>
  refusal(view, 400, view.t('badCursorTitle'), view.t('badCursorText'), [
    html`<a href="${view.href(sections[section])}">${view.t(section)}</a>`,
  ])
