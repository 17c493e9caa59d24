/** A new first password for an account whose owner lost theirs. */
import { Form, Input, Modal } from 'antd'
import type { ReactNode } from 'react'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

type Props = { readonly account: { readonly id: string; readonly name: string }; readonly onClose: () => void }

export function ResetPasswordModal({ account, onClose }: Props): ReactNode {
  const [form] = Form.useForm<{ password: string }>()
  const reset = useCommand(client.access.resetPassword, { announce: false, done: t('access.resetDone'), onDone: onClose })
  return (
    <Modal
      open
      title={t('access.resetFor', { name: account.name })}
      okText={t('access.reset')}
      cancelText={t('kit.cancel')}
      confirmLoading={reset.pending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <ProblemAlert problem={reset.problem} />
      <Form form={form} layout="vertical" onFinish={({ password }) => void reset.run({ accountId: account.id, password })}>
        <Form.Item
          name="password"
          label={t('access.firstPassword')}
          extra={`${t('password.rule')}${t('access.resetNote')}`}
          rules={[
            { required: true, message: t('kit.required') },
            { min: 10, message: t('password.rule') },
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
