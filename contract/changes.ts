/** 变更申请: whatever is locked changes by a request, with a reason, a second person, and both versions kept. */
import * as z from 'zod'
import { changeKinds, changeReasons } from '#core/changes/kinds.ts'
import { changeFields } from '#core/changes/version.ts'
import { Ability, CommandId, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

const namesOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly [K, ...K[]] => Object.keys(table) as [K, ...K[]] // the table's own keys, at least one

/** What is wanted, by kind. */
export const Wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('task.cancel') }),
  z.object({ kind: z.literal('task.window'), to: PlainDate.describe('The new last day, after the present one.') }),
  z.object({
    kind: z.literal('task.announcement'),
    text: z.string().trim().min(5).max(2000).describe('The correction as the public reads it.'),
  }),
  z.object({ kind: z.literal('task.participants'), leaves: z.string().min(2).max(20).describe('The department that leaves.') }),
  z.object({
    kind: z.literal('task.join'),
    orgId: z.uuid().describe('The department that is invited, at the place of the task.'),
    itemIds: z.array(z.uuid()).min(1).max(50),
  }),
  z.object({
    kind: z.literal('task.items'),
    dept: z.string().min(2).max(20),
    itemIds: z.array(z.uuid()).min(1).max(50).describe('All that it inspects from then on.'),
  }),
  z.object({
    kind: z.literal('visit.department'),
    part: z
      .string()
      .max(20)
      .describe('Empty: the objects of the task itself; else the department that takes part and whose objects these are.'),
    subjects: z.array(z.string().min(1).max(40)).min(1).max(500),
    toOrgId: z.uuid(),
  }),
])
export type Wanted = z.infer<typeof Wanted>

const Value = z.union([z.string(), z.array(z.string())])
const Fields = z.array(z.object({ field: z.enum(namesOf(changeFields)), before: Value.nullable(), after: Value.nullable() }))

export const ChangeState = z.enum(['requested', 'approved', 'applied', 'rejected', 'withdrawn'])

export const ChangeHead = z.object({
  id: z.uuid(),
  changeNo: z.string(),
  kind: z.enum(namesOf(changeKinds)),
  thing: z.string().describe('What changes, `task:<id>`.'),
  thingName: z.string(),
  orgName: z.string(),
  state: ChangeState,
  reason: z.enum(namesOf(changeReasons)),
  requestedBy: z.string(),
  requestedAt: Instant,
  decidedBy: z.string().nullable(),
  decidedAt: Instant.nullable(),
  dueOn: PlainDate.nullable().describe('By when it should be decided; null where the calendar does not know the year.'),
})
export type ChangeHead = z.infer<typeof ChangeHead>

export const Change = ChangeHead.extend({
  note: z.string(),
  evidence: z.object({ name: z.string(), size: z.number().int() }).nullable(),
  opinion: z.string().nullable(),
  fields: Fields.describe('As it stood when asked for, and as it stands since; before the approval `after` is what is wanted.'),
  steps: z.array(z.object({ verb: z.string(), state: ChangeState, note: z.string(), by: z.string(), orgName: z.string(), at: Instant })),
  updatedAt: Instant,
  abilities: z.object({ approve: Ability, reject: Ability, withdraw: Ability }),
})
export type Change = z.infer<typeof Change>

const ItemChoice = z.object({ id: z.uuid(), code: z.string(), name: z.string() })

/** What can be asked for of a thing, each with whether and why not. */
export const ChangeOptions = z.object({
  thing: z.string(),
  thingName: z.string(),
  kinds: z.array(z.object({ kind: z.enum(namesOf(changeKinds)), ability: Ability })),
  window: z.object({ from: PlainDate, to: PlainDate }),
  announcement: z.string().nullable().describe('What the public reads now beside the facts of the task; null: nothing.'),
  participants: z.array(z.object({ dept: z.string(), orgName: z.string(), ability: Ability })),
  parts: z
    .array(z.object({ part: z.string(), orgName: z.string() }))
    .describe('Departments whose objects can be given to another organisation.'),
  targets: z.array(z.object({ orgId: z.uuid(), dept: z.string(), orgName: z.string() })),
  joiners: z.array(z.object({ orgId: z.uuid(), dept: z.string(), orgName: z.string(), items: z.array(ItemChoice), ability: Ability })),
  itemsOf: z
    .array(z.object({ dept: z.string(), orgName: z.string(), itemIds: z.array(z.uuid()), items: z.array(ItemChoice), ability: Ability }))
    .describe('Whose items can be replaced: what each checks now, and what it could.'),
})
export type ChangeOptions = z.infer<typeof ChangeOptions>

const One = z.object({ changeId: z.uuid() })
const Decision = One.extend({
  commandId: CommandId,
  seen: Instant.describe('`updatedAt` as the page showed it; refused as `page_stale` when somebody acted since.'),
})

export const changes = {
  list: endpoint('task.read')
    .route({ method: 'GET', path: '/changes', summary: '变更申请列表' })
    .input(
      PageInput.extend({
        state: ChangeState.optional(),
        kind: z.enum(namesOf(changeKinds)).optional(),
        thing: z.string().max(80).optional(),
        q: z.string().max(60).optional(),
      }),
    )
    .output(page(ChangeHead)),
  get: endpoint('task.read').route({ method: 'GET', path: '/changes/{changeId}', summary: '一份变更申请' }).input(One).output(Change),
  options: endpoint('change.request')
    .route({ method: 'GET', path: '/change-options', summary: '可申请的变更' })
    .input(z.object({ thing: z.string().max(80) }))
    .output(ChangeOptions),
  objects: endpoint('change.request')
    .route({ method: 'GET', path: '/change-objects', summary: '可改派的检查对象' })
    .input(z.object({ thing: z.string().max(80), part: z.string().max(20), q: z.string().max(60).optional() }))
    .output(
      z.object({
        rows: z.array(z.object({ subject: z.string(), name: z.string(), regionName: z.string(), orgName: z.string() })),
        more: z.boolean(),
      }),
    ),
  /** What it would be, before it is asked for; writes nothing. POST because a list of objects does not fit into an address. */
  preview: endpoint('change.request')
    .route({ method: 'POST', path: '/change-preview', summary: '变更前后对照（不提交）' })
    .input(z.object({ thing: z.string().max(80), wanted: Wanted }))
    .output(z.object({ fields: Fields })),
  request: endpoint('change.request')
    .route({ method: 'POST', path: '/changes', summary: '提出变更申请' })
    .input(
      z.object({
        commandId: CommandId,
        thing: z.string().max(80),
        wanted: Wanted,
        reason: z.enum(namesOf(changeReasons)),
        note: z.string().trim().min(5).max(1000),
        evidenceFileId: z.uuid().nullable().default(null),
      }),
    )
    .output(z.object({ changeId: z.uuid(), changeNo: z.string() })),
  approve: endpoint('change.approve')
    .route({ method: 'POST', path: '/changes/{changeId}/approve', summary: '批准并执行变更' })
    .input(Decision.extend({ opinion: z.string().trim().max(500).default('') }))
    .output(z.object({ state: ChangeState })),
  reject: endpoint('change.approve')
    .route({ method: 'POST', path: '/changes/{changeId}/reject', summary: '驳回变更申请' })
    .input(Decision.extend({ opinion: z.string().trim().min(2).max(500) }))
    .output(z.object({ state: ChangeState })),
  withdraw: endpoint('change.request')
    .route({ method: 'POST', path: '/changes/{changeId}/withdraw', summary: '撤回变更申请' })
    .input(Decision)
    .output(z.object({ state: ChangeState })),
}
