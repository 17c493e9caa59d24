/** Whether officers who are drawn already may inspect other items: what the rules of matching ask of an officer and an item (core/matching/rules.ts). */

export type DrawnOfficer = {
  readonly name: string
  readonly population: 'officers' | 'experts'
  /** `*`: every item. */
  readonly itemScope: readonly string[]
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
}

export type ItemNeeds = {
  readonly code: string
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly expertKinds: readonly string[]
}

/** The names of those who may not inspect these items; an expert whom they ask for, and nobody is, is named by what they ask. */
export function unfitFor(team: readonly DrawnOfficer[], items: readonly ItemNeeds[]): readonly string[] {
  const union = (of: (item: ItemNeeds) => readonly string[]): readonly string[] => [...new Set(items.flatMap(of))].sort()
  const [codes, qualifications] = [union(({ code }) => [code]), union((item) => item.qualifications)]
  const [expertise, expertKinds] = [union((item) => item.expertise), union((item) => item.expertKinds)]
  const fits = (one: DrawnOfficer): boolean =>
    one.population === 'experts'
      ? hasAll(one.expertise, expertKinds)
      : (one.itemScope.includes('*') || hasAll(one.itemScope, codes)) &&
        hasAll(one.qualifications, qualifications) &&
        hasAll(one.expertise, expertise)
  const nobody = expertKinds.length > 0 && !team.some(({ population }) => population === 'experts') ? expertKinds : []
  return [...team.filter((one) => !fits(one)).map(({ name }) => name), ...nobody]
}

const hasAll = (has: readonly string[], asked: readonly string[]): boolean => asked.every((one) => has.includes(one))
