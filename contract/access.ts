/** 机构、账号与登录者本人: organisations, accounts, and who is signed in. Signing in and out is better-auth's, under /api/auth. */
import * as z from 'zod'
import { type Permission, permissions, type Role, roleCodes } from '#core/access/roles.ts'
import { CommandId, endpoint, Instant, PageInput, page } from './base.ts'

const RoleCode = z.enum(roleCodes as [Role, ...Role[]])
const PermissionCode = z.enum(Object.keys(permissions) as [Permission, ...Permission[]])
const OrgPath = z
  .string()
  .regex(/^\d{2}(\.\d{4}(\.\d{6}(\.\d{9})?)?)?$/)
  .describe('Region path: 62, 62.6201, 62.6201.620103.')

export const Org = z.object({
  id: z.uuid(),
  path: OrgPath,
  dept: z.string().describe('Department code: scjg is 市场监督管理.'),
  name: z.string(),
  shortName: z.string(),
  post: z.enum(['office', 'station']).describe('office 机关, station 所'),
  cluster: z.string().nullable().describe('片区: stations that serve each other under the scope 若干所.'),
})
export type Org = z.infer<typeof Org>

export const Me = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  roles: z.array(RoleCode),
  permissions: z.array(PermissionCode),
  org: Org,
  officerId: z.uuid().nullable(),
  mustChangePassword: z.boolean(),
})
export type Me = z.infer<typeof Me>

export const AccountRow = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  roles: z.array(RoleCode),
  org: Org,
  officerId: z.uuid().nullable(),
  disabled: z.boolean(),
  lockedUntil: Instant.nullable(),
})

export const access = {
  me: endpoint('signedIn').route({ method: 'GET', path: '/me', summary: '本人' }).output(Me),
  listOrgs: endpoint('signedIn').route({ method: 'GET', path: '/orgs', summary: '机构列表' }).input(PageInput).output(page(Org)),
  createOrg: endpoint('account.manage')
    .route({ method: 'POST', path: '/orgs', summary: '新增机构' })
    .input(
      z.object({
        commandId: CommandId,
        path: OrgPath,
        dept: z.string().min(2).max(20),
        name: z.string().min(2).max(80),
        shortName: z.string().min(1).max(20),
        post: z.enum(['office', 'station']).optional().describe('By default a station where the place is one.'),
        cluster: z.string().min(1).max(40).nullable().default(null),
      }),
    )
    .output(Org),
  /** Its place and department stay: everything that belongs to an organisation is found by them. */
  saveOrg: endpoint('account.manage')
    .route({ method: 'POST', path: '/orgs/{orgId}', summary: '修改机构' })
    .input(
      z.object({
        commandId: CommandId,
        orgId: z.uuid(),
        name: z.string().min(2).max(80),
        shortName: z.string().min(1).max(20),
        post: z.enum(['office', 'station']),
        cluster: z.string().min(1).max(40).nullable(),
      }),
    )
    .output(Org),
  listAccounts: endpoint('account.manage')
    .route({ method: 'GET', path: '/accounts', summary: '账号列表' })
    .input(PageInput.extend({ q: z.string().max(50).optional() }))
    .output(page(AccountRow)),
  createAccount: endpoint('account.manage')
    .route({ method: 'POST', path: '/accounts', summary: '新增账号' })
    .input(
      z.object({
        commandId: CommandId,
        username: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,39}$/),
        name: z.string().min(1).max(40),
        password: z
          .string()
          .min(10)
          .max(128)
          .describe('At least 10 characters from 3 of 4 classes; changed at first sign-in unless `keepPassword`.'),
        keepPassword: z.boolean().default(false),
        roles: z.array(RoleCode).min(1),
        orgId: z.uuid(),
        officerId: z.uuid().nullable().default(null),
      }),
    )
    .output(z.object({ id: z.uuid() })),
  setAccountDisabled: endpoint('account.manage')
    .route({ method: 'POST', path: '/accounts/{accountId}/disabled', summary: '停用或启用账号' })
    .input(z.object({ commandId: CommandId, accountId: z.uuid(), disabled: z.boolean() }))
    .output(z.object({ disabled: z.boolean() })),
  resetPassword: endpoint('account.manage')
    .route({ method: 'POST', path: '/accounts/{accountId}/password', summary: '重设密码' })
    .input(z.object({ commandId: CommandId, accountId: z.uuid(), password: z.string().min(10).max(128) }))
    .output(z.object({ reset: z.boolean() })),
  unlockAccount: endpoint('account.manage')
    .route({ method: 'POST', path: '/accounts/{accountId}/unlock', summary: '解除锁定' })
    .input(z.object({ commandId: CommandId, accountId: z.uuid() }))
    .output(z.object({ unlocked: z.boolean() })),
}
