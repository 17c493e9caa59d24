/** SQL of organisations and accounts. An account is three rows: the actor is ours, user and credential are better-auth's. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, isPathWithin } from '#core/access/can.ts'
import { isRole, type Role } from '#core/access/roles.ts'
import type { AccountId } from '#core/ids.ts'
import type { Instant } from '#core/time.ts'
import type { Db, Tx } from '#db/connect.ts'
import { prepared } from '#db/sending.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type Org = {
  readonly id: string
  readonly path: string
  readonly dept: string
  readonly name: string
  readonly shortName: string
  readonly post: Post
  readonly cluster: string | null
}

/** 机关 or 所: the scopes of a matching are made of them. */
export type Post = 'office' | 'station'

export type Account = {
  readonly actor: Actor
  readonly userId: string
  readonly username: string
  readonly org: Org
  readonly disabled: boolean
  readonly mustChangePassword: boolean
}

export type AccountRow = {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly roles: Role[]
  readonly org: Org
  readonly officerId: string | null
  readonly disabled: boolean
  readonly lockedUntil: Instant | null
}

export type NewAccount = {
  readonly username: string
  readonly name: string
  readonly passwordHash: string
  readonly mustChangePassword: boolean
  readonly roles: readonly Role[]
  readonly orgId: string
  readonly officerId: string | null
}

type PageOf = { readonly cursor?: string | undefined; readonly limit: number }

/** The account of a better-auth user, or null. */
export async function findAccountOfUser(db: Db | Tx, userId: string): Promise<Account | null> {
  const [row] = await prepared(db, accounts(db).where('actor.user_id', '=', userId))
  return row === undefined ? null : accountOf(row)
}

/** An account within the actor's organisation and below, locked until the transaction ends; null when there is none. */
export async function findAccount(tx: Tx, by: Actor, id: string): Promise<Account | null> {
  const row = await accounts(tx).where('actor.id', '=', id).forUpdate('actor').executeTakeFirst()
  if (row === undefined || !isPathWithin(by.orgPath, row.path)) return null
  return accountOf(row)
}

export async function listAccounts(
  tx: Tx,
  by: Actor,
  { cursor, limit, q }: PageOf & { readonly q?: string | undefined },
): Promise<Page<AccountRow>> {
  const [after] = decodeCursor(cursor, 1) ?? []
  let all = accounts(tx).where((is) => is.or([is('org.path', '=', by.orgPath), is('org.path', 'like', `${by.orgPath}.%`)]))
  if (q !== undefined && q !== '') {
    const part = `%${q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    all = all.where((is) => is.or([is('actor.name', 'like', part), is('auth.user.username', 'like', part.toLowerCase())]))
  }
  const rows = await all
    .select(lockedUntil.as('locked_until'))
    .$if(after !== undefined, (some) => some.where('auth.user.username', '>', after ?? ''))
    .orderBy('auth.user.username')
    .limit(limit + 1)
    .execute()
  const page = rows.map((row): AccountRow => {
    const { actor, username, org, disabled } = accountOf(row)
    return {
      id: actor.id,
      username,
      name: actor.name,
      roles: [...actor.roles],
      org,
      officerId: actor.officerId,
      disabled,
      lockedUntil: row.locked_until,
    }
  })
  return { ...cutPage(page, limit, (row) => [row.username]), count: await cappedCount(tx, all) }
}

export async function listOrgs(tx: Tx, by: Actor, { cursor, limit }: PageOf): Promise<Page<Org>> {
  const [path, dept] = decodeCursor(cursor, 2) ?? []
  const all = tx.selectFrom('org').where((is) => is.or([is('path', '=', by.orgPath), is('path', 'like', `${by.orgPath}.%`)]))
  const rows = await all
    .select(orgColumns)
    .$if(path !== undefined, (some) => some.where((is) => is(is.refTuple('path', 'dept'), '>', is.tuple(path ?? '', dept ?? ''))))
    .orderBy('path')
    .orderBy('dept')
    .limit(limit + 1)
    .execute()
  return { ...cutPage(rows.map(orgOf), limit, (org) => [org.path, org.dept]), count: await cappedCount(tx, all) }
}

export async function findOrg(tx: Tx, id: string): Promise<Org | null> {
  const row = await tx.selectFrom('org').select(orgColumns).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : orgOf(row)
}

export type NewOrg = Omit<Org, 'id' | 'post' | 'cluster'> & { readonly post?: Post | undefined; readonly cluster?: string | null }

/** A new organisation; without a post it is what its region is: a station in the region of one, an office anywhere else. */
export async function insertOrg(tx: Tx, { path, dept, name, shortName, post, cluster = null }: NewOrg): Promise<Org> {
  const id = randomUUID()
  const row = await tx
    .insertInto('org')
    .values({
      id,
      path,
      dept,
      name,
      short_name: shortName,
      post: sql`coalesce(${post ?? null}, (select case level when 'station' then 'station' else 'office' end from region where path = ${path}), 'office')`,
      cluster,
    })
    .returning(orgColumns)
    .executeTakeFirstOrThrow()
  return orgOf(row)
}

/** Officers carry the name of their organisation as they were entered; those that are entered from now on carry the new one. */
export async function saveOrg(tx: Tx, id: string, org: Pick<Org, 'name' | 'shortName' | 'post' | 'cluster'>): Promise<Org> {
  const row = await tx
    .updateTable('org')
    .set({ name: org.name, short_name: org.shortName, post: org.post, cluster: org.cluster })
    .where('id', '=', id)
    .returning(orgColumns)
    .executeTakeFirstOrThrow()
  return orgOf(row)
}

/** Inserts the three rows of an account; the constraints refuse a user name or an officer that has one already. */
export async function insertAccount(tx: Tx, account: NewAccount): Promise<string> {
  const id = randomUUID()
  const { username, name } = account
  // better-auth wants an address of every user; the name space .invalid can never receive a letter (RFC 2606).
  await tx
    .insertInto('auth.user')
    .values({ id, name, email: `${username}@account.invalid`, emailVerified: true, username, displayUsername: username })
    .execute()
  await tx
    .insertInto('auth.account')
    .values({
      id: randomUUID(),
      accountId: id,
      providerId: 'credential',
      issuer: 'local:credential',
      userId: id,
      password: account.passwordHash,
    })
    .execute()
  await tx
    .insertInto('actor')
    .values({
      id,
      user_id: id,
      name,
      roles: [...account.roles],
      org_id: account.orgId,
      officer_id: account.officerId,
      must_change_password: account.mustChangePassword,
    })
    .execute()
  return id
}

/** Disables or enables an account; disabling ends its sessions at once. */
export async function setDisabled(tx: Tx, account: Account, disabled: boolean): Promise<void> {
  await tx.updateTable('actor').set({ disabled }).where('id', '=', account.actor.id).execute()
  if (disabled) await tx.deleteFrom('auth.session').where('userId', '=', account.userId).execute()
}

/** Gives an account a password that its owner must change at the next sign-in; sessions end at once. */
export async function resetPassword(tx: Tx, account: Account, passwordHash: string): Promise<void> {
  await tx
    .updateTable('auth.account')
    .set({ password: passwordHash })
    .where('userId', '=', account.userId)
    .where('providerId', '=', 'credential')
    .execute()
  await tx.updateTable('actor').set({ must_change_password: true }).where('id', '=', account.actor.id).execute()
  await tx.deleteFrom('auth.session').where('userId', '=', account.userId).execute()
}

/** Those of these names that can sign in. */
export async function findUsernames(tx: Tx, usernames: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom('actor')
    .innerJoin('auth.user', 'auth.user.id', 'actor.user_id')
    .select('auth.user.username')
    .where('auth.user.username', 'in', usernames)
    .where('actor.disabled', '=', false)
    .execute()
  return new Set(rows.map(({ username }) => username ?? ''))
}

/** An officer or an expert within the actor's organisation and below. */
export async function officerExists(tx: Tx, by: Actor, id: string): Promise<boolean> {
  const row = await tx.selectFrom('officer').select('org_path').where('id', '=', id).executeTakeFirst()
  return row !== undefined && isPathWithin(by.orgPath, row.org_path)
}

export async function setPasswordChanged(db: Db, userId: string): Promise<void> {
  await db.updateTable('actor').set({ must_change_password: false }).where('user_id', '=', userId).execute()
}

/** For stores of this folder: rows for `accountOf`. */
export const accounts = (db: Db | Tx) =>
  db
    .selectFrom('actor')
    .innerJoin('org', 'org.id', 'actor.org_id')
    .innerJoin('auth.user', 'auth.user.id', 'actor.user_id')
    .select([
      'actor.id as actor_id',
      'actor.name as actor_name',
      'actor.user_id',
      'actor.roles',
      'actor.officer_id',
      'actor.disabled',
      'actor.must_change_password',
      'org.id',
      'org.path',
      'org.dept',
      'org.name',
      'org.short_name',
      'org.post',
      'org.cluster',
      'auth.user.username',
    ])

/** A lock that has ended is none. */
const lockedUntil = sql<Instant | null>`(select l.locked_until from auth.lockout l where l.username = auth.user.username and l.locked_until > now())`

const orgColumns = ['org.id', 'org.path', 'org.dept', 'org.name', 'org.short_name', 'org.post', 'org.cluster'] as const

type OrgColumns = Omit<Org, 'shortName' | 'post'> & { readonly short_name: string; readonly post: string }

const orgOf = ({ id, path, dept, name, short_name, post, cluster }: OrgColumns): Org => ({
  id,
  path,
  dept,
  name,
  shortName: short_name,
  post: post as Post, // org_post_known
  cluster,
})

export function accountOf(
  row: OrgColumns & {
    readonly actor_id: string
    readonly actor_name: string
    readonly user_id: string
    readonly roles: string[]
    readonly officer_id: string | null
    readonly disabled: boolean
    readonly must_change_password: boolean
    readonly username: string | null
  },
): Account {
  return {
    actor: {
      id: row.actor_id as AccountId, // the primary key of actor
      name: row.actor_name,
      roles: row.roles.filter(isRole),
      orgPath: row.path,
      dept: row.dept,
      orgName: row.name,
      officerId: row.officer_id,
    },
    userId: row.user_id,
    username: row.username ?? '',
    org: orgOf(row),
    disabled: row.disabled,
    mustChangePassword: row.must_change_password,
  }
}
