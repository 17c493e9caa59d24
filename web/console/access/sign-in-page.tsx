/** Signing in: two fields, one clear refusal (wrong, locked until when, disabled), and in a demonstration the accounts by role. */
import './sign-in.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button, Form, Input, type InputRef } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { roles } from '#core/access/roles.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { type DemoAccount, demoAccountsQuery, meQuery, signIn } from '#web/api/session.ts'
import { language, setLanguage, t } from '#web/i18n/t.ts'
import { Mark } from '#web/ui/icon.tsx'
import { useOpenPath } from '#web/ui/path-link.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Fields = { readonly username: string; readonly password: string }

export function SignInPage(): ReactNode {
  const { to } = useSearch({ from: '/sign-in' })
  const open = useOpenPath()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  const [problem, setProblem] = useState<ShownProblem | null>(null)
  const [pending, setPending] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  const password = useRef<InputRef>(null)
  const demo = useQuery(demoAccountsQuery).data ?? []

  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('app.name')}`
  }, [])

  const submit = async ({ username, password: secret }: Fields): Promise<void> => {
    setPending(true)
    setProblem(null)
    try {
      await signIn(username.trim(), secret)
      queries.clear()
      await queries.fetchQuery({ ...meQuery, staleTime: 0 })
      open(to ?? '/')
    } catch (error) {
      setProblem(problemOf(error))
      // The name is kept; the password is the likelier mistake.
      form.setFieldValue('password', '')
      password.current?.focus()
    } finally {
      setPending(false)
    }
  }
  const fill = (account: DemoAccount): void => {
    form.setFieldsValue({ username: account.username, password: account.password })
    setProblem(null)
  }
  const watchCapsLock = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'))

  return (
    <div className="sign-in">
      <nav className="sign-in-top">
        <a href="/">{t('signIn.portal')}</a>
        <button type="button" onClick={() => setLanguage(language() === 'zh' ? 'en' : 'zh')}>
          {t('shell.language')}
        </button>
      </nav>
      <header className="sign-in-side">
        <h1>
          <Mark size={32} />
          {t('app.name')}
        </h1>
        <div className="sign-in-words">
          {t('app.slogan')}
          <small>{t('signIn.promise')}</small>
        </div>
        <p className="quiet small">{t('signIn.forgot')}</p>
      </header>
      <main className="sign-in-form">
        <h2>{t('signIn.title')}</h2>
        {to !== undefined && problem === null && <p className="mj-note">{t('signIn.expired')}</p>}
        <ProblemAlert problem={problem} />
        <Form form={form} layout="vertical" requiredMark={false} size="large" onFinish={(fields) => void submit(fields)} disabled={pending}>
          <Form.Item
            name="username"
            label={t('signIn.username')}
            rules={[{ required: true, whitespace: true, message: t('kit.required') }]}
          >
            <Input autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('signIn.password')}
            rules={[{ required: true, message: t('kit.required') }]}
            extra={capsLock ? t('signIn.capsLock') : undefined}
          >
            <Input.Password ref={password} autoComplete="current-password" onKeyUp={watchCapsLock} />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={pending}>
            {t('signIn.submit')}
          </Button>
        </Form>
        {demo.length > 0 && (
          <section className="sign-in-demo">
            <div className="mj-section-head">
              <h2 style={{ margin: 0, fontSize: 15, lineHeight: '24px' }}>{t('signIn.demo')}</h2>
              <span className="quiet tiny">{t('signIn.demoNote')}</span>
            </div>
            <ul>
              {demo.map((account) => (
                <li key={account.username}>
                  <button type="button" onClick={() => fill(account)}>
                    <b>{roleText(account.role)}</b>
                    <span className="quiet">{account.org}</span>
                    <span className="mono">{account.username}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </div>
  )
}

/** The server names a role in Chinese. */
const roleText = (zh: string): string => Object.values(roles).find((role) => role.zh === zh)?.[language()] ?? zh
