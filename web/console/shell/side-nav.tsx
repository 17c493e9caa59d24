/** The side menu with the number of things that wait behind each entry. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Me } from '#contract/access.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { daysUntil } from '#web/ui/format.ts'
import { Icon, Mark } from '#web/ui/icon.tsx'
import { type MenuEntry, menuFor } from './menu.ts'

type Waiting = { readonly count: number; readonly late: boolean }

export function SideNav({ me }: { readonly me: Me }): ReactNode {
  const todos = useQuery({ ...api.record.workbench.queryOptions({ staleTime: 30_000 }) }).data?.todos ?? []
  const waiting = (to: string): Waiting => {
    const mine = todos.filter(
      (todo) => to === '/' || todo.thing === to || todo.thing.startsWith(`${to}/`) || todo.thing.startsWith(`${to}?`),
    )
    return {
      count: mine.reduce((sum, todo) => sum + todo.count, 0),
      late: to !== '/' && mine.some((todo) => todo.due !== null && daysUntil(todo.due) < 0),
    }
  }
  return (
    <nav className="shell-nav" aria-label={t('shell.menu')}>
      <Link to="/" className="shell-logo">
        <Mark />
        {t('app.name')} <small>{t('app.slogan')}</small>
      </Link>
      <ul>
        {menuFor(me.permissions).map((entry) => (
          <li key={entry.label}>
            {entry.children === undefined ? (
              <Entry entry={entry} waiting={waiting(entry.to)} />
            ) : (
              <>
                <span className="shell-group">
                  {entry.icon !== undefined && <Icon name={entry.icon} />}
                  {t(entry.label)}
                </span>
                <ul>
                  {entry.children.map((child) => (
                    <li key={child.label}>
                      <Entry entry={child} waiting={waiting(child.to)} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
      <div className="shell-foot">{me.org.name}</div>
    </nav>
  )
}

const Entry = ({ entry, waiting }: { readonly entry: MenuEntry; readonly waiting: Waiting }): ReactNode => (
  <Link to={entry.to} activeOptions={{ exact: entry.to === '/', includeSearch: false }}>
    {entry.icon !== undefined && <Icon name={entry.icon} />}
    {t(entry.label)}
    {waiting.count > 0 && <i className={waiting.late ? 'red' : ''}>{waiting.count}</i>}
  </Link>
)
