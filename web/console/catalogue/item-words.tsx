/** The words of an item: its state, its validity, its fields as people read them. */
import type { ReactNode } from 'react'
import type { Item, ItemPage } from '#contract/catalogue.ts'
import type { Value } from '#core/catalogue/diff.ts'
import { type ItemField, layers, levels, listKinds } from '#core/catalogue/item.ts'
import type { Weakening } from '#core/catalogue/weakens.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { formatRange, formatRate } from '#web/ui/format.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

const tones: Readonly<Record<Item['state'], Tone>> = {
  draft: 'plain',
  submitted: 'amber',
  returned: 'red',
  published: 'green',
  superseded: 'plain',
  retired: 'plain',
  discarded: 'plain',
}

/** Published is one thing, in force another: a published version says which. */
export const StandingTag = ({ of }: { readonly of: Pick<Item, 'state' | 'standing'> }): ReactNode =>
  of.state === 'published' && of.standing !== null ? (
    <Tag tone={of.standing === 'inForce' ? 'green' : of.standing === 'upcoming' ? 'accent' : 'plain'}>
      {t(`item.standing.${of.standing}`)}
    </Tag>
  ) : (
    <Tag tone={tones[of.state]}>{t(`item.state.${of.state}`)}</Tag>
  )

/** 2026-01-01 至 长期; a version that another followed on its first day has held on none. */
export function validityText({ validFrom, validTo }: Pick<Item, 'validFrom' | 'validTo'>): string {
  if (validFrom === null) return '—'
  return validTo !== null && validTo < validFrom ? t('item.validNever') : formatRange(validFrom, validTo)
}

export const kindText = (code: string): string => (code === '*' ? t('item.weak.all') : tMaybe(`kind.${code}`, code))

/** A plain field of a version, as a page and a diff show it. */
export function fieldText(field: ItemField, value: Value): string {
  if (value === null || value === '') return '—'
  switch (field) {
    case 'layer':
    case 'listKind':
    case 'itemClass':
      return wordOf(field, String(value))
    case 'ratioFloorPpm':
    case 'ratioCapPpm':
      return typeof value === 'number' ? formatRate(value) : '—'
    case 'frequencyCap':
      return t('item.perYear', { n: Number(value) })
    case 'nonSite':
      return value === true ? t('item.yes') : t('item.no')
    default:
      return String(value)
  }
}

/** A word of a list field: methods and levels have codes. */
export function wordText(field: ItemField, word: string): string {
  if (field === 'methods') return tableWord(methods, word)
  if (field === 'levels') return tableWord(levels, word)
  return field === 'objectKinds' ? kindText(word) : word
}

/** 上级为 3%，这里为 1% — what is weaker, without the name of the field. */
export const weakeningText = (weakening: Weakening): string =>
  weakening.rule === 'removed'
    ? t('item.weak.removed', { lost: weakening.lost.map((word) => wordText(weakening.field, word)).join('、') })
    : t('item.weak.lowered', {
        parent: fieldText(weakening.field, weakening.parent),
        child: weakening.child === null ? t('item.weak.none') : fieldText(weakening.field, weakening.child),
      })

/** 不低于 3%，不高于 10% */
export function ratioText({ ratioFloorPpm, ratioCapPpm }: Pick<Item, 'ratioFloorPpm' | 'ratioCapPpm'>): string {
  const parts = [
    ...(ratioFloorPpm === null ? [] : [t('item.ratioFloorOf', { rate: formatRate(ratioFloorPpm) })]),
    ...(ratioCapPpm === null ? [] : [t('item.ratioCapOf', { rate: formatRate(ratioCapPpm) })]),
  ]
  return parts.length === 0 ? '—' : parts.join('，')
}

/** 保存并提交审批: what a step of the record says, of items and of joint items. */
export const stepText = ({ verb, facts }: ItemPage['steps'][number]): string =>
  verb.endsWith('.save') && facts.submitted === 'yes'
    ? t('item.step.savedSubmitted')
    : tMaybe(`item.step.${verb.replace('joint_item', 'item')}`, verb)

const wordOf = (field: 'layer' | 'listKind' | 'itemClass', code: string): string =>
  field === 'layer'
    ? tableWord(layers, code)
    : field === 'listKind'
      ? tableWord(listKinds, code)
      : code === 'key'
        ? t('item.class.key')
        : t('item.class.general')

function tableWord(table: Readonly<Record<string, { readonly zh: string; readonly en: string }>>, code: string): string {
  return table[code]?.[language()] ?? code
}
