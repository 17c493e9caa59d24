/** The public portal: pages for people who look, read and check. No script but that of `/verify/`, no cookie, no session; only schema `published` is read. */
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Ask, Handler, PortalDeps } from './ask.ts'
import { type Asset, loadAssets } from './assets.ts'
import { itemPage } from './catalogue/item-page.ts'
import { jointItemsPage } from './catalogue/joint-page.ts'
import { itemsPage } from './catalogue/page.ts'
import { sendBundle, sendCertificate, sendNamedFile, sendOpening, sendPool } from './draws/downloads.ts'
import { createDrawFiles, tooManyScans } from './draws/draw-files.ts'
import { drawsPage } from './draws/list-page.ts'
import { drawPage } from './draws/page.ts'
import { freshness, pageHeaders, verifyPolicy } from './headers.ts'
import { accessibilityPage, verifyHelpPage } from './help/pages.ts'
import { homePage } from './home/page.ts'
import { resultPage } from './inspections/page.ts'
import { resultsPage } from './inspections/search-page.ts'
import { capsPage } from './ledger/page.ts'
import { announcementFiles } from './open-data/announcements.ts'
import { capFiles } from './open-data/frequency-caps.ts'
import { itemFiles } from './open-data/items.ts'
import { jointItemFiles } from './open-data/joint-items.ts'
import { openDataPage, schemasJson } from './open-data/page.ts'
import { planFiles, versionCsv, versionJson } from './open-data/plans.ts'
import { resultsCsv, resultsJson } from './open-data/results.ts'
import { reuseFiles } from './open-data/reuses.ts'
import { framed, type Page, refusal, type Site } from './page.ts'
import { planPage, plansPage } from './plans/pages.ts'
import { planChangesPage, planVersionPage } from './plans/versions.ts'
import { entityPage } from './registers/page.ts'
import { taskPage, tasksPage } from './tasks/pages.ts'
import { sendProgram, sendSavedPage } from './verify/downloads.ts'
import { verifyPage } from './verify/page.ts'
import { makeVerifyTools } from './verify/tools.ts'
import { createView, type View } from './view.ts'

export type { FileStream, PortalDeps } from './ask.ts'

const routes: readonly (readonly [path: string, handler: Handler])[] = [
  ['/', homePage],
  ['/plans', plansPage],
  ['/plans/:planNo', planPage],
  ['/plans/:planNo/changes', planChangesPage],
  ['/plans/:planNo/versions/:version', planVersionPage],
  ['/plans/:planNo/versions/:version/plan.csv', versionCsv],
  ['/plans/:planNo/versions/:version/plan.json', versionJson],
  ['/items', itemsPage],
  ['/items/:itemId', itemPage],
  ['/joint-items', jointItemsPage],
  ['/frequency-caps', capsPage],
  ['/tasks', tasksPage],
  ['/tasks/:taskNo', taskPage],
  ['/draws', drawsPage],
  ['/draws/:drawId', drawPage],
  ['/draws/:drawId/bundle.json', sendBundle],
  ['/draws/:drawId/pool', sendPool],
  ['/draws/:drawId/opening.json', sendOpening],
  ['/draws/:drawId/certificate.pdf', sendCertificate],
  ['/draws/:drawId/files/:name', sendNamedFile],
  ['/results', resultsPage],
  ['/results/:visitId', resultPage],
  ['/entities/:subject', entityPage],
  ['/open-data', openDataPage],
  ['/open-data/schemas.json', schemasJson],
  ['/open-data/announcements.csv', announcementFiles.csv],
  ['/open-data/announcements.json', announcementFiles.json],
  ['/open-data/frequency-caps.csv', capFiles.csv],
  ['/open-data/frequency-caps.json', capFiles.json],
  ['/open-data/items.csv', itemFiles.csv],
  ['/open-data/items.json', itemFiles.json],
  ['/open-data/joint-items.csv', jointItemFiles.csv],
  ['/open-data/joint-items.json', jointItemFiles.json],
  ['/open-data/plans.csv', planFiles.csv],
  ['/open-data/plans.json', planFiles.json],
  ['/open-data/results.csv', resultsCsv],
  ['/open-data/results.json', resultsJson],
  ['/open-data/reuses.csv', reuseFiles.csv],
  ['/open-data/reuses.json', reuseFiles.json],
  ['/verify/', verifyPage],
  ['/verify/mingjian-verify.mjs', sendProgram],
  ['/verify/mingjian-verify.html', sendSavedPage],
  ['/help/verify', verifyHelpPage],
  ['/accessibility', accessibilityPage],
]

/** The portal as a Hono app. It answers every path, so it is mounted last. */
export function createPortal(deps: PortalDeps): Hono {
  const app = new Hono()
  const { css, icon } = loadAssets()
  const site: Site = { siteName: deps.siteName, origin: deps.origin, demo: deps.demo, css: css.path, icon: icon.path }

  const drawFiles = createDrawFiles(deps.openFile)
  const tools = deps.verifier ? makeVerifyTools(deps.verifier) : null

  const show = (c: Context, view: View, page: Page) => {
    if (page.script !== undefined) c.header('Content-Security-Policy', verifyPolicy)
    return c.html(framed(page, view, site), page.status ?? 200)
  }
  const answer = (handler: Handler) => async (c: Context) => {
    const view = createView(c.req.path, c.req.query())
    if (!readable(c)) return show(c, view, refusal(view, 400, view.t('badRequestTitle'), view.t('badRequestText')))
    const ask: Ask = { deps, view, drawFiles, tools, param: (name) => c.req.param(name) ?? '', query: (name) => c.req.query(name) }
    const made = await handler(ask)
    return made instanceof Response ? made : show(c, view, made)
  }

  app.use(pageHeaders(deps.origin), freshness)
  for (const asset of [css, icon]) app.get(asset.path, () => sendAsset(asset))
  if (tools !== null) app.get(tools.script.path, () => sendAsset({ ...tools.script, type: 'text/javascript; charset=utf-8' }))
  for (const path of ['/verify', '/en/verify']) app.get(path, (c) => c.redirect(`${path}/`, 301))
  for (const [path, handler] of routes) {
    app.get(path, answer(handler))
    app.get(path === '/' ? '/en' : `/en${path}`, answer(handler))
  }
  app.get(
    '*',
    answer(({ view }) => lost(view)),
  )
  app.all('*', (c) => {
    const view = createView(c.req.path, c.req.query())
    c.header('Allow', 'GET, HEAD')
    return show(c, view, refusal(view, 405, view.t('methodTitle'), view.t('methodText')))
  })
  app.onError((error, c) => {
    const view = createView(c.req.path, c.req.query())
    if (codeOf(error) === statementTimeout) return show(c, view, refusal(view, 503, view.t('slowTitle'), view.t('slowText')))
    if (codeOf(error) === tooManyScans) return show(c, view, refusal(view, 503, view.t('busyTitle'), view.t('busyText')))
    deps.onError?.(error)
    return show(c, view, refusal(view, 500, view.t('brokenTitle'), view.t('brokenText')))
  })
  return app
}

const lost = (view: View): Page =>
  refusal(view, 404, view.t('notFoundTitle'), view.t('notFoundText'), [html`<a href="${view.href('/')}">${view.t('home')}</a>`])

const sendAsset = ({ body, type }: Asset): Response =>
  new Response(body, { headers: { 'Content-Type': type, 'Cache-Control': 'public, max-age=31536000, immutable' } })

// PostgreSQL refuses a NUL in text and nothing of ours has a control character, a lone surrogate or half a kilobyte in one part of its path.
function readable(c: Context): boolean {
  const [params, queries] = [Object.values(c.req.param()), Object.values(c.req.query())]
  if (params.some((part) => part.length > 300) || queries.some((part) => part.length > 2000)) return false
  return [...params, ...queries].every((part) => part.isWellFormed() && !part.includes('\ufffd') && !/\p{Cc}/u.test(part))
}

/** `statement_timeout` of the pool, as PostgreSQL names it. */
const statementTimeout = '57014'

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined)
