/** The session ended while the page was open: signing in again happens on top of it, so that nothing typed is lost. */
import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Modal } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Me } from '#contract/access.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { signIn } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

export function SessionEnded({ me }: { readonly me: Me }): ReactNode {
  const queries = useQueryClient()
  const [form] = Form.useForm<{ password: string }>()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (password: string): Promise<void> => {
    setPending(true)
    setProblem(null)
    try {
      await signIn(me.username, password)
      await queries.invalidateQueries()
    } catch (error) {
      setProblem(problemOf(error))
      form.resetFields()
    } finally {
      setPending(false)
    }
  }
  return (
    <Modal
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={420}
      title={t('ended.title')}
      okText={t('signIn.submit')}
      cancelText={t('ended.other')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={() => location.assign('/console/sign-in')}
    >
      <p style={{ marginBottom: 16 }}>{t('ended.text')}</p>
      <ProblemAlert problem={problem} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={({ password }) => void submit(password)}>
        <Form.Item label={t('signIn.username')}>
          <Input value={me.username} readOnly tabIndex={-1} autoComplete="username" />
        </Form.Item>
        <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('kit.required') }]}>
          <Input.Password autoComplete="current-password" autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  )
}
