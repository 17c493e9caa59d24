/** 增加配合部门 and 更换检查事项: which department, and all that it inspects from then on. */
import { Select } from 'antd'
import type { ReactNode } from 'react'
import type { ChangeOptions } from '#contract/changes.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import type { Typed } from './typed.ts'

type Props = { readonly options: ChangeOptions; readonly typed: Typed; readonly onChange: (part: Partial<Typed>) => void }

export function JoinFields({ options, typed, onChange }: Props): ReactNode {
  const chosen = options.joiners.find(({ orgId }) => orgId === typed.toOrgId)
  return (
    <>
      <Department
        label={t('change.joins')}
        value={chosen?.orgId ?? null}
        choices={options.joiners.map((one) => ({ ...one, value: one.orgId }))}
        onChange={(toOrgId) => onChange({ toOrgId, itemIds: [] })}
      />
      <p className="quiet small">{t('change.joinsNote')}</p>
      {chosen !== undefined && <Items items={chosen.items} value={typed.itemIds} onChange={(itemIds) => onChange({ itemIds })} />}
    </>
  )
}

export function ItemsFields({ options, typed, onChange }: Props): ReactNode {
  const chosen = options.itemsOf.find(({ dept }) => dept === typed.dept)
  return (
    <>
      <Department
        label={t('change.itemsOf')}
        value={chosen?.dept ?? null}
        choices={options.itemsOf.map((one) => ({ ...one, value: one.dept }))}
        onChange={(dept) => onChange({ dept, itemIds: options.itemsOf.find((one) => one.dept === dept)?.itemIds ?? [] })}
      />
      {chosen !== undefined && <Items items={chosen.items} value={typed.itemIds} onChange={(itemIds) => onChange({ itemIds })} />}
    </>
  )
}

type Choice = Pick<ChangeOptions['joiners'][number], 'orgName' | 'ability'> & { readonly value: string }

const Department = ({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string
  readonly value: string | null
  readonly choices: readonly Choice[]
  readonly onChange: (value: string) => void
}): ReactNode => (
  <div>
    <span className="mj-label">{label}</span>
    <Select
      aria-label={label}
      style={{ width: 320, maxWidth: '100%' }}
      placeholder={label}
      value={value}
      options={choices.map((one) => ({
        value: one.value,
        label: one.ability.allowed ? one.orgName : `${one.orgName}（${reasonText(one.ability.reason)}）`,
        disabled: !one.ability.allowed,
      }))}
      onChange={onChange}
    />
  </div>
)

const Items = ({
  items,
  value,
  onChange,
}: {
  readonly items: ChangeOptions['joiners'][number]['items']
  readonly value: readonly string[]
  readonly onChange: (itemIds: string[]) => void
}): ReactNode => (
  <div>
    <span className="mj-label">{t('change.items')}</span>
    <Select
      mode="multiple"
      aria-label={t('change.items')}
      style={{ width: 640, maxWidth: '100%' }}
      placeholder={t('change.items')}
      showSearch={{ optionFilterProp: 'label' }}
      value={[...value]}
      options={items.map((item) => ({ value: item.id, label: `${item.code} ${item.name}` }))}
      onChange={onChange}
    />
  </div>
)
