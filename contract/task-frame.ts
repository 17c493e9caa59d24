/** The frame of a draw in figures, and what a filter builder offers. */
import * as z from 'zod'
import { RatePpm } from './base.ts'

/** Said beside the settings, and no refusal: label strata of an open draw are published. */
export const SamplingWarning = z.enum(['label_strata_public'])

/** The sum that closes: register = included + Σ excluded, draw protocol §3. */
export const Frame = z.object({
  registerCount: z.number().int(),
  included: z.number().int(),
  excluded: z
    .array(z.object({ reason: z.string(), count: z.number().int() }))
    .describe('Each object under one reason; the order of precedence is in core/draws/exclusion.ts.'),
  strata: z.array(
    z.object({
      name: z.string(),
      count: z.number().int(),
      ratePpm: RatePpm.nullable().describe('Null where the stratum draws a fixed number.'),
      target: z.number().int(),
      refused: z.enum(['zero', 'more_than_n']).nullable().describe('Why this stratum could not be committed as it stands.'),
    }),
  ),
  target: z.number().int().describe('Σ of the targets.'),
})
export type Frame = z.infer<typeof Frame>

/** A frame tried before there is a task, with what would stand against it. */
export const TriedFrame = Frame.extend({
  sealedRequired: z
    .array(z.enum(['filter', 'strata', 'exclusion']))
    .describe('Where a risk class comes in although the mode is open; not empty: creating the task would be refused.'),
  warnings: z.array(SamplingWarning),
})
export type TriedFrame = z.infer<typeof TriedFrame>

const Choice = z.object({
  value: z.string(),
  zh: z.string(),
  en: z.string(),
  count: z.number().int().nullable().describe('Objects of the jurisdiction with this value; null where counting would take long.'),
})

/** What a filter builder offers instead of typing. Fields that are not here take dates or numbers. */
export const FrameFields = z.object({
  region: z.array(Choice.extend({ level: z.string().describe('province | city | county | station') })),
  kind: z.array(Choice),
  state: z.array(Choice),
  entityType: z.array(Choice),
  industry: z.array(Choice).describe('Sections, and the codes in use below them.'),
  label: z.array(Choice),
  item: z.array(Choice).describe('Published items that apply at the place of the actor, by code.'),
  riskClass: z.array(Choice).describe('Empty for whoever may not see classes.'),
  suggested: z.object({ frequencyCap: z.number().int(), whitelistLabel: z.string(), lowRiskClasses: z.array(z.string()) }),
})
export type FrameFields = z.infer<typeof FrameFields>
