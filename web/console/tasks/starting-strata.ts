/** The strata that a kind of stratification starts with, with their names in the language of the page. */
import { riskClasses } from '#core/registers/risk.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import { language, t } from '#web/i18n/t.ts'
import { type StratumForm, stratum } from './strata-form.ts'

/** One row each for the common values, the rest in one. */
export function startingStrata(by: StratifyBy, percent: string): readonly StratumForm[] {
  if (by === 'none') return [stratum(t('task.strata.whole'), [], percent)]
  if (by === 'kind')
    return [
      ...(['enterprise', 'individual', 'cooperative'] as const).map((kind) => stratum(t(`task.kind.${kind}`), [kind], percent)),
      stratum(t('task.strata.others'), [], percent),
    ]
  if (by === 'riskClass')
    return [
      ...Object.entries(riskClasses)
        .toReversed()
        .map(([code, words]) => stratum(words[language()], [code], percent)),
      stratum(t('task.strata.unrated'), [], percent, { allowZero: true }),
    ]
  return [stratum(t('task.strata.others'), [], percent)]
}
