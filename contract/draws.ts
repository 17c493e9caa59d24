/** 摇号抽取: the life of a draw, draw protocol §2. There is no delete, no preview and no second seed, so there is no endpoint for them. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Hex32, Instant, PageInput, Progress, page, RatePpm } from './base.ts'

export const Party = z.enum(['organiser', 'supervisor', 'system'])

export const DrawHead = z.object({
  id: z.string().describe('<taskNo>-<kind>-<serial>'),
  kind: z.enum(['O', 'P']).describe('O objects, P officers'),
  state: z.string().describe('freezing | frozen | committed | drawing | result | closed | void'),
  taskId: z.uuid(),
  taskName: z.string(),
  orgName: z.string(),
  suite: z.enum(['sha256', 'sm3']),
  mode: z.enum(['open', 'sealed']),
  poolSize: z.number().int().nullable(),
  selected: z.number().int().nullable(),
  createdAt: Instant,
})
export type DrawHead = z.infer<typeof DrawHead>

export const DrawStep = z.object({
  seq: z.number().int(),
  at: Instant,
  type: z.string().describe('freeze | frozen | pledge | commit | reveal | result | close | void_request | void | fault'),
  by: z.string(),
  facts: z.record(z.string(), z.unknown()),
})

export const Check = z.object({ check: z.string(), status: z.enum(['ok', 'failed', 'not_checked']), note: z.string().nullable() })

export const Draw = DrawHead.extend({
  taskNo: z.string(),
  snapshotAt: Instant.nullable(),
  registerCount: z.number().int().nullable(),
  excluded: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  poolRoot: Hex32.nullable(),
  commitHash: Hex32.nullable(),
  seed: Hex32.nullable(),
  strata: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      n: z.number().int(),
      ratePpm: RatePpm.nullable(),
      target: z.number().int(),
      threshold: Hex32.nullable().describe('The largest winning ticket of the stratum.'),
    }),
  ),
  parties: z.array(
    z.object({ party: Party, commitment: Hex32.nullable(), nonce: Hex32.nullable(), by: z.string().nullable(), at: Instant.nullable() }),
  ),
  progress: Progress.nullable(),
  verification: z.object({ verdict: z.enum(['held', 'failed']), checks: z.array(Check), at: Instant }).nullable(),
  steps: z.array(DrawStep),
  matching: z
    .object({
      officers: z.number().int(),
      loadMin: z.number().int(),
      loadMax: z.number().int(),
      infeasible: z.array(z.object({ subject: z.string(), name: z.string(), removed: z.record(z.string(), z.number().int()) })),
    })
    .nullable(),
  voidRequest: z.object({ reason: z.string(), note: z.string(), by: z.string(), at: Instant }).nullable(),
  supersedes: z.string().nullable(),
  abilities: z.object({
    pledge: Ability,
    commit: Ability,
    reveal: Ability,
    close: Ability,
    requestVoid: Ability,
    approveVoid: Ability,
  }),
  /** The party the caller acts for in this draw, when any. */
  myParty: Party.nullable(),
})
export type Draw = z.infer<typeof Draw>

export const Selected = z.object({
  order: z.number().int(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  stratum: z.string(),
  ticket: Hex32,
  officers: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(['lead', 'assist']) })),
})

const onDraw = z.object({ commandId: CommandId, drawId: z.string().max(40) })

export const draws = {
  list: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws', summary: '抽取列表' })
    .input(PageInput.extend({ state: z.string().max(20).optional(), taskId: z.uuid().optional() }))
    .output(page(DrawHead)),
  get: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws/{drawId}', summary: '一次抽取' })
    .input(z.object({ drawId: z.string().max(40) }))
    .output(Draw),
  /** Sends the draw whenever it changes, and its progress while a step runs. */
  watch: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws/{drawId}/watch', summary: '抽取进展（SSE）' })
    .input(z.object({ drawId: z.string().max(40) }))
    .output(eventIterator(Draw)),
  selected: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws/{drawId}/selected', summary: '抽中名单' })
    .input(PageInput.extend({ drawId: z.string().max(40) }))
    .output(page(Selected)),
  freeze: endpoint('draw.run')
    .route({ method: 'POST', path: '/draws', summary: '冻结名单' })
    .input(z.object({ commandId: CommandId, taskId: z.uuid(), kind: z.enum(['O', 'P']) }))
    .output(z.object({ drawId: z.string() })),
  pledge: endpoint('draw.party')
    .route({ method: 'POST', path: '/draws/{drawId}/pledge', summary: '封存本方随机数' })
    .input(onDraw.extend({ commitment: Hex32 }))
    .output(z.object({ state: z.string() })),
  commit: endpoint('draw.run')
    .route({ method: 'POST', path: '/draws/{drawId}/commit', summary: '封存抽取' })
    .input(onDraw)
    .output(z.object({ commitHash: Hex32 })),
  reveal: endpoint('draw.party')
    .route({ method: 'POST', path: '/draws/{drawId}/reveal', summary: '揭示本方随机数' })
    .input(onDraw.extend({ nonce: Hex32 }))
    .output(z.object({ state: z.string(), waitingFor: z.array(Party) })),
  close: endpoint('draw.close')
    .route({ method: 'POST', path: '/draws/{drawId}/close', summary: '复核归档' })
    .input(onDraw)
    .output(z.object({ state: z.string() })),
  requestVoid: endpoint('draw.run')
    .route({ method: 'POST', path: '/draws/{drawId}/void-request', summary: '申请作废' })
    .input(onDraw.extend({ reason: z.string().max(40), note: z.string().min(4).max(500) }))
    .output(z.object({ state: z.string() })),
  approveVoid: endpoint('draw.close')
    .route({ method: 'POST', path: '/draws/{drawId}/void', summary: '批准作废' })
    .input(onDraw)
    .output(z.object({ state: z.string() })),
}
