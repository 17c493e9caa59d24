/** The form of a label: what the office may choose is there, the rest says whose it is. */
import { Form, Input, Modal, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Label } from '#contract/labels.ts'
import { type Answers, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Fields = {
  readonly name: string
  readonly tier: Label['tier']
  readonly parentId?: string | null
  readonly reach: Label['reach']
  readonly validTo?: string | null
  readonly note?: string
}

const fieldOf: Readonly<Record<string, keyof Fields>> = {
  label_name_taken: 'name',
  label_name_invalid: 'name',
  label_fixed: 'name',
  label_parent_wrong: 'parentId',
  label_ends_in_past: 'validTo',
  label_reach_too_wide: 'reach',
  label_tier_above: 'tier',
}

export function LabelDialog({
  label,
  dictionary,
  onClose,
}: {
  readonly label: Label | null
  readonly dictionary: Answers['labels']['list']
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Fields>()
  const save = useCommand(client.labels.save, { announce: false, done: t('label.saved'), onDone: onClose })
  const tier = Form.useWatch('tier', form) ?? label?.tier ?? 'minor'
  const above = tier === 'middle' ? 'major' : 'middle'
  const parents = dictionary.rows.filter((one) => one.tier === above && one.state === 'active')
  const beside = save.problem === null ? undefined : fieldOf[save.problem.code]
  const errorAt = (field: keyof Fields) => (beside === field ? { validateStatus: 'error' as const, help: save.problem?.text } : {})
  const must = { required: true, message: t('kit.required') }
  const submit = async ({ parentId, validTo, note, ...fields }: Fields): Promise<void> => {
    await save.run({
      ...fields,
      name: fields.name.trim(),
      labelId: label?.id ?? null,
      parentId: tier === 'major' ? null : (parentId ?? null),
      validTo: validTo ?? '9999-12-31',
      note: note ?? '',
    })
  }
  return (
    <Modal
      open
      title={label === null ? t('label.add') : t('label.editTitle', { name: label.name })}
      okText={t('label.save')}
      cancelText={t('kit.cancel')}
      confirmLoading={save.pending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {beside === undefined && <ProblemAlert problem={save.problem} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={startingFields(label, dictionary)}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => save.problem !== null && save.reset()}
      >
        <Form.Item
          name="name"
          label={t('label.name')}
          extra={t('label.nameNote', { prefix: dictionary.prefix })}
          rules={[
            { ...must, whitespace: true },
            { min: 2, message: t('kit.required') },
          ]}
          {...errorAt('name')}
        >
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="tier" label={t('label.tier')} extra={t('label.tierNote')} {...errorAt('tier')}>
          <Radio.Group
            options={dictionary.choices.tiers.map((value) => ({ value, label: t(`label.tier.${value}`) }))}
            onChange={() => form.setFieldValue('parentId', null)}
          />
        </Form.Item>
        {tier !== 'major' && (
          <Form.Item name="parentId" label={t('label.parent')} rules={tier === 'middle' ? [must] : []} {...errorAt('parentId')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('label.noParent')}
              options={parents.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
        <Form.Item name="reach" label={t('label.reach')} extra={t('label.reachNote')} {...errorAt('reach')}>
          <Radio.Group options={dictionary.choices.reaches.map((value) => ({ value, label: t(`label.reach.${value}`) }))} />
        </Form.Item>
        <Form.Item name="validTo" label={t('label.validTo')} extra={t('label.foreverNote')} {...errorAt('validTo')}>
          <PlainDateInput />
        </Form.Item>
        <Form.Item name="note" label={t('label.note')}>
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function startingFields(label: Label | null, { choices }: Answers['labels']['list']): Partial<Fields> {
  if (label === null) return { tier: 'minor', reach: choices.reaches.includes('region') ? 'region' : 'office' }
  const { name, tier, parentId, reach, validTo, note } = label
  return { name, tier, parentId, reach, validTo: validTo.startsWith('9999') ? null : validTo, note }
}
