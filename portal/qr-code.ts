/** A QR code as a drawing in the page: scanned from a notice on paper, it leads to where the draw can be verified. */
import { html, raw } from 'hono/html'
import QRCode from 'qrcode'
import type { Html } from './view.ts'

/** Black modules on white with the quiet zone of four that scanners want. `label` is read aloud. */
export function qrCode(text: string, label: string): Html {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
  const side = modules.size + 8
  const rows = Array.from({ length: modules.size }, (_, y) => {
    const row = Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join('')
    return [...row.matchAll(/1+/g)].map((run) => `M${run.index + 4} ${y + 4}h${run[0].length}v1h-${run[0].length}z`).join('')
  })
  // Figures only: nothing of the text reaches the drawing as text.
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}" shape-rendering="crispEdges">${raw(`<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${rows.join('')}"/>`)}</svg>`
}
