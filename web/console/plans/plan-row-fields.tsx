/** One row of a plan in its form: every field with its label and its complaint beneath it. */
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { ppmOfPercent } from '#web/ui/percent.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ItemSelect } from './item-select.tsx'

export type PlanRowFieldsProps = {
  readonly index: number
  readonly path: number
  readonly known: ReadonlyMap<string, string>
  readonly only: boolean
  readonly onCopy: () => void
  readonly onRemove: () => void
  readonly onUp: () => void
}

export function PlanRowFields({ index, path, known, only, onCopy, onRemove, onUp }: PlanRowFieldsProps): ReactNode {
  return (
    <section className="mj-plan-row" aria-label={t('plan.row.nth', { n: index + 1 })}>
      <div className="mj-plan-row-do">
        <h3>{t('plan.row.nth', { n: index + 1 })}</h3>
        {index > 0 && (
          <ActionButton link size="small" onClick={onUp}>
            {t('plan.row.up')}
          </ActionButton>
        )}
        <ActionButton link size="small" onClick={onCopy}>
          {t('plan.row.copy')}
        </ActionButton>
        {!only && (
          <ActionButton link size="small" onClick={onRemove}>
            {t('plan.row.remove')}
          </ActionButton>
        )}
      </div>
      <div className="mj-plan-row-grid">
        <Form.Item
          className="mj-w4"
          name={[path, 'name']}
          label={t('plan.row.name')}
          rules={[{ required: true, whitespace: true, min: 2, max: 120, message: t('plan.form.nameRule') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item className="mj-w2" name={[path, 'directed']} label={t('plan.row.type')}>
          <Select
            options={[
              { value: false, label: t('plan.row.undirected') },
              { value: true, label: t('plan.row.directed') },
            ]}
          />
        </Form.Item>
        <Form.Item
          className="mj-w6"
          name={[path, 'itemIds']}
          label={t('plan.row.items')}
          rules={[{ type: 'array', required: true, min: 1, max: 30, message: t('plan.form.itemsRule') }]}
        >
          <ItemSelect known={known} />
        </Form.Item>
        <Form.Item
          className="mj-w4"
          name={[path, 'objectScope']}
          label={t('plan.row.scope')}
          rules={[{ required: true, whitespace: true, message: t('kit.required') }]}
        >
          <Input maxLength={200} placeholder={t('plan.form.scopeHint')} />
        </Form.Item>
        <Form.Item
          className="mj-w2"
          name={[path, 'percent']}
          label={t('plan.row.rate')}
          rules={[
            {
              validator: (_, text: string) =>
                (ppmOfPercent(text ?? '') ?? 0) > 0 ? Promise.resolve() : Promise.reject(new Error(t('plan.form.percentRule'))),
            },
          ]}
        >
          <Input suffix="%" inputMode="decimal" />
        </Form.Item>
        <Form.Item
          className="mj-w2"
          name={[path, 'from']}
          label={t('plan.row.from')}
          rules={[{ required: true, message: t('kit.required') }]}
        >
          <PlainDateInput />
        </Form.Item>
        <Form.Item
          className="mj-w2"
          name={[path, 'to']}
          label={t('plan.row.to')}
          dependencies={[['rows', path, 'from']]}
          rules={[
            { required: true, message: t('kit.required') },
            ({ getFieldValue }) => ({
              validator: (_, to: string | null) => {
                const from: unknown = getFieldValue(['rows', path, 'from'])
                return typeof from === 'string' && typeof to === 'string' && to < from
                  ? Promise.reject(new Error(t('plan.form.windowRule')))
                  : Promise.resolve()
              },
            }),
          ]}
        >
          <PlainDateInput />
        </Form.Item>
        <Form.Item
          className="mj-w2"
          name={[path, 'office']}
          label={t('plan.row.office')}
          rules={[{ required: true, whitespace: true, message: t('kit.required') }]}
        >
          <Input maxLength={60} placeholder={t('plan.form.officeHint')} />
        </Form.Item>
      </div>
    </section>
  )
}
