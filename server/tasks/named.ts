/** Triggered tasks: whom they name, who inspects them, and the visits that follow from a second person's approval. */
import type { Actor } from '#core/access/can.ts'
import { officerSubject, parseSubject } from '#core/draws/subject.ts'
import { brokenRules, groundOf, type RuleCode, unmetFacts } from '#core/matching/rules.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { insertAssignments } from '#server/draws/drawn-store.ts'
import { Problem } from '#server/http/problem.ts'
import { enterLedger } from '#server/ledger/ledger.ts'
import { factsOf } from '#server/matching/facts.ts'
import { notifyAssigned } from '#server/notices/store.ts'
import { policyAt } from '#server/policy/at.ts'
import { refreshStatistics } from '#server/statistics.ts'
import { dispatchTask } from './dispatch.ts'
import { drawingDepartments } from './drawing-departments.ts'
import { insertNamedVisits } from './named-store.ts'
import { type Nameable, objectsHere, partsOf, type ShownParts } from './parts-store.ts'
import type { TaskRecord } from './store.ts'
import { executeSubTasks } from './sub-task.ts'

/** Codes as typed in their one form, each in the register of the actor's place; else those that are not. */
export async function subjectsHere(tx: Tx, actor: Actor, typed: readonly string[]): Promise<string[]> {
  const { rows, unknown } = await lookUp(tx, actor, typed)
  if (unknown.length > 0) throw new Problem('object_unknown', { subjects: unknown.slice(0, 20) })
  return rows.map(({ subject }) => subject)
}

export async function lookUp(tx: Tx, actor: Actor, typed: readonly string[]): Promise<{ rows: Nameable[]; unknown: string[] }> {
  if (typed.length === 0) return { rows: [], unknown: [] }
  const asked = typed.map((text) => ({ text, subject: parseSubject(text) ?? text }))
  const rows = await objectsHere(tx, actor.orgPath, [...new Set(asked.map(({ subject }) => subject))])
  const known = new Set(rows.map(({ subject }) => subject))
  return { rows, unknown: asked.filter(({ subject }) => !known.has(subject)).map(({ text }) => text) }
}

/** What an approval may set aside, as for every appointment: rules of ours that spread the work. What the law demands of an officer, nobody can. */
const dispensable: readonly RuleCode[] = ['in_area', 'not_last_time', 'rotation']

/** Refuses a team of which somebody must not inspect one of the objects. */
export async function refuseUnfitTeam(tx: Tx, task: TaskRecord, { objects, officers }: ShownParts, now: Instant): Promise<void> {
  const [department] = await drawingDepartments(tx, task)
  if (department === undefined) throw new Error(`task ${task.id} has no department`)
  const policy = await policyAt(tx, task.orgPath, dateAt(now))
  // Nobody is drawn here: a leaf only tells objects apart, and by hand somebody may come from farther away than the lot would have sent anyone.
  const asked = { task: { ...task, officerReach: 'cross_region' as const }, department, policy, now }
  const named = objects.map((object, order) => ({ ...object, leaf: object.subject, order }))
  const facts = await factsOf(tx, asked, named, { need: () => ({ officers: 1, experts: 1 }), barred: () => [] })
  const ground = groundOf(facts, facts.settings.reach)
  for (const { officerId, population, role } of officers) {
    // Experts go along and never count towards the team that the law asks for.
    if ((population === 'experts') !== (role === 'expert'))
      throw new Problem('appointed_unfit', { officerId, subject: objects[0]?.subject ?? '', ...unmetFacts(['authority']) })
    const wanted = officerSubject(officerId, population === 'experts' ? 'experts' : 'officers')
    const officer = facts.officers.find(({ subject }) => subject === wanted)
    for (const object of facts.objects) {
      const broken = officer ? brokenRules(officer, object, ground).filter((rule) => !dispensable.includes(rule)) : (['authority'] as const)
      if (broken.length > 0) throw new Problem('appointed_unfit', { officerId, subject: object.subject, ...unmetFacts(broken) })
    }
  }
}

/** The second person agreed: the visits come to be, apart from the planned ones in the ledger, and everybody on the team is told. */
export async function dispatchNamed(tx: Tx, task: TaskRecord, actor: Actor, now: Instant): Promise<number> {
  const parts = await partsOf(tx, task.id)
  await refuseUnfitTeam(tx, task, parts, now)
  await dispatchTask(tx, task, { by: actor, now })
  await insertNamedVisits(tx, task)
  await executeSubTasks(tx, task.id, now)
  const seats = parts.objects.flatMap(({ subject }) =>
    parts.officers.map(({ officerId, role }) => ({ subject, officerId, role: seatRole(role), dept: task.dept })),
  )
  await insertAssignments(tx, { id: `appointment:${task.id}`, taskId: task.id }, seats)
  await enterLedger(tx, { taskId: task.id, planned: false, now })
  await refreshStatistics(tx, ['visit', 'assignment'])
  await notifyAssigned(tx, task, now)
  return parts.objects.length
}

const seatRole = (role: string): 'lead' | 'assist' | 'expert' => (role === 'lead' || role === 'expert' ? role : 'assist')
