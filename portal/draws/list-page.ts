/** `/draws`: every draw from the moment its list was sealed, the void and the unfinished ones included: none can be hidden. */
import { html } from 'hono/html'
import { isDrawId } from '#core/draws/draw-id.ts'
import { type DrawState, drawStates } from '#core/draws/state.ts'
import type { Ask } from '../ask.ts'
import { badCursor } from '../bad-cursor.ts'
import { pageOf, parseTimeCursor, writeTimeCursor } from '../keyset.ts'
import { type Page, sections } from '../page.ts'
import { nothing, pager, timeOf } from '../parts.ts'
import type { Html, View } from '../view.ts'
import type { DrawLine } from './published-draw.ts'
import { latestDraws, unfinishedDraws } from './store.ts'

const pageSize = 40
const mostUnfinished = 50

export async function drawsPage({ deps, view, query }: Ask): Promise<Page> {
  const { t } = view
  const cursor = query('cursor')
  const after = cursor === undefined ? undefined : parseTimeCursor(cursor, isDrawId)
  if (after === null) return badCursor(view, 'draws')
  const [found, unfinished] = await Promise.all([
    latestDraws(deps.db, { after, limit: pageSize + 1 }),
    after === undefined ? unfinishedDraws(deps.db, mostUnfinished) : [],
  ])
  const { rows, last } = pageOf(found, pageSize)
  return {
    title: t('draws'),
    section: 'draws',
    body: html`<h1>${t('drawsTitle')}</h1><p class="lead">${t('drawsLead')}</p>
<p><a href="${view.href('/verify/')}">${t('verifyPage')}</a>　<a href="${view.href('/help/verify')}">${t('helpVerify')}</a></p>
${unfinished.length === 0 ? '' : html`<section><h2>${t('unfinished')}</h2><p class="s k">${t('unfinishedText')}</p>${drawRows(view, unfinished, deps.now())}</section>`}
<section><h2>${t('allDraws')}</h2>${rows.length === 0 ? nothing(t('noDrawsYet')) : drawRows(view, rows)}${pager(
      view,
      sections.draws,
      { cursor },
      last === null ? null : writeTimeCursor(last),
    )}</section>`,
  }
}

/** Lines of draws. With `now`, a sealed draw without a result says when it has waited too long. */
export const drawRows = (view: View, rows: readonly DrawLine[], now?: Date): Html =>
  html`<ul class="rows">${rows.map(
    (draw) => html`<li><span class="nw">${timeOf(draw.committedAt ?? draw.at)}</span>
<div><p class="nm"><a href="${view.href(`/draws/${draw.id}`)}">${view.zh(draw.taskName)}</a> ${kindTags(view, draw)}</p>
<p>${view.zh(draw.orgName)}　<span class="code">${draw.id}</span></p></div>
<span class="end s">${sizes(view, draw)} ${stateTag(view, draw)}${now !== undefined && isOrphan(draw, now) ? html` <span class="tag r">${view.t('orphan')}</span>` : ''}</span></li>`,
  )}</ul>`

export function stateTag(view: View, draw: Pick<DrawLine, 'state' | 'verdict'>): Html {
  const word = isKnownState(draw.state) ? view.word(drawStates[draw.state]) : draw.state
  if (draw.verdict === 'failed') return html`<span class="tag r">${view.t('verdictFailedShort')}</span> <span class="tag">${word}</span>`
  return html`<span class="tag ${tone(draw.state)}">${word}</span>`
}

/** What is drawn, and that the list of a sealed draw is not public. */
export const kindTags = (view: View, draw: Pick<DrawLine, 'kind' | 'ofOfficers' | 'mode'>): Html =>
  html`<span class="tag">${view.t(kindOf(draw))}</span>${draw.mode === 'sealed' ? html` <span class="tag">${view.t('modeSealed')}</span>` : ''}`

/** What is drawn: objects or officers, for the first time or in the place of others. */
export function kindOf({ kind, ofOfficers }: Pick<DrawLine, 'kind' | 'ofOfficers'>) {
  if (kind === 'R') return ofOfficers ? 'drawOfSeats' : 'drawOfReplacement'
  return ofOfficers ? 'drawOfOfficers' : 'drawOfObjects'
}

type Waiting = Pick<DrawLine, 'state' | 'committedAt' | 'revealBy' | 'beaconAt'>

/** A sealed list whose result does not come (protocol §2: no draw ends in silence): its deadline has passed, or a day where none is known. */
export const isOrphan = (draw: Waiting, now: Date): boolean => {
  const deadline = deadlineOf(draw)
  return deadline !== null && now.getTime() > deadline
}

/** In milliseconds; null for a draw that has its result or its end. */
function deadlineOf({ state, committedAt, revealBy, beaconAt }: Waiting): number | null {
  if (!isKnownState(state) || committedAt === null) return null
  const dayAfter = (at: string): number => Date.parse(at) + dayInMs
  switch (state) {
    case 'committed':
      return revealBy === null ? dayAfter(committedAt) : Date.parse(revealBy)
    case 'awaiting_beacon':
      // The announcement is typed in by two people: a day after it is public they have no excuse.
      return dayAfter(beaconAt ?? committedAt)
    case 'drawing':
      // What is left is computing: after the reveals, or after the beacon.
      return beaconAt !== null ? dayAfter(beaconAt) : revealBy === null ? dayAfter(committedAt) : Date.parse(revealBy)
    default:
      return null
  }
}

const dayInMs = 24 * 3600 * 1000

const isKnownState = (state: string): state is DrawState => Object.hasOwn(drawStates, state)

const tone = (state: string): string => (state === 'void' ? 'strong' : state === 'closed' || state === 'result' ? 'g' : 'a')

function sizes(view: View, draw: DrawLine): Html | string {
  if (draw.ofOfficers || draw.poolSize === null) return ''
  return draw.selected === null
    ? html`${view.t('poolOf', { pool: draw.poolSize })}<br>`
    : html`${view.t('poolToDrawn', { pool: draw.poolSize, drawn: draw.selected })}<br>`
}
