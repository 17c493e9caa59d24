/** The foot of a list: how many, how many a page, back and on. The total stops counting at 10,000 (10,000+). */
import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { formatCount } from './format.ts'
import { Icon } from './icon.tsx'

export type PagerProps = {
  readonly rows: number
  readonly count: { readonly value: number; readonly capped: boolean }
  readonly unit: string
  readonly limit: number
  readonly sizes: readonly number[]
  readonly first: boolean
  /** After a reload in the middle the way back is not known page by page. */
  readonly trailLost: boolean
  readonly last: boolean
  readonly onLimit: (limit: number) => void
  readonly onPrevious: () => void
  readonly onNext: () => void
  readonly children?: ReactNode
}

export const Pager = ({
  rows,
  count,
  unit,
  limit,
  sizes,
  first,
  trailLost,
  last,
  onLimit,
  onPrevious,
  onNext,
  children,
}: PagerProps): ReactNode => (
  <div className="mj-pager">
    <span>
      {t('kit.pageRows', { n: rows, unit })} · <b>{t('kit.total', { n: formatCount(count), unit })}</b>
    </span>
    <span className="mj-extra">
      {children}
      {(!first || !last || limit !== 50) && (
        <>
          <span className="quiet">{t('kit.perPage')}</span>
          <Select
            value={limit}
            aria-label={t('kit.perPage')}
            options={sizes.map((size) => ({ value: size, label: String(size) }))}
            onChange={onLimit}
            style={{ width: 76 }}
          />
          <Button disabled={first} onClick={onPrevious}>
            <Icon name="left" size={12} />
            {t(trailLost && !first ? 'kit.firstPage' : 'kit.previous')}
          </Button>
          <Button disabled={last} onClick={onNext}>
            {t('kit.next')}
            <Icon name="right" size={12} />
          </Button>
        </>
      )}
    </span>
  </div>
)
