/** Adding leave: of a known person, or of one chosen here. */
import { Form, Input, Modal, Radio } from 'antd'
import type { ReactNode } from 'react'
import type { Leave } from '#contract/officers.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { lengthOf } from './leave-month.ts'
import { OfficerSelect } from './officer-select.tsx'
import { leaveKinds } from './officer-words.tsx'

type Fields = {
  readonly officerId?: string
  readonly from: string
  readonly to: string
  readonly kind: Leave['kind']
  readonly note?: string
}

/** The longest leave the server takes; who is away longer is suspended. */
const mostDays = 400

export function LeaveDialog({
  officer,
  from = today(),
  onClose,
}: {
  /** null: chosen in the dialog. */
  readonly officer: { readonly id: string; readonly name: string } | null
  readonly from?: string
  readonly onClose: () => void
}): ReactNode {
  const [form] = Form.useForm<Fields>()
  const add = useCommand(client.officers.addLeave, { announce: false, done: t('leave.done'), onDone: onClose })
  const submit = async ({ officerId, note, ...fields }: Fields): Promise<void> => {
    const whose = officer?.id ?? officerId
    if (whose !== undefined) await add.run({ ...fields, officerId: whose, note: note ?? '' })
  }
  const beside = add.problem !== null && ['window_reversed', 'leave_too_long'].includes(add.problem.code) ? add.problem.text : null
  const must = { required: true, message: t('kit.required') }
  return (
    <Modal
      open
      title={officer === null ? t('leave.add') : t('leave.addFor', { name: officer.name })}
      okText={t('leave.add')}
      cancelText={t('kit.cancel')}
      confirmLoading={add.pending}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet small" style={{ marginBottom: 16 }}>
        {t('leave.addText')}
      </p>
      {beside === null && <ProblemAlert problem={add.problem} />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ from, to: from, kind: 'leave' }}
        onFinish={(fields) => void submit(fields)}
        onValuesChange={() => add.problem !== null && add.reset()}
      >
        {officer === null && (
          <Form.Item name="officerId" label={t('leave.officer')} rules={[must]}>
            <OfficerSelect />
          </Form.Item>
        )}
        <div className="officer-pair">
          <Form.Item name="from" label={t('leave.from')} rules={[must]}>
            <PlainDateInput />
          </Form.Item>
          <Form.Item
            name="to"
            label={t('leave.to')}
            dependencies={['from']}
            rules={[must, ({ getFieldValue }) => ({ validator: (_, to) => windowCheck(getFieldValue('from'), to) })]}
            {...(beside === null ? {} : { validateStatus: 'error' as const, help: beside })}
          >
            <PlainDateInput />
          </Form.Item>
        </div>
        <Form.Item name="kind" label={t('leave.kind')}>
          <Radio.Group options={leaveKinds.map((kind) => ({ value: kind, label: t(`leave.kind.${kind}`) }))} />
        </Form.Item>
        <Form.Item name="note" label={`${t('leave.note')} (${t('kit.optional')})`}>
          <Input.TextArea maxLength={200} autoSize={{ minRows: 2 }} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function windowCheck(from: unknown, to: unknown): Promise<void> {
  if (typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '') return Promise.resolve()
  if (to < from) return Promise.reject(new Error(t('leave.reversed')))
  return lengthOf(from, to) > mostDays ? Promise.reject(new Error(t('leave.tooLong'))) : Promise.resolve()
}
