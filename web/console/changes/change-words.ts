/** A change in words: its kind, its reason, its fields; the words are core's, so that page and paper say the same. */
import type { Change } from '#contract/changes.ts'
import { type ChangeKind, type ChangeReason, changeKinds, changeReasons } from '#core/changes/kinds.ts'
import { type ChangeField, changeFields } from '#core/changes/version.ts'
import { language, tMaybe } from '#web/i18n/t.ts'
import type { Tone } from '#web/ui/page.tsx'

export const kindWords = (kind: ChangeKind): string => changeKinds[kind][language()]
export const reasonWords = (reason: ChangeReason): string => changeReasons[reason][language()]
export const fieldWords = (field: ChangeField): string => changeFields[field][language()]

export const changeTones: Readonly<Record<Change['state'], Tone>> = {
  requested: 'accent',
  approved: 'green',
  applied: 'green',
  rejected: 'amber',
  withdrawn: 'plain',
}

/** The lines of a value; a state is a code and has its word. */
export function valueLines(field: ChangeField, value: string | readonly string[] | null): readonly string[] {
  if (value === null || value === '' || value.length === 0) return ['—']
  const lines = typeof value === 'string' ? [value] : value
  return field === 'state' ? lines.map((line) => tMaybe(`task.state.${line}`, line)) : lines
}
