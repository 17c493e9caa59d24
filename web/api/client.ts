/** The one way to the server: the typed RPC client with the session cookie, and its query helpers. */
import { createORPCClient, type InferClientOutputs } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query'
import type { contract } from '#contract/router.ts'

export type Client = ContractRouterClient<typeof contract>

/** What each call answers: `Answers['registers']['getEntity']`. */
export type Answers = InferClientOutputs<Client>

/** Plain calls: `await client.plans.approve({ commandId, planId })`. */
export const client: Client = createORPCClient(
  new RPCLink({
    url: () => `${location.origin}/rpc`,
    fetch: (request, init) => fetch(request, { ...init, credentials: 'same-origin' }),
  }),
)

/** For useQuery: `useQuery(api.plans.get.queryOptions({ input: { planId } }))`. */
export const api: RouterUtils<Client> = createTanstackQueryUtils(client)
