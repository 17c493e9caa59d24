/**
 * Every address of the console. A page is a file, loaded when it is first opened; its component is exported with the return type
 * `ReactNode` spelled out, because its links are typed by this very tree. `needs` lists the permissions of which one opens the page.
 */

import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { meQuery } from './api/session.ts'
import { Shell } from './console/shell/shell.tsx'
import { listSearch, searchOf } from './search.ts'

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ component: Outlet })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchOf('to', 'lang'),
  component: lazyRouteComponent(() => import('./console/access/sign-in-page.tsx'), 'SignInPage'),
})

/** Everything below needs a person; a password set by someone else must be changed first. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData({ ...meQuery, revalidateIfStale: true })
    if (me === null) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } })
    if (me.mustChangePassword && location.pathname !== '/password') throw redirect({ to: '/password' })
    return { me }
  },
})

const password = createRoute({
  getParentRoute: () => signedIn,
  path: '/password',
  component: lazyRouteComponent(() => import('./console/access/password-page.tsx'), 'PasswordPage'),
})

/** Pages inside the frame with menu and breadcrumb. Full-screen pages (the ceremony) hang on `signedIn` instead. */
const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell })

const workbench = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(() => import('./console/workbench/workbench-page.tsx'), 'WorkbenchPage'),
  staticData: { needs: [], crumbs: [{ label: 'menu.workbench' }] },
})

// 一单两库

const items = createRoute({
  getParentRoute: () => shell,
  path: '/items',
  validateSearch: listSearch('state', 'q'),
  component: lazyRouteComponent(() => import('./console/catalogue/item-list-page.tsx'), 'ItemListPage'),
  staticData: { needs: ['item.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.items' }] },
})

const register = createRoute({
  getParentRoute: () => shell,
  path: '/register',
  validateSearch: listSearch('q', 'regionPath', 'kind', 'state'),
  component: lazyRouteComponent(() => import('./console/registers/entity-list-page.tsx'), 'EntityListPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.register' }] },
})

const entity = createRoute({
  getParentRoute: () => shell,
  path: '/register/$subject',
  component: lazyRouteComponent(() => import('./console/registers/entity-page.tsx'), 'EntityPage'),
  staticData: {
    needs: ['register.read'],
    crumbs: [{ label: 'menu.registers' }, { label: 'menu.register', to: '/register' }, { label: 'register.one' }],
  },
})

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/imports',
  validateSearch: listSearch('kind'),
  component: lazyRouteComponent(() => import('./console/registers/import-list-page.tsx'), 'ImportListPage'),
  staticData: { needs: ['register.read'], crumbs: [{ label: 'menu.registers' }, { label: 'import.list' }] },
})

const newImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/new',
  validateSearch: searchOf('kind', 'lang'),
  component: lazyRouteComponent(() => import('./console/registers/import-new-page.tsx'), 'ImportNewPage'),
  staticData: {
    needs: ['register.import', 'officer.import'],
    crumbs: [{ label: 'menu.registers' }, { label: 'import.list', to: '/imports' }, { label: 'import.new' }],
  },
})

const oneImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/$importId',
  validateSearch: listSearch('reason'),
  component: lazyRouteComponent(() => import('./console/registers/import-page.tsx'), 'ImportPage'),
  staticData: {
    needs: ['register.read'],
    crumbs: [{ label: 'menu.registers' }, { label: 'import.list', to: '/imports' }, { label: 'import.one' }],
  },
})

const officers = createRoute({
  getParentRoute: () => shell,
  path: '/officers',
  validateSearch: listSearch('q', 'orgPath'),
  component: lazyRouteComponent(() => import('./console/registers/officer-list-page.tsx'), 'OfficerListPage'),
  staticData: { needs: ['officer.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.officers' }] },
})

// 抽查计划, 抽查任务, 摇号抽取, 检查实施

const plans = createRoute({
  getParentRoute: () => shell,
  path: '/plans',
  validateSearch: listSearch('year', 'state'),
  component: lazyRouteComponent(() => import('./console/plans/plan-list-page.tsx'), 'PlanListPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans' }] },
})

const newPlan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/new',
  component: lazyRouteComponent(() => import('./console/plans/plan-form-page.tsx'), 'NewPlanPage'),
  staticData: { needs: ['plan.edit'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.form.new' }] },
})

const plan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId',
  component: lazyRouteComponent(() => import('./console/plans/plan-page.tsx'), 'PlanPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.one' }] },
})

const editPlan = createRoute({
  getParentRoute: () => shell,
  path: '/plans/$planId/edit',
  component: lazyRouteComponent(() => import('./console/plans/plan-form-page.tsx'), 'EditPlanPage'),
  staticData: { needs: ['plan.edit'], crumbs: [{ label: 'menu.plans', to: '/plans' }, { label: 'plan.form.edit' }] },
})

const tasks = createRoute({
  getParentRoute: () => shell,
  path: '/tasks',
  validateSearch: listSearch('state', 'q'),
  component: lazyRouteComponent(() => import('./console/tasks/task-list-page.tsx'), 'TaskListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks' }] },
})

const newTask = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/new',
  validateSearch: searchOf('plan', 'row', 'like', 'lang'),
  component: lazyRouteComponent(() => import('./console/tasks/task-new-page.tsx'), 'TaskNewPage'),
  staticData: { needs: ['task.edit'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'task.new' }] },
})

const task = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('./console/tasks/task-page.tsx'), 'TaskPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'menu.tasks', to: '/tasks' }, { label: 'task.one' }] },
})

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
  validateSearch: searchOf('cursor', 'limit', 'lang'),
  component: lazyRouteComponent(() => import('./console/draws/draw-page.tsx'), 'DrawPage'),
  staticData: { needs: ['draw.read'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'draw.one' }] },
})

const explain = createRoute({
  getParentRoute: () => shell,
  path: '/explain',
  validateSearch: searchOf('subject', 'year', 'lang'),
  component: lazyRouteComponent(() => import('./console/draws/explain-page.tsx'), 'ExplainPage'),
  staticData: { needs: ['draw.explain'], crumbs: [{ label: 'menu.draws', to: '/draws' }, { label: 'menu.explain' }] },
})

const visits = createRoute({
  getParentRoute: () => shell,
  path: '/visits',
  validateSearch: listSearch('state', 'taskId', 'q'),
  component: lazyRouteComponent(() => import('./console/inspections/visit-list-page.tsx'), 'VisitListPage'),
  staticData: { needs: ['inspection.read', 'inspection.enter', 'inspection.review'], crumbs: [{ label: 'menu.visits' }] },
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
    needs: ['inspection.read', 'inspection.enter', 'inspection.review'],
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
      items,
      register,
      entity,
      imports,
      newImport,
      oneImport,
      officers,
      plans,
      newPlan,
      plan,
      editPlan,
      tasks,
      newTask,
      task,
      draws,
      draw,
      explain,
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
