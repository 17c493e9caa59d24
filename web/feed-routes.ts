/** 登记变更 and 数据质量: addresses. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const feedCrumbs = [{ label: 'menu.registers' }, { label: 'menu.feeds', to: '/feeds' }] as const
const qualityCrumbs = [{ label: 'menu.registers' }, { label: 'menu.quality', to: '/quality' }] as const

const receipts = createRoute({
  getParentRoute: () => shell,
  path: '/feeds',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/feeds/receipt-list-page.tsx'), 'ReceiptListPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.feeds' }] },
})

const reconciliation = createRoute({
  getParentRoute: () => shell,
  path: '/feeds/reconciliation',
  validateSearch: searchOf('receipt', 'lang'),
  component: lazyRouteComponent(() => import('./console/feeds/reconciliation-page.tsx'), 'ReconciliationPage'),
  staticData: { needs: ['register.read'], crumbs: [...feedCrumbs, { label: 'feed.reconciliation' }] },
})

const asOf = createRoute({
  getParentRoute: () => shell,
  path: '/feeds/as-of',
  validateSearch: searchOf('date', 'place', 'lang'),
  component: lazyRouteComponent(() => import('./console/feeds/as-of-page.tsx'), 'AsOfPage'),
  staticData: { needs: ['register.read'], crumbs: [...feedCrumbs, { label: 'feed.asOf' }] },
})

const receipt = createRoute({
  getParentRoute: () => shell,
  path: '/feeds/$receiptId',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/feeds/receipt-page.tsx'), 'ReceiptPage'),
  staticData: { needs: ['register.read'], crumbs: [...feedCrumbs, { label: 'feed.one' }] },
})

const quality = createRoute({
  getParentRoute: () => shell,
  path: '/quality',
  component: lazyRouteComponent(() => import('./console/quality/quality-page.tsx'), 'QualityPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.quality' }] },
})

const qualityFixes = createRoute({
  getParentRoute: () => shell,
  path: '/quality/fixes',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/quality/fix-list-page.tsx'), 'FixListPage'),
  staticData: { needs: ['register.read'], crumbs: [...qualityCrumbs, { label: 'quality.fixes' }] },
})

const findings = createRoute({
  getParentRoute: () => shell,
  path: '/quality/$rule',
  validateSearch: listSearch('place'),
  component: lazyRouteComponent(() => import('./console/quality/finding-page.tsx'), 'FindingPage'),
  staticData: { needs: ['register.read'], crumbs: [...qualityCrumbs, { label: 'quality.rule' }] },
})

export const feedRoutes = [receipts, reconciliation, asOf, receipt, quality, qualityFixes, findings] as const
