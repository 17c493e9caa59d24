/** What changed between two versions of an item: field by field, list by list, line by line. */
import { type CheckLine, type ItemField, type ItemText, itemFields } from './item.ts'
import { diffLines, type LineChange } from './lines.ts'

export type ItemChange =
  | { readonly kind: 'value'; readonly field: ItemField; readonly from: Value; readonly to: Value }
  | {
      readonly kind: 'words'
      readonly field: ItemField
      readonly added: readonly string[]
      readonly removed: readonly string[]
      readonly kept: readonly string[]
    }
  | { readonly kind: 'lines'; readonly field: 'checklist'; readonly lines: readonly LineChange[] }

export type Value = string | number | boolean | null

/** The changes in the order of `itemFields`; empty when both say the same. The order of words in a list is no change, that of checklist lines is. */
export const diffItems = (from: ItemText, to: ItemText): readonly ItemChange[] =>
  fields.flatMap((field): readonly ItemChange[] => {
    if (field === 'checklist') return linesChange(from.checklist, to.checklist)
    const [a, b] = [said(from, field), said(to, field)]
    if (Array.isArray(a) && Array.isArray(b)) return wordsChange(field, a, b)
    return a === b || Array.isArray(a) || Array.isArray(b) ? [] : [{ kind: 'value', field, from: a, to: b }]
  })

const fields = Object.keys(itemFields) as readonly ItemField[] // exactly the table's own keys

/** A field as one value or a list of words; rows of two or three columns are one word each. */
function said(item: ItemText, field: Exclude<ItemField, 'checklist'>): Value | string[] {
  switch (field) {
    case 'materials':
      return item.materials.map(({ name, note }) => (note === '' ? name : `${name}（${note}）`))
    case 'followUps':
      return item.followUps.map(({ result, text, followUp }) => [result, text, followUp].filter((part) => part !== '').join('：'))
    case 'objectKinds':
    case 'methods':
    case 'bodies':
    case 'levels':
    case 'qualifications':
    case 'expertise':
    case 'expertKinds':
      return [...item[field]]
    default:
      return item[field]
  }
}

function wordsChange(field: ItemField, from: readonly string[], to: readonly string[]): readonly ItemChange[] {
  const added = to.filter((word) => !from.includes(word))
  const removed = from.filter((word) => !to.includes(word))
  if (added.length + removed.length === 0) return []
  return [{ kind: 'words', field, added, removed, kept: to.filter((word) => from.includes(word)) }]
}

function linesChange(from: readonly CheckLine[], to: readonly CheckLine[]): readonly ItemChange[] {
  const lines = diffLines(from, to)
  return lines.every(({ kind }) => kind === 'same') ? [] : [{ kind: 'lines', field: 'checklist', lines }]
}
