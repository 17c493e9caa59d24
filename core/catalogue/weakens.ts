/**
 * A place may add to an item of a higher list by law, and never weaken it (国发〔2019〕5号 三(一); 国市监信规〔2024〕5号 二(一)).
 * What binds the inspector may only grow; what protects the inspected, a cap, may only shrink.
 */
import { diffItems } from './diff.ts'
import type { ItemField, ItemText } from './item.ts'
import { sameLine } from './lines.ts'

export type Weakening =
  | {
      readonly rule: 'lowered' | 'raised'
      readonly field: 'ratioFloorPpm' | 'ratioCapPpm' | 'frequencyCap'
      readonly parent: number
      readonly child: number | null
    }
  | { readonly rule: 'downgraded'; readonly field: 'itemClass' | 'listKind'; readonly parent: string; readonly child: string }
  | {
      readonly rule: 'removed'
      readonly field: 'methods' | 'objectKinds' | 'qualifications' | 'expertise' | 'expertKinds' | 'checklist'
      readonly lost: readonly string[]
    }

/** Every way in which `child` asks or protects less than `parent`, by field; empty when it only adds. */
export function weakens(parent: ItemText, child: ItemText): readonly Weakening[] {
  return [
    ...floorLowered(parent, child),
    ...capRaised('ratioCapPpm', parent, child),
    ...capRaised('frequencyCap', parent, child),
    ...downgraded(parent, child),
    ...removed('methods', parent.methods, child.methods),
    ...kindsRemoved(parent, child),
    ...removed('qualifications', parent.qualifications, child.qualifications),
    ...removed('expertise', parent.expertise, child.expertise),
    ...removed('expertKinds', parent.expertKinds, child.expertKinds),
    ...linesRemoved(parent, child),
  ]
}

/** Does `child` say anything of weight otherwise than `parent`, so that it needs a legal basis of its own place? */
export const addsTo = (parent: ItemText, child: ItemText): boolean => diffItems(parent, child).some(({ field }) => weighty.has(field))

const weighty: ReadonlySet<ItemField> = new Set<ItemField>([
  'itemClass',
  'listKind',
  'methods',
  'objectKinds',
  'ratioFloorPpm',
  'ratioCapPpm',
  'frequencyCap',
  'checklist',
  'qualifications',
  'expertise',
  'expertKinds',
])

function floorLowered(parent: ItemText, child: ItemText): readonly Weakening[] {
  if (parent.ratioFloorPpm === null || (child.ratioFloorPpm ?? 0) >= parent.ratioFloorPpm) return []
  return [{ rule: 'lowered', field: 'ratioFloorPpm', parent: parent.ratioFloorPpm, child: child.ratioFloorPpm }]
}

function capRaised(field: 'ratioCapPpm' | 'frequencyCap', parent: ItemText, child: ItemText): readonly Weakening[] {
  const [above, here] = [parent[field], child[field]]
  if (above === null || (here !== null && here <= above)) return []
  return [{ rule: 'raised', field, parent: above, child: here }]
}

/** 重点检查事项 stays one. A place may put an item under key supervision; it takes nothing off a list above, and exempts nothing. */
function downgraded(parent: ItemText, child: ItemText): readonly Weakening[] {
  const milder: Weakening[] = []
  if (parent.itemClass === 'key' && child.itemClass === 'general')
    milder.push({ rule: 'downgraded', field: 'itemClass', parent: 'key', child: 'general' })
  if (child.listKind !== parent.listKind && (parent.listKind !== 'random' || child.listKind !== 'key'))
    milder.push({ rule: 'downgraded', field: 'listKind', parent: parent.listKind, child: child.listKind })
  return milder
}

function removed(
  field: 'methods' | 'qualifications' | 'expertise' | 'expertKinds',
  above: readonly string[],
  here: readonly string[],
): readonly Weakening[] {
  const lost = above.filter((word) => !here.includes(word))
  return lost.length === 0 ? [] : [{ rule: 'removed', field, lost }]
}

/** No kinds named is every kind: naming some narrows it. */
function kindsRemoved(parent: ItemText, child: ItemText): readonly Weakening[] {
  if (child.objectKinds.length === 0) return []
  if (parent.objectKinds.length === 0) return [{ rule: 'removed', field: 'objectKinds', lost: ['*'] }]
  const lost = parent.objectKinds.filter((kind) => !child.objectKinds.includes(kind))
  return lost.length === 0 ? [] : [{ rule: 'removed', field: 'objectKinds', lost }]
}

function linesRemoved(parent: ItemText, child: ItemText): readonly Weakening[] {
  const lost = parent.checklist.filter((line) => !child.checklist.some((one) => sameLine(one, line))).map(({ content }) => content)
  return lost.length === 0 ? [] : [{ rule: 'removed', field: 'checklist', lost }]
}
