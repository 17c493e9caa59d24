/** Who goes with whom more, or less, than chance would have it. */
export type Together = { readonly a: string; readonly b: string; readonly together: number; readonly expected: number }
export type Standing = 'high' | 'low' | 'usual'

/**
 * Counts of meetings scatter like a Poisson count about their expectation: three roots of it are rare by chance (about one pair in some
 * hundreds), and a difference of less than three meetings is never worth a question.
 */
export function standingOf({ together, expected }: Pick<Together, 'together' | 'expected'>): Standing {
  const gap = together - expected
  if (Math.abs(gap) < 3 || Math.abs(gap) < 3 * Math.sqrt(Math.max(expected, 1))) return 'usual'
  return gap > 0 ? 'high' : 'low'
}

/** Found from either side. */
export function pairIndex(pairs: readonly Together[]): (a: string, b: string) => Together | null {
  const known = new Map(pairs.map((pair): [string, Together] => [keyOf(pair.a, pair.b), pair]))
  return (a, b) => known.get(keyOf(a, b)) ?? null
}

const keyOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)
