/** The first organisation and its administrator, on a database that has no account yet: everybody else is made by them. */
import { sql } from 'kysely'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { appendRecord, systemOf } from '#server/record/append.ts'
import { assertPassword } from './password.ts'
import * as store from './store.ts'

export type Bootstrap = {
  /** Path of a region that the register of regions has: `62.6201`. */
  readonly path: string
  readonly dept: string
  readonly name: string
  readonly shortName: string
  readonly admin: { readonly username: string; readonly name: string; readonly password: string; readonly mustChangePassword: boolean }
}

/** Makes them, once: null when there are accounts already. Throws `password_too_weak`, `region_unknown`. */
export async function bootstrap(
  services: Services,
  first: Bootstrap,
): Promise<{ readonly orgId: string; readonly adminId: string } | null> {
  assertPassword(first.admin.password, services.policy)
  const passwordHash = await services.hashPassword(first.admin.password)
  return inScope(services.db, '*', 'read write', async (tx) => {
    // Two first starts at once must not make two first administrators.
    await sql`select pg_advisory_xact_lock(hashtextextended('bootstrap', 0))`.execute(tx)
    if ((await tx.selectFrom('actor').select('id').limit(1).executeTakeFirst()) !== undefined) return null
    const { path, dept, name, shortName } = first
    const org = await store.insertOrg(tx, { path, dept, name, shortName })
    const { username, mustChangePassword } = first.admin
    const adminId = await store.insertAccount(tx, {
      username,
      name: first.admin.name,
      passwordHash,
      mustChangePassword,
      roles: ['admin'],
      orgId: org.id,
      officerId: null,
    })
    const by = systemOf({ orgPath: path, dept, orgName: name })
    await appendRecord(tx, { at: services.now(), by, verb: 'house.bootstrap', thing: `account:${adminId}`, facts: { username, org: name } })
    return { orgId: org.id, adminId }
  })
}

/** Is there an account that could sign in? */
export const hasAccounts = async (services: Services): Promise<boolean> =>
  (await services.db.selectFrom('actor').select('id').limit(1).executeTakeFirst()) !== undefined
