/** The words of the feed: states of receipts, events, and why a line was refused. */
import { type EntityEvent, entityEvents, isEntityEvent } from '#core/registers/entity-event.ts'
import { rowReasons } from '#core/registers/entity-row.ts'
import { feedReasons } from '#core/registers/feed.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import type { Tone } from '#web/ui/page.tsx'
import { entityStateText } from '../registers/entity-words.ts'

export const receiptStates = ['receiving', 'complete', 'stopped', 'broken'] as const

const tones: Readonly<Record<string, Tone>> = { receiving: 'accent', complete: 'green', stopped: 'red', broken: 'amber' }

export const receiptState = (state: string): { readonly text: string; readonly tone: Tone } => ({
  text: tMaybe(`feedState.${state}`, state),
  tone: tones[state] ?? 'plain',
})

export const eventText = (type: string): string => (isEntityEvent(type) ? wordOf(type) : type)
const wordOf = (event: EntityEvent): string => entityEvents[event][language()]

const isReason = (code: string): code is keyof typeof feedReasons => Object.hasOwn(feedReasons, code)

/** The sentence of a reason with its facts filled in. */
export function reasonWords(code: string, facts: Readonly<Record<string, unknown>>): string {
  if (!isReason(code)) return code
  return feedReasons[code][language()].replaceAll(/\{(\w+)\}/g, (_, name: string) => factWord(name, facts[name]))
}

function factWord(name: string, value: unknown): string {
  if (name === 'state') return entityStateText(String(value))
  if (name === 'type') return eventText(String(value))
  const text = String(value ?? name)
  return name === 'why' && isRowReason(text) ? rowReasons[text][language()] : text
}

const isRowReason = (code: string): code is keyof typeof rowReasons => Object.hasOwn(rowReasons, code)

export const appliedSum = (applied: Readonly<Record<string, number>>): number => Object.values(applied).reduce((sum, n) => sum + n, 0)

export const viaText = (via: 'push' | 'pull'): string => t(`feed.via.${via}`)
