/** The rules of work at a place on a day: the national pack, and over it what provinces and cities have published. */
import { nationalPolicy } from '#core/policy/national.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { type Resolved, resolvePolicy } from '#core/policy/resolve.ts'
import { dateAt, type Instant, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type PackRecord, publishedAbove } from './store.ts'

/** What plans, tasks, draws, deadlines and documents of a place go by on a day. Sign-in, passwords and files are of the installation: `services.policy`. */
export const policyAt = async (tx: Tx, place: string, day: PlainDate): Promise<PolicyPack> => (await resolvedAt(tx, place, day)).policy

/** The same of a thing that belongs somewhere, today. */
export const policyOf = (tx: Tx, thing: { readonly orgPath: string }, now: Instant): Promise<PolicyPack> =>
  policyAt(tx, thing.orgPath, dateAt(now))

/** The same, with the pack each setting comes from. */
export const resolvedAt = async (tx: Tx, place: string, day: PlainDate): Promise<Resolved<PackRecord>> =>
  resolvePolicy(nationalPolicy, await publishedAbove(tx, place), place, day)
