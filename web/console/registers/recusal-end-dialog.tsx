/** Ending a recusal from a day on; that it stood is kept. */
import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { Officer } from '#contract/officers.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate, today } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Fields = { readonly endedOn: string; readonly note?: string }

export function RecusalEndDialog({
  recusal,
  onClose,
}: {
  readonly recusal: Officer['recusalList'][number]
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Fields>()
  const end = useCommand(client.officers.endRecusal, { announce: false, done: t('recusal.endDone'), onDone: onClose })
  const submit = async ({ endedOn, note }: Fields): Promise<void> => {
    await end.run({ recusalId: recusal.id, endedOn, note: note ?? '' })
  }
  return (
    <Modal
      open
      title={t('recusal.endTitle', { object: recusal.name ?? recusal.subject })}
      okText={t('recusal.end')}
      cancelText={t('kit.cancel')}
      confirmLoading={end.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet small" style={{ marginBottom: 16 }}>
        {t('recusal.endText')}
      </p>
      <ProblemAlert problem={end.problem} />
      <Form form={form} layout="vertical" initialValues={{ endedOn: today() }} onFinish={(fields) => void submit(fields)}>
        <Form.Item name="endedOn" label={t('recusal.endedOn')} rules={[{ required: true, message: t('kit.required') }]}>
          <PlainDateInput min={formatDate(recusal.declaredAt)} />
        </Form.Item>
        <Form.Item name="note" label={`${t('recusal.more')} (${t('kit.optional')})`}>
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
