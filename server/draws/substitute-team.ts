/** Who inspects a substitute: those who were drawn for the object it replaces, as far as they may; a seat that falls free goes by lot (draw protocol §6). */
import { compareBytes, fromHex } from '#core/bytes.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import { explainObject } from '#core/matching/explain.ts'
import type { Population } from '#core/matching/facts.ts'
import { pairLots } from '#core/matching/least-loaded.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import type { Seat } from '#server/matching/assignment.ts'
import { factsWith, peopleFor } from '#server/matching/facts.ts'
import { objectsOf } from '#server/matching/facts-store.ts'
import { keptPeople } from '#server/matching/kept-people.ts'
import { seatsOf } from '#server/matching/propensity-store.ts'
import { type DrawingDepartment, drawingDepartments } from '#server/tasks/drawing-departments.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import type { CarryOut } from './carry-out.ts'
import { eventOf } from './events.ts'

/** The teams of every department. */
export async function substituteTeams(tx: Tx, out: CarryOut, task: TaskRecord, replaced: string): Promise<readonly Seat[]> {
  const teams: Seat[] = []
  for (const department of await drawingDepartments(tx, task)) teams.push(...(await teamOf(tx, out, task, department, replaced)))
  return teams
}

async function teamOf(
  tx: Tx,
  { draw, events, files, policy, now }: CarryOut,
  task: TaskRecord,
  department: DrawingDepartment,
  replaced: string,
): Promise<Seat[]> {
  const drawn = await objectsOf(tx, task.id, { draw: draw.id })
  const of = { taskId: task.id, taskDept: task.dept, dept: department.dept }
  const before = (await seatsOf(tx, of, [replaced])).filter(({ ended }) => !ended)
  const need = (population: Population): number => before.filter(({ role }) => (role === 'expert') === (population === 'experts')).length
  const asked = { task, department, policy, now }
  const people = (await keptPeople(tx, files, draw.id, department.dept)) ?? (await peopleFor(tx, asked, 'seats', true))
  const facts = await factsWith(tx, asked, people, drawn, {
    need: () => ({ officers: need('officers'), experts: need('experts') }),
    barred: () => [],
  })
  const [object] = facts.objects
  const explained = object && explainObject(facts, object.leaf)
  const [commit, seed] = [eventOf(events, 'commit')?.document, eventOf(events, 'result')?.document.seed]
  if (!object || !explained || commit === undefined || seed === undefined) throw new Error(`draw ${draw.id} is closed without a result`)
  const lotOf = pairLots({ suite: draw.suite, drawId: draw.id, commitHash: commit.commitHash, seed: fromHex(seed) })
  const roleBefore = new Map(before.map(({ officerId, role }) => [officerId, role]))
  return explained.rows.flatMap((row) => {
    const eligible = row.units.filter(({ broken }) => broken.length === 0).map(({ subject }) => subject)
    if (eligible.length < row.need)
      throw new Problem('substitute_without_team', { subject: object.subject, eligible: eligible.length, need: row.need })
    const kept = (subject: string): number => (roleBefore.has(officerIdOf(subject) ?? '') ? 0 : 1)
    const team = eligible
      .map((subject) => ({ subject, lot: lotOf('pair', fromHex(object.leaf), subject) }))
      .sort((a, b) => kept(a.subject) - kept(b.subject) || compareBytes(a.lot, b.lot))
      .slice(0, row.need)
      .map(({ subject }) => officerIdOf(subject) ?? '')
    // The lead of the first object leads again; where the lead may not come, the first by lot does.
    const lead = row.population === 'experts' ? null : (team.find((id) => roleBefore.get(id) === 'lead') ?? team[0])
    return team.map(
      (officerId): Seat => ({
        subject: object.subject,
        officerId,
        dept: department.dept,
        role: row.population === 'experts' ? 'expert' : officerId === lead ? 'lead' : 'assist',
      }),
    )
  })
}
