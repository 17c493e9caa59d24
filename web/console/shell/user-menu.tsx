/** The person's own menu: password, language, portal, sign out. */
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import type { ReactNode } from 'react'
import type { Me } from '#contract/access.ts'
import { roles } from '#core/access/roles.ts'
import { problemOf } from '#web/api/problem.ts'
import { signOut } from '#web/api/session.ts'
import { language, setLanguage, t } from '#web/i18n/t.ts'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { Icon } from '#web/ui/icon.tsx'

export function UserMenu({ me }: { readonly me: Me }): ReactNode {
  const navigate = useNavigate()
  const { message } = App.useApp()
  const leave = async (): Promise<void> => {
    try {
      await signOut()
      // A full load: nothing of this person stays in memory.
      location.assign('/console/sign-in')
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  const does: Readonly<Record<string, () => void>> = {
    password: () => void navigate({ to: '/password' }),
    language: () => setLanguage(language() === 'zh' ? 'en' : 'zh'),
    portal: () => void window.open('/', '_blank', 'noopener'),
    signOut: () => void leave(),
  }
  return (
    <DropMenu
      placement="bottomRight"
      menu={{
        onClick: ({ key }) => does[key]?.(),
        items: [
          { key: 'who', type: 'group', label: `${me.org.shortName} · ${me.roles.map((role) => roles[role][language()]).join('、')}` },
          { type: 'divider' },
          { key: 'password', label: t('shell.password') },
          { key: 'language', label: t('shell.language') },
          { key: 'portal', label: t('shell.portal') },
          { type: 'divider' },
          { key: 'signOut', label: t('shell.signOut') },
        ],
      }}
    >
      <button type="button" className="shell-user" aria-label={`${t('shell.user')}: ${me.name}`}>
        {me.name}
        <Icon name="down" size={12} />
      </button>
    </DropMenu>
  )
}
