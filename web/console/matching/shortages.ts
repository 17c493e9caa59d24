/** The facts of a matching that is not possible, as a refusal brings them. */
import type { Shortage } from '#contract/matching.ts'
import type { ShownProblem } from '#web/api/problem.ts'

export type Lacking = { readonly objects: number; readonly shortages: readonly Shortage[] }

/** Null when it was refused for something else. */
export function shortagesOf(problem: ShownProblem | null): Lacking | null {
  if (problem?.code !== 'matching_infeasible') return null
  const { objects, shortages } = problem.facts
  return {
    objects: typeof objects === 'number' ? objects : 0,
    shortages: Array.isArray(shortages) ? shortages.filter(isShortage) : [],
  }
}

const isShortage = (row: unknown): row is Shortage =>
  typeof row === 'object' &&
  row !== null &&
  'areaName' in row &&
  'need' in row &&
  'eligible' in row &&
  'removed' in row &&
  Array.isArray(row.removed) &&
  'first' in row &&
  Array.isArray(row.first)
