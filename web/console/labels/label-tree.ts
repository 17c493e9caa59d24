/** The order in which the dictionary is shown: each major class with what hangs under it, then what stands alone. */
import type { Label } from '#contract/labels.ts'

export type LabelNode = { readonly label: Label; readonly depth: 'major' | 'middle' | 'minor' | 'alone' }

/** With a search, a label that matches is shown under those above it, whether they match or not. */
export function labelTree(
  labels: readonly Label[],
  { q, retired }: { readonly q: string; readonly retired: boolean },
): readonly LabelNode[] {
  const shown = labels.filter(({ state }) => retired || state === 'active')
  const byId = new Map(shown.map((label) => [label.id, label]))
  const asked = q.trim().toLowerCase()
  const kept = new Set<string>()
  for (const label of shown) {
    if (!`${label.name} ${label.orgName}`.toLowerCase().includes(asked)) continue
    for (
      let at: Label | undefined = label;
      at !== undefined && !kept.has(at.id);
      at = at.parentId === null ? undefined : byId.get(at.parentId)
    )
      kept.add(at.id)
  }
  const under = (id: string): Label[] => shown.filter((label) => label.parentId === id && kept.has(label.id))
  const tops = shown.filter((label) => kept.has(label.id) && (label.parentId === null || !byId.has(label.parentId)))
  const nodes = (label: Label, depth: LabelNode['depth']): LabelNode[] => [
    { label, depth },
    ...under(label.id).flatMap((one) => nodes(one, one.tier)),
  ]
  const [classed, alone] = [tops.filter(({ tier }) => tier !== 'minor'), tops.filter(({ tier }) => tier === 'minor')]
  return [...classed.flatMap((label) => nodes(label, 'major')), ...alone.map((label): LabelNode => ({ label, depth: 'alone' }))]
}
