/** `/draws/:drawId`: what happened, why my firm, what was checked and what each check proves, and how to check it oneself. */
import { html } from 'hono/html'
import { isDrawId, parseDrawId } from '#core/draws/draw-id.ts'
import type { Ask } from '../ask.ts'
import type { Page } from '../page.ts'
import { facts, fingerprint, titleOf } from '../parts.ts'
import { findTask } from '../tasks/store.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Html, View } from '../view.ts'
import { appointmentsSection } from './appointments-section.ts'
import { beaconSection } from './beacon-section.ts'
import { checksSection, verdictAside } from './checks.ts'
import { frameSection, partiesSection, strataSection } from './frame.ts'
import { drawRows, kindOf, kindTags, stateTag } from './list-page.ts'
import { certificateLink, logSection } from './log-section.ts'
import { matchingSection, seatsSection } from './matching-section.ts'
import type { Draw } from './published-draw.ts'
import { replacementSection } from './replacement-section.ts'
import { drawLead, stepsSection, voidNote } from './steps.ts'
import { appointmentsOf, drawsOfTask, findDraw } from './store.ts'
import { verifySection } from './verify-section.ts'
import { readCode, type WhyMe, whyMe } from './why-me.ts'
import { whyMeSection, whySealedSection } from './why-me-section.ts'

export async function drawPage({ deps, view, param, query, drawFiles }: Ask): Promise<Page> {
  const { t } = view
  const id = param('drawId')
  const draw = isDrawId(id) ? await findDraw(deps.db, id) : null
  if (draw === null) return unknownThing(view, 'draws', t('drawWord'), id)

  const typed = query('code')?.trim() ?? ''
  const subject = typed === '' ? null : readCode(typed)
  const asked = canAsk(draw) && typed !== ''
  const answer: WhyMe | null = asked && subject !== null ? await whyMe(deps.db, drawFiles, draw, subject) : null
  const [siblings, task, appointments] = await Promise.all([
    drawsOfTask(deps.db, draw.taskId),
    findTask(deps.db, parseDrawId(draw.id)?.task ?? ''),
    draw.kind === 'P' ? appointmentsOf(deps.db, draw.id) : [],
  ])
  return {
    status: asked && subject === null ? 400 : 200,
    title: `${draw.taskName}·${t(kindOf(draw))}`,
    section: 'draws',
    crumbs: [{ text: view.zh(draw.orgName) }],
    body: html`<div class="top2"><div><h1>${titleOf(view, draw.taskName)}</h1><p>${stateTag(view, draw)} ${kindTags(view, draw)}</p>${drawLead(view, draw, deps.now())}${task === null ? '' : html`<p><a href="${view.href(`/tasks/${task.taskNo}`)}">${t('taskNotice')}</a></p>`}</div>${verdictAside(view, draw)}</div>
${voidNote(view, draw)}
${canAsk(draw) ? whyMeSection(view, draw, typed, asked && subject === null, answer) : whySealedSection(view, draw)}
${replacementSection(view, draw)}
${seatsSection(view, draw)}
${stepsSection(view, draw)}
${matchingSection(view, draw)}
${appointmentsSection(view, draw, appointments)}
${checksSection(view, draw)}
${frameSection(view, draw)}
${strataSection(view, draw)}
${partiesSection(view, draw)}
${beaconSection(view, draw)}
${verifySection(view, draw, deps.origin)}
${logSection(view, draw)}
${siblings.length < 2 ? '' : html`<section><h2>${t('otherDraws')}</h2><p class="s k">${t('otherDrawsText')}</p>${drawRows(view, siblings)}</section>`}
${evidence(view, draw)}`,
  }
}

/** Before there is a result nobody can be told anything; officers are not looked up in public, nor anyone in a sealed draw. */
const canAsk = (draw: Draw): boolean => draw.kind === 'O' && draw.mode === 'open' && draw.state !== 'void' && draw.seed !== null

const evidence = (view: View, draw: Draw): Html =>
  html`<section><h2>${view.t('evidence')}</h2>${facts([
    [view.t('drawId'), html`<span class="code">${draw.id}</span>`],
    [view.t('suite'), draw.suite === 'sm3' ? 'SM3' : 'SHA-256'],
    [view.t('poolRoot'), draw.poolRoot === null ? null : fingerprint(draw.poolRoot)],
    [view.t('commitHash'), draw.commitHash === null ? null : fingerprint(draw.commitHash)],
    [view.t('seed'), draw.seed === null ? view.t(draw.state === 'void' ? 'seedNever' : 'seedNotYet') : fingerprint(draw.seed)],
  ])}${certificateLink(view, draw)}</section>`
