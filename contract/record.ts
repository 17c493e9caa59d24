/** 工作台与业务留痕: what waits for me, and who did what when. */
import * as z from 'zod'
import { Count, endpoint, Instant, PageInput, PlainDate, page } from './base.ts'

export const Todo = z.object({
  verb: z
    .string()
    .describe(
      'review | enter | approve_plan | publish_plan | publish_items | mend_items | confirm_task | freeze | pledge | commit | reveal | close | draw_officers | decide_seats',
    ),
  thing: z.string().describe('Where to go: a console path such as /draws/620000202603181001-O-001.'),
  title: z.string(),
  why: z.string(),
  due: PlainDate.nullable(),
  stage: z
    .string()
    .nullable()
    .describe('d5 | d1 | today | overdue in working days, as reminders count them; null: no day, a far one, or a year without a calendar.'),
  count: z.number().int().describe('How many things of this kind wait behind the row.'),
})

export const record = {
  workbench: endpoint('signedIn')
    .route({ method: 'GET', path: '/workbench', summary: '工作台' })
    .output(
      z.object({
        todos: z.array(Todo),
        calendarUnknown: z.number().int().nullable().describe('A year that a day of these to-dos needs and the calendar does not know.'),
        waitingFor: z.array(z.object({ who: z.string(), what: z.string(), thing: z.string(), since: Instant })),
        figures: z.object({
          entities: Count,
          officers: Count,
          openTasks: z.number().int(),
          drawn: z.number().int(),
          published: z.number().int(),
        }),
      }),
    ),
  list: endpoint('record.read')
    .route({ method: 'GET', path: '/record', summary: '业务留痕' })
    .input(PageInput.extend({ verb: z.string().max(40).optional(), thing: z.string().max(80).optional() }))
    .output(
      page(
        z.object({
          id: z.uuid(),
          at: Instant,
          actor: z.string(),
          org: z.string(),
          verb: z.string(),
          thing: z.string(),
          facts: z.record(z.string(), z.unknown()),
          seal: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
        }),
      ),
    ),
}
