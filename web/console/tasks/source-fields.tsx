/** 任务来源: a row of the plan, or why there is a task outside it. */
import { Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { isNamed, taskSourceCodes, taskSources } from '#core/tasks/source.ts'
import { ItemSelect } from '#web/console/plans/item-select.tsx'
import { language, t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import type { FormField } from './refused-field.ts'
import type { SourceForm } from './source-form.ts'

export type SourceFieldsProps = {
  readonly value: SourceForm
  readonly wrong: ReadonlyMap<FormField, string>
  readonly pressed: boolean
  readonly known: ReadonlyMap<string, string>
  readonly onChange: (change: Partial<SourceForm>) => void
  /** The picker of the plan's row. */
  readonly picker: ReactNode
}

export function SourceFields({ value, wrong, pressed, known, onChange, picker }: SourceFieldsProps): ReactNode {
  const help = (field: FormField) => ({
    'data-field': field,
    ...(pressed && wrong.has(field) ? { validateStatus: 'error' as const, help: wrong.get(field) } : {}),
  })
  return (
    <>
      <Form.Item label={t('task.source')} extra={t(isNamed(value.source) ? 'task.source.named' : 'task.source.note')} {...help('source')}>
        <Radio.Group
          className="mj-source"
          aria-label={t('task.source')}
          optionType="button"
          value={value.source}
          options={taskSourceCodes.map((source) => ({ value: source, label: taskSources[source][language()] }))}
          onChange={(event) => onChange({ source: event.target.value, itemIds: [], shares: {} })}
        />
      </Form.Item>
      {value.source === 'plan' ? (
        picker
      ) : (
        <div className="mj-filter-editor">
          <Form.Item label={t('task.reason')} {...help('reason')}>
            <Input.TextArea
              aria-label={t('task.reason')}
              placeholder={t('task.reason.hint')}
              rows={2}
              maxLength={500}
              value={value.reason}
              onChange={(event) => onChange({ reason: event.target.value })}
            />
          </Form.Item>
          <Form.Item label={t('task.scope')} {...help('objectScope')}>
            <Input
              aria-label={t('task.scope')}
              maxLength={200}
              value={value.objectScope}
              onChange={(event) => onChange({ objectScope: event.target.value })}
            />
          </Form.Item>
          <Form.Item label={t('task.items')} {...help('itemIds')}>
            <ItemSelect value={value.itemIds} known={known} onChange={(itemIds) => onChange({ itemIds })} />
          </Form.Item>
          {!isNamed(value.source) && <Directed value={value.directed} onChange={(directed) => onChange({ directed })} />}
        </div>
      )}
      {value.source === 'special' && (
        <ApprovalFields value={value.approval} help={help('approval')} onChange={(approval) => onChange({ approval })} />
      )}
      {isNamed(value.source) && <OriginFields value={value.origin} help={help('origin')} onChange={(origin) => onChange({ origin })} />}
    </>
  )
}

const Directed = ({ value, onChange }: { readonly value: boolean; readonly onChange: (directed: boolean) => void }): ReactNode => (
  <Form.Item label={t('task.kindOf')}>
    <Radio.Group
      aria-label={t('task.kindOf')}
      value={value}
      options={[
        { value: true, label: t('task.directed') },
        { value: false, label: t('task.undirected') },
      ]}
      onChange={(event) => onChange(event.target.value === true)}
    />
  </Form.Item>
)

type Help = { readonly 'data-field': FormField; readonly validateStatus?: 'error'; readonly help?: string | undefined }
type Texts<T> = { readonly value: T; readonly help: Help; readonly onChange: (value: T) => void }

/** Nothing is empty, so what is wrong is the day. */
const isFull = (texts: Readonly<Record<string, string>>): boolean => Object.values(texts).every((text) => text.trim() !== '')

function OriginFields({ value, help, onChange }: Texts<SourceForm['origin']>): ReactNode {
  const text = (key: 'refNo' | 'from' | 'summary', most: number) => (
    <Form.Item label={t(`task.origin.${key}`)} {...(value[key].trim() === '' ? help : {})}>
      <Input
        aria-label={t(`task.origin.${key}`)}
        maxLength={most}
        value={value[key]}
        onChange={(event) => onChange({ ...value, [key]: event.target.value })}
      />
    </Form.Item>
  )
  return (
    <div className="mj-filter-editor">
      {text('refNo', 60)}
      <Form.Item label={t('task.origin.date')} {...(value.date === '' || isFull(value) ? help : {})}>
        <PlainDateInput aria-label={t('task.origin.date')} value={value.date} onChange={(day) => onChange({ ...value, date: day ?? '' })} />
      </Form.Item>
      {text('from', 100)}
      {text('summary', 500)}
    </div>
  )
}

function ApprovalFields({ value, help, onChange }: Texts<SourceForm['approval']>): ReactNode {
  return (
    <div className="mj-filter-editor">
      <Form.Item label={t('task.approval.no')} {...(value.approvalNo.trim() === '' ? help : {})}>
        <Input
          aria-label={t('task.approval.no')}
          maxLength={60}
          value={value.approvalNo}
          onChange={(event) => onChange({ ...value, approvalNo: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('task.approval.filing')} {...(value.filingNo.trim() === '' ? help : {})}>
        <Input
          aria-label={t('task.approval.filing')}
          maxLength={60}
          value={value.filingNo}
          onChange={(event) => onChange({ ...value, filingNo: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={t('task.approval.on')} {...(value.filedOn === '' || isFull(value) ? help : {})}>
        <PlainDateInput
          aria-label={t('task.approval.on')}
          value={value.filedOn}
          onChange={(day) => onChange({ ...value, filedOn: day ?? '' })}
        />
      </Form.Item>
    </div>
  )
}
