/** What changed between two versions of a joint item: field by field, and of lists word by word. */
import type { JointText } from './joint.ts'

export type JointField = keyof typeof jointFields

export type JointChange =
  | { readonly kind: 'value'; readonly field: JointField; readonly from: string; readonly to: string }
  | {
      readonly kind: 'words'
      readonly field: JointField
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly kept: readonly string[]
    }

/** The fields in the order of the page. */
export const jointFields = {
  name: { zh: '联合抽查事项', en: 'Joint item' },
  field: { zh: '抽查领域', en: 'Field' },
  initiator: { zh: '发起部门', en: 'Initiator' },
  participants: { zh: '配合部门', en: 'Participants' },
  items: { zh: '各部门的抽查事项', en: 'Items of each department' },
  objectScope: { zh: '检查对象', en: 'Objects' },
  orgLevel: { zh: '组织层级', en: 'Organising level' },
  implLevel: { zh: '实施层级', en: 'Carrying-out level' },
  period: { zh: '抽查周期', en: 'Period' },
  deadline: { zh: '完成时限', en: 'Deadline' },
  contactOffice: { zh: '联系处室', en: 'Contact' },
  basis: { zh: '检查依据', en: 'Legal basis' },
} as const satisfies Readonly<Record<Exclude<keyof JointText, 'code'>, { readonly zh: string; readonly en: string }>>

/** The changes in the order of `jointFields`; empty when both say the same. The order of departments and of items is no change. */
export const diffJoint = (from: JointText, to: JointText): readonly JointChange[] =>
  fields.flatMap((field): readonly JointChange[] => {
    const [a, b] = [said(from, field), said(to, field)]
    if (typeof a === 'string' && typeof b === 'string') return a === b ? [] : [{ kind: 'value', field, from: a, to: b }]
    return wordsChange(field, [a].flat(), [b].flat())
  })

const fields = Object.keys(jointFields) as readonly JointField[] // exactly the table's own keys

function said(item: JointText, field: JointField): string | readonly string[] {
  if (field === 'participants') return item.participants
  if (field === 'items') return item.items.map(({ department, name }) => `${department}：${name}`)
  return item[field] ?? ''
}

function wordsChange(field: JointField, from: readonly string[], to: readonly string[]): readonly JointChange[] {
  const added = to.filter((word) => !from.includes(word))
  const removed = from.filter((word) => !to.includes(word))
  if (added.length + removed.length === 0) return []
  return [{ kind: 'words', field, added, removed, kept: to.filter((word) => from.includes(word)) }]
}
