/** Declaring that an officer never inspects an object: 回避. It cannot be taken back, so the dialog says so. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { OfficerRow } from '#contract/registers.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

const reasons = ['declared', 'kinship', 'shareholding', 'former_employer'] as const
type Fields = { readonly subject: string; readonly reason: (typeof reasons)[number]; readonly note?: string }

export function RecusalDialog({ officer, onClose }: { readonly officer: OfficerRow; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const [typed, setTyped] = useState('')
  const found = useQuery(
    api.registers.listEntities.queryOptions({
      input: { q: typed.trim(), limit: 20 },
      enabled: typed.trim().length >= 2,
    }),
  )
  const declare = useCommand(client.registers.declareRecusal, { announce: false, done: t('officer.recuseDone'), onDone: onClose })
  const submit = async ({ subject, reason, note }: Fields): Promise<void> => {
    await declare.run({ officerId: officer.id, subject, reason, note: note ?? '' })
  }
  return (
    <Modal
      open
      title={t('officer.recuseTitle', { name: officer.name })}
      okText={t('officer.recuse')}
      cancelText={t('kit.cancel')}
      confirmLoading={declare.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet small" style={{ marginBottom: 16 }}>
        {t('officer.recuseNote')}
      </p>
      <ProblemAlert problem={declare.problem} />
      <Form form={form} layout="vertical" initialValues={{ reason: 'declared' }} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="subject" label={t('officer.recuseSubject')} rules={[{ required: true, message: t('kit.required') }]}>
          <Select
            showSearch={{ filterOption: false, onSearch: setTyped }}
            placeholder={t('officer.recuseSubjectHint')}
            loading={found.isFetching}
            notFoundContent={typed.trim().length < 2 ? t('officer.recuseSubjectHint') : t('kit.emptySearch')}
            options={(found.data?.rows ?? []).map((row) => ({ value: row.subject, label: `${row.name} ${row.subject}` }))}
          />
        </Form.Item>
        <Form.Item name="reason" label={t('officer.recuseReason')} rules={[{ required: true, message: t('kit.required') }]}>
          <Select options={reasons.map((reason) => ({ value: reason, label: t(`recusal.${reason}`) }))} />
        </Form.Item>
        <Form.Item name="note" label={`${t('officer.recuseMore')}(${t('kit.optional')})`}>
          <Input.TextArea maxLength={200} showCount autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
