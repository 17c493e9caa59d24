/** `/verify/`: a citizen checks a bundle in their own browser. The page's script comes with it; without script it tells the other way. */
import { html } from 'hono/html'
import { isDrawId } from '#core/draws/draw-id.ts'
import type { Ask } from '../ask.ts'
import type { Draw } from '../draws/published-draw.ts'
import { drawsOfTask, findDraw } from '../draws/store.ts'
import type { Page } from '../page.ts'
import { sizeOf } from '../parts.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Html, View } from '../view.ts'
import type { VerifyTools } from './tools.ts'

/** `/verify/?draw=ID`, as the QR code of a notice says it, offers the files of that draw; the script loads them from this site. */
export async function verifyPage(ask: Ask): Promise<Page> {
  const { deps, view, query, tools } = ask
  const { t } = view
  const id = query('draw')
  const draw = id === undefined ? null : isDrawId(id) ? await findDraw(deps.db, id) : null
  if (id !== undefined && draw === null) return unknownThing(view, 'draws', t('drawWord'), id)
  return {
    title: t('verifyPage'),
    section: 'draws',
    ...(tools === null ? {} : { script: tools.script }),
    body: html`<h1>${t('verifyPage')}</h1><p class="lead">${t('verifyPageLead')}</p>
${draw === null ? '' : await drawFiles(ask, draw)}
${await checker(ask)}
${otherWays(view, tools)}`,
  }
}

/** Where the script works. What it holds is shown until the script takes its place, and for ever where none runs. */
export async function checker({ view, deps }: Ask): Promise<Html> {
  const logKey = (await deps.logKey?.()) ?? null
  return html`<div id="verify" class="vp"${logKey === null ? '' : html` data-log-key="${logKey}"`}><p class="note y">${view.t('verifyNoScript')}</p><pre class="log" tabindex="0">node mingjian-verify.mjs verify ${view.t('folder')}</pre></div>`
}

/** The same page as a file, and the program: for those who would rather not trust a page that a server sends. */
export function otherWays(view: View, tools: VerifyTools | null): Html {
  const { t } = view
  return html`<section id="program"><h2>${t('verifyOther')}</h2><p class="s k">${t('verifyOtherText')}</p>${
    tools === null
      ? html`<p>${t('verifyNotBuilt')}</p>`
      : html`<div class="two"><div class="prose"><h3>${t('verifySaved')}</h3><p>${t('verifySavedText')}</p><p><a class="bt" href="${view.href('/verify/mingjian-verify.html')}" download="mingjian-verify.html">${t('verifySavedGet')}</a></p></div>
<div class="prose"><h3>${t('verifyProgram')}</h3><p>${t('verifyProgramText')}</p><pre class="log" tabindex="0">node mingjian-verify.mjs verify ${t('folder')}</pre><p><a class="bt" href="/verify/mingjian-verify.mjs" download="mingjian-verify.mjs">${t('verifyProgramGet', { size: sizeOf(tools.program.body.length) })}</a></p>
<p class="s k">SHA-256</p><p><code class="hx">${tools.program.sha256.replace(/.{8}(?!$)/g, '$& ')}</code></p></div></div>`
  }
<p class="s"><a href="${view.href('/help/verify')}">${t('helpVerify')}</a></p></section>`
}

async function drawFiles({ deps, view }: Ask, draw: Draw): Promise<Html> {
  const { t } = view
  const siblings = await drawsOfTask(deps.db, draw.taskId)
  const title = html`<p class="nm"><a href="${view.href(`/draws/${draw.id}`)}">${view.zh(draw.taskName)}</a>　<span class="code">${draw.id}</span></p>`
  if (draw.bundleSha256 === null)
    return html`<section><h2>${t('verifyThis')}</h2>${title}<p class="note y">${t(draw.state === 'void' ? 'selfVoid' : 'selfNotYet')}</p></section>`
  const others = siblings.filter(({ id, bundleSha256 }) => id !== draw.id && bundleSha256 !== null)
  return html`<section><h2>${t('verifyThis')}</h2>${title}<p class="s"><a href="/draws/${draw.id}/bundle.json" download="${draw.id}.json" data-verify="bundle">${draw.id}.json</a>${draw.files.map(
    ({ name, size }) =>
      html`　<a href="/draws/${draw.id}/files/${name}" download="${name}" data-verify="list" data-size="${size}">${t('listFile', { name: `${name.slice(0, 8)}….jsonl`, size: sizeOf(size) })}</a>`,
  )}</p>${others.length === 0 ? '' : html`<p class="s k">${t('verifyOthers')} ${others.map(({ id }) => html`<a class="code" href="/draws/${id}/bundle.json" download="${id}.json">${id}</a> `)}</p>`}</section>`
}
