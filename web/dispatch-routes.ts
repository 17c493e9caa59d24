/** 子任务, 结果互认: what was dispatched to whom, and visits that another body's result saves. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch } from './search.ts'

const subTasks = createRoute({
  getParentRoute: () => shell,
  path: '/sub-tasks',
  validateSearch: listSearch('state', 'q'),
  component: lazyRouteComponent(() => import('./console/tasks/sub-task-list-page.tsx'), 'SubTaskListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'subTask.title' }] },
})

const subTask = createRoute({
  getParentRoute: () => shell,
  path: '/sub-tasks/$subTaskId',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/tasks/sub-task-page.tsx'), 'SubTaskPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'subTask.title', to: '/sub-tasks' }, { label: 'subTask.one' }] },
})

const reuses = createRoute({
  getParentRoute: () => shell,
  path: '/reuses',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/dispatch/reuse-list-page.tsx'), 'ReuseListPage'),
  staticData: { needs: ['task.read'], crumbs: [{ label: 'reuse.title' }] },
})

export const dispatchRoutes = [subTasks, subTask, reuses] as const
