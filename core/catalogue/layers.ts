/** Who keeps which layer, and what an item must satisfy against the one it is based on. */
import { isPathWithin } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { type ItemText, itemFields, type Layer } from './item.ts'
import { addsTo, type Weakening, weakens } from './weakens.ts'

export type ItemPlace = { readonly code: string; readonly orgPath: string }

export type ItemCheckFailure =
  | { readonly type: 'item_layer_place'; readonly code: string; readonly layer: Layer }
  | { readonly type: 'item_parent_unknown'; readonly code: string; readonly parent: string }
  | {
      readonly type: 'item_weakens'
      readonly code: string
      readonly parent: string
      readonly fieldsZh: string
      readonly fieldsEn: string
      readonly weakenings: readonly Weakening[]
    }
  | { readonly type: 'item_local_basis_missing'; readonly code: string; readonly parent: string }
  | { readonly type: 'item_ratio_reversed'; readonly code: string }

/** The layers that a place keeps: a province the national and its own list, a place below it a local one. The first is what it makes by itself. */
export const layersAt = (orgPath: string): readonly [Layer, ...Layer[]] => (orgPath.includes('.') ? ['local'] : ['provincial', 'national'])

/** Is `above` a list that `below` can be based on: a higher layer, or the local list of a place above it? */
export const isAbove = (
  above: { readonly layer: Layer; readonly orgPath: string },
  below: { readonly layer: Layer; readonly orgPath: string },
): boolean =>
  isPathWithin(above.orgPath, below.orgPath) &&
  (rank[above.layer] < rank[below.layer] || (above.layer === 'local' && above.layer === below.layer && above.orgPath !== below.orgPath))

/**
 * Judges one version against its place and the item above that it is based on, or that has its code; null when there is none. Asked at save and
 * again at publication.
 */
export function checkItem(item: ItemText & ItemPlace, parent: ItemText | null): Result<null, ItemCheckFailure> {
  const { code } = item
  if (!layersAt(item.orgPath).includes(item.layer)) return fail({ type: 'item_layer_place', code, layer: item.layer })
  if (item.ratioFloorPpm !== null && item.ratioCapPpm !== null && item.ratioFloorPpm > item.ratioCapPpm)
    return fail({ type: 'item_ratio_reversed', code })
  const above = item.parentCode ?? code
  if (parent === null) return item.parentCode === null ? ok(null) : fail({ type: 'item_parent_unknown', code, parent: above })
  const weakenings = weakens(parent, item)
  if (weakenings.length > 0) {
    const say = (language: 'zh' | 'en', comma: string): string => weakenings.map(({ field }) => itemFields[field][language]).join(comma)
    return fail({ type: 'item_weakens', code, parent: above, fieldsZh: say('zh', '、'), fieldsEn: say('en', ', '), weakenings })
  }
  if (item.localBasis.trim() === '' && addsTo(parent, item)) return fail({ type: 'item_local_basis_missing', code, parent: above })
  return ok(null)
}

const rank: Readonly<Record<Layer, number>> = { national: 0, provincial: 1, local: 2 }
