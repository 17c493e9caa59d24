/** Who may call what: the `access` that each endpoint of the contract declares, enforced before any handler and before its input is looked at. */
import { traverseContractProcedures } from '@orpc/server'
import type { Access, EndpointMeta } from '#contract/base.ts'
import { isPermission } from '#contract/base.ts'
import { type StreamEndpoint, streamEndpoints } from '#contract/files.ts'
import { contract } from '#contract/router.ts'
import { can } from '#core/access/can.ts'
import { permissions } from '#core/access/roles.ts'
import type { SignedIn } from './context.ts'
import { Problem } from './problem.ts'

/** An endpoint of the contract, for whoever walks all of them: the start, the API page, the house rules. */
export type Endpoint = { readonly name: string; readonly method: string; readonly path: string; readonly access: Access }

/** Endpoints that must work before the first password is changed. */
const beforePasswordChange: ReadonlySet<string> = new Set(['access.me'])

/** Throws 401 or 403 unless the caller may use an endpoint. */
export function assertAccess(access: Access, signedIn: SignedIn | null, name: string): void {
  if (access === 'public') return
  if (signedIn === null) throw new Problem('not_signed_in')
  if (signedIn.mustChangePassword && !beforePasswordChange.has(name)) throw new Problem('password_change_required')
  if (!isPermission(access) || can(signedIn.actor, access).allowed) return
  const { zh, en } = permissions[access]
  throw new Problem('not_permitted', { permission: access, permissionZh: zh, permissionEn: en })
}

/** What an endpoint declares, or an error that names it: an endpoint that does not say who may call it must not start. */
export function accessOf(meta: EndpointMeta, name: string): Access {
  const { access } = meta
  if (access === undefined || !(access === 'public' || access === 'signedIn' || isPermission(access))) {
    throw new Error(
      `${name} does not declare who may call it: start it with endpoint('signedIn') or endpoint('<permission>') of contract/base.ts`,
    )
  }
  return access
}

/** Every endpoint of the contract, streams included; throws when one does not declare its access. */
export function allEndpoints(): readonly Endpoint[] {
  const endpoints: Endpoint[] = []
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, meta } = procedure['~orpc']
    const name = path.join('.')
    endpoints.push({ name, method: route.method ?? 'POST', path: `/api/v1${route.path ?? ''}`, access: accessOf(meta, name) })
  })
  const streams: readonly (readonly [string, StreamEndpoint])[] = Object.entries(streamEndpoints)
  for (const [name, { method, path, access }] of streams)
    endpoints.push({ name: `files.${name}`, method, path, access: accessOf({ access }, name) })
  return endpoints
}
