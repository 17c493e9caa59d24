/** 变更申请, 消息发送记录: their addresses. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const crumbs = [
  { label: 'menu.tasks', to: '/tasks' },
  { label: 'change.title', to: '/changes' },
] as const

const changes = createRoute({
  getParentRoute: () => shell,
  path: '/changes',
  validateSearch: listSearch('state', 'kind', 'q'),
  component: lazyRouteComponent(() => import('./console/changes/change-list-page.tsx'), 'ChangeListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'change.title' }] },
})

const newChange = createRoute({
  getParentRoute: () => shell,
  path: '/changes/new',
  validateSearch: searchOf('thing', 'kind', 'lang'),
  component: lazyRouteComponent(() => import('./console/changes/change-form-page.tsx'), 'NewChangePage'),
  staticData: { needs: ['change.request'], crumbs: [...crumbs, { label: 'change.new' }] },
})

const change = createRoute({
  getParentRoute: () => shell,
  path: '/changes/$changeId',
  component: lazyRouteComponent(() => import('./console/changes/change-page.tsx'), 'ChangePage'),
  staticData: { needs: ['task.read'], crumbs: [...crumbs, { label: 'change.one' }] },
})

const deliveries = createRoute({
  getParentRoute: () => shell,
  path: '/deliveries',
  validateSearch: listSearch('channel', 'state'),
  component: lazyRouteComponent(() => import('./console/notices/delivery-page.tsx'), 'DeliveryPage'),
  staticData: { needs: ['account.manage'], crumbs: [{ label: 'delivery.title' }] },
})

export const changeRoutes = [changes, newChange, change, deliveries]
