/** Accounts of an organisation and those below it. */
import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { type ReactNode, useState } from 'react'
import { roles } from '#core/access/roles.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { reasonText } from '#web/api/problem.ts'
import { meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { AccessTabs } from './access-tabs.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { ResetPasswordModal } from './reset-password-modal.tsx'

type Account = Answers['access']['listAccounts']['rows'][number]

export function AccountListPage(): ReactNode {
  const me = useQuery(meQuery).data
  const [adding, setAdding] = useState(false)
  const [resetting, setResetting] = useState<Account | null>(null)
  const { modal } = App.useApp()
  const setDisabled = useCommand(client.access.setAccountDisabled, {
    done: ({ disabled }) => t(disabled ? 'access.disabled' : 'access.enabled'),
  })
  const unlock = useCommand(client.access.unlockAccount, { done: t('access.unlocked') })

  const toggle = (account: Account): void => {
    const run = async (): Promise<void> => {
      await setDisabled.run({ accountId: account.id, disabled: !account.disabled })
    }
    if (account.disabled) void run()
    else
      modal.confirm({
        title: t('access.disableAsk', { name: account.name }),
        content: t('access.disableNote'),
        okText: t('access.disable'),
        okButtonProps: { danger: true },
        cancelText: t('kit.cancel'),
        onOk: run,
      })
  }
  const actions = (account: Account): ReactNode => (
    <span className="nowrap">
      {account.lockedUntil !== null && (
        <ActionButton link size="small" onClick={() => void unlock.run({ accountId: account.id })}>
          {t('access.unlock')}
        </ActionButton>
      )}
      <ActionButton
        link
        size="small"
        disabledReason={account.id === me?.id ? reasonText('own_account') : undefined}
        onClick={() => setResetting(account)}
      >
        {t('access.reset')}
      </ActionButton>
      <ActionButton
        link
        size="small"
        disabledReason={account.id === me?.id && !account.disabled ? reasonText('own_account') : undefined}
        onClick={() => toggle(account)}
      >
        {t(account.disabled ? 'access.enable' : 'access.disable')}
      </ActionButton>
    </span>
  )

  return (
    <Page
      title={t('menu.accounts')}
      lead={t('access.accountsLead')}
      actions={
        <ActionButton primary icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('access.newAccount')}
        </ActionButton>
      }
    >
      <AccessTabs />
      <DataList<Account>
        id="accounts"
        unit={t('access.unit')}
        columns={columns(actions)}
        rowKey={(account) => account.id}
        source={(page, filter) => api.access.listAccounts.queryOptions({ input: { ...page, q: filter.q } })}
        filters={[{ key: 'q', label: t('access.search') }]}
        empty={{ title: t('access.noAccounts') }}
        exportAs={t('access.accounts')}
      />
      {resetting !== null && <ResetPasswordModal account={resetting} onClose={() => setResetting(null)} />}
      {adding && <AccountDrawer onClose={() => setAdding(false)} />}
    </Page>
  )
}

const columns = (actions: (account: Account) => ReactNode): readonly Column<Account>[] => [
  {
    key: 'name',
    title: t('access.name'),
    fixed: true,
    cell: (row) => <TwoLines first={<b>{row.name}</b>} second={row.username} />,
    text: (row) => row.name,
  },
  {
    key: 'username',
    title: t('access.username'),
    startsHidden: true,
    cell: (row) => <span className="mono">{row.username}</span>,
    text: (row) => row.username,
  },
  { key: 'roles', title: t('access.roles'), cell: rolesText, text: rolesText },
  { key: 'org', title: t('access.org'), cell: (row) => row.org.name, text: (row) => row.org.name },
  {
    key: 'state',
    title: t('access.state'),
    cell: (row) => <State account={row} />,
    text: (row) => t(row.disabled ? 'access.stateDisabled' : 'access.stateActive'),
  },
  { key: 'do', title: '', align: 'right', cell: actions },
]

const rolesText = (account: Account): string => account.roles.map((role) => roles[role][language()]).join('、')

const State = ({ account }: { readonly account: Account }): ReactNode =>
  account.disabled ? (
    <Tag>{t('access.stateDisabled')}</Tag>
  ) : account.lockedUntil !== null ? (
    <Tag tone="amber">{t('access.stateLocked', { until: formatTime(account.lockedUntil) })}</Tag>
  ) : (
    t('access.stateActive')
  )
