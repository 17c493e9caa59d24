/** What every endpoint shares: who may call it, the shape of pages, counts, commands and refusals. */
import { oc } from '@orpc/contract'
import * as z from 'zod'
import { type Permission, permissions } from '#core/access/roles.ts'
import { parseDate } from '#core/time.ts'

/** Who may call an endpoint. `access` is required: an endpoint that does not say is refused at start and by the house rules. */
export type Access = 'public' | 'signedIn' | Permission

export type EndpointMeta = { readonly access?: Access }

export const isPermission = (access: Access): access is Permission => Object.hasOwn(permissions, access)

/** Starts an endpoint: `endpoint('plan.approve').route({ method: 'POST', path: '/plans/{planId}/approve' })…` */
export const endpoint = (access: Access) => oc.$meta<EndpointMeta>({}).meta({ access })

/** A client-made id of a command: a replay with the same id gets the first answer again (architecture, Rules of the data). */
export const CommandId = z
  .uuid()
  .describe('Made by the client once for each intended change; a retry repeats it and gets the first answer again.')

export const Ability = z.union([z.object({ allowed: z.literal(true) }), z.object({ allowed: z.literal(false), reason: z.string() })])

/** Keyset page: `cursor` is opaque and comes from `next` of the page before. */
export const PageInput = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** A count that stops counting: `capped` means "this many or more" (field-notes §C12). */
export const Count = z.object({ value: z.number().int(), capped: z.boolean() })

export const page = <Row extends z.ZodType>(row: Row) => z.object({ rows: z.array(row), next: z.string().nullable(), count: Count })

export const PlainDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => parseDate(text) !== null, 'not a day of the calendar')
  .describe('A date without time, in Asia/Shanghai: 2026-03-31.')
export const Instant = z.string().describe('RFC 3339 time with zone.')
export const Hex32 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('32 bytes as lowercase hex.')
export const RatePpm = z.number().int().min(0).max(1_000_000).describe('A rate in parts per million: 30000 is 3 %.')

/** One line of the record of a thing: who did what, when. */
export const Step = z.object({ at: Instant, by: z.string(), verb: z.string(), facts: z.record(z.string(), z.unknown()) })

/** Long work: what a progress bar needs; `total` is null while it is unknown. */
export const Progress = z.object({
  phase: z.string(),
  done: z.number().int(),
  total: z.number().int().nullable(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  problem: z.object({ code: z.string(), facts: z.record(z.string(), z.unknown()) }).nullable(),
})
