/** A signal in words, as the record of labels shows it. */
import type { Signal } from '#contract/signals.ts'
import { t, tMaybe } from '#web/i18n/t.ts'

export const signalWords = (signal: Signal): string => {
  const what =
    signal.kind === 'complaints'
      ? t('signal.words.complaints', { since: signal.since, n: signal.least })
      : t('signal.words.flags', { flags: signal.flags.map((flag) => tMaybe(`flag.${flag}`, flag)).join('、') })
  return signal.place === null ? what : `${what}；${t('signal.words.place', { place: signal.place })}`
}
