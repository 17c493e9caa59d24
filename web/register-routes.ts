/** 一单两库: addresses of the lists and registers. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch, searchOf } from './search.ts'

const register = createRoute({
  getParentRoute: () => shell,
  path: '/register',
  validateSearch: listSearch('q', 'regionPath', 'kind', 'state', 'address', 'label', 'industry', 'asOf', 'filter', 'sort'),
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

const exports = createRoute({
  getParentRoute: () => shell,
  path: '/exports',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/lists/export-list-page.tsx'), 'ExportListPage'),
  staticData: {
    needs: ['register.export'],
    crumbs: [{ label: 'menu.registers' }, { label: 'menu.register', to: '/register' }, { label: 'export.title' }],
  },
})

const imports = createRoute({
  getParentRoute: () => shell,
  path: '/imports',
  validateSearch: listSearch('kind', 'state'),
  component: lazyRouteComponent(() => import('./console/registers/import-list-page.tsx'), 'ImportListPage'),
  staticData: { needs: ['import.read'], crumbs: [{ label: 'menu.registers' }, { label: 'import.list' }] },
})

const newImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/new',
  validateSearch: searchOf('kind', 'file', 'name', 'sheet', 'library', 'lang'),
  component: lazyRouteComponent(() => import('./console/registers/import-new-page.tsx'), 'ImportNewPage'),
  staticData: {
    needs: ['register.import', 'officer.import', 'library.manage', 'register.label'],
    crumbs: [{ label: 'menu.registers' }, { label: 'import.list', to: '/imports' }, { label: 'import.new' }],
  },
})

const oneImport = createRoute({
  getParentRoute: () => shell,
  path: '/imports/$importId',
  validateSearch: listSearch('tab', 'reason'),
  component: lazyRouteComponent(() => import('./console/registers/import-page.tsx'), 'ImportPage'),
  staticData: {
    needs: ['import.read'],
    crumbs: [{ label: 'menu.registers' }, { label: 'import.list', to: '/imports' }, { label: 'import.one' }],
  },
})

const officerCrumbs = [{ label: 'menu.registers' }, { label: 'menu.officers', to: '/officers' }] as const

const officers = createRoute({
  getParentRoute: () => shell,
  path: '/officers',
  validateSearch: listSearch('q', 'orgPath', 'state', 'certificate', 'qualification'),
  component: lazyRouteComponent(() => import('./console/registers/officer-list-page.tsx'), 'OfficerListPage'),
  staticData: { needs: ['officer.read'], crumbs: [{ label: 'menu.registers' }, { label: 'menu.officers' }] },
})

const experts = createRoute({
  getParentRoute: () => shell,
  path: '/officers/experts',
  validateSearch: listSearch('q', 'orgPath', 'state'),
  component: lazyRouteComponent(() => import('./console/registers/officer-list-page.tsx'), 'ExpertListPage'),
  staticData: { needs: ['officer.read'], crumbs: [...officerCrumbs, { label: 'officer.experts' }] },
})

const officerGroups = createRoute({
  getParentRoute: () => shell,
  path: '/officers/groups',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/registers/officer-group-page.tsx'), 'OfficerGroupPage'),
  staticData: { needs: ['officer.read'], crumbs: [...officerCrumbs, { label: 'officer.groups' }] },
})

const officerLeaves = createRoute({
  getParentRoute: () => shell,
  path: '/officers/leaves',
  validateSearch: searchOf('month', 'orgPath', 'lang'),
  component: lazyRouteComponent(() => import('./console/registers/leave-calendar-page.tsx'), 'LeaveCalendarPage'),
  staticData: { needs: ['officer.read'], crumbs: [...officerCrumbs, { label: 'officer.leaves' }] },
})

const officerFilings = createRoute({
  getParentRoute: () => shell,
  path: '/officers/filings',
  validateSearch: listSearch(),
  component: lazyRouteComponent(() => import('./console/registers/officer-filing-page.tsx'), 'OfficerFilingPage'),
  staticData: { needs: ['officer.read'], crumbs: [...officerCrumbs, { label: 'officer.filings' }] },
})

const officer = createRoute({
  getParentRoute: () => shell,
  path: '/officers/$officerId',
  component: lazyRouteComponent(() => import('./console/registers/officer-page.tsx'), 'OfficerPage'),
  staticData: { needs: ['officer.read'], crumbs: [...officerCrumbs, { label: 'officer.one' }] },
})

const loads = createRoute({
  getParentRoute: () => shell,
  path: '/officers/loads',
  validateSearch: searchOf('year', 'unit', 'lang'),
  component: lazyRouteComponent(() => import('./console/matching/year-loads-page.tsx'), 'YearLoadsPage'),
  staticData: { needs: ['load.read'], crumbs: [...officerCrumbs, { label: 'load.title' }] },
})

export const registerRoutes = [
  register,
  entity,
  exports,
  imports,
  newImport,
  oneImport,
  officers,
  experts,
  officerGroups,
  officerLeaves,
  officerFilings,
  officer,
  loads,
] as const
