/** The frame of a draw as five lines, one per field of the register. */
import { Checkbox, Form, Select } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import type { FilterForm } from './filter-form.ts'
import { entityKinds, entityStates } from './filter-words.ts'
import { RegionSelect } from './region-select.tsx'

export function FilterEditor({
  value,
  onChange,
}: {
  readonly value: FilterForm
  readonly onChange: (next: FilterForm) => void
}): ReactNode {
  const set = (change: Partial<FilterForm>): void => onChange({ ...value, ...change })
  return (
    <div className="mj-filter-editor">
      <Form.Item label={t('task.filter.region')}>
        <RegionSelect label={t('task.filter.region')} value={value.regions} onChange={(regions) => set({ regions })} />
      </Form.Item>
      <Form.Item label={t('task.filter.kind')}>
        <Checkbox.Group
          value={[...value.kinds]}
          options={entityKinds.map((kind) => ({ value: kind, label: t(`task.kind.${kind}`) }))}
          onChange={(kinds) => set({ kinds })}
        />
      </Form.Item>
      <Form.Item label={t('task.filter.state')}>
        <Checkbox.Group
          value={[...value.states]}
          options={entityStates.map((state) => ({ value: state, label: t(`task.entity.${state}`) }))}
          onChange={(states) => set({ states })}
        />
      </Form.Item>
      <Form.Item label={t('task.filter.entityType')}>
        <div className="mj-inline">
          <Select
            value={value.typeOp}
            aria-label={t('task.filter.entityType')}
            options={(['in', 'notIn', 'prefix'] as const).map((op) => ({ value: op, label: t(`task.filter.op.${op}`) }))}
            onChange={(typeOp) => set({ typeOp })}
            style={{ width: 96, flex: 'none' }}
          />
          <Select
            mode="tags"
            value={[...value.types]}
            aria-label={t('task.filter.entityType')}
            placeholder={t('task.filter.typeHint')}
            tokenSeparators={['；', ';', '\n']}
            open={false}
            suffixIcon={null}
            onChange={(types: string[]) => set({ types })}
            style={{ flex: 1, minWidth: 0 }}
          />
        </div>
      </Form.Item>
      <Form.Item label={t('task.filter.established')}>
        <div className="mj-inline">
          <span className="quiet small nowrap">{t('task.filter.from')}</span>
          <PlainDateInput
            aria-label={t('task.filter.from')}
            value={value.establishedFrom}
            onChange={(day) => set({ establishedFrom: day ?? '' })}
          />
          <span className="quiet small nowrap">{t('task.filter.to')}</span>
          <PlainDateInput
            aria-label={t('task.filter.to')}
            value={value.establishedTo}
            onChange={(day) => set({ establishedTo: day ?? '' })}
          />
        </div>
      </Form.Item>
    </div>
  )
}
