/**
 * Who watches a thing is told when it changes: `announce` in the writing transaction, one listening connection for the whole process, and a
 * look every few seconds besides, because a notification is lost while that connection is being made again.
 */
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { Actor } from '#core/access/can.ts'
import type { Instant } from '#core/time.ts'
import type { Db, Tx } from '#db/connect.ts'
import { inScope, signedIn } from '#server/http/call.ts'
import type { RequestContext, Services } from '#server/http/context.ts'
import type { Log } from '#server/http/log.ts'
import { Problem } from '#server/http/problem.ts'

export type Watcher = {
  /** Ends when the thing changed, when `ms` have passed, or when the signal aborts. */
  readonly change: (thing: string, ms: number, signal: AbortSignal) => Promise<void>
  /** Aborts when the server stops: every watcher ends. */
  readonly closing: AbortSignal
  readonly close: () => Promise<void>
}

const channel = 'mingjian_changed'
/** A watcher looks again after this time even when nobody was told anything, in milliseconds. */
const lookAgain = 5000
/** No watcher is sent more than four states a second. */
const atMostEvery = 250

/** Tells those who watch a thing, when this transaction commits. */
export const announce = async (tx: Tx | Db, thing: string): Promise<void> => {
  await announcement(thing).execute(tx)
}

/** The statement of `announce`, to be part of another one. */
export const announcement = (thing: string) => sql`select ${announcing(thing)}`

/** The call of `announcement`, for a statement that selects nothing else. */
export const announcing = (thing: string) => sql<unknown>`pg_notify(${channel}, ${thing})`

export type Watch<I, O> = {
  /** The thing to watch, `noun:id`: what commands record and jobs report progress on. */
  readonly thing: (input: I) => string
  /** Loads what is sent; throws `Problem('not_found')` when the caller may not see it. */
  readonly load: (call: {
    readonly input: I
    readonly tx: Tx
    readonly actor: Actor
    readonly now: Instant
    readonly services: Services
  }) => Promise<O>
  /** True for the last state there will be: the stream ends after it. */
  readonly done?: (state: O) => boolean
}

/** A handler of an event-iterator endpoint: sends the state now and whenever it changed, until it is done or the client has gone. */
export function watching<I, O>({ thing, load, done }: Watch<I, O>) {
  return async function* (incoming: {
    readonly input: I
    readonly context: RequestContext
    readonly signal?: AbortSignal | undefined
  }): AsyncGenerator<O, void, void> {
    const { input, context } = incoming
    const { services } = context
    const { closing } = services.watcher
    const signal = incoming.signal === undefined ? closing : AbortSignal.any([incoming.signal, closing])
    const look = () => {
      const { actor } = signedIn(context)
      return inScope(services.db, actor, 'read only', (tx) => load({ input, tx, actor, now: services.now(), services }))
    }
    let sent = ''
    while (!signal.aborted) {
      const changed = services.watcher.change(thing(input), lookAgain, signal)
      const state = await look()
      const text = JSON.stringify(state)
      if (text !== sent) yield state
      sent = text
      if (done?.(state) === true) return
      await changed
      await pause(atMostEvery, signal)
      if (!(await context.stillSignedIn())) throw new Problem('not_signed_in')
    }
  }
}

/** The watcher of a process. `connect` makes a connection that is kept for as long as the watcher lives. */
export function createWatcher(connect: () => Promise<PoolClient>, log: Log): Watcher {
  const waiting = new Map<string, Set<() => void>>()
  let client: PoolClient | null = null
  const closing = new AbortController()
  const { signal: closed } = closing
  const wake = (thing: string): void => {
    for (const done of waiting.get(thing) ?? []) done()
  }
  const listen = async (): Promise<void> => {
    if (closed.aborted) return
    let connection: PoolClient | null = null
    try {
      connection = await connect()
      const mine = connection
      connection.on('notification', ({ payload }) => wake(payload ?? ''))
      connection.on('error', () => undefined)
      connection.on('end', () => {
        if (closed.aborted || client !== mine) return
        client = null
        mine.release(true)
        setTimeout(listen, 1000).unref()
      })
      await connection.query(`listen ${channel}`)
      client = connection
    } catch (err) {
      connection?.release(true)
      log.warn({ err }, 'cannot listen for changes; watchers look every few seconds until it works again')
      setTimeout(listen, 5000).unref()
    }
  }
  const listening = listen()
  return {
    closing: closed,
    change: (thing, ms, signal) =>
      new Promise((resolve) => {
        const doors = waiting.get(thing) ?? new Set()
        const done = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          doors.delete(done)
          if (doors.size === 0 && waiting.get(thing) === doors) waiting.delete(thing)
          resolve()
        }
        const timer = setTimeout(done, ms)
        waiting.set(thing, doors.add(done))
        signal.addEventListener('abort', done)
        if (signal.aborted || closed.aborted) done()
      }),
    close: async () => {
      closing.abort()
      for (const thing of [...waiting.keys()]) wake(thing)
      await listening
      client?.release(true)
      client = null
    },
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
