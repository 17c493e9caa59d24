/** How the work of one draw is shared: expected and drawn, by name and never by load, because nobody is ranked here. */
import { officerIdOf, unitIdOf } from '#core/draws/subject.ts'
import type { Population } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'
import { type DrawEvent, eventOf } from '#server/draws/events.ts'
import { type DrawRecord, filesOf } from '#server/draws/store.ts'
import { readUnits } from '#server/draws/working-matching.ts'
import type { FileStore } from '#server/files/store.ts'
import { assignmentOf } from './assignment.ts'
import { unitNames } from './facts-store.ts'
import { expectedLoads } from './propensity-store.ts'

type Member = { readonly id: string; readonly unit: string; readonly population: Population; readonly prior: number }

export async function loadsOf(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[]) {
  const drawn = new Map<string, number>()
  for (const { officers } of await assignmentOf(tx, files, draw.id, events))
    for (const { officer } of officers) drawn.set(officerIdOf(officer) ?? '', (drawn.get(officerIdOf(officer) ?? '') ?? 0) + 1)
  const expected = await expectedLoads(tx, draw.id)
  const members = await membersOf(tx, files, draw, [...drawn.keys()])
  const names = await unitNames(
    tx,
    members.map(({ id }) => id),
  )
  const bound = eventOf(events, 'freeze')?.document.matching
  const officers = members.map(({ id, unit, population, prior }) => ({
    id,
    name: names.get(id)?.name ?? id,
    orgName: names.get(id)?.orgName ?? '',
    population,
    prior,
    expected: expected.get(unit) ?? null,
    drawn: drawn.get(id) ?? 0,
  }))
  return {
    drawId: draw.id,
    balance: bound && 'balance' in bound ? bound.balance : null,
    mostPerOfficer: bound && 'mostPerOfficer' in bound ? bound.mostPerOfficer : null,
    officers: officers.sort((a, b) => a.name.localeCompare(b.name, 'zh-Hans-CN') || (a.id < b.id ? -1 : 1)),
  }
}

/** Everyone who could be drawn; where no units were kept (the first algorithm), everyone who was. */
async function membersOf(tx: Tx, files: FileStore, draw: DrawRecord, drawn: readonly string[]): Promise<Member[]> {
  const file = (await filesOf(tx, draw.id)).find(({ role }) => role === 'units')
  if (file === undefined) return drawn.map((id) => ({ id, unit: id, population: 'officers', prior: 0 }))
  return readUnits(files.path(file.sha256)).units.flatMap(([subject, prior, , members]) => {
    const unit = unitIdOf(subject) ?? ''
    const population = subject.startsWith('EXPERT:') ? 'experts' : 'officers'
    const ids = members.length === 0 ? [unit] : members.flatMap((member) => officerIdOf(member) ?? [])
    return ids.map((id): Member => ({ id, unit, population, prior }))
  })
}
