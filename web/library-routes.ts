/** 监管标签与专项库: addresses. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const labels = createRoute({
  getParentRoute: () => shell,
  path: '/labels',
  validateSearch: searchOf('q', 'state', 'lang'),
  component: lazyRouteComponent(() => import('./console/labels/label-page.tsx'), 'LabelPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.labels' }] },
})

const labelBatches = createRoute({
  getParentRoute: () => shell,
  path: '/labels/batches',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/labels/batch-list-page.tsx'), 'LabelBatchPage'),
  staticData: {
    needs: ['register.label'],
    crumbs: [{ label: 'menu.registers' }, { label: 'menu.labels', to: '/labels' }, { label: 'labelBatch.title' }],
  },
})

const libraries = createRoute({
  getParentRoute: () => shell,
  path: '/libraries',
  validateSearch: listSearch('q', 'state'),
  component: lazyRouteComponent(() => import('./console/libraries/library-list-page.tsx'), 'LibraryListPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.libraries' }] },
})

const library = createRoute({
  getParentRoute: () => shell,
  path: '/libraries/$libraryId',
  validateSearch: listSearch('q', 'labelId', 'state', 'ending'),
  component: lazyRouteComponent(() => import('./console/libraries/library-page.tsx'), 'LibraryPage'),
  staticData: {
    needs: ['register.read'],
    crumbs: [{ label: 'menu.registers' }, { label: 'menu.libraries', to: '/libraries' }, { label: 'library.detail' }],
  },
})

const coveredObjects = createRoute({
  getParentRoute: () => shell,
  path: '/items-coverage/$itemCode',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/libraries/covered-objects-page.tsx'), 'CoveredObjectsPage'),
  staticData: {
    needs: ['register.read'],
    crumbs: [{ label: 'menu.registers' }, { label: 'menu.items', to: '/items' }, { label: 'coverage.title' }],
  },
})

export const libraryRoutes = [labels, labelBatches, libraries, library, coveredObjects] as const
