/** Declaring that an officer does not inspect an object: 回避. It stands until it is ended, and that it stood is kept; the dialog says so. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { OfficerRow } from '#contract/officers.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import { relations } from './officer-words.tsx'

type Fields = { readonly subject: string; readonly relation: (typeof relations)[number]; readonly note?: string }

export function RecusalDialog({ officer, onClose }: { readonly officer: OfficerRow; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const [typed, setTyped] = useState('')
  const found = useQuery(
    api.registers.listEntities.queryOptions({
      input: { q: typed.trim(), limit: 20 },
      enabled: typed.trim().length >= 2,
    }),
  )
  const declare = useCommand(client.officers.declareRecusal, { announce: false, done: t('recusal.done'), onDone: onClose })
  const submit = async ({ subject, relation, note }: Fields): Promise<void> => {
    await declare.run({ officerId: officer.id, subject, relation, note: note ?? '' })
  }
  return (
    <Modal
      open
      title={t('recusal.addTitle', { name: officer.name })}
      okText={t('recusal.add')}
      cancelText={t('kit.cancel')}
      confirmLoading={declare.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet small" style={{ marginBottom: 16 }}>
        {t('recusal.addNote')}
      </p>
      <ProblemAlert problem={declare.problem} />
      <Form form={form} layout="vertical" initialValues={{ relation: 'declared' }} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="subject" label={t('recusal.subject')} rules={[{ required: true, message: t('kit.required') }]}>
          <Select
            showSearch={{ filterOption: false, onSearch: setTyped }}
            placeholder={t('recusal.subjectHint')}
            loading={found.isFetching}
            notFoundContent={typed.trim().length < 2 ? t('recusal.subjectHint') : t('kit.emptySearch')}
            options={(found.data?.rows ?? []).map((row) => ({ value: row.subject, label: `${row.name} ${row.subject}` }))}
          />
        </Form.Item>
        <Form.Item name="relation" label={t('recusal.relation')} rules={[{ required: true, message: t('kit.required') }]}>
          <Select options={relations.map((relation) => ({ value: relation, label: t(`recusal.${relation}`) }))} />
        </Form.Item>
        <Form.Item name="note" label={`${t('recusal.more')} (${t('kit.optional')})`}>
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
