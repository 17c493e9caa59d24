/** Who is signed in, and signing in and out. better-auth owns the endpoints; a refusal comes back as a problem body. */
import { queryOptions } from '@tanstack/react-query'
import type { Me } from '#contract/access.ts'
import type { Permission } from '#core/access/roles.ts'
import { client } from './client.ts'
import { problemOf, StreamProblem } from './problem.ts'

/** The signed-in person, or null. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await client.access.me()
    } catch (error) {
      if (problemOf(error).status === 401) return null
      throw error
    }
  },
})

export const may = (me: Pick<Me, 'permissions'>, permission: Permission | null): boolean =>
  permission === null || me.permissions.includes(permission)

export const signIn = (username: string, password: string): Promise<unknown> =>
  post('/api/auth/sign-in/username', { username, password, rememberMe: true })

export const signOut = (): Promise<unknown> => post('/api/auth/sign-out', {})

export const changePassword = (currentPassword: string, newPassword: string): Promise<unknown> =>
  post('/api/auth/change-password', { currentPassword, newPassword, revokeOtherSessions: true })

export type DemoAccount = { readonly username: string; readonly password: string; readonly role: string; readonly org: string }

/** The accounts of a demonstration; empty everywhere else (the endpoint is 404 then). */
export const demoAccountsQuery = queryOptions({
  queryKey: ['demo-accounts'],
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
  queryFn: async (): Promise<readonly DemoAccount[]> => {
    const answer = await fetch('/api/demo-accounts')
    if (!answer.ok) return []
    const body: unknown = await answer.json().catch(() => [])
    return Array.isArray(body) ? body.filter(isDemoAccount) : []
  },
})

async function post(path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const parsed: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new StreamProblem(answer.status, parsed)
  return parsed
}

const isDemoAccount = (row: unknown): row is DemoAccount =>
  typeof row === 'object' && row !== null && 'username' in row && 'password' in row && typeof row.username === 'string'
