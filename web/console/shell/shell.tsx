/** The frame around every page of a signed-in person: menu, breadcrumb, search, account. Under 900 px the menu is a drawer. */
import './shell.css'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches, useNavigate, useRouterState } from '@tanstack/react-router'
import { Drawer, Input, type InputRef } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { NoticeBell } from '../notices/notice-bell.tsx'
import { Crumbs } from './crumbs.tsx'
import { Forbidden } from './forbidden.tsx'
import { SessionEnded } from './session-ended.tsx'
import { SideNav } from './side-nav.tsx'
import { UserMenu } from './user-menu.tsx'

export function Shell(): ReactNode {
  const now = useQuery(meQuery).data
  // Who was signed in when the page was opened: their page stays while the session has ended.
  const [opened] = useState(now)
  const me = now ?? opened
  const [drawer, setDrawer] = useState(false)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const main = useRef<HTMLElement>(null)
  const matches = useMatches()
  const needs = matches.at(-1)?.staticData.needs ?? []

  // A new page starts at its top, and a screen reader starts reading there; the drawer has done its work.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it reacts to
  useEffect(() => {
    setDrawer(false)
    if (document.activeElement !== null && document.activeElement !== document.body) main.current?.focus({ preventScroll: true })
  }, [path])

  if (me === undefined || me === null) return null
  const permitted = needs.length === 0 || needs.some((permission) => may(me, permission))
  return (
    <div className="shell">
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        {t('shell.skip')}
      </button>
      {now === null && <SessionEnded me={me} />}
      <SideNav me={me} />
      <Drawer
        open={drawer}
        onClose={() => setDrawer(false)}
        placement="left"
        size={248}
        className="shell-drawer"
        closable={false}
        aria-label={t('shell.menu')}
      >
        <SideNav me={me} />
      </Drawer>
      <div>
        <header className="shell-top">
          <button
            type="button"
            className="shell-burger"
            aria-label={t('shell.openMenu')}
            aria-expanded={drawer}
            onClick={() => setDrawer(true)}
          >
            <Icon name="menu" size={20} />
          </button>
          <Crumbs />
          {may(me, 'register.read') ? <Find /> : <span className="no-find" />}
          <NoticeBell />
          <UserMenu me={me} />
        </header>
        <main id="content" ref={main} tabIndex={-1}>
          {permitted ? <Outlet /> : <Forbidden needs={needs} me={me} />}
        </main>
      </div>
    </div>
  )
}

/** Jumps to the register with what was typed; Ctrl K from anywhere. */
function Find(): ReactNode {
  const navigate = useNavigate()
  const input = useRef<InputRef>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        input.current?.focus()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <Input
      ref={input}
      className="shell-find"
      prefix={<Icon name="search" />}
      suffix={<kbd>Ctrl K</kbd>}
      placeholder={t('shell.find')}
      aria-label={t('shell.findLabel')}
      onPressEnter={(event) => {
        const q = event.currentTarget.value.trim()
        if (q !== '') void navigate({ to: '/register', search: { q } })
      }}
    />
  )
}
