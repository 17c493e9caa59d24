/** 监管标签: the dictionary, what objects carry, and labels given to all objects of a query at once. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, Progress, page } from './base.ts'
import { LabelReach, LabelTier, Signal } from './signals.ts'
import { Filter } from './tasks.ts'

export const LabelOrigin = z.enum(['import', 'hand', 'batch', 'library', 'feed'])

export const Label = z.object({
  id: z.uuid(),
  name: z.string(),
  tier: LabelTier,
  parentId: z.uuid().nullable(),
  reach: LabelReach,
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  validTo: PlainDate.describe('9999-12-31: without end.'),
  state: z.enum(['active', 'retired']),
  note: z.string(),
  editedBy: z.string(),
  updatedAt: Instant,
  carriers: z.object({ value: z.number().int(), capped: z.boolean() }).describe("Objects of the caller's jurisdiction that carry it."),
  abilities: z.object({ edit: Ability, use: Ability.describe('Give it to objects.') }),
})
export type Label = z.infer<typeof Label>

/** Which objects: the conditions of a frame, and what a clerk types into the list. The same as the list of objects takes. */
export const ObjectQuery = z.object({
  filter: Filter.default({ version: 1, all: [] }),
  q: z.string().max(60).nullable().default(null).describe('Part of a name, a code, or pinyin initials.'),
  address: z.string().max(60).nullable().default(null),
})
export type ObjectQuery = z.infer<typeof ObjectQuery>

const Carried = z.object({
  labelId: z.uuid(),
  name: z.string(),
  tier: LabelTier,
  since: PlainDate,
  validTo: PlainDate,
  origin: LabelOrigin,
  setBy: z.string(),
  setAt: Instant,
})

export const BatchState = z.enum(['running', 'done', 'undoing', 'undone', 'failed']).describe('docs/states/labelBatch.md')

export const LabelBatch = z.object({
  id: z.uuid(),
  labelId: z.uuid(),
  labelName: z.string(),
  action: z.enum(['attach', 'detach']),
  query: ObjectQuery,
  signal: Signal.nullable().describe(
    'Whose objects it was; null: those of the query. Null too for whoever may not see the flags it is about.',
  ),
  validTo: PlainDate.nullable().describe('Until when the objects carry it; null: as long as the label lasts.'),
  reason: z.string(),
  orgName: z.string(),
  state: BatchState,
  objects: z.number().int().describe('Objects that it changed.'),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
  progress: Progress.nullable(),
  abilities: z.object({ undo: Ability }),
})
export type LabelBatch = z.infer<typeof LabelBatch>

const Reason = z.string().trim().min(2).max(200)
const Choice = z.object({ labelId: z.uuid(), action: z.enum(['attach', 'detach']), query: ObjectQuery })

export const labels = {
  /** The dictionary as the caller sees it: the labels of the places above, of the own and of those below. At most 2,000. */
  list: endpoint('register.read')
    .route({ method: 'GET', path: '/labels', summary: '监管标签' })
    .input(z.object({ state: z.enum(['active', 'retired']).optional() }))
    .output(
      z.object({
        rows: z.array(Label),
        more: z.boolean(),
        abilities: z.object({ make: Ability }),
        choices: z.object({ tiers: z.array(LabelTier), reaches: z.array(LabelReach) }).describe('What the office of the caller may make.'),
        prefix: z.string().describe('Name of the place, which labels of a place begin with.'),
      }),
    ),
  /** A new label without `labelId`, or the whole of a known one. */
  save: endpoint('label.manage')
    .route({ method: 'POST', path: '/labels', summary: '新增或修改监管标签' })
    .input(
      z.object({
        commandId: CommandId,
        labelId: z.uuid().nullable().default(null),
        name: z.string().max(60),
        tier: LabelTier,
        parentId: z.uuid().nullable().default(null),
        reach: LabelReach,
        validTo: PlainDate.default('9999-12-31'),
        note: z.string().max(200).default(''),
      }),
    )
    .output(z.object({ labelId: z.uuid() })),
  retire: endpoint('label.manage')
    .route({ method: 'POST', path: '/labels/{labelId}/retire', summary: '停用监管标签' })
    .input(z.object({ commandId: CommandId, labelId: z.uuid(), reason: Reason }))
    .output(z.object({ state: z.literal('retired') })),
  /** What an object carries and carried; `past` is cut at 100. */
  ofObject: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/{subject}/labels', summary: '对象的标签与历史' })
    .input(z.object({ subject: z.string().max(80) }))
    .output(
      z.object({
        labels: z.array(Carried.extend({ abilities: z.object({ detach: Ability }) })),
        past: z.array(Carried.extend({ endedAt: Instant, endedBy: z.string(), endedByName: z.string() })),
        usable: z
          .array(z.object({ labelId: z.uuid(), name: z.string(), tier: LabelTier }))
          .describe('What the caller may put on it; cut at 500.'),
        abilities: z.object({ attach: Ability }),
      }),
    ),
  attach: endpoint('register.label')
    .route({ method: 'POST', path: '/register/entities/{subject}/labels', summary: '给对象打标签' })
    .input(
      z.object({
        commandId: CommandId,
        subject: z.string().max(80),
        labelId: z.uuid(),
        validTo: PlainDate.nullable().default(null).describe('Null: as long as the label lasts.'),
        reason: Reason,
      }),
    )
    .output(z.object({ labels: z.array(z.string()).describe('What it carries now.') })),
  detach: endpoint('register.label')
    .route({ method: 'POST', path: '/register/entities/{subject}/labels/{labelId}/end', summary: '取消对象的标签' })
    .input(z.object({ commandId: CommandId, subject: z.string().max(80), labelId: z.uuid(), reason: Reason }))
    .output(z.object({ labels: z.array(z.string()) })),
  /** Counts before anything is done; POST because a query does not fit into an address. */
  previewBatch: endpoint('register.label')
    .route({ method: 'POST', path: '/label-batches/preview', summary: '批量打标签：先看数量' })
    .input(Choice)
    .output(
      z.object({
        matching: z.number().int().describe('Objects of the query that the label reaches.'),
        changing: z.number().int().describe('Those among them that would come to carry it, or lose it.'),
        kept: z.number().int().describe('detach only: those that keep it, because a valid entry of a special library gives it.'),
      }),
    ),
  startBatch: endpoint('register.label')
    .route({ method: 'POST', path: '/label-batches', summary: '按查询条件批量打标签或取消标签' })
    .input(Choice.extend({ commandId: CommandId, expected: z.number().int().describe('`changing` as the preview said.'), reason: Reason }))
    .output(z.object({ batchId: z.uuid() })),
  batches: endpoint('register.label')
    .route({ method: 'GET', path: '/label-batches', summary: '批量打标签记录' })
    .input(PageInput.extend({ labelId: z.uuid().optional() }))
    .output(page(LabelBatch)),
  getBatch: endpoint('register.label')
    .route({ method: 'GET', path: '/label-batches/{batchId}', summary: '一次批量打标签' })
    .input(z.object({ batchId: z.uuid() }))
    .output(LabelBatch),
  watchBatch: endpoint('register.label')
    .route({ method: 'GET', path: '/label-batches/{batchId}/watch', summary: '批量打标签进度（SSE）' })
    .input(z.object({ batchId: z.uuid() }))
    .output(eventIterator(LabelBatch)),
  undoBatch: endpoint('register.label')
    .route({ method: 'POST', path: '/label-batches/{batchId}/undo', summary: '撤销批量打标签' })
    .input(z.object({ commandId: CommandId, batchId: z.uuid(), reason: Reason }))
    .output(z.object({ state: BatchState })),
}
