/** 密封模式 in words: what is not public, and why this reader sees the strata or does not. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { drawnKind } from './draw-state.tsx'

export function SealedNote({ draw }: { readonly draw: Draw }): ReactNode {
  if (draw.mode === 'open' || draw.poolRoot === null || drawnKind(draw) === 'P') return null
  return (
    <div className="mj-sealed">
      <Icon name="lock" />
      <p>
        <b>{t('draw.sealed.title')}</b>　{t('draw.sealed.text')} {t(draw.strata.length === 0 ? 'draw.sealed.hidden' : 'draw.sealed.inside')}
      </p>
    </div>
  )
}
