/** 人员匹配: who may inspect what and why, with which probability, and how the work is shared. */
import * as z from 'zod'
import { endpoint, Instant, PageInput, PlainDate, page, RatePpm } from './base.ts'
import { Population } from './officers.ts'

export const Scope = z
  .enum(['station', 'stations', 'office_and_stations', 'bureau', 'cross_region'])
  .describe('单一所 | 若干所 | 局机关与所 | 全局 | 跨区域 (工商企监字〔2016〕185号)')
export const SeatRole = z.enum(['lead', 'assist', 'expert'])
export const Share = z.number().int().min(0).max(1_073_741_824).describe('A probability in parts of 2^30, exactly as committed.')

/** What the page of a draw says of its matching. */
export const matchingParts = {
  /** Kind P, and kind R of officers. */
  matching: z
    .object({
      algorithm: z.string(),
      objectDraw: z.string(),
      objects: z.number().int(),
      officers: z.number().int(),
      unit: z.enum(['person', 'group']),
      teamSize: z.number().int(),
      scope: z.string().nullable(),
      reach: z.string().nullable(),
      least: z.number().int().nullable(),
      pairCapPpm: RatePpm.nullable(),
      mostPerOfficer: z.number().int().nullable(),
      balance: z.enum(['draw', 'year']).nullable(),
      widened: z.array(z.object({ scope: z.string(), objects: z.number().int() })),
      belowLeast: z.number().int(),
      capLifted: z.number().int(),
      rules: z.array(z.string()),
      loadMin: z.number().int().nullable().describe('Null until there is a result.'),
      loadMax: z.number().int().nullable(),
    })
    .nullable(),
  /** Kind R of officers: whose seats are filled anew. */
  seats: z
    .object({
      officerDraw: z.string(),
      officerName: z.string(),
      objects: z.number().int(),
      reason: z.string(),
      note: z.string(),
      requestedBy: z.string(),
      requestedAt: Instant,
      approvedBy: z.string(),
      newcomers: z.array(
        z.object({ subject: z.string(), objectName: z.string(), officerId: z.uuid(), name: z.string(), role: z.string() }),
      ),
    })
    .nullable(),
  /** Officers put on teams of this draw by hand. */
  appointments: z.array(
    z.object({ officerName: z.string(), objects: z.number().int(), reason: z.string(), approvedBy: z.string(), at: Instant }),
  ),
}

const Removed = z
  .array(
    z.object({
      rule: z.string(),
      count: z.number().int().describe('Units that break the rule, whatever else they break.'),
      only: z.number().int().describe('Units that break nothing else: without the rule they would be eligible.'),
    }),
  )
  .describe('Rule codes of core/matching/rules.ts; those that keep most away alone come first.')

/** Objects that lack officers, those of one kind together. */
export const Shortage = z.object({
  population: Population,
  objects: z.number().int(),
  first: z.array(z.object({ subject: z.string(), name: z.string() })).describe('At most five.'),
  area: z.string(),
  areaName: z.string(),
  items: z.array(z.string()),
  qualifications: z.array(z.string()),
  expertise: z.array(z.string()),
  scope: Scope.describe('The widest that was tried.'),
  need: z.number().int(),
  eligible: z.number().int(),
  removed: Removed,
  because: z.enum(['too_few', 'load_limit']),
  capacity: z.number().int().nullable().describe('load_limit: how many objects those eligible may take together.'),
})
export type Shortage = z.infer<typeof Shortage>

export const Preview = z.object({
  objects: z.number().int(),
  officers: z.number().int(),
  experts: z.number().int(),
  groups: z.number().int(),
  feasible: z.boolean(),
  shortages: z.array(Shortage),
  histogram: z
    .array(z.object({ population: Population, eligible: z.number().int(), objects: z.number().int() }))
    .describe('How many objects have so many eligible.'),
  widened: z.array(z.object({ scope: Scope, objects: z.number().int() })),
  belowLeast: z.number().int().describe('Objects with fewer eligible than the least number even at the widest scope.'),
  capLifted: z.number().int().describe('Objects with so few eligible that the pair cap cannot hold.'),
  classes: z
    .array(
      z.object({
        population: Population,
        area: z.string(),
        areaName: z.string(),
        items: z.array(z.string()),
        qualifications: z.array(z.string()),
        expertise: z.array(z.string()).describe('Of experts: the kinds of expertise asked for.'),
        need: z.number().int(),
        objects: z.number().int(),
        eligibleLeast: z.number().int(),
        eligibleMost: z.number().int(),
        scope: Scope,
        removed: Removed,
      }),
    )
    .describe('Fewest eligible first, at most 200.'),
  classCount: z.number().int(),
})
export type Preview = z.infer<typeof Preview>

/** One drawn object with its team as the draw gave it. */
export const Pair = z.object({
  order: z.number().int(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  scope: Scope.nullable().describe('Null, like the shares, in draws of the first algorithm, which had no probabilities.'),
  eligible: z.number().int().nullable(),
  seats: z.array(z.object({ officerId: z.uuid(), name: z.string(), role: SeatRole, share: Share.nullable() })),
  /** Who is on the team now, when a replacement or an appointment changed it. */
  now: z
    .array(z.object({ officerId: z.uuid(), name: z.string(), role: SeatRole, by: z.enum(['drawn', 'replaced', 'appointed']) }))
    .nullable(),
})
export type Pair = z.infer<typeof Pair>

export const ExplainedPair = z.object({
  drawId: z.string(),
  subject: z.string(),
  name: z.string(),
  regionName: z.string(),
  items: z.array(z.object({ code: z.string(), name: z.string() })),
  window: z.object({ from: PlainDate, to: PlainDate }),
  populations: z.array(
    z.object({
      population: Population,
      need: z.number().int(),
      scope: Scope,
      cap: Share,
      officers: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          orgName: z.string(),
          /** Null when not eligible: `broken` says which rules. */
          share: Share.nullable(),
          role: SeatRole.nullable(),
          broken: z.array(z.string()),
        }),
      ),
    }),
  ),
})
export type ExplainedPair = z.infer<typeof ExplainedPair>

export const Loads = z.object({
  drawId: z.string(),
  balance: z.enum(['draw', 'year']).nullable(),
  mostPerOfficer: z.number().int().nullable(),
  /** By name, never by load: no ranking of persons. */
  officers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      orgName: z.string(),
      population: Population,
      prior: z.number().int().describe('Objects of this year before the draw, as far as they counted.'),
      expected: z.number().nullable().describe('Σ of the probabilities, in objects.'),
      drawn: z.number().int(),
    }),
  ),
})
export type Loads = z.infer<typeof Loads>

export const YearLoads = z.object({
  year: z.number().int(),
  officers: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      orgName: z.string(),
      objects: z.number().int(),
      led: z.number().int(),
      open: z.number().int(),
      months: z.array(z.number().int()).describe('Objects by month of the beginning of the task, January first.'),
    }),
  ),
  pairs: z
    .array(z.object({ a: z.uuid(), b: z.uuid(), together: z.number().int(), expected: z.number() }))
    .describe(
      'Officers who went together; expected: as often as the probabilities of their draws send them. At most 2,000, most together first.',
    ),
  drawn: z.number().int(),
  replaced: z.number().int(),
  appointed: z.number().int().describe('Seats filled by hand this year.'),
})
export type YearLoads = z.infer<typeof YearLoads>

export const Propensity = z.object({
  subject: z.string(),
  name: z.string(),
  population: Population,
  units: z.array(z.object({ id: z.uuid(), name: z.string(), share: Share, drawn: z.boolean() })),
})

export const matching = {
  /** Reads only and draws nothing: eligibility as it stands now, for the caller's department. */
  preview: endpoint('task.read')
    .route({ method: 'GET', path: '/tasks/{taskId}/eligibility', summary: '人员资格预览' })
    .input(z.object({ taskId: z.uuid() }))
    .output(Preview),
  pairs: endpoint('draw.read')
    .route({ method: 'GET', path: '/draws/{drawId}/pairs', summary: '匹配结果与概率' })
    .input(
      PageInput.extend({
        drawId: z.string().max(40),
        q: z.string().max(60).optional().describe('Part of the name of an object or an officer, or the beginning of a code.'),
        officerId: z.uuid().optional().describe('Objects whose team this draw gave this officer.'),
      }),
    )
    .output(page(Pair)),
  /** Relations of named officers to named firms: for those who see loads, not for every reader of a draw. */
  explain: endpoint('load.read')
    .route({ method: 'GET', path: '/draws/{drawId}/pairs/{subject}', summary: '这户为何是这些人' })
    .input(z.object({ drawId: z.string().max(40), subject: z.string().max(240) }))
    .output(ExplainedPair),
  loads: endpoint('load.read')
    .route({ method: 'GET', path: '/draws/{drawId}/loads', summary: '本次抽取的负荷' })
    .input(z.object({ drawId: z.string().max(40) }))
    .output(Loads),
  yearLoads: endpoint('load.read')
    .route({ method: 'GET', path: '/officers/loads', summary: '年度负荷与搭档' })
    .input(z.object({ year: z.coerce.number().int().min(2015).max(2100), orgPath: z.string().max(40).optional() }))
    .output(YearLoads),
  propensities: endpoint('matching.review')
    .route({ method: 'GET', path: '/draws/{drawId}/propensities', summary: '配对概率档案' })
    .input(PageInput.extend({ drawId: z.string().max(40) }))
    .output(page(Propensity)),
}
