/** The list of objects: what a caller asks, as a query of the register; its rows as a screen shows them. */
import type * as z from 'zod'
import type { ObjectQuery } from '#contract/labels.ts'
import type { EntityFilter } from '#contract/registers.ts'
import { type Actor, can } from '#core/access/can.ts'
import { type Condition, type Filter, parseFilter } from '#core/draws/filter.ts'
import { dateAt, type Instant, parseDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { FrameAt } from '#server/draws/frame-store.ts'
import { invalidFields } from '#server/http/invalid-fields.ts'
import { Problem } from '#server/http/problem.ts'
import type { EntityRecord } from './object-columns-store.ts'
import { isTooShort } from './object-test-store.ts'
import { regionLabels } from './regions.ts'
import { searchAsOf } from './search-as-of-store.ts'
import type { Found, Search } from './search-store.ts'
import { searchObjects } from './search-store.ts'
import { factsOf } from './store.ts'

type Asked = z.infer<typeof EntityFilter>

/** The conditions of a list as one query. Refused: what is too short to search, what is no filter, and classes of risk to whoever may not see them. */
export function objectQuery(asked: Asked, actor: Actor): ObjectQuery {
  const { q = null, address = null, regionPath, kind, state } = asked
  const simple: Condition[] = [
    ...(regionPath === undefined ? [] : [{ field: 'region', op: 'prefix', values: [regionPath] } as const]),
    ...(kind === undefined ? [] : [{ field: 'kind', op: 'in', values: [kind] } as const]),
    ...(state === undefined ? [] : [{ field: 'state', op: 'in', values: [state] } as const]),
  ]
  const filter = readFilter({ version: 1, all: [...simple, ...conditionsIn(asked.filter)] })
  const query: ObjectQuery = { q, address, filter: { version: 1, all: filter.all.map((one) => ({ ...one, values: [...one.values] })) } }
  refuseQuery(query, actor)
  return query
}

/** What every use of a query refuses, wherever it came from. */
export function refuseQuery({ q, address, filter }: ObjectQuery, actor: Actor): void {
  if (isTooShort(q) || isTooShort(address)) throw new Problem('query_too_short')
  readFilter(filter)
  if (filter.all.some(({ field }) => field === 'riskClass') && !can(actor, 'risk.read').allowed) throw new Problem('risk_not_readable')
}

export type ListAsked = Omit<Search, 'orgPath' | 'dept'> & { readonly asOf?: string | undefined }

/** One page, with what else its rows say. */
export async function listObjects(tx: Tx, actor: Actor, { asOf, ...asked }: ListAsked, at: FrameAt, now: Instant) {
  // The order of places has one direction.
  const { sort, descending } = asked.sorting
  const sorting = { sort, descending: descending && sort !== 'place' }
  const search: Search = { ...asked, sorting, orgPath: actor.orgPath, dept: actor.dept }
  const day = asOf === undefined ? null : parseDate(asOf)
  if (day !== null && day > dateAt(now)) throw new Problem('as_of_future', { date: day })
  const page = day === null || day === dateAt(now) ? await searchObjects(tx, search, at) : await searchAsOf(tx, search, day, at)
  return await present(tx, actor, page, at)
}

async function present(tx: Tx, actor: Actor, page: Found, { today }: FrameAt) {
  const regions = await regionLabels(
    tx,
    page.rows.map((row) => row.regionPath),
  )
  const facts = await factsOf(
    tx,
    page.rows.map((row) => row.subject),
    { year: today.slice(0, 4), withRisk: can(actor, 'risk.read').allowed },
  )
  const rowOf = (row: EntityRecord) => ({
    ...row,
    regionName: regions.get(row.regionPath) ?? row.regionPath,
    riskClass: facts.get(row.subject)?.riskClass ?? null,
    lastInspected: facts.get(row.subject)?.lastOn ?? null,
    visitsThisYear: facts.get(row.subject)?.used ?? 0,
  })
  return { ...page, rows: page.rows.map(rowOf) }
}

function conditionsIn(text: string | undefined): readonly Condition[] {
  if (text === undefined || text === '') return []
  try {
    return readFilter(JSON.parse(text)).all
  } catch (error) {
    throw error instanceof Problem ? error : refusal([{ path: '', expected: 'JSON' }])
  }
}

function readFilter(value: unknown): Filter {
  const parsed = parseFilter(value)
  if (parsed.ok) return parsed.value
  throw refusal(parsed.failure.problems)
}

function refusal(problems: readonly { readonly path: string; readonly expected: string }[]): Problem {
  return invalidFields(problems.map(({ path, expected }) => ({ field: `filter${path}`, zh: '条件与取值不相符', en: expected })))
}
