/** 其他事项: what a task inspects outside the list, typed and counted, where the policy allows it (acceptance rule AR01: 清单之外无检查). */
import { fail, ok, type Result } from '../result.ts'

export type OtherItem = { readonly name: string; readonly remark: string }

export type OtherItemsFailure =
  | { readonly type: 'other_items_not_allowed' }
  | { readonly type: 'other_items_too_many'; readonly most: number }
  | { readonly type: 'other_item_twice'; readonly name: string }

/** Judges the typed items of a task against the policy and the names of the items of the list that it inspects. */
export function checkOtherItems(
  policy: { readonly allowed: boolean; readonly most: number },
  others: readonly OtherItem[],
  listed: readonly string[],
): Result<null, OtherItemsFailure> {
  if (others.length === 0) return ok(null)
  if (!policy.allowed) return fail({ type: 'other_items_not_allowed' })
  if (others.length > policy.most) return fail({ type: 'other_items_too_many', most: policy.most })
  const names = [...listed, ...others.map(({ name }) => name)].map((name) => name.trim())
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? ok(null) : fail({ type: 'other_item_twice', name: twice })
}
