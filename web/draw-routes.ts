/** 摇号抽取: addresses of draws, their pairs and their explanations. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const draws = createRoute({
  getParentRoute: () => shell,
  path: '/draws',
  validateSearch: listSearch('state', 'taskId'),
  component: lazyRouteComponent(() => import('./console/draws/draw-list-page.tsx'), 'DrawListPage'),
  staticData: { needs: ['draw.read'], crumbs: [{ label: 'menu.draws' }] },
})

const draw = createRoute({
  getParentRoute: () => shell,
  path: '/draws/$drawId',
  validateSearch: listSearch('q'),
  component: lazyRouteComponent(() => import('./console/draws/draw-page.tsx'), 'DrawPage'),
  staticData: { needs: ['draw.read'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'draw.one' }] },
})

const pair = createRoute({
  getParentRoute: () => shell,
  path: '/draws/$drawId/pairs/$subject',
  component: lazyRouteComponent(() => import('./console/matching/pair-page.tsx'), 'PairPage'),
  staticData: { needs: ['draw.read'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'matching.why' }] },
})

const propensities = createRoute({
  getParentRoute: () => shell,
  path: '/draws/$drawId/propensities',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/matching/propensity-page.tsx'), 'PropensityPage'),
  staticData: { needs: ['matching.review'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'matching.review' }] },
})

const explain = createRoute({
  getParentRoute: () => shell,
  path: '/explain',
  validateSearch: searchOf('subject', 'year', 'lang'),
  component: lazyRouteComponent(() => import('./console/draws/explain-page.tsx'), 'ExplainPage'),
  staticData: { needs: ['draw.explain'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'menu.explain' }] },
})

export const drawRoutes = [draws, draw, pair, propensities, explain] as const
