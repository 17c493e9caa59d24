/** 派发与子任务: what one organisation carries out of a task. It accepts or returns it; what was returned is dispatched again. */
import * as z from 'zod'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page, Step } from './base.ts'

export const SubTaskHead = z.object({
  id: z.uuid(),
  taskId: z.uuid(),
  taskNo: z.string(),
  taskName: z.string(),
  from: PlainDate,
  to: PlainDate,
  dept: z.string(),
  orgName: z.string(),
  fromName: z.string().describe('The organisation whose task it is.'),
  joint: z.boolean().describe('The part of a department that takes part in another department’s task.'),
  rule: z.string().describe('own | registration | owner | checking | hand: core/tasks/dispatch.ts'),
  state: z.string().describe('waiting | accepted | drawing | executing | done | returned | cancelled'),
  objects: z.number().int(),
  settled: z.number().int().describe('Objects with a published result, or that need none any more.'),
  reused: z.number().int().describe('互认: visits saved by a result of another body.'),
  acceptBy: PlainDate.nullable().describe('The last day to accept or return it.'),
  reason: z.string().nullable(),
  note: z.string(),
  updatedAt: Instant,
  abilities: z.object({ accept: Ability, return: Ability, redispatch: Ability }),
})
export type SubTaskHead = z.infer<typeof SubTaskHead>

export const SubTask = SubTaskHead.extend({
  taskState: z.string(),
  part: z.string(),
  takesRest: z.boolean(),
  acceptedBy: z.string().nullable(),
  acceptedAt: Instant.nullable(),
  steps: z.array(Step),
})
export type SubTask = z.infer<typeof SubTask>

export const SubTaskObject = z.object({
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  order: z.number().int(),
  visitId: z.uuid().nullable(),
  visitState: z.string().nullable().describe('Null before officers are drawn.'),
  reason: z.string().describe('Why it was given here by hand; empty where it was not.'),
})
export type SubTaskObject = z.infer<typeof SubTaskObject>

const ById = z.object({ subTaskId: z.uuid() })

export const subTasks = {
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/sub-tasks', summary: '子任务列表' })
    .input(PageInput.extend({ taskId: z.uuid().optional(), state: z.string().max(20).optional(), q: z.string().max(60).optional() }))
    .output(page(SubTaskHead)),
  get: endpoint('task.read').route({ method: 'GET', path: '/sub-tasks/{subTaskId}', summary: '一个子任务' }).input(ById).output(SubTask),
  objects: endpoint('task.read')
    .route({ method: 'GET', path: '/sub-tasks/{subTaskId}/objects', summary: '子任务的对象' })
    .input(PageInput.extend(ById.shape))
    .output(page(SubTaskObject)),
  /** Whoever can be given objects of this sub-task. */
  targets: endpoint('task.dispatch')
    .route({ method: 'GET', path: '/sub-tasks/{subTaskId}/targets', summary: '可改派的单位' })
    .input(ById)
    .output(z.object({ rows: z.array(z.object({ orgId: z.uuid(), name: z.string(), dept: z.string(), whole: z.boolean() })) })),
  accept: endpoint('task.accept')
    .route({ method: 'POST', path: '/sub-tasks/{subTaskId}/accept', summary: '接收子任务' })
    .input(ById.extend({ commandId: CommandId, seen: Instant }))
    .output(z.object({ state: z.string() })),
  return: endpoint('task.accept')
    .route({ method: 'POST', path: '/sub-tasks/{subTaskId}/return', summary: '退回子任务' })
    .input(ById.extend({ commandId: CommandId, seen: Instant, reason: z.string().max(40), note: z.string().trim().max(500) }))
    .output(z.object({ state: z.string() })),
  redispatch: endpoint('task.dispatch')
    .route({ method: 'POST', path: '/sub-tasks/{subTaskId}/redispatch', summary: '改派（可批量）' })
    .input(
      ById.extend({
        commandId: CommandId,
        seen: Instant,
        subjects: z.array(z.string().max(240)).max(10_000).describe('Empty: every object of the sub-task.'),
        toOrgId: z.uuid(),
        reason: z.string().trim().min(4).max(300),
      }),
    )
    .output(z.object({ subTaskId: z.uuid(), moved: z.number().int() })),
}
