/** 检查频次: how often anybody comes to an object in a year, what that means for one more visit, and the exceptions above the cap. */
import * as z from 'zod'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { Ability, CommandId, Count, endpoint, Instant, PlainDate } from './base.ts'

const codes = Object.keys(ledgerExceptions) as (keyof typeof ledgerExceptions)[] // the table's own keys

export const ExceptionCode = z.enum(codes)
/** A lawful reason, and what it rests on: the article, the number of the complaint or of the order. */
export const StatedException = z.object({ code: ExceptionCode, note: z.string().trim().min(1).max(300) })
export const Verdict = z.enum(['ok', 'warned', 'blocked', 'excepted'])

const Used = {
  planned: z.number().int().describe('Planned visits of the year, done and due, of any authority, at these premises.'),
  elsewhere: z.number().int().describe('Planned ones at other premises of the same object.'),
  triggered: z.number().int().describe('Visits that a complaint, a transfer, an order or a lead made necessary: counted apart.'),
}

export const LedgerLine = z.object({
  visitId: z.uuid(),
  taskId: z.uuid(),
  taskName: z.string(),
  orgName: z.string(),
  year: z.number().int(),
  planned: z.boolean(),
  onsite: z.boolean(),
  joint: z.boolean(),
  state: z.enum(['due', 'done', 'replaced', 'cancelled']),
  on: PlainDate.nullable(),
  premises: z.string(),
  exception: StatedException.nullable(),
  exceptedBy: z.string().nullable(),
  /** Of a visit that is due: what the guard says of it. */
  verdict: Verdict.nullable(),
  number: z.number().int().nullable(),
  item: z
    .object({ name: z.string(), used: z.number().int(), cap: z.number().int() })
    .nullable()
    .describe('An item of the visit whose own yearly cap is reached before it.'),
  abilities: z.object({ except: Ability }),
})
export type LedgerLine = z.infer<typeof LedgerLine>

export const Frequency = z.object({
  subject: z.string(),
  name: z.string(),
  year: z.number().int(),
  ...Used,
  cap: z.number().int(),
  warnAt: z.number().int(),
  source: z.string().describe('Whose cap it is, and on what it rests.'),
  items: z
    .array(z.object({ code: z.string(), name: z.string(), used: z.number().int(), cap: z.number().int() }))
    .describe('Items of the reader’s department that state a yearly cap of their own, and how often the object is inspected with them.'),
  /** Of one more planned visit today, by the cap of the place. */
  verdict: Verdict,
})
export type Frequency = z.infer<typeof Frequency>

export const ledger = {
  check: endpoint('ledger.read')
    .route({ method: 'GET', path: '/ledger/check/{subject}', summary: '扫码查询：本年度检查频次与上限' })
    .input(z.object({ subject: z.string().min(3).max(64) }))
    .output(Frequency),
  object: endpoint('ledger.read')
    .route({ method: 'GET', path: '/ledger/objects/{subject}', summary: '一个对象的检查频次台账' })
    .input(z.object({ subject: z.string().min(3).max(64) }))
    .output(
      Frequency.extend({
        exceptions: z.array(ExceptionCode).describe('Those that the policy of the place takes.'),
        lines: z.array(LedgerLine).describe('Visits within sight of the reader, newest year first.'),
        hidden: z.number().int().describe('Visits of this year by authorities whose work the reader does not see.'),
      }),
    ),
  list: endpoint('ledger.read')
    .route({ method: 'GET', path: '/ledger', summary: '达到或超过检查频次上限的对象' })
    .input(
      z.object({
        year: z.coerce.number().int().min(2000).max(2999).optional(),
        least: z.coerce.number().int().min(1).max(366).optional().describe('Planned visits; the cap of the place when left out.'),
        cursor: z.string().max(500).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(
      z.object({
        year: z.number().int(),
        least: z.number().int(),
        cap: z.number().int(),
        warnAt: z.number().int(),
        source: z.string(),
        rows: z.array(z.object({ subject: z.string(), name: z.string(), regionName: z.string(), ...Used, over: z.boolean() })),
        next: z.string().nullable(),
        count: Count,
      }),
    ),
  except: endpoint('ledger.except')
    .route({ method: 'POST', path: '/ledger/visits/{visitId}/except', summary: '认定频次例外' })
    .input(
      z.object({
        commandId: CommandId,
        visitId: z.uuid(),
        code: z.string().max(40),
        note: z.string().max(300),
        seen: Instant.optional(),
      }),
    )
    .output(z.object({ code: ExceptionCode })),
}
