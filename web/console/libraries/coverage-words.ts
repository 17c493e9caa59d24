/** The words for why an object is under an item. */
import type { CoveredObject } from '#contract/libraries.ts'
import { t } from '#web/i18n/t.ts'

export const viaText = (via: CoveredObject['via']): string =>
  via.map((one) => (one === 'mapping' ? t('coverage.via.mapping') : t(`coverage.target.${one}`))).join('、')
