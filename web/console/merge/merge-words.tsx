/** Words of proposals that several pages say. */
import type { ReactNode } from 'react'
import type { MergeHead } from '#contract/merge.ts'
import { mergeTransitions } from '#core/plans/merge-state.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const mergeStates = Object.keys(mergeTransitions) as (keyof typeof mergeTransitions)[] // the keys of the table are its states

const tones: Readonly<Record<keyof typeof mergeTransitions, Tone>> = {
  open: 'amber',
  accepted: 'green',
  declined: 'plain',
  lapsed: 'plain',
}

export const MergeStateTag = ({ state }: { readonly state: string }): ReactNode => (
  <Tag tone={mergeStates.includes(state as keyof typeof tones) ? tones[state as keyof typeof tones] : 'plain'}>
    {tMaybe(`merge.state.${state}`, state)}
  </Tag>
)

export const whenText = ({ from, to, gapDays }: Pick<MergeHead, 'from' | 'to' | 'gapDays'>): string =>
  gapDays > 0 ? t('merge.gap', { n: gapDays }) : formatRange(from, to)
