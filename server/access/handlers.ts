/** 机构、账号与本人: handlers. An administrator works within their own organisation and those below it. */
import { isPathWithin, permissionsOf } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { command, query, signedIn } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { forgive } from './lockout.ts'
import { assertPassword } from './password.ts'
import * as store from './store.ts'

export const accessHandlers = {
  me: os.access.me.handler(async ({ context }) => {
    const { userId } = signedIn(context)
    const account = await store.findAccountOfUser(context.services.db, userId)
    const { actor, username, org, mustChangePassword } = found(account)
    const permissions: Permission[] = [...permissionsOf(actor)].sort()
    return {
      id: actor.id,
      username,
      name: actor.name,
      roles: [...actor.roles],
      permissions,
      org,
      officerId: actor.officerId,
      mustChangePassword,
    }
  }),

  listOrgs: os.access.listOrgs.handler(query(({ input, tx, actor }) => store.listOrgs(tx, actor, input))),

  createOrg: os.access.createOrg.handler(
    command('org.create', async ({ input, tx, actor, record }) => {
      const { commandId: _, ...draft } = input
      if (!isPathWithin(actor.orgPath, draft.path)) throw new Problem('outside_jurisdiction')
      const org = await store.insertOrg(tx, draft)
      record(`org:${org.id}`, { path: org.path, dept: org.dept, name: org.name })
      return org
    }),
  ),

  saveOrg: os.access.saveOrg.handler(
    command('org.save', async ({ input, tx, actor, record }) => {
      const known = await store.findOrg(tx, input.orgId)
      if (known === null || !isPathWithin(actor.orgPath, known.path)) throw new Problem('not_found')
      const { commandId: _, orgId, ...changes } = input
      const org = await store.saveOrg(tx, orgId, changes)
      record(`org:${org.id}`, { name: org.name, post: org.post, cluster: org.cluster ?? '' })
      return org
    }),
  ),

  listAccounts: os.access.listAccounts.handler(query(({ input, tx, actor }) => store.listAccounts(tx, actor, input))),

  createAccount: os.access.createAccount.handler(
    command(
      'account.create',
      async ({ input, tx, actor, services, record }) => {
        assertPassword(input.password, services.policy)
        const org = await store.findOrg(tx, input.orgId)
        if (org === null || !isPathWithin(actor.orgPath, org.path)) throw new Problem('org_unknown')
        // Whoever is bound to an officer acts with their seats: an administrator gives those of their own place.
        if (input.officerId !== null && !(await store.officerExists(tx, actor, input.officerId))) throw new Problem('reference_unknown')
        const id = await store.insertAccount(tx, {
          ...input,
          passwordHash: await services.hashPassword(input.password),
          mustChangePassword: !input.keepPassword,
        })
        record(`account:${id}`, { username: input.username, name: input.name, roles: input.roles, org: org.name })
        return { id }
      },
      { secrets: ['password'] },
    ),
  ),

  setAccountDisabled: os.access.setAccountDisabled.handler(
    command('account.set_disabled', async ({ input, tx, actor, record }) => {
      const account = found(await store.findAccount(tx, actor, input.accountId))
      // The last administrator who locks the door from outside is a support case.
      if (account.actor.id === actor.id) throw new Problem('own_account')
      await store.setDisabled(tx, account, input.disabled)
      record(`account:${account.actor.id}`, { username: account.username, disabled: input.disabled })
      return { disabled: input.disabled }
    }),
  ),

  resetPassword: os.access.resetPassword.handler(
    command(
      'account.reset_password',
      async ({ input, tx, actor, services, record }) => {
        assertPassword(input.password, services.policy)
        const account = found(await store.findAccount(tx, actor, input.accountId))
        // One's own password is changed with the old one: an unlocked desk must not be enough to take an account over.
        if (account.actor.id === actor.id) throw new Problem('own_account')
        await store.resetPassword(tx, account, await services.hashPassword(input.password))
        await forgive(tx, account.username)
        record(`account:${account.actor.id}`, { username: account.username })
        return { reset: true }
      },
      { secrets: ['password'] },
    ),
  ),

  unlockAccount: os.access.unlockAccount.handler(
    command('account.unlock', async ({ input, tx, actor, record }) => {
      const account = found(await store.findAccount(tx, actor, input.accountId))
      const unlocked = await forgive(tx, account.username)
      record(`account:${account.actor.id}`, { username: account.username, unlocked })
      return { unlocked }
    }),
  ),
}
