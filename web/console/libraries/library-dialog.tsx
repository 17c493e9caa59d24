/** The form of a library: its name, the labels that its entries give, the kinds of objects it takes. */
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Form, Input, Modal, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Library } from '#contract/libraries.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import { kindOptions } from '../registers/entity-words.ts'

type Fields = {
  readonly name: string
  readonly labelIds: readonly string[]
  readonly objectKinds?: readonly string[]
  readonly joint?: boolean
  readonly note?: string
}

const fieldOf: Readonly<Record<string, keyof Fields>> = {
  library_name_taken: 'name',
  library_label_used: 'labelIds',
  label_other_office: 'labelIds',
}

export function LibraryDialog({ library, onClose }: { readonly library: Library | null; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const save = useCommand(client.libraries.save, { announce: false, done: t('library.saved'), onDone: onClose })
  const labels = useQuery(api.labels.list.queryOptions({ input: { state: 'active' } })).data?.rows ?? []
  const has = new Set(library?.labels.map(({ labelId }) => labelId))
  // What the library has stays in the list, whoever may give it now.
  const known = [...(library?.labels.map(({ labelId, name }) => ({ value: labelId, label: name })) ?? [])]
  const more = labels
    .filter(({ id, abilities }) => abilities.use.allowed && !has.has(id))
    .map(({ id, name }) => ({ value: id, label: name }))
  const beside = save.problem === null ? undefined : fieldOf[save.problem.code]
  const errorAt = (field: keyof Fields) => (beside === field ? { validateStatus: 'error' as const, help: save.problem?.text } : {})
  const must = { required: true, message: t('kit.required') }
  const submit = async ({ name, labelIds, objectKinds, joint, note }: Fields): Promise<void> => {
    await save.run({
      libraryId: library?.id ?? null,
      name: name.trim(),
      labelIds: [...labelIds],
      objectKinds: [...(objectKinds ?? [])],
      joint: joint ?? false,
      note: note ?? '',
    })
  }
  return (
    <Modal
      open
      title={library === null ? t('library.add') : t('library.editTitle', { name: library.name })}
      okText={t('library.save')}
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
        initialValues={library === null ? {} : { ...library, labelIds: library.labels.map(({ labelId }) => labelId) }}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => save.problem !== null && save.reset()}
      >
        <Form.Item
          name="name"
          label={t('library.name')}
          rules={[
            { ...must, whitespace: true },
            { min: 2, message: t('kit.required') },
          ]}
          {...errorAt('name')}
        >
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item
          name="labelIds"
          label={t('library.labels')}
          extra={t('library.labelsNote')}
          rules={[{ required: true, type: 'array', min: 1, message: t('kit.required') }]}
          {...errorAt('labelIds')}
        >
          <Select mode="multiple" showSearch={{ optionFilterProp: 'label' }} options={[...known, ...more]} />
        </Form.Item>
        <Form.Item name="objectKinds" label={t('library.kinds')} extra={t('library.kindsNote')}>
          <Select mode="multiple" options={kindOptions()} />
        </Form.Item>
        <Form.Item name="joint" valuePropName="checked">
          <Checkbox>{t('library.jointLabel')}</Checkbox>
        </Form.Item>
        <Form.Item name="note" label={t('library.note')}>
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
