/** A row of a plan as its form holds it: ratios and bases are the text people typed, dates may be missing. */
import type { z } from 'zod'
import type { PlanRow, PlanRowDraft } from '#contract/plan-rows.ts'
import { type RowField, rowDefaults } from '#core/plans/row.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import { t } from '#web/i18n/t.ts'
import { emptyFilter, type FilterForm, filterOfForm, formOfFilter, labelFilter } from '../tasks/filter-form.ts'
import { formOfStratum, type StratumForm, type StratumSpec, strataOfForm, stratum } from '../tasks/strata-form.ts'

export type RowDraft = z.input<typeof PlanRowDraft>

/** What the form itself holds; filter and strata have editors of their own. */
export type RowWords = Pick<
  PlanRow,
  | 'name'
  | 'itemIds'
  | 'directed'
  | 'objectScope'
  | 'office'
  | 'checks'
  | 'itemsFixed'
  | 'methods'
  | 'offices'
  | 'level'
  | 'frequency'
  | 'targetText'
  | 'remark'
> & { readonly from: string | null; readonly to: string | null }

export type RowForm = {
  readonly words: RowWords
  readonly filter: FilterForm
  readonly by: StratifyBy
  readonly strata: readonly StratumForm[]
  /** 抽查基数 by key of the stratum, as typed. */
  readonly bases: Readonly<Record<string, string>>
  readonly joint: Pick<PlanRow, 'parties' | 'jointItemId'>
}

export const emptyRowForm = (year: number, office: string): RowForm => ({
  words: {
    name: '',
    itemIds: [],
    directed: false,
    objectScope: '',
    office,
    checks: rowDefaults.checks,
    itemsFixed: rowDefaults.itemsFixed,
    methods: [...rowDefaults.methods],
    offices: [],
    level: rowDefaults.level,
    frequency: '',
    targetText: '',
    remark: '',
    from: `${year}-01-01`,
    to: `${year}-12-31`,
  },
  filter: emptyFilter(),
  by: 'none',
  strata: [stratum('全部', [], '3')],
  bases: {},
  joint: { parties: [], jointItemId: null },
})

/** A directed draw of whoever carries a label. */
export function directedRowForm(year: number, office: string, label: string): RowForm {
  const empty = emptyRowForm(year, office)
  const words = { name: t('signal.taskName', { label }), directed: true, objectScope: t('signal.scope', { label }) }
  return { ...empty, words: { ...empty.words, ...words }, filter: labelFilter(label) }
}

export function formOfRow(row: PlanRow): RowForm {
  const strata = row.strata.map(formOfStratum)
  const bases = strata.flatMap(({ key }, index) => {
    const base = row.strata[index]?.base
    return base === undefined ? [] : [[key, String(base)] as const]
  })
  const { name, itemIds, directed, objectScope, office, checks, itemsFixed, methods, offices, level } = row
  const { frequency, targetText, remark, from, to, parties, jointItemId } = row
  return {
    words: {
      name,
      itemIds,
      directed,
      objectScope,
      office,
      checks,
      itemsFixed,
      methods,
      offices,
      level,
      frequency,
      targetText,
      remark,
      from,
      to,
    },
    filter: formOfFilter(row.filter),
    by: row.stratifyBy,
    strata,
    bases: Object.fromEntries(bases),
    joint: { parties, jointItemId },
  }
}

/** The row as the contract takes it, or what has to be mended first. Call after the words were validated. */
export function draftOfForm({ words, filter, by, strata, bases, joint }: RowForm): { draft: RowDraft } | { wrong: 'filter' | 'strata' } {
  const asked = filterOfForm(filter)
  if (asked.problems.size > 0) return { wrong: 'filter' }
  const drawn = strataOfForm(by, strata)
  if (!drawn.ok) return { wrong: 'strata' }
  const withBases = drawn.strata.map((one, index) => withBase(one, bases[strata[index]?.key ?? '']))
  if (withBases.includes(null)) return { wrong: 'strata' }
  return {
    draft: {
      ...words,
      ...joint,
      name: words.name.trim(),
      objectScope: words.objectScope.trim(),
      office: words.office.trim(),
      itemIds: [...words.itemIds],
      methods: [...words.methods],
      offices: [...words.offices],
      from: words.from ?? '',
      to: words.to ?? '',
      filter: asked.filter,
      stratifyBy: by,
      strata: withBases.flatMap((one) => one ?? []),
    },
  }
}

/** A whole number as people type it; null when it is none, undefined when nothing is typed. */
export function baseOf(typed: string | undefined): number | null | undefined {
  const plain = (typed ?? '').normalize('NFKC').replaceAll(',', '').trim()
  if (plain === '') return undefined
  return /^\d{1,8}$/.test(plain) && Number(plain) <= 20_000_000 ? Number(plain) : null
}

function withBase(spec: StratumSpec, typed: string | undefined): (StratumSpec & { base?: number }) | null {
  const base = baseOf(typed)
  if (base === null) return null
  return base === undefined ? spec : { ...spec, base }
}

/** Fields that have a place of their own in the form; a refusal of another is shown above it. */
export const formFields: readonly RowField[] = [
  'name',
  'itemIds',
  'directed',
  'objectScope',
  'office',
  'checks',
  'itemsFixed',
  'methods',
  'offices',
  'level',
  'frequency',
  'targetText',
  'remark',
  'from',
  'to',
]

/** What an older form of this browser kept is checked before it is shown again. */
export const isRowForm = (value: unknown): value is RowForm =>
  typeof value === 'object' &&
  value !== null &&
  'words' in value &&
  'filter' in value &&
  'strata' in value &&
  'bases' in value &&
  'joint' in value &&
  Array.isArray(value.strata)
