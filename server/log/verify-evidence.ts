/** Compares rows of evidence with the digests that the record keeps of them. */
import type { Tx } from '#db/connect.ts'
import {
  digestOfResult,
  digestOfReviews,
  digestsOfDraw,
  digestsOfSeats,
  type EvidenceTable,
  evidencedAfter,
  findUnrecordedResult,
} from '#server/record/evidence-store.ts'
import type { LogFault } from './verify-faults.ts'

const page = 500

/** The first row of evidence that is not what its command wrote, and how many commands were looked at. */
export async function findAlteredEvidence(tx: Tx): Promise<{ readonly count: number; readonly fault: LogFault | null }> {
  let count = 0
  let after: { at: string; id: string } | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof evidencedAfter>> = await evidencedAfter(tx, after, page)
    for (const { id, thing, facts } of rows) {
      const kept = await digestsNow(tx, thing, facts)
      for (const [table, [fact, now, of]] of kept) {
        if (typeof facts[fact] !== 'string') continue
        count++
        if (facts[fact] !== now) return { count, fault: { type: 'evidence_altered', table, of, recordId: id } }
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) break
    after = { at: last.at, id: last.id }
  }
  const unrecorded = await findUnrecordedResult(tx)
  return { count, fault: unrecorded === null ? null : { type: 'evidence_unrecorded', table: 'result', of: unrecorded } }
}

type Kept = readonly (readonly [EvidenceTable, readonly [fact: string, now: string, of: string]])[]

async function digestsNow(tx: Tx, thing: string, facts: Readonly<Record<string, unknown>>): Promise<Kept> {
  const { resultId, results } = facts
  if (typeof resultId === 'string') return [['result', ['resultHash', await digestOfResult(tx, resultId), resultId]]]
  if (Array.isArray(results)) {
    const ids = results.map(String)
    return [['review', ['reviewsHash', await digestOfReviews(tx, ids), ids.slice(0, 3).join(', ')]]]
  }
  if (typeof facts.appointment === 'string') return keptSeats(await digestsOfSeats(tx, facts.appointment), facts.appointment)
  if (!thing.startsWith('draw:')) return []
  const drawId = thing.slice('draw:'.length)
  const { drawnHash, ...seats } = await digestsOfDraw(tx, drawId)
  return [['drawn_object', ['drawnHash', drawnHash, drawId]], ...keptSeats(seats, drawId)]
}

const keptSeats = ({ assignmentHash, endedHash }: { readonly assignmentHash: string; readonly endedHash: string }, by: string): Kept => [
  ['assignment', ['assignmentHash', assignmentHash, by]],
  ['assignment_end', ['endedHash', endedHash, by]],
]
