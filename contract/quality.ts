/** 数据质量: what the rules find in the register of a place, and what was done about it. */
import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Ability, CommandId, Count, endpoint, Instant, PageInput, Progress, page } from './base.ts'

const Rule = z.string().max(40).describe('A rule of core/registers/quality-rules.ts.')

export const QualityRun = z.object({
  id: z.uuid(),
  state: z.enum(['running', 'done', 'failed']),
  orgPath: z.string(),
  objects: z.number().int(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  progress: Progress,
})
export type QualityRun = z.infer<typeof QualityRun>

export const QualityFix = z.object({
  id: z.uuid(),
  rule: Rule,
  action: z.string(),
  reason: z.string(),
  orgName: z.string(),
  state: z.enum(['running', 'done', 'undoing', 'undone', 'failed']),
  objects: z.number().int().describe('Objects that were dealt with.'),
  skipped: z.number().int().describe('Objects that had changed before their turn came.'),
  kept: z.number().int().describe('Objects that changed after the batch: an undo leaves them as they are.'),
  regionName: z.string().nullable(),
  startedBy: z.string(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  undoneBy: z.string().nullable(),
  undoneAt: Instant.nullable(),
  progress: Progress,
  abilities: z.object({ undo: Ability }),
})
export type QualityFix = z.infer<typeof QualityFix>

export const QualityFinding = z.object({
  subject: z.string(),
  name: z.string(),
  kind: z.string(),
  state: z.string(),
  regionPath: z.string(),
  regionName: z.string(),
  address: z.string().nullable(),
  detail: z.string().describe('What the rule saw: the label, the day, the code.'),
  twins: z
    .array(z.object({ subject: z.string(), name: z.string(), state: z.string(), updatedAt: Instant }))
    .describe('The others of its group, where the rule is about duplicates; at most 10.'),
})

export type QualityFinding = z.infer<typeof QualityFinding>

const Scope = z.object({ rule: Rule, place: z.string().max(40).optional() })

export const quality = {
  dashboard: endpoint('register.read')
    .route({ method: 'GET', path: '/quality', summary: '数据质量总览' })
    .input(z.object({}))
    .output(
      z.object({
        run: QualityRun.nullable().describe('The last run that covers the place of the caller and ended, else the one that runs.'),
        running: QualityRun.nullable(),
        beforeAt: Instant.nullable(),
        rules: z.array(
          z.object({
            rule: Rule,
            findings: z.number().int().describe('In the last run.'),
            before: z.number().int().nullable().describe('In the run before it.'),
            open: Count.describe('Still there now: what was dealt with since is gone.'),
          }),
        ),
        trend: z.array(z.object({ at: Instant, findings: z.number().int() })).describe('All findings of the last 12 runs, oldest first.'),
        abilities: z.object({ run: Ability, fix: Ability }),
      }),
    ),
  places: endpoint('register.read')
    .route({ method: 'GET', path: '/quality/places', summary: '数据质量按地区' })
    .input(Scope)
    .output(z.array(z.object({ regionPath: z.string(), regionName: z.string(), open: z.number().int() }))),
  start: endpoint('quality.fix')
    .route({ method: 'POST', path: '/quality/runs', summary: '开始数据质量检查' })
    .input(z.object({ commandId: CommandId }))
    .output(z.object({ runId: z.uuid() })),
  watch: endpoint('register.read')
    .route({ method: 'GET', path: '/quality/runs/{runId}/watch', summary: '检查进度（SSE）' })
    .input(z.object({ runId: z.uuid() }))
    .output(eventIterator(QualityRun)),
  findings: endpoint('register.read')
    .route({ method: 'GET', path: '/quality/findings', summary: '数据质量问题' })
    .input(PageInput.extend(Scope.shape))
    .output(page(QualityFinding)),
  /** How many a batch would deal with, exactly: what the user confirms. */
  countFix: endpoint('quality.fix')
    .route({ method: 'GET', path: '/quality/fixes/count', summary: '批量处理前计数' })
    .input(Scope.extend({ action: z.string().max(40) }))
    .output(z.object({ objects: z.number().int() })),
  startFix: endpoint('quality.fix')
    .route({ method: 'POST', path: '/quality/fixes', summary: '批量处理' })
    .input(
      Scope.extend({
        commandId: CommandId,
        action: z.string().max(40),
        subjects: z
          .array(z.string().max(80))
          .min(1)
          .max(200)
          .nullable()
          .default(null)
          .describe('Null: all findings of the rule and place.'),
        expected: z.number().int().min(1),
        reason: z.string().trim().min(2).max(200),
        regionPath: z.string().max(40).nullable().default(null).describe('For set_region.'),
      }),
    )
    .output(z.object({ fixId: z.uuid() })),
  fixes: endpoint('register.read')
    .route({ method: 'GET', path: '/quality/fixes', summary: '批量处理记录' })
    .input(PageInput.extend({ rule: Rule.optional() }))
    .output(page(QualityFix)),
  watchFix: endpoint('register.read')
    .route({ method: 'GET', path: '/quality/fixes/{fixId}/watch', summary: '批量处理进度（SSE）' })
    .input(z.object({ fixId: z.uuid() }))
    .output(eventIterator(QualityFix)),
  undoFix: endpoint('quality.fix')
    .route({ method: 'POST', path: '/quality/fixes/{fixId}/undo', summary: '撤销批量处理' })
    .input(z.object({ commandId: CommandId, fixId: z.uuid() }))
    .output(z.object({ state: QualityFix.shape.state })),
}
