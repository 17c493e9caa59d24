/** 政策参数, 检查频次: their addresses. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const policyCrumbs = [{ label: 'menu.policy', to: '/policy' }] as const
const packCrumbs = [...policyCrumbs, { label: 'policy.tab.packs', to: '/policy/packs' }] as const

const policy = createRoute({
  getParentRoute: () => shell,
  path: '/policy',
  validateSearch: searchOf('place', 'day', 'lang'),
  component: lazyRouteComponent(() => import('./console/policy/policy-page.tsx'), 'PolicyPage'),
  staticData: { needs: ['policy.read'], crumbs: [{ label: 'menu.policy' }] },
})

const packs = createRoute({
  getParentRoute: () => shell,
  path: '/policy/packs',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/policy/pack-list-page.tsx'), 'PackListPage'),
  staticData: { needs: ['policy.read'], crumbs: [...policyCrumbs, { label: 'policy.tab.packs' }] },
})

const newPack = createRoute({
  getParentRoute: () => shell,
  path: '/policy/packs/new',
  validateSearch: searchOf('like', 'lang'),
  component: lazyRouteComponent(() => import('./console/policy/pack-form-page.tsx'), 'NewPackPage'),
  staticData: { needs: ['policy.edit'], crumbs: [...packCrumbs, { label: 'policy.new' }] },
})

const pack = createRoute({
  getParentRoute: () => shell,
  path: '/policy/packs/$packId',
  component: lazyRouteComponent(() => import('./console/policy/pack-page.tsx'), 'PackPage'),
  staticData: { needs: ['policy.read'], crumbs: [...packCrumbs, { label: 'policy.one' }] },
})

const editPack = createRoute({
  getParentRoute: () => shell,
  path: '/policy/packs/$packId/edit',
  component: lazyRouteComponent(() => import('./console/policy/pack-form-page.tsx'), 'EditPackPage'),
  staticData: { needs: ['policy.edit'], crumbs: [...packCrumbs, { label: 'policy.editTitle' }] },
})

const ledger = createRoute({
  getParentRoute: () => shell,
  path: '/ledger',
  validateSearch: listSearch('year', 'least'),
  component: lazyRouteComponent(() => import('./console/ledger/ledger-page.tsx'), 'LedgerPage'),
  staticData: { needs: ['ledger.read'], crumbs: [{ label: 'menu.ledger' }] },
})

const ledgerObject = createRoute({
  getParentRoute: () => shell,
  path: '/ledger/$subject',
  component: lazyRouteComponent(() => import('./console/ledger/object-ledger-page.tsx'), 'ObjectLedgerPage'),
  staticData: { needs: ['ledger.read'], crumbs: [{ label: 'menu.ledger', to: '/ledger' }, { label: 'ledger.one' }] },
})

export const policyRoutes = [policy, packs, newPack, pack, editPack, ledger, ledgerObject] as const
