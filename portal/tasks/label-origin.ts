/** 标签来源 of a directed draw: how the labels came that its filter asks for. Of a sealed draw the kind alone is published. */
import { html } from 'hono/html'
import type { Html, View } from '../view.ts'

export type LabelOrigin = {
  readonly kind: string
  readonly label?: string
  readonly since?: string | null
  readonly times?: number | null
  readonly objects?: number
}

/** A fact for the list of an announcement; none where no label came from complaints or risk monitoring. */
export function labelOriginFact(view: View, origins: readonly LabelOrigin[]): readonly (readonly [string, Html])[] {
  if (origins.length === 0) return []
  return [[view.t('labelOrigin'), html`${origins.map((origin, i) => html`${i === 0 ? '' : html`<br>`}${wordsOf(view, origin)}`)}`]]
}

function wordsOf(view: View, { kind, label, since, times, objects = 0 }: LabelOrigin): Html {
  const complaints = kind === 'complaints'
  if (label === undefined) return html`${view.t(complaints ? 'labelOriginComplaintsOnly' : 'labelOriginFlagsOnly')}`
  const words = complaints
    ? view.t('labelOriginComplaints', { since: since ?? '', n: times ?? 0, objects })
    : view.t('labelOriginFlags', { objects })
  return html`${view.zh(label)}：${words}`
}
