/** 派发: which organisation an object of a task goes to (domain.md §3 step 6, AR11). */
import { isPathWithin } from '#core/access/can.ts'

/** An organisation that could inspect: one department at one place. */
export type Office = { readonly id: string; readonly path: string; readonly dept: string; readonly name: string }

/** Why an organisation has an object: its own task 本级, 登记机关, 建库部门, 检查部门, or 人工派发. */
export type DispatchRule = keyof typeof dispatchRules

export const dispatchRules = {
  own: { zh: '本级实施', en: 'the organisation of the task' },
  registration: { zh: '按登记机关', en: 'by registration authority' },
  owner: { zh: '按建库部门', en: 'by owner of the special library' },
  checking: { zh: '按检查部门', en: 'by inspecting department' },
  hand: { zh: '人工派发', en: 'given by hand' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

/** self 本级查; down 抽给下级查: organisations below inspect. */
export type Level = 'self' | 'down'

/**
 * Out of which pool a part of a task is drawn, and so who inspects it. general: the register of a department; special: the library of a department,
 * which knows its objects; cross: the items of a department that takes part in another's task.
 */
export type Share = {
  readonly pool: 'general' | 'special' | 'cross'
  /** Of the general pool the department of the task, of a special one the owner of the library, of a cross-department part who checks. */
  readonly dept: string
  /** The place of the task. */
  readonly place: string
  readonly level: Level
}

export type Dispatched = { readonly office: Office; readonly rule: DispatchRule }

/** Where an object goes; null when no organisation of the department has its place, and somebody has to decide. */
export function dispatchOf(share: Share, regionPath: string, offices: readonly Office[]): Dispatched | null {
  const own = offices.filter(({ dept, path }) => dept === share.dept && isPathWithin(share.place, path))
  const office = share.level === 'self' ? own.find(({ path }) => path === share.place) : registering(own, share.place, regionPath)
  return office === undefined ? null : { office, rule: ruleOf(share) }
}

const ruleOf = ({ pool, level }: Share): DispatchRule =>
  pool === 'special' ? 'owner' : pool === 'cross' ? 'checking' : level === 'self' ? 'own' : 'registration'

/** Of the organisations below the place those that have the object's place, the highest: a city gives to its counties, and they to their stations. */
function registering(own: readonly Office[], place: string, regionPath: string): Office | undefined {
  const holding = own.filter(({ path }) => path !== place && isPathWithin(path, regionPath))
  return holding.sort((a, b) => a.path.length - b.path.length)[0]
}

/**
 * Whose pool a task draws from. Where its filter asks for labels that special libraries give, the objects are those of the department that keeps a library for each
 * of the labels: the task's own before any other, and another only if it is the one. Anything else is the general pool of whoever made the task.
 */
export function poolOf(
  task: { readonly dept: string; readonly labels: readonly string[] },
  owners: ReadonlyMap<string, readonly string[]>,
): { readonly pool: 'general' | 'special'; readonly dept: string } {
  const [first, ...others] = task.labels.map((label) => owners.get(label) ?? [])
  const keepers = (first ?? []).filter((dept) => others.every((depts) => depts.includes(dept)))
  const dept = keepers.includes(task.dept) ? task.dept : keepers.length === 1 ? keepers[0] : undefined
  return dept === undefined ? { pool: 'general', dept: task.dept } : { pool: 'special', dept }
}

/** One organisation's share of a part, before objects change hands. */
export type Held = {
  readonly orgPath: string
  readonly orgName: string
  readonly dept: string
  readonly objects: number
  /** How many of them go. */
  readonly leaving: number
  /** whole: it carries out the part alone; area: those of its area; nobody: what no organisation below has, still to be given away. */
  readonly as: 'whole' | 'area' | 'nobody'
}

export type CutRefused =
  | { readonly type: 'redispatch_department_whole' | 'redispatch_whole_part'; readonly objects: number }
  | { readonly type: 'redispatch_nested'; readonly org: string; readonly other: string }

/**
 * Officers of a department are drawn once, for all its objects (draw protocol §6), each object among the officers of its place. So a part goes to another
 * department whole, one that is done as a whole stays whole, and no two organisations with objects lie one within the other: their officers would be drawn as one.
 */
export function cutProblem(parts: readonly Held[], target: Pick<Office, 'path' | 'dept' | 'name'>): CutRefused | null {
  const objects = parts.reduce((sum, one) => sum + one.objects, 0)
  if (parts.reduce((sum, one) => sum + one.leaving, 0) === objects) return null
  if (parts.some(({ dept }) => dept !== target.dept)) return { type: 'redispatch_department_whole', objects }
  if (parts.some((one) => one.as === 'whole')) return { type: 'redispatch_whole_part', objects }
  const staying = parts.filter((one) => one.as === 'area' && one.leaving < one.objects && one.orgPath !== target.path)
  const nested = staying.find(({ orgPath }) => isPathWithin(orgPath, target.path) || isPathWithin(target.path, orgPath))
  return nested ? { type: 'redispatch_nested', org: target.name, other: nested.orgName } : null
}
