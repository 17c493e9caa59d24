/** The program, and the verification page as one file that works from a disk, without this server and without any network. */
import { html, raw } from 'hono/html'
import type { Ask } from '../ask.ts'
import { loadAssets } from '../assets.ts'
import { type Page, refusal } from '../page.ts'
import { checker } from './page.ts'
import { sha256 } from './tools.ts'

/** `/verify/mingjian-verify.mjs`, for Node 20 and newer. */
export const sendProgram = (ask: Ask): Page | Response =>
  ask.tools === null ? notBuilt(ask) : sendFile(ask.tools.program.body, 'mingjian-verify.mjs', 'text/javascript; charset=utf-8')

/** `/verify/mingjian-verify.html`. Its own policy lets it run its one script and reach nothing: what it is given cannot leave the computer. */
export async function sendSavedPage(ask: Ask): Promise<Page | Response> {
  const { tools, view, deps } = ask
  if (tools === null) return notBuilt(ask)
  const { t } = view
  // No `</script>` and no `<!--` inside a script: an element of HTML ends at the first one, wherever it stands.
  const script = tools.script.body.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--')
  const style = loadAssets().css.body
  const policy = `default-src 'none'; script-src 'sha256-${sha256(script, 'base64')}' 'wasm-unsafe-eval'; worker-src blob:; style-src 'sha256-${sha256(style, 'base64')}'; base-uri 'none'; form-action 'none'`
  const page = await html`<!doctype html>
<html lang="${view.lang === 'zh' ? 'zh-CN' : 'en'}"${view.large ? html` class="large"` : ''}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${t('verifyPage')}·${deps.siteName}</title>
<style>${raw(style)}</style>
</head>
<body>
<div class="c">
<main id="main">
<h1>${t('verifyPage')}</h1><p class="lead">${t('verifySavedLead')}</p>
${await checker(ask)}
</main>
</div>
<footer><div class="c"><p>${view.zh(deps.siteName)}　${deps.origin}</p></div></footer>
<script>${raw(script)}</script>
</body>
</html>
`
  return sendFile(new TextEncoder().encode(String(page)), 'mingjian-verify.html', 'text/html; charset=utf-8')
}

function sendFile(body: Uint8Array<ArrayBuffer>, name: string, type: string): Response {
  return new Response(body, {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-cache',
    },
  })
}

const notBuilt = ({ view }: Ask): Page => refusal(view, 404, view.t('noFileTitle'), view.t('verifyNotBuilt'))
