/** 不定项: which of the row's items a task takes. */
import { Form, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Plan } from '#contract/plans.ts'
import { t } from '#web/i18n/t.ts'

export const RowItems = ({
  row,
  value,
  refused,
  onChange,
}: {
  readonly row: Plan['rows'][number]
  readonly value: readonly string[]
  readonly refused: string | undefined
  readonly onChange: (itemIds: string[]) => void
}): ReactNode => (
  <Form.Item
    label={t('task.items.choose')}
    data-field="itemIds"
    {...(refused === undefined ? {} : { validateStatus: 'error', help: refused })}
  >
    <Select
      mode="multiple"
      aria-label={t('task.items.choose')}
      placeholder={t('task.items.all')}
      value={[...value]}
      options={row.itemIds.map((id, i) => ({ value: id, label: row.itemNames[i] ?? id }))}
      onChange={onChange}
    />
  </Form.Item>
)
