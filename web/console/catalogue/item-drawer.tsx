/** The form of one item. Saving a published code makes the draft of its next version. */
import { Button, Drawer, Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { ItemTeamFields } from './item-team-fields.tsx'

type Fields = Pick<Item, 'code' | 'category' | 'name' | 'itemClass' | 'basis' | 'objectScope' | 'methods'> & {
  readonly checklist?: string
  readonly qualifications?: string[]
  readonly expertise?: string[]
  readonly expertKinds?: string[]
}

export function ItemDrawer({ item, onClose }: { readonly item: Item | null; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const save = useCommand(client.catalogue.saveItems, { announce: false, done: t('item.saved'), onDone: onClose })
  const submit = async ({ checklist, qualifications = [], expertise = [], expertKinds = [], ...fields }: Fields): Promise<void> => {
    const lines = (checklist ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
    await save.run({ items: [{ ...fields, checklist: lines, qualifications, expertise, expertKinds }] })
  }
  const must = { required: true, whitespace: true, message: t('kit.required') }
  return (
    <Drawer
      open
      size={560}
      title={item === null ? t('item.new') : item.state === 'draft' ? t('item.editTitle') : t('item.reviseTitle')}
      onClose={onClose}
      footer={
        <div className="mj-page-actions" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="primary" loading={save.pending} onClick={() => form.submit()}>
            {t('item.save')}
          </Button>
        </div>
      }
    >
      <ProblemAlert problem={save.problem} />
      <Form form={form} layout="vertical" initialValues={initial(item)} onFinish={(fields) => void submit(fields)} scrollToFirstError>
        <Form.Item
          name="code"
          label={t('item.code')}
          extra={t('item.codeNote')}
          rules={[must, { pattern: /^[A-Z0-9][A-Z0-9.-]{1,29}$/, message: t('item.codeRule') }]}
          normalize={(value: string) => value.toUpperCase()}
        >
          <Input className="mono" disabled={item !== null} maxLength={30} />
        </Form.Item>
        <Form.Item name="category" label={t('item.category')} rules={[must]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="name" label={t('item.name')} rules={[must, { min: 2, message: t('kit.required') }]}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="itemClass" label={t('item.class')}>
          <Radio.Group
            options={[
              { value: 'general', label: t('item.class.general') },
              { value: 'key', label: t('item.class.key') },
            ]}
          />
        </Form.Item>
        <Form.Item name="basis" label={t('item.basis')} extra={t('item.basisNote')} rules={[must, { min: 2, message: t('kit.required') }]}>
          <Input.TextArea maxLength={500} autoSize={{ minRows: 2 }} />
        </Form.Item>
        <Form.Item name="objectScope" label={t('item.scope')} rules={[must]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="methods" label={t('item.methods')} rules={[{ required: true, message: t('kit.required') }]}>
          <CheckboxGroup options={Object.entries(methods).map(([value, words]) => ({ value, label: words[language()] }))} />
        </Form.Item>
        <Form.Item name="checklist" label={t('item.checklist')} extra={t('item.checklistNote')}>
          <Input.TextArea autoSize={{ minRows: 4 }} />
        </Form.Item>
        <ItemTeamFields />
      </Form>
    </Drawer>
  )
}

const initial = (item: Item | null): Partial<Fields> =>
  item === null ? { itemClass: 'general', methods: ['onsite'] } : { ...item, checklist: item.checklist.join('\n') }
