/** 其他事项 of a new task: typed, outside the list; offered only where the policy allows them. */
import { useQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import type { ReactNode } from 'react'
import type { OtherItem } from '#contract/tasks.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Section } from '#web/ui/page.tsx'

export type OtherItemsProps = {
  readonly value: readonly OtherItem[]
  readonly pressed: boolean
  readonly onChange: (items: OtherItem[]) => void
}

export function OtherItems({ value, pressed, onChange }: OtherItemsProps): ReactNode {
  const policy = useQuery(api.catalogue.otherUse.queryOptions({ input: { year: Number(today().slice(0, 4)) }, staleTime: 600_000 })).data
  if (policy === undefined || (!policy.allowed && value.length === 0)) return null
  const change = (at: number, part: Partial<OtherItem>): void =>
    onChange(value.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <Section title={t('task.other')} note={t('task.otherNote', { n: policy.most })}>
      {value.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place while it is typed
        <div key={at} className="mj-other-line">
          <Input
            aria-label={t('task.otherName')}
            placeholder={t('task.otherName')}
            maxLength={50}
            value={one.name}
            {...(pressed && one.name.trim().length < 2 ? { status: 'error' as const } : {})}
            onChange={(event) => change(at, { name: event.target.value })}
          />
          <Input
            aria-label={t('task.otherRemark')}
            placeholder={t('task.otherRemark')}
            maxLength={300}
            value={one.remark}
            onChange={(event) => change(at, { remark: event.target.value })}
          />
          <ActionButton link size="small" onClick={() => onChange(value.filter((_, index) => index !== at))}>
            {t('item.line.remove')}
          </ActionButton>
          {pressed && one.name.trim().length < 2 && (
            <p className="red small" role="alert">
              {t('task.otherRule')}
            </p>
          )}
        </div>
      ))}
      <Button size="small" disabled={value.length >= policy.most} onClick={() => onChange([...value, { name: '', remark: '' }])}>
        <Icon name="plus" />
        {t('task.otherAdd')}
      </Button>
    </Section>
  )
}

/** Every typed item has a name of at least two characters. */
export const otherItemsComplete = (items: readonly OtherItem[]): boolean => items.every(({ name }) => name.trim().length >= 2)
