/** The router: addresses under /console/, plain search strings, and the type that makes every link checked. */
import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import type { Permission } from '#core/access/roles.ts'
import { Broken, Missing } from './console/shell/forbidden.tsx'
import type { PlainKey } from './i18n/t.ts'
import { routeTree } from './routes.tsx'
import { parseSearch, stringifySearch } from './search.ts'
import { Loading } from './ui/states.tsx'

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    basepath: '/console',
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
    defaultNotFoundComponent: Missing,
    defaultErrorComponent: Broken,
    defaultPendingComponent: () => (
      <div className="mj-page">
        <Loading />
      </div>
    ),
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
  interface StaticDataRouteOption {
    /** One of these permissions opens the page; empty = everyone who is signed in. */
    needs?: readonly Permission[]
    /** Where the page stands, outermost first; the last is the page itself. */
    crumbs?: readonly { readonly label: PlainKey; readonly to?: string }[]
  }
}
