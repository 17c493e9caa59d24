/** How to check this draw oneself: in the browser, from the QR code of a printed notice, or with the program. */
import { html } from 'hono/html'
import { sizeOf } from '../parts.ts'
import { qrCode } from '../qr-code.ts'
import type { Html, View } from '../view.ts'
import type { Draw, NamedFile } from './published-draw.ts'

export function verifySection(view: View, draw: Draw, origin: string): Html {
  const { t } = view
  if (draw.bundleSha256 === null)
    return html`<section><h2>${t('selfTitle')}</h2><div class="qrs"><div><p>${t(draw.state === 'void' ? 'selfVoid' : 'selfNotYet')}</p></div>${draw.state === 'void' ? '' : verifyCode(view, draw.id, origin)}</div></section>`
  const link = (path: string, text: string) => html`<p><a class="bt" href="/draws/${draw.id}/${path}" download>${text}</a></p>`
  return html`<section><h2>${t('selfTitle')}</h2><div class="qrs"><div class="prose"><p>${t(draw.mode === 'sealed' ? 'selfTextSealed' : draw.files.length === 0 ? 'selfText' : 'selfTextFiles')}</p>
<p><a class="bt p" href="${view.href('/verify/', { draw: draw.id })}">${t('selfVerify')}</a></p>
${link('bundle.json', t('downloadBundle'))}${draw.files.map((file) =>
  link(`files/${file.name}`, t(fileWord(draw, file), { size: sizeOf(file.size) })),
)}<p class="s"><a href="${view.href('/verify/#program')}">${t('verifyProgram')}</a>　<a href="${view.href('/help/verify')}">${t('helpVerify')}</a></p></div>
${verifyCode(view, draw.id, origin)}</div></section>`
}

function fileWord({ poolSha256 }: Draw, { role, sha256 }: NamedFile) {
  if (role === 'matching') return 'downloadShares'
  if (role === 'assignment') return 'downloadTeams'
  return sha256 === poolSha256 ? 'downloadPool' : 'downloadSelected'
}

/** The QR code to the verification of one draw, with its address in letters for those who cannot scan. */
export function verifyCode(view: View, drawId: string, origin: string): Html {
  const address = `${origin}/verify/?draw=${drawId}`
  return html`<figure class="code-qr">${qrCode(address, view.t('qrLabel', { id: drawId }))}<figcaption class="s k">${view.t('qrText')}<br><span class="code">${address}</span></figcaption></figure>`
}
