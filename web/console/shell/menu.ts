/** The side menu: by the work, not by tables. An entry without permission is not in the menu. */
import type { Permission } from '#core/access/roles.ts'
import type { PlainKey } from '#web/i18n/t.ts'
import type { IconName } from '#web/ui/icon.tsx'

export type MenuEntry = {
  readonly to: string
  readonly label: PlainKey
  readonly icon?: IconName
  /** One of these is enough; empty = everyone. */
  readonly needs: readonly Permission[]
  readonly children?: readonly MenuEntry[]
}

export const menu: readonly MenuEntry[] = [
  { to: '/', label: 'menu.workbench', icon: 'home', needs: [] },
  {
    to: '',
    label: 'menu.registers',
    icon: 'registers',
    needs: [],
    children: [
      { to: '/items', label: 'menu.items', needs: ['item.read'] },
      { to: '/register', label: 'menu.register', needs: ['register.read'] },
      { to: '/libraries', label: 'menu.libraries', needs: ['register.read'] },
      { to: '/labels', label: 'menu.labels', needs: ['register.read'] },
      { to: '/feeds', label: 'menu.feeds', needs: ['register.read'] },
      { to: '/quality', label: 'menu.quality', needs: ['register.read'] },
      { to: '/officers', label: 'menu.officers', needs: ['officer.read'] },
    ],
  },
  { to: '/plans', label: 'menu.plans', icon: 'plan', needs: ['plan.read'] },
  { to: '/tasks', label: 'menu.tasks', icon: 'task', needs: ['task.read'] },
  { to: '/draws', label: 'menu.draws', icon: 'draw', needs: ['draw.read'] },
  { to: '/explain', label: 'menu.explain', icon: 'search', needs: ['draw.explain'] },
  { to: '/visits', label: 'menu.visits', icon: 'visit', needs: ['inspection.read', 'inspection.enter', 'inspection.review'] },
  { to: '/disclosure', label: 'menu.disclosure', icon: 'disclose', needs: ['inspection.read'] },
  {
    to: '',
    label: 'menu.system',
    icon: 'settings',
    needs: [],
    children: [
      { to: '/accounts', label: 'menu.accounts', needs: ['account.manage'] },
      { to: '/record', label: 'menu.record', needs: ['record.read'] },
    ],
  },
]

/** The menu as one person sees it: groups without an entry left are left out too. */
export function menuFor(permissions: readonly Permission[], entries: readonly MenuEntry[] = menu): readonly MenuEntry[] {
  return entries.flatMap((entry) => {
    if (entry.children !== undefined) {
      const children = menuFor(permissions, entry.children)
      return children.length === 0 ? [] : [{ ...entry, children }]
    }
    return entry.needs.length === 0 || entry.needs.some((permission) => permissions.includes(permission)) ? [entry] : []
  })
}
