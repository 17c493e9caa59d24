/** A person at the HTTP API: signs in, calls, uploads, downloads. The journey and the demo county do nothing that such a client cannot. */
import { randomUUID } from 'node:crypto'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { UploadedFile } from '#contract/files.ts'
import type { contract } from '#contract/router.ts'

export type Api = ContractRouterClient<typeof contract>

export type Person = {
  readonly username: string
  readonly api: Api
  /** The body is a stream, so a file of any size goes through in little memory. */
  readonly upload: (name: string, bytes: ReadableStream<Uint8Array> | Uint8Array) => Promise<UploadedFile>
  readonly download: (path: string) => Promise<Response>
  readonly post: (path: string, body: object) => Promise<void>
}

/** Signs in with the user name; every later call carries the session. */
export async function signIn(url: string, username: string, password: string): Promise<Person> {
  const answer = await fetch(`${url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password }),
  })
  if (!answer.ok) throw new Error(`${username} cannot sign in: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const headers = { cookie, origin: url }
  const api: Api = createORPCClient(new RPCLink({ url: `${url}/rpc`, headers }))
  return {
    username,
    api,
    upload: async (name, bytes) => {
      const target = `${url}/api/v1/files?name=${encodeURIComponent(name)}&commandId=${newCommandId()}`
      const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body: bytes, duplex: 'half' }
      const sent = await fetch(target, init as RequestInit) // `duplex` is not yet in the types of fetch
      if (!sent.ok) throw new Error(`upload of ${name}: ${sent.status} ${await sent.text()}`)
      return (await sent.json()) as UploadedFile // contract/files.ts
    },
    post: async (path, body) => {
      const sent = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!sent.ok) throw new Error(`${path}: ${sent.status} ${await sent.text()}`)
    },
    download: async (path) => {
      const got = await fetch(`${url}${path}`, { headers })
      if (!got.ok) throw new Error(`${path}: ${got.status} ${await got.text()}`)
      return got
    },
  }
}

export const newCommandId = (): string => randomUUID()

/** Every row of a paged list. */
export async function* allRows<Row>(
  list: (page: { cursor?: string }) => Promise<{ rows: Row[]; next: string | null }>,
): AsyncGenerator<Row> {
  let next: string | null = null
  do {
    const page: { rows: Row[]; next: string | null } = await list(next === null ? {} : { cursor: next })
    yield* page.rows
    next = page.next
  } while (next !== null)
}

/** Looks every `everyMs` until `done` holds. The server's own job ends or fails it; this only refuses to wait for ever. */
export async function until<T>(look: () => Promise<T>, done: (state: T) => boolean, what: string, everyMs = 150): Promise<T> {
  const patience = Date.now() + 60 * 60_000
  for (;;) {
    const state = await look()
    if (done(state)) return state
    if (Date.now() > patience) throw new Error(`gave up waiting for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
