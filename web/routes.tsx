/**
 * Every address of the console. A page is a file, loaded when it is first opened; its component is exported with the return type
 * `ReactNode` spelled out, because its links are typed by this very tree. `needs` lists the permissions of which one opens the page.
 */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { catalogueRoutes } from './catalogue-routes.ts'
import { changeRoutes } from './change-routes.ts'
import { dispatchRoutes } from './dispatch-routes.ts'
import { documentRoutes } from './document-routes.ts'
import { drawRoutes } from './draw-routes.ts'
import { feedRoutes } from './feed-routes.ts'
import { password, root, shell, signedIn, signIn } from './frame-routes.ts'
import { libraryRoutes } from './library-routes.ts'
import { planPeopleRoutes } from './plan-people-routes.ts'
import { planSimulationRoutes } from './plan-simulation-routes.ts'
import { policyRoutes } from './policy-routes.ts'
import { registerRoutes } from './register-routes.ts'
import { listSearch, searchOf } from './search.ts'
import { taskRoutes } from './task-routes.ts'

const workbench = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./console/workbench/workbench-page.tsx'), 'WorkbenchPage'),
  staticData: { needs: [], crumbs: [{ label: 'menu.workbench' }] },
})

const notices = createRoute({
  getParentRoute: () => shell,
  path: '/notices',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/notices/notice-page.tsx'), 'NoticePage'),
  staticData: { needs: [], crumbs: [{ label: 'notice.title' }] },
})

// 抽查计划, 抽查任务, 检查实施

const plans = createRoute({
  getParentRoute: () => shell,
  path: '/plans',
  validateSearch: listSearch('year', 'state', 'kind'),
  component: lazyRouteComponent(() => import('./console/plans/plan-list-page.tsx'), 'PlanListPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans' }] },
})

const newPlan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/new',
  component: lazyRouteComponent(() => import('./console/plans/plan-new-page.tsx'), 'NewPlanPage'),
  staticData: { needs: ['plan.edit'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.form.new' }] },
})

const plan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId',
  validateSearch: searchOf('label'),
  component: lazyRouteComponent(() => import('./console/plans/plan-page.tsx'), 'PlanPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.one' }] },
})

const planVersions = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId/versions',
  validateSearch: searchOf('from', 'to'),
  component: lazyRouteComponent(() => import('./console/plans/plan-compare-page.tsx'), 'PlanComparePage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.compare.title' }] },
})

const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  validateSearch: listSearch('state', 'q', 'source'),
  component: lazyRouteComponent(() => import('./console/tasks/task-list-page.tsx'), 'TaskListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks' }] },
})

const newTask = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/new',
  validateSearch: searchOf('plan', 'row', 'like', 'label', 'lang'),
  component: lazyRouteComponent(() => import('./console/tasks/task-new-page.tsx'), 'TaskNewPage'),
  staticData: { needs: ['task.edit'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'task.new' }] },
})

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./console/tasks/task-page.tsx'), 'TaskPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'task.one' }] },
})

const eligibility = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskId/eligibility',
  component: lazyRouteComponent(() => import('./console/matching/eligibility-page.tsx'), 'EligibilityPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'matching.preview.page' }] },
})

const visits = createRoute({
  getParentRoute: () => shell,
  path: '/visits',
  validateSearch: listSearch('state', 'taskId', 'q'),
  component: lazyRouteComponent(() => import('./console/inspections/visit-list-page.tsx'), 'VisitListPage'),
  staticData: {
    needs: ['inspection.read', 'inspection.enter', 'inspection.advise', 'inspection.review'],
    crumbs: [{ label: 'menu.visits' }],
  },
})

const review = createRoute({
  getParentRoute: () => shell,
  path: '/visits/review',
  validateSearch: listSearch('taskId', 'q'),
  component: lazyRouteComponent(() => import('./console/inspections/review-page.tsx'), 'ReviewPage'),
  staticData: { needs: ['inspection.review'], crumbs: [{ label: 'menu.visits', to: '/visits' }, { label: 'visit.review' }] },
})

const visit = createRoute({
  getParentRoute: () => shell,
  path: '/visits/$visitId',
  component: lazyRouteComponent(() => import('./console/inspections/visit-page.tsx'), 'VisitPage'),
  staticData: {
    needs: ['inspection.read', 'inspection.enter', 'inspection.advise', 'inspection.review', 'case.handle'],
    crumbs: [{ label: 'menu.visits', to: '/visits' }, { label: 'visit.one' }],
  },
})

/** 大屏: outside the frame. */
const ceremony = createRoute({
  getParentRoute: () => signedIn,
  path: '/ceremony/$drawId',
  component: lazyRouteComponent(() => import('./console/ceremony/ceremony-page.tsx'), 'CeremonyPage'),
})

// 结果公示, 系统管理

const disclosure = createRoute({
  getParentRoute: () => shell,
  path: '/disclosure',
  validateSearch: listSearch('q'),
  component: lazyRouteComponent(() => import('./console/disclosure/disclosure-page.tsx'), 'DisclosurePage'),
  staticData: { needs: ['inspection.read'], crumbs: [{ label: 'menu.disclosure' }] },
})

const accounts = createRoute({
  getParentRoute: () => shell,
  path: '/accounts',
  validateSearch: listSearch('q'),
  component: lazyRouteComponent(() => import('./console/access/account-list-page.tsx'), 'AccountListPage'),
  staticData: { needs: ['account.manage'], crumbs: [{ label: 'menu.system' }, { label: 'menu.accounts' }] },
})

const orgs = createRoute({
  getParentRoute: () => shell,
  path: '/orgs',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/access/org-list-page.tsx'), 'OrgListPage'),
  staticData: { needs: ['account.manage'], crumbs: [{ label: 'menu.system' }, { label: 'access.orgs' }] },
})

const record = createRoute({
  getParentRoute: () => shell,
  path: '/record',
  validateSearch: listSearch('verb', 'thing'),
  component: lazyRouteComponent(() => import('./console/record/record-page.tsx'), 'RecordPage'),
  staticData: { needs: ['record.read'], crumbs: [{ label: 'menu.system' }, { label: 'menu.record' }] },
})

export const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    password,
    ceremony,
    shell.addChildren([
      workbench,
      ...catalogueRoutes,
      ...registerRoutes,
      ...libraryRoutes,
      ...feedRoutes,
      ...documentRoutes,
      ...changeRoutes,
      ...policyRoutes,
      notices,
      plans,
      newPlan,
      plan,
      planVersions,
      ...planPeopleRoutes,
      ...planSimulationRoutes,
      tasks,
      newTask,
      task,
      eligibility,
      ...taskRoutes,
      ...dispatchRoutes,
      ...drawRoutes,
      visits,
      review,
      visit,
      disclosure,
      accounts,
      orgs,
      record,
    ]),
  ]),
])
