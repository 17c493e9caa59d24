/** 监管标签: who may make one, who may put it on whom (domain.md §4.5: 大类、中类 only the province; cities, counties and stations add 小类). */
import { type Ability, allowed, isPathWithin, refused } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'

export const labelTiers = {
  major: { zh: '大类', en: 'major class' },
  middle: { zh: '中类', en: 'middle class' },
  minor: { zh: '小类', en: 'minor class' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>
export type LabelTier = keyof typeof labelTiers

/** Whose objects may carry a label: everybody's, those of the place of its office, or those of the place, put there by that office alone. */
export const labelReaches = {
  province: { zh: '全省', en: 'whole province' },
  region: { zh: '本地区', en: 'own region' },
  office: { zh: '本局', en: 'own office' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>
export type LabelReach = keyof typeof labelReaches

export type Office = { readonly orgPath: string; readonly dept: string }

export type Label = Office & {
  readonly id: string
  readonly name: string
  readonly tier: LabelTier
  readonly reach: LabelReach
  readonly parentId: string | null
  /** The last day; `forever` where it has none. */
  readonly validTo: string
  readonly state: 'active' | 'retired'
}

/** 长期有效, as the tables keep it. */
export const forever = '9999-12-31'

export type LabelDraft = Pick<Label, 'name' | 'tier' | 'reach' | 'parentId' | 'validTo'>

export type LabelFailure =
  | { readonly type: 'label_tier_above' | 'label_reach_too_wide' | 'label_parent_wrong' | 'label_name_invalid' | 'label_ends_in_past' }
  | { readonly type: 'label_fixed'; readonly objects: number }

/** A path of one segment is the province itself: `62`. */
export const isProvinceLevel = (orgPath: string): boolean => !orgPath.includes('.')

/** What tiers and reaches an office may choose from, in the order of the screen. */
export const choicesOf = ({
  orgPath,
}: Pick<Office, 'orgPath'>): { readonly tiers: readonly LabelTier[]; readonly reaches: readonly LabelReach[] } =>
  isProvinceLevel(orgPath)
    ? { tiers: ['major', 'middle', 'minor'], reaches: ['province', 'region', 'office'] }
    : { tiers: ['minor'], reaches: ['region', 'office'] }

/**
 * Whether an office may have a label like this. A name ends up in lists that files separate by 、，；, so it holds none of them. A 中类 stands
 * under a 大类, a 小类 under a 中类 or alone.
 */
export function checkLabel(
  office: Pick<Office, 'orgPath'>,
  draft: LabelDraft,
  parent: Pick<Label, 'tier' | 'state'> | null,
  today: string,
): Result<LabelDraft, LabelFailure> {
  const choices = choicesOf(office)
  if (!choices.tiers.includes(draft.tier)) return fail({ type: 'label_tier_above' })
  if (!choices.reaches.includes(draft.reach)) return fail({ type: 'label_reach_too_wide' })
  if (!isLabelName(draft.name)) return fail({ type: 'label_name_invalid' })
  if (draft.validTo < today) return fail({ type: 'label_ends_in_past' })
  const fits = draft.parentId === null ? draft.tier !== 'middle' : parent?.state === 'active' && parent.tier === parentTier[draft.tier]
  return fits ? ok(draft) : fail({ type: 'label_parent_wrong' })
}

const parentTier: Readonly<Record<LabelTier, LabelTier | null>> = { major: null, middle: 'major', minor: 'middle' }

export const isLabelName = (name: string): boolean =>
  name.trim() === name && name.length >= 2 && name.length <= 40 && !/[；;，,、\r\n\t]/.test(name)

/** What may still change of a label that objects carry: where it hangs, how long it lasts, and a wider reach; never what its name says. */
export function checkChange(before: Label, draft: LabelDraft, objects: number): Result<LabelDraft, LabelFailure> {
  if (objects === 0) return ok(draft)
  const same = draft.name === before.name && draft.tier === before.tier
  return same && width[draft.reach] >= width[before.reach] ? ok(draft) : fail({ type: 'label_fixed', objects })
}

const width: Readonly<Record<LabelReach, number>> = { office: 0, region: 1, province: 2 }

export type PutFailure = 'label_retired' | 'label_expired' | 'label_other_office' | 'label_other_place'

/** Whether an office may put a label on anything today, or take it off; to which objects, `reachPath` says. */
export function mayUse(office: Office, label: Office & Pick<Label, 'reach' | 'state' | 'validTo'>, today: string): Ability<PutFailure> {
  if (label.state === 'retired') return refused('label_retired')
  if (label.validTo < today) return refused('label_expired')
  return mayTake(office, label)
}

/** What was put on may be taken off also when the label is no longer given. */
export function mayTake(office: Office, label: Office & Pick<Label, 'reach'>): Ability<PutFailure> {
  if (label.reach === 'office' && (label.orgPath !== office.orgPath || label.dept !== office.dept)) return refused('label_other_office')
  return reachPath(office, label) === null ? refused('label_other_place') : allowed
}

/** The place under which an office may give a label: where its own jurisdiction and the reach of the label meet; null: nowhere. */
export function reachPath(office: Pick<Office, 'orgPath'>, label: Pick<Label, 'orgPath' | 'reach'>): string | null {
  if (label.reach === 'province' || isPathWithin(label.orgPath, office.orgPath)) return office.orgPath
  return isPathWithin(office.orgPath, label.orgPath) ? label.orgPath : null
}
