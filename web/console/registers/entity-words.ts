/** The words for kinds and states of objects, and their choices in a filter. */
import { t, tMaybe } from '#web/i18n/t.ts'

const kinds = ['enterprise', 'individual', 'cooperative', 'rep_office', 'other'] as const
const states = ['active', 'deregistered', 'revoked', 'moved_out'] as const

export const kindText = (kind: string): string => tMaybe(`kind.${kind}`, kind)
export const entityStateText = (state: string): string => tMaybe(`entityState.${state}`, state)

export const kindOptions = (): { value: string; label: string }[] => kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))
export const entityStateOptions = (): { value: string; label: string }[] =>
  states.map((state) => ({ value: state, label: t(`entityState.${state}`) }))
