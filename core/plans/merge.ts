/**
 * 综合查一次: which visits to one object can be one. Tasks (or rows of plans) whose windows are near enough form an occasion; an occasion of two or more is
 * a proposal, with one to lead it and the items of all.
 */
import { addDays, type PlainDate } from '../time.ts'

/** A task, or a row of a plan, with whom it belongs to. */
export type MergeThing = {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly from: PlainDate
  readonly to: PlainDate
  readonly itemIds: readonly string[]
}

export type JointVisit = {
  /** The ids in order: the same things are the same proposal. */
  readonly key: string
  /** Who leads first, then who joins, by number. */
  readonly things: readonly MergeThing[]
  readonly leadId: string
  /** The days that fit everybody, or those between the windows when they do not meet. */
  readonly from: PlainDate
  readonly to: PlainDate
  /** By how many days windows have to give way; 0 where they meet. */
  readonly gapDays: number
  readonly itemIds: readonly string[]
}

/**
 * The fewest occasions that serve every window, when at most `windowDays` may lie between the ends of windows served together: from the earliest end
 * on, each occasion takes all that begin in time. Every thing is in exactly one occasion, and no other division needs fewer.
 */
export function occasions(things: readonly MergeThing[], windowDays: number): readonly (readonly MergeThing[])[] {
  const found: MergeThing[][] = []
  let last: { readonly things: MergeThing[]; readonly until: string } | null = null
  for (const thing of things.toSorted((a, b) => compare(a.to, b.to) || compare(a.from, b.from) || compare(a.id, b.id))) {
    if (last !== null && thing.from <= last.until) last.things.push(thing)
    else {
      last = { things: [thing], until: addDays(thing.to, windowDays) }
      found.push(last.things)
    }
  }
  return found
}

/** What an occasion of at least two things proposes. */
export function jointVisit(things: readonly MergeThing[]): JointVisit {
  const [lead, ...others] = things.toSorted(
    (a, b) => b.itemIds.length - a.itemIds.length || compare(a.to, b.to) || compare(a.number, b.number) || compare(a.id, b.id),
  )
  if (lead === undefined || others.length === 0) throw new RangeError('a joint visit is of two things at least')
  // Days as text sort in the order of time.
  const latestFrom =
    things
      .map(({ from }) => from)
      .sort()
      .at(-1) ?? lead.from
  const earliestTo = things.map(({ to }) => to).sort()[0] ?? lead.to
  const meet = latestFrom <= earliestTo
  return {
    key: things
      .map(({ id }) => id)
      .sort()
      .join(),
    things: [lead, ...others.toSorted((a, b) => compare(a.number, b.number) || compare(a.id, b.id))],
    leadId: lead.id,
    from: meet ? latestFrom : earliestTo,
    to: meet ? earliestTo : latestFrom,
    gapDays: meet ? 0 : Math.round((Date.parse(latestFrom) - Date.parse(earliestTo)) / 86_400_000),
    itemIds: [...new Set([lead, ...others].flatMap(({ itemIds }) => itemIds))],
  }
}

/** Visits that need not be made: each object is visited once instead of once for each task. */
export const visitsSaved = (things: number, objects: number): number => Math.max(0, things - 1) * objects

/** Whose answer a proposal needs: each body once, in order of place and department. */
export function bodiesOf(
  things: readonly Pick<MergeThing, 'orgPath' | 'dept' | 'orgName'>[],
): readonly { orgPath: string; dept: string; orgName: string }[] {
  const found = new Map(things.map(({ orgPath, dept, orgName }) => [`${orgPath}\t${dept}`, { orgPath, dept, orgName }]))
  return [...found].sort(([a], [b]) => compare(a, b)).map(([, body]) => body)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
