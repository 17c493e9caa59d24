/** 填报任务, 联席会议, 计划备案: what one is asked for around the plans of others. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch } from './search.ts'

const contributions = createRoute({
  getParentRoute: () => shell,
  path: '/plan-contributions',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/plans/contribution-list-page.tsx'), 'ContributionListPage'),
  staticData: { needs: ['plan.contribute'], crumbs: [{ label: 'contribution.title' }] },
})

const contribution = createRoute({
  getParentRoute: () => shell,
  path: '/plan-contributions/$contributionId',
  component: lazyRouteComponent(() => import('./console/plans/contribution-page.tsx'), 'ContributionPage'),
  staticData: {
    needs: ['plan.read'],
    crumbs: [{ label: 'contribution.title', to: '/plan-contributions' }, { label: 'contribution.one' }],
  },
})

const invitations = createRoute({
  getParentRoute: () => shell,
  path: '/joint-plans',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/plans/invitation-list-page.tsx'), 'InvitationListPage'),
  staticData: { needs: ['joint.convene'], crumbs: [{ label: 'party.title' }] },
})

const invitation = createRoute({
  getParentRoute: () => shell,
  path: '/joint-plans/$partyId',
  component: lazyRouteComponent(() => import('./console/plans/invitation-page.tsx'), 'InvitationPage'),
  staticData: { needs: ['plan.read'], crumbs: [{ label: 'party.title', to: '/joint-plans' }, { label: 'party.one' }] },
})

const filings = createRoute({
  getParentRoute: () => shell,
  path: '/plan-filings',
  validateSearch: listSearch('state'),
  component: lazyRouteComponent(() => import('./console/plans/filing-list-page.tsx'), 'FilingListPage'),
  staticData: { needs: ['plan.accept'], crumbs: [{ label: 'planFiling.title' }] },
})

export const planPeopleRoutes = [contributions, contribution, invitations, invitation, filings] as const
