/** A number that nothing published has. The page says the number back, so that a reader sees the mistyped digit. */
import { html } from 'hono/html'
import { type Page, refusal, type Section, sections } from './page.ts'
import type { View } from './view.ts'

export const unknownThing = (view: View, section: Section, thing: string, code: string): Page =>
  refusal(view, 404, view.t('notFoundThing', { thing, code: code.slice(0, 60) }), view.t('notFoundThingText'), [
    html`<a href="${view.href(sections[section])}">${view.t('backToList', { list: view.t(section) })}</a>`,
  ])
