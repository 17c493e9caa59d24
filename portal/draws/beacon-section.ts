/** The public value that nobody knew when the list was sealed: what it is, when it is due, what came (draw protocol §4). */
import { html } from 'hono/html'
import { facts, timeOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import type { Beacon, BeaconValue, Draw } from './published-draw.ts'

export function beaconSection(view: View, { beacon, beaconValue, state }: Draw): Html | string {
  if (beacon === null) return ''
  const { t } = view
  const missing = t(state === 'void' ? 'beaconNever' : 'beaconNotYet')
  return html`<section><h2>${t('beaconTitle')}</h2><p class="s k">${t('beaconText')}</p>
${beacon.kind === 'drand' ? drandFacts(view, beacon, beaconValue, missing) : announcedFacts(view, beacon, beaconValue, missing)}</section>`
}

function drandFacts(view: View, beacon: Extract<Beacon, { kind: 'drand' }>, value: BeaconValue | null, missing: string): Html {
  const { t } = view
  const came = value?.kind === 'drand' ? value : null
  return facts([
    [t('beaconWhat'), t('beaconDrand', { round: beacon.round })],
    [t('beaconChain'), html`<code class="hx">${blocks(beacon.chain)}</code>`],
    [t('beaconAt'), typeof beacon.at === 'string' ? timeOf(beacon.at) : '—'],
    [t('beaconUsed'), came !== null && came.round !== beacon.round ? t('beaconPostponed', { round: came.round }) : null],
    [t('beaconValue'), came === null ? missing : html`<code class="hx">${blocks(came.signature)}</code>`],
  ])
}

function announcedFacts(view: View, beacon: Extract<Beacon, { kind: 'announced' }>, value: BeaconValue | null, missing: string): Html {
  const { t } = view
  const came = value?.kind === 'announced' ? value : null
  return facts([
    [t('beaconWhat'), view.zh(came?.what ?? beacon.what)],
    [t('beaconAt'), timeOf(came?.at ?? beacon.at)],
    [t('beaconValue'), came === null ? missing : html`<code class="hx">${came.value}</code>`],
  ])
}

const blocks = (hex: string): string => (hex.match(/.{1,8}/g) ?? []).join(' ')
