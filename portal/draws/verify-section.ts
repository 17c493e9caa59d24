/** How to check this draw oneself: which files to download, and the command. */
import { html } from 'hono/html'
import type { Html, View } from '../view.ts'
import type { Draw } from './store.ts'

export function verifySection(view: View, draw: Draw): Html {
  const { t } = view
  if (draw.bundleSha256 === null)
    return html`<section><h2>${t('selfTitle')}</h2><p>${t(draw.state === 'void' ? 'selfVoid' : 'selfNotYet')}</p></section>`
  const link = (path: string, text: string) => html`<p><a class="bt" href="/draws/${draw.id}/${path}" download>${text}</a></p>`
  return html`<section><h2>${t('selfTitle')}</h2><div class="two"><div class="prose"><p>${t(draw.files.length === 0 ? 'selfText' : 'selfTextFiles')}</p>
${link('bundle.json', t('downloadBundle'))}${draw.files.map((file) =>
  link(`files/${file.name}`, t(file.sha256 === draw.poolSha256 ? 'downloadPool' : 'downloadSelected', { size: sizeOf(file.size) })),
)}</div>
<div class="prose"><p>${t('selfCommand')}</p><pre class="log" tabindex="0">npm ci
npm run -s mingjian -- verify ${draw.files.length === 0 ? `${draw.id}.json` : t('folder')}</pre>
<p class="s"><a href="${view.href('/help/verify')}">${t('helpVerify')}</a></p></div></div></section>`
}

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
