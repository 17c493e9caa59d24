/** 文书: addresses. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { shell } from './frame-routes.ts'
import { listSearch } from './search.ts'

const needs = ['document.issue', 'template.edit', 'policy.approve', 'plan.read', 'task.read'] as const

const documents = createRoute({
  getParentRoute: () => shell,
  path: '/documents',
  validateSearch: listSearch('kind', 'q'),
  component: lazyRouteComponent(() => import('./console/documents/document-list-page.tsx'), 'DocumentListPage'),
  staticData: { needs: [...needs], crumbs: [{ label: 'menu.documents' }] },
})

const templates = createRoute({
  getParentRoute: () => shell,
  path: '/documents/templates',
  component: lazyRouteComponent(() => import('./console/documents/template-list-page.tsx'), 'TemplateListPage'),
  staticData: { needs: [...needs], crumbs: [{ label: 'menu.documents', to: '/documents' }, { label: 'document.templates' }] },
})

const template = createRoute({
  getParentRoute: () => shell,
  path: '/documents/templates/$templateId',
  component: lazyRouteComponent(() => import('./console/documents/template-page.tsx'), 'TemplatePage'),
  staticData: {
    needs: [...needs],
    crumbs: [
      { label: 'menu.documents', to: '/documents' },
      { label: 'document.templates', to: '/documents/templates' },
      { label: 'template.one' },
    ],
  },
})

export const documentRoutes = [documents, templates, template] as const
