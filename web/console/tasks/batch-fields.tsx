/** 抽取批次, and general items at a share: both are cuts through the order of one draw. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import type { BatchForm } from './source-form.ts'
import { moreBatches } from './starting-batches.ts'

export type BatchFieldsProps = {
  readonly value: readonly BatchForm[]
  readonly window: { readonly from: string; readonly to: string }
  readonly wrong: string | undefined
  readonly onChange: (batches: readonly BatchForm[]) => void
}

export function BatchFields({ value, window, wrong, onChange }: BatchFieldsProps): ReactNode {
  const change = (at: number, part: Partial<BatchForm>): void =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <Section title={t('task.batches')} note={t('task.batches.note')}>
      {value.length === 0 && <p className="quiet small">{t('task.batches.none')}</p>}
      {value.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a batch is known by its place in the order
        <div key={at} className="mj-batch-line">
          <span className="quiet">{t('task.batches.no', { n: at + 1 })}</span>
          <Input
            aria-label={`${t('task.batches.no', { n: at + 1 })} ${t('task.batches.share')}`}
            suffix="%"
            value={one.percent}
            onChange={(event) => change(at, { percent: event.target.value })}
          />
          <PlainDateInput
            aria-label={`${t('task.batches.no', { n: at + 1 })} ${t('task.from')}`}
            value={one.from}
            onChange={(day) => change(at, { from: day ?? '' })}
          />
          <PlainDateInput
            aria-label={`${t('task.batches.no', { n: at + 1 })} ${t('task.to')}`}
            value={one.to}
            onChange={(day) => change(at, { to: day ?? '' })}
          />
          <ActionButton link size="small" onClick={() => onChange(value.filter((_, index) => index !== at))}>
            {t('item.line.remove')}
          </ActionButton>
        </div>
      ))}
      {wrong !== undefined && (
        <p className="red small" role="alert">
          {wrong}
        </p>
      )}
      <Button size="small" disabled={value.length >= 60} onClick={() => onChange(moreBatches(value, window))}>
        <Icon name="plus" />
        {t('task.batches.add')}
      </Button>
    </Section>
  )
}

export type ShareFieldsProps = {
  readonly itemIds: readonly string[]
  readonly value: Readonly<Record<string, string>>
  readonly wrong: string | undefined
  readonly onChange: (shares: Readonly<Record<string, string>>) => void
}

/** Shown where there is more than one item, because something comes to everybody. */
export function ShareFields({ itemIds, value, wrong, onChange }: ShareFieldsProps): ReactNode {
  const items = useQuery({ ...api.catalogue.listItems.queryOptions({ input: { limit: 200 } }), enabled: itemIds.length > 1 })
  const shown = (items.data?.rows ?? []).filter(({ id }) => itemIds.includes(id))
  if (shown.length < 2 || shown.every(({ itemClass }) => itemClass === 'key')) return null
  const set = (id: string, percent: string): void => {
    const { [id]: _, ...rest } = value
    onChange(percent.trim() === '' || percent.trim() === '100' ? rest : { ...rest, [id]: percent })
  }
  return (
    <Section title={t('task.shares')} note={t('task.shares.note')}>
      {shown.map((item) => (
        <div key={item.id} className="mj-share-line">
          <span>
            <Tag tone={item.itemClass === 'key' ? 'accent' : 'plain'}>
              {t(item.itemClass === 'key' ? 'task.class.key' : 'task.class.general')}
            </Tag>{' '}
            <span className="mono quiet">{item.code}</span> {item.name}
          </span>
          <Input
            aria-label={`${item.name} ${t('task.batches.share')}`}
            suffix="%"
            disabled={item.itemClass === 'key'}
            value={value[item.id] ?? '100'}
            onChange={(event) => set(item.id, event.target.value)}
          />
        </div>
      ))}
      {wrong !== undefined && (
        <p className="red small" role="alert">
          {wrong}
        </p>
      )}
    </Section>
  )
}
