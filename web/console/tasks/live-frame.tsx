/** 试算: the sum of the frame as it would be now, and the same in one line that stays in sight while the form is long. */
import type { ReactNode } from 'react'
import { FrameSum } from '#web/console/draws/frame-sum.tsx'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Section } from '#web/ui/page.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import type { TriedFrame } from './use-tried-frame.ts'

export const LiveFrame = ({ tried }: { readonly tried: TriedFrame }): ReactNode => (
  <Section title={t('task.live')} note={t('task.live.note')} extra={tried.stale && !tried.incomplete ? <Busy /> : undefined}>
    <ProblemAlert error={tried.error} onRetry={tried.retry} />
    {tried.incomplete && <p className="quiet small">{t('task.live.incomplete')}</p>}
    {tried.frame === null && !tried.incomplete && tried.error === null && <Loading />}
    {tried.frame !== null && (
      <div className={tried.stale ? 'mj-live mj-stale' : 'mj-live'} aria-busy={tried.stale}>
        <FrameSum registerCount={tried.frame.registerCount} included={tried.frame.included} excluded={tried.frame.excluded} />
      </div>
    )}
  </Section>
)

/** 名录 ＝ 入库 ＋ 排除, and what would be drawn. */
export function LiveLine({ tried }: { readonly tried: TriedFrame }): ReactNode {
  const { frame } = tried
  return (
    <div
      className={tried.stale ? 'mj-live-line mj-stale' : 'mj-live-line'}
      role="status"
      aria-label={t('task.live')}
      aria-busy={tried.stale}
    >
      {frame === null ? (
        <span className="quiet">
          {tried.incomplete ? t('task.live.incomplete') : tried.error === null ? t('task.live.busy') : t('task.frameFailed')}
        </span>
      ) : (
        <>
          <Figure label={t('task.live.register')} n={frame.registerCount} />
          <span aria-hidden="true">＝</span>
          <Figure label={t('task.live.included')} n={frame.included} />
          <span aria-hidden="true">＋</span>
          <Figure label={t('task.live.excluded')} n={frame.excluded.reduce((sum, { count }) => sum + count, 0)} />
          {tried.strata ? (
            <span className="mj-live-target">
              <Figure label={t('task.live.target')} n={frame.target} />
            </span>
          ) : (
            <span className="mj-live-target quiet">{t('task.live.noStrata')}</span>
          )}
          <span className="mj-live-busy quiet small">{tried.stale && t('task.live.busy')}</span>
        </>
      )}
    </div>
  )
}

const Figure = ({ label, n }: { readonly label: string; readonly n: number }): ReactNode => (
  <span>
    {label} <b>{formatNumber(n)}</b>
  </span>
)

const Busy = (): ReactNode => <span className="quiet small">{t('task.live.busy')}</span>
