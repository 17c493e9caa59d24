/** 抽查任务 and 后续处置: addresses of a draft that is edited, of problems that wait, and of complaint concentration. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const taskCrumbs = [{ label: 'menu.tasks', to: '/tasks' }] as const

const editTask = createRoute({
  getParentRoute: () => shell,
  path: '/tasks/$taskId/edit',
  component: lazyRouteComponent(() => import('./console/tasks/task-new-page.tsx'), 'TaskEditPage'),
  staticData: { needs: ['task.edit'], crumbs: [...taskCrumbs, { label: 'task.edit.title' }] },
})

const followUps = createRoute({
  getParentRoute: () => shell,
  path: '/follow-ups',
  validateSearch: listSearch('state', 'q', 'taskId'),
  component: lazyRouteComponent(() => import('./console/inspections/follow-up-page.tsx'), 'FollowUpPage'),
  staticData: { needs: ['inspection.read', 'inspection.enter', 'inspection.review'], crumbs: [{ label: 'followUp.title' }] },
})

const caseClues = createRoute({
  getParentRoute: () => shell,
  path: '/case-clues',
  validateSearch: listSearch('state', 'q'),
  component: lazyRouteComponent(() => import('./console/cases/clue-list-page.tsx'), 'ClueListPage'),
  staticData: { needs: ['case.handle'], crumbs: [{ label: 'clue.title' }] },
})

const complaints = createRoute({
  getParentRoute: () => shell,
  path: '/complaints',
  validateSearch: searchOf('since', 'least', 'place'),
  component: lazyRouteComponent(() => import('./console/tasks/complaints-page.tsx'), 'ComplaintsPage'),
  staticData: { needs: ['task.read'], crumbs: [...taskCrumbs, { label: 'complaint.title' }] },
})

const riskFlags = createRoute({
  getParentRoute: () => shell,
  path: '/risk-flags',
  validateSearch: searchOf('flags', 'place'),
  component: lazyRouteComponent(() => import('./console/labels/risk-alert-page.tsx'), 'RiskAlertPage'),
  staticData: { needs: ['risk.read'], crumbs: [...taskCrumbs, { label: 'alert.title' }] },
})

export const taskRoutes = [editTask, followUps, caseClues, complaints, riskFlags] as const
