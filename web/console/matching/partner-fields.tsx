/** 配合部门: other departments at the same place, each with items it has published itself. */
import './team.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import type { Partner, PartnerForm } from './team-form.ts'

export type PartnerFieldsProps = {
  readonly value: readonly PartnerForm[]
  readonly pressed: boolean
  readonly onChange: (next: readonly PartnerForm[]) => void
}

export function PartnerFields({ value, pressed, onChange }: PartnerFieldsProps): ReactNode {
  const query = useQuery({ ...api.tasks.partners.queryOptions(), staleTime: 300_000 })
  if (query.isPending) return <Loading />
  if (query.data === undefined) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
  const offered = query.data.rows.filter(({ items }) => items.length > 0)
  const free = offered.filter(({ orgId }) => !value.some((one) => one.orgId === orgId))
  const change = (at: number, next: PartnerForm): void => onChange(value.map((one, index) => (index === at ? next : one)))
  return (
    <>
      {value.length === 0 && (
        <p className="quiet small mat-none">{t(offered.length === 0 ? 'team.partners.nobody' : 'team.partners.none')}</p>
      )}
      {value.map((one, at) => (
        <PartnerLine
          key={one.orgId}
          value={one}
          offered={offered}
          free={free}
          wrong={pressed && (one.orgId === '' || one.itemIds.length === 0)}
          onChange={(next) => change(at, next)}
          onRemove={() => onChange(value.filter((_, index) => index !== at))}
        />
      ))}
      <Button
        disabled={free.length === 0 || value.some(({ orgId }) => orgId === '')}
        onClick={() => onChange([...value, { orgId: '', itemIds: [] }])}
      >
        <Icon name="plus" />
        {t('team.partners.add')}
      </Button>
    </>
  )
}

type PartnerLineProps = {
  readonly value: PartnerForm
  readonly offered: readonly Partner[]
  readonly free: readonly Partner[]
  readonly wrong: boolean
  readonly onChange: (next: PartnerForm) => void
  readonly onRemove: () => void
}

function PartnerLine({ value, offered, free, wrong, onChange, onRemove }: PartnerLineProps): ReactNode {
  const chosen = offered.find(({ orgId }) => orgId === value.orgId)
  const name = chosen?.orgName ?? ''
  return (
    <fieldset className={wrong ? 'mat-partner mj-wrong' : 'mat-partner'} aria-label={name === '' ? t('team.partners') : name}>
      <Select
        aria-label={t('team.partners.org')}
        placeholder={t('team.partners.org')}
        value={chosen?.orgId ?? null}
        options={(chosen === undefined ? free : [chosen, ...free]).map(({ orgId, orgName }) => ({ value: orgId, label: orgName }))}
        onChange={(orgId: string) => onChange({ orgId, itemIds: [] })}
      />
      <Select
        mode="multiple"
        aria-label={name === '' ? t('team.partners.items') : t('team.partners.itemsOf', { org: name })}
        placeholder={t('team.partners.itemsHint')}
        disabled={chosen === undefined}
        showSearch={{ optionFilterProp: 'label' }}
        value={[...value.itemIds]}
        options={(chosen?.items ?? []).map((item) => ({ value: item.id, label: `${item.code} ${item.name}` }))}
        onChange={(itemIds: string[]) => onChange({ ...value, itemIds })}
      />
      <Button type="text" aria-label={t('team.partners.remove', { org: name })} onClick={onRemove}>
        <Icon name="cross" />
      </Button>
      {wrong && <p className="red small">{t('team.partners.wrong')}</p>}
    </fieldset>
  )
}
