/**
 * The life of a request inside the house: one transaction, in the scope of the actor. `query` reads; `command` changes, once, however
 * often it is sent: parse → who? → begin → replay? → handler → record → commit → answer.
 */
import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#core/access/can.ts'
import { canonicalJson } from '#core/canonical.ts'
import type { Instant } from '#core/time.ts'
import { type Db, type Tx, withTransaction } from '#db/connect.ts'
import { prepared, withNext } from '#db/sending.ts'
import { type Jobs, jobsIn } from '#server/jobs/queue.ts'
import { appendRecord, asJson } from '#server/record/append.ts'
import type { RequestContext, Services, SignedIn } from './context.ts'
import { Problem } from './problem.ts'
import { assertStorable } from './storable.ts'

export type Query<I> = {
  readonly input: I
  /** The transaction of this request; row-level security keeps it inside the actor's organisation and those below. */
  readonly tx: Tx
  readonly actor: Actor
  readonly now: Instant
  readonly services: Services
}

export type Command<I> = Query<I> & {
  /** Enqueues jobs that start when, and only if, this transaction commits. */
  readonly jobs: Jobs
  /** Says what the record will say: called exactly once in a command. `thing` is `noun:id`; facts are integers and text. */
  readonly record: (thing: string, facts?: Readonly<Record<string, unknown>>) => void
}

/** What oRPC gives a handler, as far as the house needs it. */
type Incoming<I> = { readonly input: I; readonly context: RequestContext }
type WithCommandId = { readonly commandId: string }

/** A handler that reads: one read-only transaction. */
export function query<I, O>(handler: (call: Query<I>) => Promise<O>): (incoming: Incoming<I>) => Promise<O> {
  return ({ input, context }) => {
    const { services } = context
    const { actor } = signedIn(context)
    return inScope(services.db, actor, 'read only', (tx) => handler({ input, tx, actor, now: services.now(), services }))
  }
}

/**
 * A handler that changes something. The same `commandId` again, from the same actor with the same input, gets the first answer again and
 * changes nothing; with another input it is refused as `command_id_reused`. A deadlock runs the handler again, so it acts only through `tx`.
 * `secrets` names members of the input that must not enter the input's hash: a hash of a short secret can be guessed.
 */
export function command<I extends WithCommandId, O>(
  verb: string,
  handler: (call: Command<I>) => Promise<O>,
  options: { readonly secrets?: readonly (keyof I & string)[] } = {},
): (incoming: Incoming<I>) => Promise<O> {
  return ({ input, context }) => {
    const { actor } = signedIn(context)
    return runCommand(context.services, { verb, actor, input, secrets: options.secrets ?? [] }, handler)
  }
}

/** A command that did not come through the contract: the same life, for endpoints whose body is a stream of bytes. */
export async function runCommand<I extends WithCommandId, O>(
  services: Services,
  {
    verb,
    actor,
    input,
    secrets = [],
  }: { readonly verb: string; readonly actor: Actor; readonly input: I; readonly secrets?: readonly string[] },
  handler: (call: Command<I>) => Promise<O>,
): Promise<O> {
  assertStorable(input)
  const inputHash = hashOf(input, secrets)
  return inTransaction(services.db, async (tx) => {
    await enter(tx, actor, lockOf(input.commandId))
    const first = await findFirstAnswer(tx, input.commandId, { verb, actorId: actor.id, inputHash })
    if (first !== null) return first.answer as O // the answer this very handler gave to this very input
    const now = services.now()
    const said: { thing: string; facts: Readonly<Record<string, unknown>> }[] = []
    const record: Command<I>['record'] = (thing, facts = {}) => void said.push({ thing, facts })
    const answer = asJson(await handler({ input, tx, actor, now, services, jobs: jobsIn(tx), record })) as O // JSON in, JSON out
    const [what, ...more] = said
    if (what === undefined || more.length > 0)
      throw new Error(`${verb} must call record(thing, facts) exactly once, not ${said.length} times`)
    await appendRecord(tx, { at: now, by: actor, verb, ...what, command: { id: input.commandId, inputHash, answer } })
    return answer
  })
}

/** Who is signed in. The access rule ran before, so nobody here is a mistake of the wiring. */
export function signedIn(context: RequestContext): SignedIn {
  if (context.signedIn === null) throw new Problem('not_signed_in')
  return context.signedIn
}

/** For whom row-level security opens rows: a person (their organisation and below, and the visits they were drawn for), or the system itself. */
export type Scope = Pick<Actor, 'orgPath' | 'officerId'> | '*'

/** Runs a transaction in a scope. Deadlocks are tried again. */
export const inScope = <T>(db: Db, scope: Scope, access: 'read only' | 'read write', work: (tx: Tx) => Promise<T>): Promise<T> =>
  inTransaction(db, async (tx) => {
    // A savepoint of a test's transaction cannot be read-only alone.
    await enter(tx, scope, access === 'read only' && !db.isTransaction ? readOnly : nothing)
    return work(tx)
  })

/** Deadlocks are tried again. */
const inTransaction = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withTransaction(db, work, { isolation: 'read committed', tries: 4 })

const nothing = sql`null`
const readOnly = sql`set_config('transaction_read_only', 'on', true)`
/** Two presses of one button meet here: the second waits for the first to commit, and then finds its answer. */
const lockOf = (commandId: string) => sql`pg_advisory_xact_lock(hashtextextended(${`command:${commandId}`}, 0))`

/** The first statement of a transaction: whose rows it sees, and one thing more. */
async function enter(tx: Tx, scope: Scope, also: RawBuilder<unknown>): Promise<void> {
  const { orgPath, officerId } = scope === '*' ? { orgPath: '*', officerId: null } : scope
  await withNext(
    tx,
    sql`select set_config('mingjian.scope', ${orgPath}, true), set_config('mingjian.officer', ${officerId ?? ''}, true), ${also}`,
  )
}

async function findFirstAnswer(
  tx: Tx,
  commandId: string,
  asked: { readonly verb: string; readonly actorId: string; readonly inputHash: string },
): Promise<{ readonly answer: unknown } | null> {
  // A statement after the one that waited for the lock: it sees what the other committed meanwhile.
  const [row] = await prepared(
    tx,
    tx.selectFrom('record').select(['verb', 'actor_id', 'input_hash', 'answer']).where('command_id', '=', commandId),
  )
  if (row === undefined) return null
  if (row.verb !== asked.verb || row.actor_id !== asked.actorId || row.input_hash !== asked.inputHash)
    throw new Problem('command_id_reused')
  return { answer: row.answer }
}

function hashOf(input: object, secrets: readonly string[]): string {
  const text = canonicalJson(asJson(Object.fromEntries(Object.entries(input).filter(([name]) => !secrets.includes(name)))))
  if (!text.ok) throw new Problem('invalid_input', { fieldsZh: text.failure.path, fieldsEn: text.failure.path, fields: [] })
  return createHash('sha256').update(text.value).digest('hex')
}
