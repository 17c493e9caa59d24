/** Who could inspect a substitute, kept when its draw is opened: at the close the substitute is known, and whoever changed a register then would choose. */
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { MatchingFacts } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'
import { keepFile } from '#server/draws/draw-run.ts'
import { filesOf } from '#server/draws/store.ts'
import type { FileStore } from '#server/files/store.ts'
import { drawingDepartments } from '#server/tasks/drawing-departments.ts'
import { type Asked, peopleFor } from './facts.ts'

type People = Omit<MatchingFacts, 'objects'>

/** Keeps everybody of every department of the task; answers the SHA-256 of the file, which the record holds. */
export async function keepPeople(tx: Tx, files: FileStore, drawId: string, asked: Omit<Asked, 'department'>): Promise<string> {
  const people: Record<string, People> = {}
  for (const department of await drawingDepartments(tx, asked.task))
    people[department.dept] = await peopleFor(tx, { ...asked, department }, 'seats', true)
  const kept = await files.put(Readable.from([Buffer.from(JSON.stringify(people))]))
  await keepFile(tx, drawId, 'facts', { ...kept, name: `${drawId}.people.json` })
  return kept.sha256
}

/** Null for a draw that was opened before they were kept. */
export async function keptPeople(tx: Tx, files: FileStore, drawId: string, dept: string): Promise<People | null> {
  const file = (await filesOf(tx, drawId)).find(({ role }) => role === 'facts')
  if (file === undefined) return null
  const people = JSON.parse(await readFile(files.path(file.sha256), 'utf8')) as Readonly<Record<string, People>> // written above
  return people[dept] ?? null
}
