/** Who inspects a substitute: those who were drawn for the object it replaces, as far as they may; a seat that falls free goes by lot (draw protocol §6). */
import { compareBytes, fromHex } from '#core/bytes.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import { eligibleEdges } from '#core/matching/edges.ts'
import { pairLots } from '#core/matching/least-loaded.ts'
import type { Tx } from '#db/connect.ts'
import { unwrap } from '#server/http/problem.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import * as drawn from './drawn-store.ts'
import { type DrawEvent, eventOf } from './events.ts'
import { objectFacts, officerFrame } from './officers.ts'
import type { DrawRecord } from './store.ts'

export type Seat = { readonly subject: string; readonly officerId: string; readonly role: 'lead' | 'assist' }

export async function substituteTeam(
  tx: Tx,
  draw: DrawRecord,
  task: TaskRecord,
  replaced: string,
  events: readonly DrawEvent[],
): Promise<readonly Seat[]> {
  const [object] = await objectFacts(tx, task, draw.id)
  const commit = eventOf(events, 'commit')?.document
  const seed = eventOf(events, 'result')?.document.seed
  if (object === undefined || commit === undefined || seed === undefined) throw new Error(`draw ${draw.id} is closed without a result`)
  const frame = await officerFrame(tx, task)
  const edges = unwrap(eligibleEdges(frame.officers, [object], { from: task.from, to: task.to }, task.officersPerObject))
  const eligible = (edges.edges[0] ?? []).map((i) => edges.officers[i] ?? '')
  const basis = { suite: draw.suite, drawId: draw.id, commitHash: commit.commitHash, seed: fromHex(seed) }
  const lotOf = pairLots(basis)
  const leaf = fromHex(object.leaf)
  const before = new Map((await drawn.officersOfDrawn(tx, task.id, [replaced])).map((officer) => [officer.id, officer.role]))
  const kept = (subject: string): number => (before.has(officerIdOf(subject) ?? '') ? 0 : 1)
  const team = eligible
    .map((subject) => ({ subject, lot: lotOf('pair', leaf, subject) }))
    .sort((a, b) => kept(a.subject) - kept(b.subject) || compareBytes(a.lot, b.lot))
    .slice(0, task.officersPerObject)
    .map(({ subject }) => officerIdOf(subject) ?? '')
  // The lead of the first object leads again; where the lead may not come, the first by lot does.
  const lead = team.find((id) => before.get(id) === 'lead') ?? team[0]
  return team.map((officerId) => ({ subject: object.subject, officerId, role: officerId === lead ? 'lead' : 'assist' }))
}
