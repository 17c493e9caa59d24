/** A QR code as one SVG path, so that it is sharp on any projector and needs no canvas. */
import { create } from 'qrcode'
import type { ReactNode } from 'react'

export function QrCode({ text, size, label }: { readonly text: string; readonly size: number; readonly label: string }): ReactNode {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const n = modules.size
  let path = ''
  for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`
  return (
    <svg width={size} height={size} viewBox={`0 0 ${n} ${n}`} shapeRendering="crispEdges" role="img" aria-label={label}>
      <path d={path} fill="currentColor" />
    </svg>
  )
}
