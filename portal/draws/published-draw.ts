/** A draw as schema `published` holds it: what its JSON columns must look like to be shown. */
import * as z from 'zod'
import { dependentRounding, leastLoaded } from '#core/draws/documents.ts'
import { scopes } from '#core/matching/facts.ts'

/** A draw as a line of a list. `beaconAt`: when its public value is due. */
export type DrawLine = {
  readonly id: string
  readonly kind: string
  /** Officers are drawn, not objects: kind P, and kind R that fills seats of teams. */
  readonly ofOfficers: boolean
  readonly state: string
  readonly mode: string
  readonly orgName: string
  readonly taskName: string
  readonly poolSize: number | null
  readonly selected: number | null
  readonly verdict: string | null
  readonly committedAt: string | null
  readonly resultAt: string | null
  readonly revealBy: string | null
  readonly beaconAt: string | null
  readonly voidedAt: string | null
  readonly closedAt: string | null
  readonly voidReason: string | null
  readonly bundleSha256: string | null
  readonly at: string
}

export type Draw = DrawLine & {
  readonly taskId: string
  readonly suite: string
  readonly registerCount: number | null
  readonly excluded: readonly { readonly reason: string; readonly count: number }[]
  readonly poolRoot: string | null
  readonly commitHash: string | null
  readonly seed: string | null
  /** Always empty for a sealed draw, whatever the column holds: risk classes are not public by law (draw protocol §3). */
  readonly strata: readonly Stratum[]
  readonly parties: readonly Party[]
  readonly checks: readonly Check[]
  readonly beacon: Beacon | null
  readonly beaconValue: BeaconValue | null
  readonly replacement: Replacement | null
  readonly matching: Matching | null
  readonly log: readonly LogPosition[]
  readonly poolSha256: string | null
  readonly certificateSha256: string | null
  readonly files: readonly NamedFile[]
}

export const Excluded = z
  .union([z.object({ reason: z.string(), count: z.number().int() }), z.tuple([z.string(), z.number().int()])])
  .transform((row) => (Array.isArray(row) ? { reason: row[0], count: row[1] } : row))

export const Stratum = z.object({
  id: z.string(),
  name: z.string(),
  n: z.number().int(),
  ratePpm: z.number().int().nullable(),
  target: z.number().int(),
  threshold: z.string().nullish(),
})
export type Stratum = z.infer<typeof Stratum>

/** Names of the people behind a party are not read: the portal shows offices, not persons. */
export const Party = z.object({
  party: z.string(),
  commitment: z.string().nullable(),
  nonce: z.string().nullable(),
  at: z.string().nullish(),
})
export type Party = z.infer<typeof Party>

export const Check = z.object({ check: z.string(), status: z.enum(['ok', 'failed', 'not_checked']), note: z.string().nullish() })
export type Check = z.infer<typeof Check>

/** The public value that the draw waits for; `at` is when it is due. Null `at`: the chain is not known to this house. */
export const Beacon = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drand'), chain: z.string(), round: z.number().int(), at: z.string().nullish() }),
  z.object({ kind: z.literal('announced'), what: z.string(), at: z.string() }),
])
export type Beacon = z.infer<typeof Beacon>

export const BeaconValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drand'), round: z.number().int(), signature: z.string() }),
  z.object({ kind: z.literal('announced'), what: z.string(), at: z.string(), value: z.string() }),
])
export type BeaconValue = z.infer<typeof BeaconValue>

/** Kind R: which leaf of which draw is replaced, why, and by whom once the draw is closed. */
export const Replacement = z.object({
  objectDraw: z.string(),
  leaf: z.string(),
  reason: z.string(),
  substitute: z.object({ subject: z.string(), name: z.string() }).nullish(),
})
export type Replacement = z.infer<typeof Replacement>

const matched = { objectDraw: z.string(), objectCount: z.number().int(), teamSize: z.number().int() }

/** How officers were matched, in numbers (draw protocol §6). `widened` and the counts after it are rows: an object's officers, an object's experts. */
export const Matching = z.discriminatedUnion('algorithm', [
  z.object({ algorithm: z.literal(leastLoaded), ...matched }),
  z.object({
    algorithm: z.literal(dependentRounding),
    ...matched,
    unit: z.enum(['person', 'group']),
    scope: z.enum(scopes),
    reach: z.enum(scopes),
    least: z.number().int(),
    pairCapPpm: z.number().int(),
    widened: z.array(z.tuple([z.enum(scopes), z.number().int()])),
    belowLeast: z.number().int(),
    capLifted: z.number().int(),
    /** Kind R: the seats that are filled anew, and why somebody left them. */
    seats: z.object({ officerDraw: z.string(), count: z.number().int(), reason: z.string() }).nullish(),
  }),
])
export type Matching = z.infer<typeof Matching>

/** Standing groups are drawn instead of persons. */
export const isByGroup = (matching: Matching | null): boolean => matching?.algorithm === dependentRounding && matching.unit === 'group'

/** An officer was put on the teams of so many objects by hand. */
export type Appointment = { readonly reason: string; readonly objects: number; readonly at: string }

/** Where a step of the draw stands in the transparency log; null until the log has taken it in. */
export const LogPosition = z.object({ type: z.string(), at: z.string(), party: z.string().nullish(), index: z.number().int().nullish() })
export type LogPosition = z.infer<typeof LogPosition>

/** A file that the bundle names by hash; it must lie beside the bundle under this name. */
export const NamedFile = z.object({
  role: z.string().nullish(),
  name: z.string().regex(/^[0-9a-f]{64}\.jsonl$/),
  sha256: z.string(),
  size: z.number().int(),
})
export type NamedFile = z.infer<typeof NamedFile>
