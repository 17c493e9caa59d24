/** 线索对象: objects that complaints or flags point at, and one act that puts a label on all of them. */
import * as z from 'zod'
import { CommandId, endpoint, PlainDate } from './base.ts'

export const LabelTier = z.enum(['major', 'middle', 'minor']).describe('大类 | 中类 | 小类')
export const LabelReach = z.enum(['province', 'region', 'office']).describe('全省 | 本地区 | 本局: whose objects may carry it.')

const place = z.string().max(60).nullable().default(null).describe('A place below the own one; null: all of the own one.')

/** What was seen of objects. The filter of a draw has no field for it (draw protocol §3): a label carries it there. */
export const Signal = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('complaints'),
    since: PlainDate,
    least: z.number().int().min(1).max(100).describe('At least so many complaint tasks named the object since that day.'),
    place,
  }),
  z.object({
    kind: z.literal('flags'),
    flags: z.array(z.string().min(1).max(40)).min(1).max(20).describe('Any of these stands today.'),
    place,
  }),
])
export type Signal = z.infer<typeof Signal>

/** A label of the dictionary, or one that comes to be with the act: a 小类 that stands alone. */
const Known = z.object({ labelId: z.uuid() })
const Fresh = z.object({ reach: LabelReach })

const Counts = z.object({
  found: z.number().int().describe('Objects of the signal in the own jurisdiction.'),
  matching: z.number().int().describe('Those among them that the label reaches.'),
  changing: z.number().int().describe('Those among these that do not carry it yet.'),
})

export const signals = {
  /** Reads only; POST because a signal does not fit into an address. `complaints` asks for `task.read`, `flags` for `risk.read`. */
  list: endpoint('register.read')
    .route({ method: 'POST', path: '/signals', summary: '投诉集中与风险标记对象' })
    .input(z.object({ signal: Signal, limit: z.number().int().min(1).max(500).default(200) }))
    .output(
      z.object({
        rows: z.array(
          z.object({
            subject: z.string(),
            name: z.string(),
            regionName: z.string(),
            state: z.string(),
            labels: z.array(z.string()),
            complaints: z.number().int().nullable(),
            flags: z.array(z.object({ zh: z.string(), en: z.string(), since: PlainDate, source: z.string() })),
          }),
        ),
        total: z.number().int(),
        flagKinds: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })).describe('Empty for whoever may not see flags.'),
      }),
    ),
  preview: endpoint('register.label')
    .route({ method: 'POST', path: '/signals/label-preview', summary: '给线索对象打标签：先看数量' })
    .input(z.object({ signal: Signal, label: z.union([Known, Fresh]) }))
    .output(Counts),
  /** A new label asks for `label.manage` as well. */
  label: endpoint('register.label')
    .route({ method: 'POST', path: '/signals/label', summary: '给全部线索对象打标签' })
    .input(
      z.object({
        commandId: CommandId,
        signal: Signal,
        label: z.union([Known, Fresh.extend({ name: z.string().max(60) })]),
        validTo: PlainDate.nullable().default(null).describe('Until when they carry it; null, or a later day: as long as the label lasts.'),
        reason: z.string().trim().min(2).max(200),
        expected: z.number().int().describe('`changing` as the preview said.'),
      }),
    )
    .output(z.object({ batchId: z.uuid(), labelId: z.uuid() })),
}
