/** Who was matched to what by a draw: from its result, or from the file beside it where the list is long. */
import { readFile } from 'node:fs/promises'
import type { Assignment } from '#core/draws/documents.ts'
import { assignmentLine, readLines } from '#core/draws/lines-file.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import type { Tx } from '#db/connect.ts'
import { fileOf } from '#server/draws/draw-run.ts'
import type { SeatRole } from '#server/draws/drawn-store.ts'
import { type DrawEvent, eventOf } from '#server/draws/events.ts'
import { filesOf } from '#server/draws/store.ts'
import type { FileStore } from '#server/files/store.ts'

/** `dept`: whose seat it is; in a joint task every department has its own. */
export type Seat = { readonly subject: string; readonly officerId: string; readonly role: SeatRole; readonly dept: string }

/** In the objects' ticket order; empty before there is a result. */
export async function assignmentOf(tx: Tx, files: FileStore, drawId: string, events: readonly DrawEvent[]): Promise<readonly Assignment[]> {
  const assignment = eventOf(events, 'result')?.document.assignment ?? []
  if (!('file' in assignment)) return assignment
  const bytes = await readFile(files.path(fileOf(await filesOf(tx, drawId), 'assignment').sha256))
  const read: Assignment[] = []
  const problem = readLines(new Uint8Array(bytes), assignmentLine, ([object, officers]) =>
    read.push({ object, officers: officers.map(([officer, role]) => ({ officer, role })) }),
  )
  if (problem !== null) throw new Error(`the assignment of ${drawId} cannot be read: ${problem.expected} at line ${problem.line}`)
  return read
}

/** The seats that an assignment fills, where `subjectOf` knows the objects by their leaves. */
export const seatsFrom = (assignment: readonly Assignment[], subjectOf: ReadonlyMap<string, string>, dept: string): Seat[] =>
  assignment.flatMap(({ object, officers }) =>
    officers.map(({ officer, role }) => ({ subject: subjectOf.get(object) ?? '', officerId: officerIdOf(officer) ?? '', role, dept })),
  )
