/** 抽样框: included ＋ excluded by reason ＝ the whole register, and a check mark when it closes (draw protocol §3). */
import '#web/ui/figures.css'
import './draws.css'
import type { ReactNode } from 'react'
import { exclusionReasons } from '#core/draws/reasons.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'

export type FrameFigures = {
  readonly registerCount: number
  readonly included: number
  readonly excluded: readonly { readonly reason: string; readonly count: number }[]
  readonly kind?: 'O' | 'P' | 'R'
}

export function FrameSum({ registerCount, included, excluded, kind = 'O' }: FrameFigures): ReactNode {
  const reasons = excluded.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const left = reasons.reduce((sum, { count }) => sum + count, 0)
  const closes = included + left === registerCount
  return (
    <div className="mj-frame">
      <div className="mj-frame-bar" aria-hidden="true">
        {included > 0 && <i className="mj-fill-accent" style={{ flexGrow: included }} />}
        {reasons.map(({ reason, count }) => (
          <i key={reason} className="mj-fill-pale" style={{ flexGrow: count }} />
        ))}
      </div>
      <div className="mj-frame-row">
        <ul className="mj-frame-sum">
          <li>
            <span />
            <b className="accent">{formatNumber(included)}</b>
            <span>{t(`draw.frame.included.${kind}`)}</span>
          </li>
          <li>
            <span aria-hidden="true">＋</span>
            <b>{formatNumber(left)}</b>
            <span>{t('draw.frame.excluded')}</span>
          </li>
          <li className="mj-frame-total">
            <span aria-hidden="true">＝</span>
            <b>{formatNumber(registerCount)}</b>
            <span>
              {t(`draw.frame.register.${kind}`)}{' '}
              {closes ? (
                <span className="green" title={t('kit.sumCloses')}>
                  <Icon name="check" size={14} />
                  <span className="hidden-text">{t('kit.sumCloses')}</span>
                </span>
              ) : (
                <span className="red">{t('kit.sumOpen', { sum: included + left })}</span>
              )}
            </span>
          </li>
        </ul>
        <ul className="mj-frame-reasons">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <span>{exclusionWords(reason)}</span>
              <b>{formatNumber(count)}</b>
            </li>
          ))}
          {reasons.length === 0 && <li>{t('draw.frame.nothingExcluded')}</li>}
        </ul>
      </div>
    </div>
  )
}

/** Why an entity is not in the pool, in words. */
export const exclusionWords = (reason: string): string =>
  Object.hasOwn(exclusionReasons, reason) ? exclusionReasons[reason as keyof typeof exclusionReasons][language()] : reason
