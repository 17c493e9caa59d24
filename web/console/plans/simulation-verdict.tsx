/** Whether a floor or a cap is held, in a word. */
import type { ReactNode } from 'react'
import type { SimulationTotals } from '#contract/simulation.ts'
import { t } from '#web/i18n/t.ts'
import { Tag } from '#web/ui/page.tsx'

export const VerdictTag = ({ verdict }: { readonly verdict: SimulationTotals['undirected'] }): ReactNode => (
  <Tag tone={verdict === 'ok' ? 'green' : verdict === 'none' ? 'plain' : 'red'}>{t(`simulation.verdict.${verdict}`)}</Tag>
)
