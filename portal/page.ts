/** The frame of every page: head, mark of a public face (文武线), navigation, demo banner, landmarks, footer. */
import { html, raw } from 'hono/html'
import type { PhraseKey } from './text.ts'
import { type Html, hrefIn, type View } from './view.ts'

export type Section = 'results' | 'draws' | 'plans' | 'items' | 'tasks' | 'openData'

export type Page = {
  readonly status?: 200 | 400 | 404 | 405 | 500 | 503
  readonly title: string
  readonly section?: Section
  /** Between the section and this page. */
  readonly crumbs?: readonly { readonly text: string | Html; readonly href?: string }[]
  readonly body: Html
  /** The one page that runs a script names it. */
  readonly script?: { readonly path: string; readonly integrity: string }
}

/** What the frame must know of the site. */
export type Site = {
  readonly siteName: string
  readonly origin: string
  readonly demo: boolean
  readonly css: string
  readonly icon: string
}

export const sections = {
  results: '/results',
  draws: '/draws',
  plans: '/plans',
  items: '/items',
  tasks: '/tasks',
  openData: '/open-data',
} as const satisfies Record<Section, string>

/** A whole document. */
export function framed(page: Page, view: View, site: Site): Html {
  const { t } = view
  const title = page.title === '' ? site.siteName : `${page.title}·${site.siteName}`
  return html`<!doctype html>
<html lang="${view.lang === 'zh' ? 'zh-CN' : 'en'}"${view.large ? html` class="large"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title}</title>
<meta name="format-detection" content="telephone=no">
<link rel="stylesheet" href="${site.css}">
<link rel="icon" href="${site.icon}" type="image/svg+xml">
<link rel="canonical" href="${site.origin}${hrefIn({ lang: view.lang, large: false }, view.path, view.query)}">
<link rel="alternate" hreflang="zh-CN" href="${site.origin}${hrefIn({ lang: 'zh', large: false }, view.path, view.query)}">
<link rel="alternate" hreflang="en" href="${site.origin}${hrefIn({ lang: 'en', large: false }, view.path, view.query)}">
${page.status === undefined || page.status === 200 ? '' : html`<meta name="robots" content="noindex">`}
${page.script === undefined ? '' : html`<script src="${page.script.path}" integrity="${page.script.integrity}" defer></script>`}
</head>
<body>
<a class="skip" href="#main">${t('skip')}</a>
<header>
<div class="head c">
<a class="mark" href="${view.href('/')}">${emblem}<span>${view.zh(site.siteName)}</span></a>
<nav class="tools" aria-label="${t('pageTools')}">
<a href="${hrefIn({ lang: view.lang, large: !view.large }, view.path, view.query)}">${t(view.large ? 'normal' : 'large')}</a>
<a href="${hrefIn({ lang: view.lang === 'zh' ? 'en' : 'zh', large: view.large }, view.path, view.query)}" lang="${view.lang === 'zh' ? 'en' : 'zh-CN'}">${t('otherLang')}</a>
</nav>
</div>
<nav class="menu" aria-label="${t('mainNav')}"><div class="c"><ul>${menu(page, view)}<li class="more"><a href="#sections">${t('allSections')}</a></li></ul></div></nav>
</header>
${site.demo ? html`<aside class="demo" aria-label="${t('demoTitle')}"><p class="c"><b>${t('demoTitle')}</b>${t('demoText')}</p></aside>` : ''}
<div class="c">
${breadcrumb(page, view)}
<main id="main" tabindex="-1">
${page.body}
</main>
</div>
<footer><div class="c">
<nav id="sections" aria-label="${t('allSections')}"><ul>
<li><a href="${view.href('/')}">${t('home')}</a></li>${menu(page, view)}
<li><a href="${view.href('/verify/')}">${t('verifyPage')}</a></li>
<li><a href="${view.href('/help/verify')}">${t('helpVerify')}</a></li>
<li><a href="${view.href('/accessibility')}">${t('accessibility')}</a></li>
</ul></nav>
<p>${view.zh(site.siteName)}</p><p>${t('notPenalty')}</p><p>${t('footer')}</p>
</div></footer>
</body>
</html>
`
}

/** A calm page for what cannot be shown: what happened, what to do, and the ways on. */
export function refusal(view: View, status: 400 | 404 | 405 | 500 | 503, title: string, text: string, ways: readonly Html[] = []): Page {
  return {
    status,
    title,
    body: html`<h1>${title}</h1><p class="lead">${text}</p>
${ways.length === 0 ? '' : html`<ul class="ways">${ways.map((way) => html`<li>${way}</li>`)}</ul>`}
${searchBox(view, '')}`,
  }
}

/** The search for an enterprise; the same on the home page, the result list, and wherever somebody is lost. */
export const searchBox = (
  view: View,
  typed: string,
  trouble?: string,
): Html => html`<form class="find" action="${view.href('/results').split('?')[0]}" method="get" role="search">
<label for="q">${view.t('nameOrUscc')}</label>
${view.large ? html`<input type="hidden" name="size" value="large">` : ''}
<div class="line"><input id="q" name="q" type="search" value="${typed}" maxlength="100" autocomplete="off" spellcheck="false" aria-describedby="q-hint"${trouble === undefined ? '' : html` aria-invalid="true"`}><button class="bt p">${view.t('search')}</button></div>
<p id="q-hint" class="s k">${trouble === undefined ? view.t('searchHint') : html`<b class="red">${trouble}</b>`}</p>
</form>`

function menu(page: Page, view: View): Html[] {
  return Object.entries(sections).map(([section, path]) => {
    const here = section === page.section
    const key: PhraseKey = section as Section // the entries of `sections` are keyed by Section
    return html`<li><a href="${view.href(path)}"${here ? html` aria-current="${view.path === path ? 'page' : 'true'}"` : ''}>${view.t(key)}</a></li>`
  })
}

function breadcrumb(page: Page, view: View): Html | string {
  if (page.section === undefined || view.path === sections[page.section]) return html`<div class="nobc"></div>`
  const crumbs = [{ text: view.t(page.section), href: view.href(sections[page.section]) }, ...(page.crumbs ?? [])]
  return html`<nav class="bc" aria-label="${view.t('breadcrumb')}"><ol>${crumbs.map(
    (crumb) => html`<li>${crumb.href === undefined ? crumb.text : html`<a href="${crumb.href}">${crumb.text}</a>`}</li>`,
  )}</ol></nav>`
}

const emblem = raw(
  '<svg width="28" height="28" viewBox="0 0 24 24" aria-hidden="true"><rect x=".75" y=".75" width="22.5" height="22.5" rx="3" fill="#1d4f91"/><circle cx="12" cy="12" r="7" fill="none" stroke="#fff" stroke-width="1.6"/><circle cx="12" cy="12" r="2.2" fill="#fff"/></svg>',
)
