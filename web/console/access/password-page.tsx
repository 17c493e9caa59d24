/** Changing one's own password; the only page there is while it was set by someone else. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { changePassword, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { Mark } from '#web/ui/icon.tsx'
import { Page } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { UserMenu } from '../shell/user-menu.tsx'

type Fields = { readonly current: string; readonly next: string; readonly again: string }

/** Which field a refusal belongs beside. */
const fieldOf: Readonly<Record<string, keyof Fields>> = { password_wrong: 'current', password_too_weak: 'next', password_unchanged: 'next' }

export function PasswordPage(): ReactNode {
  const me = useQuery(meQuery).data
  const forced = me?.mustChangePassword === true
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState(false)

  const submit = async ({ current, next }: Fields): Promise<void> => {
    setPending(true)
    setProblem(null)
    try {
      await changePassword(current, next)
      await queries.fetchQuery({ ...meQuery, staleTime: 0 })
      message.success(t('password.done'))
      await navigate({ to: '/' })
    } catch (error) {
      const refusal = problemOf(error)
      const field = fieldOf[refusal.code]
      if (field === undefined) setProblem(refusal)
      else form.setFields([{ name: field, errors: [refusal.text] }])
    } finally {
      setPending(false)
    }
  }

  return (
    <>
      <header className="shell-top">
        <Mark />
        <b>{t('app.name')}</b>
        <span className="no-find">{me === undefined || me === null ? null : <UserMenu me={me} />}</span>
      </header>
      <main style={{ maxWidth: 480, margin: '0 auto' }}>
        <Page title={t('password.title')}>
          {forced && <p className="mj-note">{t('password.forced')}</p>}
          <ProblemAlert problem={problem} />
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields) => void submit(fields)} disabled={pending}>
            <Form.Item name="current" label={t('password.current')} rules={[{ required: true, message: t('kit.required') }]}>
              <Input.Password autoComplete="current-password" autoFocus />
            </Form.Item>
            <Form.Item
              name="next"
              label={t('password.next')}
              extra={t('password.rule')}
              rules={[{ required: true, message: t('kit.required') }]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <Form.Item
              name="again"
              label={t('password.again')}
              dependencies={['next']}
              rules={[
                { required: true, message: t('kit.required') },
                {
                  validator: (_, value: string) =>
                    value === '' || value === form.getFieldValue('next')
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('password.differ'))),
                },
              ]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
            <div className="mj-page-actions">
              <Button type="primary" htmlType="submit" loading={pending}>
                {t('password.submit')}
              </Button>
              {!forced && <Link to="/">{t('kit.cancel')}</Link>}
            </div>
          </Form>
        </Page>
      </main>
    </>
  )
}
