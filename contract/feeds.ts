/** 登记变更: what the registration authority sent, what became of it, and the register as it stood on a day. The events come in as a stream (files.ts). */
import * as z from 'zod'
import { endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

const Facts = z.record(z.string(), z.unknown())

export const Receipt = z.object({
  id: z.uuid(),
  source: z.string().describe('place:department:name of the stream.'),
  sourceName: z.string(),
  orgName: z.string(),
  via: z.enum(['push', 'pull']),
  state: z.enum(['receiving', 'complete', 'stopped', 'broken']).describe('stopped: numbers were missing; broken: the body broke off.'),
  sentBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  fromSeq: z.number().int().nullable().describe('First and last number that this body brought; null when it brought none.'),
  toSeq: z.number().int().nullable(),
  lines: z.number().int(),
  applied: z.record(z.string(), z.number().int()).describe('Applied events by type.'),
  unchanged: z.number().int().describe('Events that said what the register has already.'),
  repeated: z.number().int().describe('Numbers that were sent before with the same content.'),
  refused: z.number().int().describe('lines = Σ applied + unchanged + repeated + refused + lines of totals.'),
  refusedFirst: z
    .array(
      z.object({
        line: z.number().int(),
        seq: z.number().int().nullable(),
        type: z.string().nullable(),
        subject: z.string().nullable(),
        code: z.string(),
        facts: Facts,
      }),
    )
    .describe('The first 100 refused lines; all of them: GET /register/receipts/{receiptId}/refusals.'),
  gaps: z.array(z.object({ from: z.number().int(), to: z.number().int() })).describe('Numbers the sender gave up.'),
  stopped: z.object({ expected: z.number().int(), seq: z.number().int(), line: z.number().int() }).nullable(),
  bytes: z.number().int(),
  sha256: z.string().nullable().describe('Of the body as it was received; null while it comes in.'),
  totals: z.boolean().describe('The body brought totals: GET /register/reconciliation.'),
})
export type Receipt = z.infer<typeof Receipt>

export const FeedRefusalRow = Receipt.shape.refusedFirst.element.extend({ excerpt: z.string() })

export const ReconciliationRow = z.object({
  regionPath: z.string(),
  regionName: z.string(),
  state: z.string(),
  theirs: z.number().int(),
  ours: z.number().int(),
})

const AsOfRow = z.object({
  regionPath: z.string(),
  regionName: z.string(),
  state: z.string(),
  kind: z.string(),
  onDay: z.number().int(),
  today: z.number().int(),
})

/** A feed account reads its own organisation's receipts, whoever reads the register those of its jurisdiction. */
export const feeds = {
  sources: endpoint('signedIn')
    .route({ method: 'GET', path: '/register/sources', summary: '登记变更来源' })
    .input(z.object({}))
    .output(
      z.array(z.object({ source: z.string(), name: z.string(), orgName: z.string(), lastSeq: z.number().int(), updatedAt: Instant })),
    ),
  receipts: endpoint('signedIn')
    .route({ method: 'GET', path: '/register/receipts', summary: '登记变更回执' })
    .input(PageInput.extend({ state: Receipt.shape.state.optional() }))
    .output(page(Receipt)),
  receipt: endpoint('signedIn')
    .route({ method: 'GET', path: '/register/receipts/{receiptId}', summary: '一份登记变更回执' })
    .input(z.object({ receiptId: z.uuid() }))
    .output(Receipt),
  refusals: endpoint('signedIn')
    .route({ method: 'GET', path: '/register/receipts/{receiptId}/refusals', summary: '未接收的登记变更' })
    .input(PageInput.extend({ receiptId: z.uuid(), code: z.string().max(40).optional() }))
    .output(page(FeedRefusalRow)),
  /** Totals of the authority beside ours, as both stood when they came in; the newest of a source unless a receipt is named. */
  reconciliation: endpoint('signedIn')
    .route({ method: 'GET', path: '/register/reconciliation', summary: '登记对账' })
    .input(z.object({ receiptId: z.uuid().optional(), source: z.string().max(120).optional() }))
    .output(
      z
        .object({
          receiptId: z.uuid(),
          sourceName: z.string(),
          asOf: PlainDate,
          countedAt: Instant,
          rows: z.array(ReconciliationRow).describe('Differences first, the largest before the others.'),
        })
        .nullable(),
    ),
  /** The register as it stood at the end of a day, counted by place, state and kind, beside what it is now. */
  asOf: endpoint('register.read')
    .route({ method: 'GET', path: '/register/as-of', summary: '某日名录' })
    .input(z.object({ date: PlainDate, place: z.string().max(40).optional() }))
    .output(z.object({ at: Instant, place: z.string(), placeName: z.string(), rows: z.array(AsOfRow) })),
}
