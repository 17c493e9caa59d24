/** 摇号抽取: the life of a draw, draw protocol §2. There is no delete, no preview and no second seed, so there is no endpoint for them. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Hex32, Instant, PageInput, Progress, page, RatePpm } from './base.ts'
import { matchingParts } from './matching.ts'

export const Party = z.enum(['organiser', 'supervisor', 'witness', 'system'])

export const DrawHead = z.object({
  id: z.string().describe('<taskNo>-<kind>-<serial>'),
  kind: z.enum(['O', 'P', 'R']).describe('O objects, P officers, R the replacement of one drawn object'),
  state: z.string().describe('freezing | frozen | committed | awaiting_beacon | drawing | result | closed | void'),
  taskId: z.uuid(),
  taskName: z.string(),
  dept: z.string(),
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

/** The public value that nobody knows at COMMIT (draw protocol §4). `round` and `at` are those now due: a late reveal postpones them. */
export const Beacon = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('drand'),
    chain: Hex32,
    round: z.number().int(),
    at: Instant,
    known: z.boolean().describe('A chain this house trusts.'),
  }),
  z.object({ kind: z.literal('announced'), what: z.string(), at: Instant }),
])
export const BeaconValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drand'), round: z.number().int(), signature: z.string() }),
  z.object({ kind: z.literal('announced'), what: z.string(), at: Instant, value: z.string() }),
])

export const SignOff = z.object({
  duty: z.enum(['organiser', 'supervisor', 'witness']),
  name: z.string(),
  unit: z.string(),
  opinion: z.string(),
  recordedBy: z.string().describe('The account that signed, or that recorded the signature of a witness without account.'),
  at: Instant,
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
  revealBy: Instant.nullable(),
  beacon: Beacon.nullable(),
  beaconValue: BeaconValue.nullable(),
  beaconProposed: z
    .object({ by: z.string(), mine: z.boolean(), at: Instant })
    .nullable()
    .describe('Typed in by one, waiting for another who types it unseen.'),
  strata: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      n: z.number().int(),
      ratePpm: RatePpm.nullable().describe('Null where the stratum has a fixed number.'),
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
  ...matchingParts,
  /** Kind R: what is replaced, and by whom it was asked and approved. */
  replacement: z
    .object({
      objectDraw: z.string(),
      subject: z.string(),
      name: z.string(),
      reason: z.string(),
      note: z.string(),
      requestedBy: z.string(),
      requestedAt: Instant,
      approvedBy: z.string(),
      substitute: z.object({ subject: z.string(), name: z.string() }).nullable(),
    })
    .nullable(),
  /** Where the steps of this draw stand in the transparency log; `index` is null for a moment, until the log has taken the entry in. */
  log: z.array(z.object({ type: z.string(), party: z.string().nullable(), at: Instant, index: z.number().int().nullable() })),
  signOffs: z.array(SignOff),
  voidRequest: z.object({ reason: z.string(), note: z.string(), by: z.string(), at: Instant }).nullable(),
  supersedes: z.string().nullable(),
  abilities: z.object({
    pledge: Ability,
    commit: Ability,
    reveal: Ability,
    close: Ability,
    requestVoid: Ability,
    approveVoid: Ability,
    giveBeacon: Ability,
    requestReplacement: Ability,
    requestSeat: Ability,
    readLoads: Ability,
    reviewPropensities: Ability,
    signOff: Ability,
    audit: Ability,
  }),
  /** The party the caller acts for in this draw, when any. */
  myParty: Party.nullable(),
})
export type Draw = z.infer<typeof Draw>

export const Selected = z.object({
  order: z.number().int().describe('The place by ticket; where the ticket is null, by subject.'),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  stratum: z.string().nullable().describe('Null in a sealed draw, for those who may not see risk classes.'),
  ticket: Hex32.nullable().describe('Null like the stratum: the higher the rate of a class, the larger the tickets that win.'),
  /** The id of the kind-R draw that replaced this object, when one did. */
  replacedBy: z.string().nullable(),
  officers: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(['lead', 'assist', 'expert']) })),
})

/** One object draw as one subject saw it: in its register or not, in its pool or not and why, with which ticket, drawn or not, and by which proof. */
export const Explained = z.object({
  drawId: z.string(),
  taskName: z.string(),
  orgName: z.string(),
  kind: z.enum(['O', 'R']),
  mode: z.enum(['open', 'sealed']),
  state: z.string(),
  at: Instant,
  standing: z.enum(['not_in_register', 'excluded', 'drawn', 'not_drawn', 'no_result', 'void']),
  reason: z.string().nullable().describe('Why it was excluded.'),
  stratum: z.string().nullable(),
  poolSize: z.number().int().nullable(),
  leaf: Hex32.nullable(),
  index: z.number().int().nullable().describe('Its place in the pool, from 0.'),
  ticket: Hex32.nullable(),
  threshold: Hex32.nullable().describe('The largest winning ticket of its stratum.'),
  order: z.number().int().nullable(),
  logIndex: z.number().int().nullable().describe('The RESULT in the transparency log.'),
  replacedBy: z.string().nullable().describe('The draw of kind R that replaced it.'),
})
export type Explained = z.infer<typeof Explained>

/** drand: the first round at or after `at`. Announced: what is published and when, and what counts instead should a reveal come too late. */
export const BeaconChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drand'), at: Instant }),
  z.object({
    kind: z.literal('announced'),
    what: z.string().min(2).max(200),
    at: Instant,
    later: z
      .array(z.object({ what: z.string().min(2).max(200), at: Instant }))
      .max(10)
      .default([]),
  }),
])
export type BeaconChoice = z.infer<typeof BeaconChoice>

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
    .input(onDraw.extend({ beacon: BeaconChoice.nullable().default(null) }))
    .output(z.object({ commitHash: Hex32 })),
  reveal: endpoint('draw.party')
    .route({ method: 'POST', path: '/draws/{drawId}/reveal', summary: '揭示本方随机数' })
    .input(onDraw.extend({ nonce: Hex32 }))
    .output(z.object({ state: z.string(), waitingFor: z.array(Party) })),
  /** drand: one person or the adapter, the signature proves itself. Announced: two persons type the same value; the first answer says whether a second is awaited. */
  giveBeacon: endpoint('draw.party')
    .route({ method: 'POST', path: '/draws/{drawId}/beacon', summary: '录入公开信标' })
    .input(
      onDraw.extend({
        value: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('drand'), signature: z.string().regex(/^[0-9a-f]{96}$/) }),
          z.object({ kind: z.literal('announced'), value: z.string().min(1).max(1100) }),
        ]),
      }),
    )
    .output(z.object({ state: z.string() })),
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

  explain: endpoint('draw.explain')
    .route({ method: 'GET', path: '/explain', summary: '一户一年：在哪些抽取中、为何' })
    .input(z.object({ subject: z.string().max(240), year: z.coerce.number().int().min(2015).max(2100) }))
    .output(z.object({ subject: z.string(), name: z.string().nullable(), rows: z.array(Explained) })),
  /** What a firm needs to verify its own membership (draw protocol §8), and nothing of its class; issuing it is recorded. */
  issueOpening: endpoint('draw.explain')
    .route({ method: 'POST', path: '/draws/{drawId}/openings', summary: '出具本户凭证' })
    .input(onDraw.extend({ subject: z.string().max(240) }))
    .output(z.object({ opening: z.record(z.string(), z.unknown()) })),
  signOff: endpoint('draw.sign')
    .route({ method: 'POST', path: '/draws/{drawId}/sign-offs', summary: '签署抽取情况确认书' })
    .input(
      onDraw.extend({
        opinion: z.string().min(2).max(500),
        /** A witness without an account, whose signature the caller records. */
        witness: z
          .object({ name: z.string().min(2).max(60), unit: z.string().min(2).max(100) })
          .nullable()
          .default(null),
      }),
    )
    .output(z.object({ count: z.number().int() })),
}
