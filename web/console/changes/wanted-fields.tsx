/** The fields of each kind of change. */
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ChangeOptions } from '#contract/changes.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ItemsFields, JoinFields } from './department-fields.tsx'
import type { Typed } from './typed.ts'

export type WantedFieldsProps = {
  readonly options: ChangeOptions
  readonly typed: Typed
  readonly onChange: (part: Partial<Typed>) => void
  /** What the server said of a field. */
  readonly refused: (field: 'to' | 'text') => string | null
}

export function WantedFields(props: WantedFieldsProps): ReactNode {
  switch (props.typed.kind) {
    case 'task.window':
      return <WindowField {...props} />
    case 'task.announcement':
      return <TextField {...props} />
    case 'task.participants':
      return <LeavesField {...props} />
    case 'task.join':
      return <JoinFields {...props} />
    case 'task.items':
      return <ItemsFields {...props} />
    case 'visit.department':
      return <MoveFields {...props} />
    default:
      return null
  }
}

/** Under the field it is about. */
export const FieldRefusal = ({ text }: { readonly text: string | null }): ReactNode =>
  text === null ? null : (
    <p className="red small" role="alert">
      {text}
    </p>
  )

const WindowField = ({ options, typed, onChange, refused }: WantedFieldsProps): ReactNode => (
  <div>
    <label className="mj-label" htmlFor="change-to">
      {t('change.to')} <span className="quiet small">{formatRange(options.window.from, options.window.to)}</span>
    </label>
    <div style={{ maxWidth: 200 }}>
      <PlainDateInput id="change-to" min={options.window.to} value={typed.to} onChange={(to) => onChange({ to })} />
    </div>
    <FieldRefusal text={refused('to')} />
  </div>
)

const TextField = ({ typed, onChange, refused }: WantedFieldsProps): ReactNode => (
  <div>
    <label className="mj-label" htmlFor="change-text">
      {t('change.text')}
    </label>
    <Input.TextArea
      id="change-text"
      rows={5}
      maxLength={2000}
      value={typed.text}
      onChange={(event) => onChange({ text: event.target.value })}
    />
    <FieldRefusal text={refused('text')} />
  </div>
)

const LeavesField = ({ options, typed, onChange }: WantedFieldsProps): ReactNode => (
  <div>
    <label className="mj-label" htmlFor="change-leaves">
      {t('change.leaves')}
    </label>
    <Select
      id="change-leaves"
      style={{ width: 320, maxWidth: '100%' }}
      value={typed.leaves}
      options={options.participants.map(({ dept, orgName, ability }) => ({
        value: dept,
        label: ability.allowed ? orgName : `${orgName}（${reasonText(ability.reason)}）`,
        disabled: !ability.allowed,
      }))}
      onChange={(leaves) => onChange({ leaves })}
    />
  </div>
)

const MoveFields = (props: WantedFieldsProps): ReactNode => {
  const { options, typed, onChange } = props
  return (
    <>
      <div>
        <label className="mj-label" htmlFor="change-part">
          {t('change.part')}
        </label>
        <Select
          id="change-part"
          style={{ width: 320, maxWidth: '100%' }}
          value={typed.part}
          options={options.parts.map(({ part, orgName }) => ({
            value: part,
            label: part === '' ? `${t('change.ownPart')}：${orgName}` : orgName,
          }))}
          onChange={(part) => onChange({ part, subjects: [] })}
        />
      </div>
      <div>
        <label className="mj-label" htmlFor="change-target">
          {t('change.target')}
        </label>
        <Select
          id="change-target"
          style={{ width: 320, maxWidth: '100%' }}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('change.chooseTarget')}
          value={typed.toOrgId}
          options={options.targets.map(({ orgId, orgName }) => ({ value: orgId, label: orgName }))}
          onChange={(toOrgId) => onChange({ toOrgId })}
        />
      </div>
      {typed.part !== null && <Objects {...props} part={typed.part} />}
    </>
  )
}

function Objects({ options, typed, onChange, part }: WantedFieldsProps & { readonly part: string }): ReactNode {
  const [q, setQ] = useState('')
  const found = useQuery(api.changes.objects.queryOptions({ input: { thing: options.thing, part, q } })).data
  const chosen = new Set(typed.subjects)
  const toggle = (subject: string, on: boolean): void =>
    onChange({ subjects: on ? [...typed.subjects, subject] : typed.subjects.filter((one) => one !== subject) })
  return (
    <div>
      <span className="mj-label">
        {t('change.objects')} <span className="quiet small">{t('change.objectsNote', { n: chosen.size })}</span>
      </span>
      <Input.Search allowClear aria-label={t('change.objects')} style={{ maxWidth: 320 }} onSearch={setQ} />
      {found !== undefined && found.rows.length > 0 && (
        <div className="change-objects">
          {found.rows.map(({ subject, name, orgName }) => (
            <Checkbox key={subject} checked={chosen.has(subject)} onChange={(event) => toggle(subject, event.target.checked)}>
              {name} <span className="quiet small">{`${subject}　${orgName}`}</span>
            </Checkbox>
          ))}
        </div>
      )}
      {found?.more === true && <p className="quiet small">{t('change.objectsMore')}</p>}
    </div>
  )
}
