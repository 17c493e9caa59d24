/** 检查对象名录; officers are in officers.ts, imports of every register in imports.ts. */
import * as z from 'zod'
import { Ability, Count, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const EntityRow = z.object({
  subject: z.string(),
  name: z.string(),
  kind: z.string().describe('enterprise | individual | cooperative | rep_office | other'),
  entityType: z.string().nullable(),
  regionPath: z.string(),
  regionName: z.string(),
  established: PlainDate.nullable(),
  state: z.string().describe('active | deregistered | revoked | moved_out'),
  updatedAt: Instant,
  industry: z.string().nullable().describe('GB/T 4754-2017 with its section letter: F5112.'),
  labels: z.array(z.string()).describe('监管标签'),
  capitalYuan: z.number().int().nullable(),
  capitalText: z.string().nullable(),
  address: z.string().nullable(),
  ownerSubject: z.string().nullable(),
  riskClass: z.string().nullable().describe('Null when there is none, and for whoever may not see it.'),
  lastInspected: PlainDate.nullable().describe('Newest published inspection of any authority.'),
  visitsThisYear: z.number().int().describe('Published inspections of any authority in this calendar year.'),
})
export type EntityRow = z.infer<typeof EntityRow>

/** One version of an object, and what it changed of the one before. */
export const EntityVersion = z.object({
  since: Instant,
  until: Instant.nullable().describe('Null for the version that stands.'),
  event: z.string().describe('entered | changed | revoked | deregistered | moved_out | moved_in | restored | undone (left: see `left`)'),
  eventOn: PlainDate.nullable().describe('When it took effect at the registration authority.'),
  source: z.string().describe('import | hand | quality | undo | feed:<source>'),
  importId: z.uuid().nullable(),
  changes: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
})

export const Entity = EntityRow.extend({
  scope: z.string().nullable(),
  left: z
    .object({ at: Instant, event: z.string() })
    .nullable()
    .describe('已移出名录: since when, and by what; what is shown stood until then.'),
  items: z.array(z.object({ code: z.string(), name: z.string().nullable() })).describe("适用事项 as mapped by the actor's department."),
  risk: z
    .object({ riskClass: z.string(), asOf: PlainDate, source: z.string() })
    .nullable()
    .describe('Null when there is none, and for whoever may not see it: `abilities.readRisk`.'),
  abilities: z.object({ readRisk: Ability }),
  importId: z.uuid().nullable(),
  source: z.string(),
  event: z.string(),
  eventOn: PlainDate.nullable(),
  versions: z.array(EntityVersion).describe('Newest first, at most 50.'),
  owner: z.object({ subject: z.string(), name: z.string().nullable() }).nullable(),
  owned: z
    .object({ rows: z.array(z.object({ subject: z.string(), name: z.string(), kind: z.string(), state: z.string() })), count: Count })
    .describe('Its sites, products, equipment …: the first 20.'),
  yearly: z
    .object({ done: z.number().int(), inHand: z.number().int(), cap: z.number().int(), lastOn: PlainDate.nullable() })
    .describe('Inspections of any authority, as numbers: published this year, in hand, and the suggested cap of the policy.'),
  draws: z
    .array(z.object({ drawId: z.string(), taskName: z.string(), selected: z.boolean(), at: Instant }))
    .describe('Draws this object was drawn in, newest first, at most 50.'),
  visits: z.array(
    z.object({ visitId: z.uuid(), taskName: z.string(), state: z.string(), outcome: z.string().nullable(), date: PlainDate.nullable() }),
  ),
})

export const entitySorts = ['place', 'updated', 'established', 'name', 'capital'] as const

export const EntityFilter = z.object({
  q: z
    .string()
    .max(60)
    .optional()
    .describe('Part of a name (two characters or more), a code or its beginning, or two or more of its pinyin initials.'),
  address: z.string().max(60).optional().describe('Part of the address, two characters or more.'),
  regionPath: z.string().max(40).optional(),
  kind: z.string().max(30).optional(),
  state: z.string().max(30).optional(),
  filter: z.string().max(20_000).optional().describe('More conditions: the Filter of a task as JSON text.'),
})

export const registers = {
  listEntities: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities', summary: '检查对象列表' })
    .input(
      PageInput.extend(EntityFilter.shape).extend({
        asOf: PlainDate.optional().describe('The register as it stood when this day ended.'),
        sort: z
          .enum(entitySorts)
          .default('place')
          .describe(
            'place is by region, inside it in a fixed mixed order; the others need at most 10,000 objects (updated descending does not).',
          ),
        descending: z.stringbool().or(z.boolean()).default(false),
      }),
    )
    .output(page(EntityRow).extend({ truncated: z.boolean().describe('More objects match than were looked at: narrow the query down.') })),
  countEntities: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/count', summary: '精确计数' })
    .input(EntityFilter)
    .output(z.object({ objects: z.number().int() })),
  getEntity: endpoint('register.read')
    .route({ method: 'GET', path: '/register/entities/{subject}', summary: '一个检查对象' })
    .input(z.object({ subject: z.string().max(230) }))
    .output(Entity),
  regions: endpoint('signedIn')
    .route({ method: 'GET', path: '/regions', summary: '本辖区行政区划' })
    .input(z.object({ under: z.string().max(40).optional() }))
    .output(z.array(z.object({ path: z.string(), name: z.string() }))),
  count: endpoint('register.read')
    .route({ method: 'GET', path: '/register/count', summary: '名录数量' })
    .output(z.object({ entities: Count, officers: Count })),
}
