/** 计划推演, 综合查一次. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch } from './search.ts'

const simulation = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId/simulation',
  component: lazyRouteComponent(() => import('./console/plans/simulation-page.tsx'), 'SimulationPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'simulation.title' }] },
})

const merges = createRoute({
  getParentRoute: () => shell,
  path: '/merges',
  validateSearch: listSearch('state', 'thing'),
  component: lazyRouteComponent(() => import('./console/merge/merge-list-page.tsx'), 'MergeListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.merges' }] },
})

const merge = createRoute({
  getParentRoute: () => shell,
  path: '/merges/$proposalId',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/merge/merge-page.tsx'), 'MergePage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.merges', to: '/merges' }, { label: 'merge.one' }] },
})

export const planSimulationRoutes = [simulation, merges, merge] as const
