/** The words of a row: what, who, when; every field with its label, and a refusal beneath the field it is about. */
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { methods } from '#core/inspections/outcomes.ts'
import { type PlanKind, rowChecks, rowLevels } from '#core/plans/row.ts'
import { language, t } from '#web/i18n/t.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { WordsInput } from '#web/ui/words-input.tsx'
import { ItemSelect } from './item-select.tsx'
import { JointItemField } from './joint-item-field.tsx'
import type { RowForm } from './plan-row-form.ts'

export type PlanRowWordsProps = {
  readonly kind: PlanKind
  readonly known: ReadonlyMap<string, string>
  readonly refusal: { readonly field: string; readonly text: string } | null
  readonly joint: RowForm['joint']
  readonly onJoint: (joint: RowForm['joint'], itemIds: readonly string[] | null) => void
}

export function PlanRowWords({ kind, known, refusal, joint, onJoint }: PlanRowWordsProps): ReactNode {
  const refused = (field: string): { validateStatus?: 'error'; help?: string } =>
    refusal?.field === field ? { validateStatus: 'error', help: refusal.text } : {}
  const needed = [{ required: true, whitespace: true, message: t('kit.required') }]
  return (
    <div className="mj-plan-row-grid">
      {kind === 'joint' && (
        <div className="mj-w12">
          <JointItemField
            value={joint.jointItemId}
            parties={joint.parties}
            onChange={({ jointItemId, parties, itemIds }) => onJoint({ jointItemId, parties: [...parties] }, itemIds)}
          />
        </div>
      )}
      <Form.Item
        className="mj-w8"
        name="name"
        label={t('plan.row.name')}
        rules={[{ required: true, whitespace: true, min: 2, max: 120, message: t('plan.form.nameRule') }]}
        {...refused('name')}
      >
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item className="mj-w2" name="directed" label={t('plan.row.type')} {...refused('directed')}>
        <Select options={twoOf('plan.row.directed', 'plan.row.undirected')} />
      </Form.Item>
      <Form.Item className="mj-w2" name="itemsFixed" label={t('plan.row.fixedLabel')} {...refused('itemsFixed')}>
        <Select options={twoOf('plan.row.fixed', 'plan.row.unfixed')} />
      </Form.Item>
      <Form.Item
        className="mj-w12"
        name="itemIds"
        label={t('plan.row.items')}
        rules={[{ type: 'array', required: true, min: 1, max: 30, message: t('plan.form.itemsRule') }]}
        {...refused('itemIds')}
      >
        <ItemSelect known={known} />
      </Form.Item>
      <Form.Item className="mj-w8" name="objectScope" label={t('plan.row.scope')} rules={needed} {...refused('objectScope')}>
        <Input maxLength={200} placeholder={t('plan.form.scopeHint')} />
      </Form.Item>
      <Form.Item className="mj-w4" name="checks" label={t('plan.row.checks')} {...refused('checks')}>
        <Select options={optionsOf(rowChecks)} />
      </Form.Item>
      <Form.Item
        className="mj-w3"
        name="from"
        label={t('plan.row.from')}
        rules={[{ required: true, message: t('kit.required') }]}
        {...refused('from')}
      >
        <PlainDateInput />
      </Form.Item>
      <Form.Item
        className="mj-w3"
        name="to"
        label={t('plan.row.to')}
        dependencies={['from']}
        rules={[
          { required: true, message: t('kit.required') },
          ({ getFieldValue }) => ({
            validator: (_, to: string | null) => {
              const from: unknown = getFieldValue('from')
              return typeof from === 'string' && typeof to === 'string' && to < from
                ? Promise.reject(new Error(t('plan.form.windowRule')))
                : Promise.resolve()
            },
          }),
        ]}
        {...refused('to')}
      >
        <PlainDateInput />
      </Form.Item>
      <Form.Item className="mj-w6" name="methods" label={t('plan.row.methods')} {...refused('methods')}>
        <CheckboxGroup options={optionsOf(methods)} />
      </Form.Item>
      <Form.Item className="mj-w3" name="office" label={t('plan.row.office')} rules={needed} {...refused('office')}>
        <Input maxLength={60} placeholder={t('plan.form.officeHint')} />
      </Form.Item>
      <Form.Item className="mj-w6" name="offices" label={t('plan.row.offices')} {...refused('offices')}>
        <WordsInput most={20} placeholder={t('plan.row.officesHint')} />
      </Form.Item>
      <Form.Item className="mj-w3" name="level" label={t('plan.row.level')} {...refused('level')}>
        <Select options={optionsOf(rowLevels)} />
      </Form.Item>
      <Form.Item className="mj-w3" name="frequency" label={t('plan.row.frequency')} {...refused('frequency')}>
        <Input maxLength={60} placeholder={t('plan.row.frequencyHint')} />
      </Form.Item>
      <Form.Item className="mj-w3" name="targetText" label={t('plan.row.targetText')} {...refused('targetText')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item className="mj-w6" name="remark" label={t('plan.row.remark')} {...refused('remark')}>
        <Input maxLength={300} />
      </Form.Item>
    </div>
  )
}

const twoOf = (yes: 'plan.row.directed' | 'plan.row.fixed', no: 'plan.row.undirected' | 'plan.row.unfixed') => [
  { value: false, label: t(no) },
  { value: true, label: t(yes) },
]

const optionsOf = (words: Readonly<Record<string, { readonly zh: string; readonly en: string }>>) =>
  Object.entries(words).map(([value, word]) => ({ value, label: word[language()] }))
