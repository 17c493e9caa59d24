/** The form of a new account. */
import { useQuery } from '@tanstack/react-query'
import { Button, Drawer, Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { permissions, type Role, roleCodes, roles } from '#core/access/roles.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { problemOf } from '#web/api/problem.ts'
import { language, t } from '#web/i18n/t.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'

type Fields = {
  readonly username: string
  readonly name: string
  readonly password: string
  readonly roles: Role[]
  readonly orgId: string
  readonly officerId?: string
}

/** Which field a refusal belongs beside. */
const fieldOf: Readonly<Record<string, keyof Fields>> = {
  username_taken: 'username',
  password_too_weak: 'password',
  org_unknown: 'orgId',
  officer_has_account: 'officerId',
}

export function AccountDrawer({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Fields>()
  const [officerName, setOfficerName] = useState('')
  const orgs = useQuery(api.access.listOrgs.queryOptions({ input: { limit: 200 } })).data?.rows ?? []
  const chosenRoles = Form.useWatch('roles', form) ?? []
  const officers = useQuery(
    api.officers.list.queryOptions({
      input: {
        ...{ limit: 20, population: chosenRoles.includes('inspector') ? 'officers' : 'experts' },
        ...(officerName === '' ? {} : { q: officerName }),
      },
      enabled: chosenRoles.some(hasSeat),
      retry: false,
    }),
  )
  const create = useCommand(client.access.createAccount, { announce: false, done: t('access.created'), onDone: onClose })
  const submit = async (fields: Fields): Promise<void> => {
    await create.run({ ...fields, officerId: fields.officerId ?? null })
  }
  const beside = create.problem === null ? undefined : fieldOf[create.problem.code]
  const errorAt = (field: keyof Fields) => (beside === field ? { validateStatus: 'error' as const, help: create.problem?.text } : {})
  const must = { required: true, message: t('kit.required') }
  return (
    <Drawer
      open
      size={520}
      title={t('access.newAccount')}
      onClose={onClose}
      footer={
        <div className="mj-page-actions" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button type="primary" loading={create.pending} onClick={() => form.submit()}>
            {t('access.newAccount')}
          </Button>
        </div>
      }
    >
      {beside === undefined && <ProblemAlert problem={create.problem} />}
      <Form form={form} layout="vertical" initialValues={{ roles: [] }} onFinish={(fields) => void submit(fields)} scrollToFirstError>
        <Form.Item name="name" label={t('access.name')} rules={[{ ...must, whitespace: true }]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="username"
          label={t('access.username')}
          extra={t('access.usernameRule')}
          rules={[must, { pattern: /^[a-z0-9][a-z0-9._-]{2,39}$/, message: t('access.usernameRule') }]}
          {...errorAt('username')}
        >
          <Input maxLength={40} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('access.firstPassword')}
          extra={`${t('password.rule')}${t('access.firstPasswordNote')}`}
          rules={[must, { min: 10, message: t('password.rule') }]}
          {...errorAt('password')}
        >
          <Input.Password autoComplete="new-password" maxLength={128} />
        </Form.Item>
        <Form.Item name="orgId" label={t('access.org')} rules={[must]} {...errorAt('orgId')}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={orgs.map((org) => ({ value: org.id, label: org.name }))} />
        </Form.Item>
        <Form.Item name="roles" label={t('access.roles')} rules={[must]}>
          <CheckboxGroup stacked options={roleOptions()} />
        </Form.Item>
        {chosenRoles.some(hasSeat) && (
          <Form.Item
            name="officerId"
            label={t('access.officer')}
            extra={officers.error === null ? t('access.officerNote') : problemOf(officers.error).text}
            {...errorAt('officerId')}
          >
            <Select
              allowClear
              disabled={officers.error !== null}
              showSearch={{ filterOption: false, onSearch: setOfficerName }}
              options={(officers.data?.rows ?? []).map((officer) => ({
                value: officer.id,
                label: `${officer.name} ${officer.staffNo} ${officer.orgName}`,
              }))}
            />
          </Form.Item>
        )}
      </Form>
    </Drawer>
  )
}

/** Roles of people who are drawn: their account belongs to an entry of the register. */
const hasSeat = (role: Role): boolean => role === 'inspector' || role === 'expert'

const roleOptions = (): { value: string; label: ReactNode }[] =>
  roleCodes.map((role) => ({
    value: role,
    label: (
      <>
        {roles[role][language()]}
        <span className="quiet tiny account-role-can">
          {roles[role].can.map((permission) => permissions[permission][language()]).join('、')}
        </span>
      </>
    ),
  }))
