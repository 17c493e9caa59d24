/** The routes that others hang on: signing in, the frame with menu and breadcrumb, and what needs a person but no frame. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { meQuery } from './api/session.ts'
import { Shell } from './console/shell/shell.tsx'
import { searchOf } from './search.ts'

export const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({ component: Outlet })

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: searchOf('to', 'lang'),
  component: lazyRouteComponent(() => import('./console/access/sign-in-page.tsx'), 'SignInPage'),
})

/** Everything below needs a person; a password set by someone else must be changed first. */
export const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queries.ensureQueryData({ ...meQuery, revalidateIfStale: true })
    if (me === null) throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { to: location.href } })
    if (me.mustChangePassword && location.pathname !== '/password') throw redirect({ to: '/password' })
    return { me }
  },
})

export const password = createRoute({
  getParentRoute: () => signedIn,
  path: '/password',
  component: lazyRouteComponent(() => import('./console/access/password-page.tsx'), 'PasswordPage'),
})

/** Pages inside the frame with menu and breadcrumb. Full-screen pages (the ceremony) hang on `signedIn` instead. */
export const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell })
