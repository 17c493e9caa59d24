/** 综合查一次: open tasks and rows of plans that reach the same objects, proposed as one joint visit and answered by each body. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, Progress, page } from './base.ts'

export const MergeRun = z.object({
  id: z.uuid(),
  orgPath: z.string(),
  windowDays: z.number().int(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  tasks: z.number().int().nullable().describe('Open tasks that were looked at.'),
  objects: z.number().int().nullable().describe('Their objects, each task’s own counted.'),
  shared: z.number().int().nullable().describe('Objects that two tasks or more reach within the window.'),
  proposals: z.number().int().nullable(),
  progress: Progress.nullable(),
})
export type MergeRun = z.infer<typeof MergeRun>

export const MergeParty = z.object({
  thingId: z.uuid(),
  number: z.string(),
  name: z.string(),
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  from: PlainDate,
  to: PlainDate,
  items: z.array(z.string()).describe('Names of its items.'),
  leads: z.boolean(),
  readable: z.boolean().describe('It is of the caller’s jurisdiction, so its page opens.'),
})
export type MergeParty = z.infer<typeof MergeParty>

export const MergeAnswer = z.object({
  orgPath: z.string(),
  dept: z.string(),
  orgName: z.string(),
  accepts: z.boolean().nullable().describe('Null: not answered yet.'),
  reason: z.string(),
  by: z.string().nullable(),
  at: Instant.nullable(),
})

export const MergeHead = z.object({
  id: z.uuid(),
  source: z.enum(['tasks', 'rows']),
  state: z.string().describe('open | accepted | declined | lapsed'),
  from: PlainDate,
  to: PlainDate,
  gapDays: z.number().int(),
  objects: z.number().int(),
  saved: z.number().int().describe('Visits that need not be made; of rows, as expected.'),
  updatedAt: Instant,
  parties: z.array(MergeParty),
  answers: z.array(MergeAnswer),
  abilities: z.object({ answer: Ability }),
})
export type MergeHead = z.infer<typeof MergeHead>

export const MergeObject = z.object({
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  address: z.string().nullable(),
  merged: z.boolean().describe('Its visits are one joint visit.'),
})
export type MergeObject = z.infer<typeof MergeObject>

export const merge = {
  summary: endpoint('task.read')
    .route({ method: 'GET', path: '/merges/summary', summary: '综合查一次概况' })
    .input(z.object({}))
    .output(
      z.object({
        run: MergeRun.nullable().describe('The newest search that covers the caller’s place.'),
        open: z.number().int(),
        waiting: z.number().int().describe('Open ones that the caller’s body has not answered.'),
        accepted: z.number().int(),
        saved: z.number().int().describe('Visits saved by the accepted ones.'),
        couldSave: z.number().int().describe('Visits that the open ones would save.'),
        abilities: z.object({ find: Ability }),
      }),
    ),
  find: endpoint('task.edit')
    .route({ method: 'POST', path: '/merges/runs', summary: '排查可合并的检查' })
    .input(z.object({ commandId: CommandId }))
    .output(z.object({ runId: z.uuid() })),
  watch: endpoint('task.read')
    .route({ method: 'GET', path: '/merges/runs/{runId}/watch', summary: '排查进度（SSE）' })
    .input(z.object({ runId: z.uuid() }))
    .output(eventIterator(MergeRun)),
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/merges', summary: '合并检查建议' })
    .input(
      PageInput.extend({
        state: z.string().max(20).optional().describe('A state, or waiting: open, and the caller’s body did not answer yet.'),
        thing: z.uuid().optional().describe('Only proposals with this task or row.'),
      }),
    )
    .output(page(MergeHead)),
  get: endpoint('task.read')
    .route({ method: 'GET', path: '/merges/{proposalId}', summary: '一条合并检查建议' })
    .input(z.object({ proposalId: z.uuid() }))
    .output(MergeHead),
  objects: endpoint('task.read')
    .route({ method: 'GET', path: '/merges/{proposalId}/objects', summary: '建议合并的对象' })
    .input(PageInput.extend({ proposalId: z.uuid() }))
    .output(page(MergeObject)),
  /** For whoever sees the visit, officers too: with whom it is one. */
  ofVisit: endpoint('signedIn')
    .route({ method: 'GET', path: '/visits/{visitId}/joint', summary: '一次检查与谁合并' })
    .input(z.object({ visitId: z.uuid() }))
    .output(
      z
        .object({
          leads: z.boolean(),
          with: z.array(z.object({ taskNo: z.string(), name: z.string(), orgName: z.string(), leads: z.boolean() })),
        })
        .nullable(),
    ),
  answer: endpoint('task.edit')
    .route({ method: 'POST', path: '/merges/{proposalId}/answer', summary: '答复合并建议' })
    .input(
      z.object({
        commandId: CommandId,
        proposalId: z.uuid(),
        accepts: z.boolean(),
        reason: z.string().trim().max(500).default('').describe('Needed to decline.'),
        seen: Instant.describe('The updatedAt that the page showed.'),
      }),
    )
    .output(z.object({ state: z.string(), merged: z.number().int() })),
}
