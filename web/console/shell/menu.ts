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
  {
    to: '',
    label: 'menu.planning',
    icon: 'plan',
    needs: [],
    children: [
      { to: '/plans', label: 'menu.plans', needs: ['plan.read'] },
      { to: '/plan-contributions', label: 'contribution.title', needs: ['plan.contribute'] },
      { to: '/joint-plans', label: 'party.title', needs: ['joint.convene'] },
      { to: '/plan-filings', label: 'planFiling.title', needs: ['plan.accept'] },
    ],
  },
  {
    to: '',
    label: 'menu.taskGroup',
    icon: 'task',
    needs: [],
    children: [
      { to: '/tasks', label: 'menu.tasks', needs: ['task.read'] },
      { to: '/merges', label: 'menu.merges', needs: ['task.read'] },
      { to: '/complaints', label: 'complaint.title', needs: ['task.read'] },
      { to: '/risk-flags', label: 'alert.title', needs: ['risk.read'] },
      { to: '/sub-tasks', label: 'menu.subTasks', needs: ['task.read'] },
      { to: '/reuses', label: 'menu.reuses', needs: ['task.read'] },
      { to: '/changes', label: 'change.title', needs: ['task.read'] },
    ],
  },
  { to: '/draws', label: 'menu.draws', icon: 'draw', needs: ['draw.read'] },
  { to: '/explain', label: 'menu.explain', icon: 'search', needs: ['draw.explain'] },
  {
    to: '/visits',
    label: 'menu.visits',
    icon: 'visit',
    needs: ['inspection.read', 'inspection.enter', 'inspection.advise', 'inspection.review'],
  },
  { to: '/follow-ups', label: 'followUp.title', icon: 'check', needs: ['inspection.read', 'inspection.enter', 'inspection.review'] },
  { to: '/case-clues', label: 'clue.title', icon: 'lock', needs: ['case.handle'] },
  { to: '/ledger', label: 'menu.ledger', icon: 'clock', needs: ['ledger.read'] },
  {
    to: '/documents',
    label: 'menu.documents',
    icon: 'file',
    needs: ['document.issue', 'template.edit', 'policy.approve', 'plan.read', 'task.read'],
  },
  { to: '/disclosure', label: 'menu.disclosure', icon: 'disclose', needs: ['inspection.read'] },
  {
    to: '',
    label: 'menu.system',
    icon: 'settings',
    needs: [],
    children: [
      { to: '/policy', label: 'menu.policy', needs: ['policy.read'] },
      { to: '/accounts', label: 'menu.accounts', needs: ['account.manage'] },
      { to: '/record', label: 'menu.record', needs: ['record.read'] },
      { to: '/deliveries', label: 'delivery.title', needs: ['account.manage'] },
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
