/** 抽查事项清单: addresses of the lists of items, one item, its versions, and joint items. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const itemCrumbs = [{ label: 'menu.registers' }, { label: 'menu.items', to: '/items' }] as const

const items = createRoute({
  getParentRoute: () => shell,
  path: '/items',
  validateSearch: listSearch('state', 'q', 'layer', 'kind'),
  component: lazyRouteComponent(() => import('./console/catalogue/item-list-page.tsx'), 'ItemListPage'),
  staticData: { needs: ['item.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.items' }] },
})

const newItem = createRoute({
  getParentRoute: () => shell,
  path: '/items/new',
  validateSearch: searchOf('kind', 'lang'),
  component: lazyRouteComponent(() => import('./console/catalogue/item-form-page.tsx'), 'NewItemPage'),
  staticData: { needs: ['item.edit'], crumbs: [...itemCrumbs, { label: 'item.newTitle' }] },
})

const item = createRoute({
  getParentRoute: () => shell,
  path: '/items/$itemId',
  component: lazyRouteComponent(() => import('./console/catalogue/item-page.tsx'), 'ItemPage'),
  staticData: { needs: ['item.read'], crumbs: [...itemCrumbs, { label: 'item.one' }] },
})

const editItem = createRoute({
  getParentRoute: () => shell,
  path: '/items/$itemId/edit',
  component: lazyRouteComponent(() => import('./console/catalogue/item-form-page.tsx'), 'EditItemPage'),
  staticData: { needs: ['item.edit'], crumbs: [...itemCrumbs, { label: 'item.reviseTitle' }] },
})

const itemDiff = createRoute({
  getParentRoute: () => shell,
  path: '/items/$itemId/diff',
  validateSearch: searchOf('against', 'lang'),
  component: lazyRouteComponent(() => import('./console/catalogue/item-diff-page.tsx'), 'ItemDiffPage'),
  staticData: { needs: ['item.read'], crumbs: [...itemCrumbs, { label: 'item.diff' }] },
})

const otherItems = createRoute({
  getParentRoute: () => shell,
  path: '/items/other',
  validateSearch: searchOf('year', 'lang'),
  component: lazyRouteComponent(() => import('./console/catalogue/other-use-page.tsx'), 'OtherUsePage'),
  staticData: { needs: ['task.read'], crumbs: [...itemCrumbs, { label: 'item.tab.other' }] },
})

const jointItems = createRoute({
  getParentRoute: () => shell,
  path: '/joint-items',
  validateSearch: listSearch('state', 'q'),
  component: lazyRouteComponent(() => import('./console/catalogue/joint-list-page.tsx'), 'JointListPage'),
  staticData: { needs: ['item.read'], crumbs: [...itemCrumbs, { label: 'item.tab.joint' }] },
})

const jointCrumbs = [...itemCrumbs, { label: 'item.tab.joint', to: '/joint-items' }] as const

const newJointItem = createRoute({
  getParentRoute: () => shell,
  path: '/joint-items/new',
  component: lazyRouteComponent(() => import('./console/catalogue/joint-form-page.tsx'), 'NewJointPage'),
  staticData: { needs: ['item.edit'], crumbs: [...jointCrumbs, { label: 'joint.new' }] },
})

const jointItem = createRoute({
  getParentRoute: () => shell,
  path: '/joint-items/$jointItemId',
  component: lazyRouteComponent(() => import('./console/catalogue/joint-page.tsx'), 'JointPage'),
  staticData: { needs: ['item.read'], crumbs: [...jointCrumbs, { label: 'joint.one' }] },
})

const editJointItem = createRoute({
  getParentRoute: () => shell,
  path: '/joint-items/$jointItemId/edit',
  component: lazyRouteComponent(() => import('./console/catalogue/joint-form-page.tsx'), 'EditJointPage'),
  staticData: { needs: ['item.edit'], crumbs: [...jointCrumbs, { label: 'joint.edit' }] },
})

const jointDiff = createRoute({
  getParentRoute: () => shell,
  path: '/joint-items/$jointItemId/diff',
  validateSearch: searchOf('against', 'lang'),
  component: lazyRouteComponent(() => import('./console/catalogue/joint-diff-page.tsx'), 'JointDiffPage'),
  staticData: { needs: ['item.read'], crumbs: [...jointCrumbs, { label: 'item.diff' }] },
})

export const catalogueRoutes = [
  items,
  newItem,
  item,
  editItem,
  itemDiff,
  otherItems,
  jointItems,
  newJointItem,
  jointItem,
  editJointItem,
  jointDiff,
] as const
