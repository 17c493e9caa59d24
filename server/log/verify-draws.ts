/** The kept events of the draws against the log: each step is written again from its event and must be the entry that was published. */
import { compareBytes, fromHex, hex } from '#core/bytes.ts'
import { commitHashOf, filterHashOf, sealedCommitment } from '#core/draws/commit.ts'
import type { CommitDocument } from '#core/draws/documents.ts'
import { keyCommitment, nonceCommitment } from '#core/draws/nonces.ts'
import { entryBytes, type LogEntry } from '#core/log/entry.ts'
import type { Tx } from '#db/connect.ts'
import type { DrawEvent } from '#server/draws/events.ts'
import { entryOf } from '#server/draws/life.ts'
import { eventsOf, secretOf } from '#server/draws/store.ts'
import type { LogFault } from './verify-faults.ts'
import type { LoggedEntry, WalkedLog } from './verify-files.ts'
import { countEntries, drawsBeyondFreeze } from './verify-store.ts'

/** The first event that is not what the log says of it, draw by draw. */
export async function findAlteredDraw(tx: Tx, log: WalkedLog): Promise<{ readonly draws: number; readonly fault: LogFault | null }> {
  const logged = new Map<string, LoggedEntry[]>()
  for (const entry of log.entries) {
    const drawId = entry.head?.drawId ?? null
    if (drawId !== null) logged.set(drawId, [...(logged.get(drawId) ?? []), entry])
  }
  const draws = await drawsBeyondFreeze(tx)
  // Draws of before the log was there have no entries, and no proofs in their bundles either.
  const began = log.entries[0]?.head?.at ?? ''
  const known = new Set(draws.map(({ id }) => id))
  for (const [drawId, [first]] of logged)
    if (!known.has(drawId) && first !== undefined)
      return { draws: draws.length, fault: { type: 'draw_event_missing', drawId, entry: first.head?.type ?? '', index: first.index } }
  for (const draw of draws) {
    const fault = await faultOfDraw(tx, draw, logged.get(draw.id) ?? [], began)
    if (fault !== null) return { draws: draws.length, fault }
  }
  return { draws: draws.length, fault: null }
}

type Draw = { readonly id: string; readonly suite: 'sha256' | 'sm3' }

async function faultOfDraw(tx: Tx, draw: Draw, logged: readonly LoggedEntry[], began: string): Promise<LogFault | null> {
  const events = await eventsOf(tx, draw.id)
  const told = events.flatMap((event, i) => toldBy(draw, events.slice(0, i + 1), event))
  for (const [i, { index, bytes, head }] of logged.entries()) {
    const step = told[i]
    if (step === undefined) return { type: 'draw_event_missing', drawId: draw.id, entry: head?.type ?? '', index }
    if (step.bytes === null || compareBytes(step.bytes, bytes) !== 0) return altered(draw, step.event, index)
  }
  // Steps after the checkpoint wait for their leaves, and then they are rows of log_entry; a step without any was added by hand.
  const unlogged = told[await countEntries(tx, draw.id)]
  if (unlogged !== undefined && (logged.length > 0 || unlogged.event.at >= began))
    return { type: 'draw_event_unlogged', drawId: draw.id, seq: unlogged.event.seq, event: unlogged.event.type }
  return faultOfHidden(tx, draw, events)
}

type Told = { readonly event: DrawEvent; readonly bytes: Uint8Array | null }

/** The entry of an event as it must have been; bytes are null when the event is no longer of a form that has one. */
function toldBy(draw: Draw, events: readonly DrawEvent[], event: DrawEvent): readonly Told[] {
  try {
    const entry: LogEntry | null = entryOf(draw, events, event, event.at as Parameters<typeof entryOf>[3]) // the column is an instant
    return entry === null ? [] : [{ event, bytes: entryBytes(entry) }]
  } catch {
    return [{ event, bytes: null }]
  }
}

/** What a COMMIT holds beside its hashed members, and the pledges before it: the log holds their commitments. */
async function faultOfHidden(tx: Tx, draw: Draw, events: readonly DrawEvent[]): Promise<LogFault | null> {
  const committed = events.find((event) => event.type === 'commit')
  if (committed?.type !== 'commit') return null
  const { commit, commitHash } = committed.document
  const key = await secretOf(tx, draw.id).then(
    (secret) => secret.key,
    () => null,
  )
  if (key === null) return { type: 'draw_secret_altered', drawId: draw.id }
  if (hex(keyCommitment(draw.suite, draw.id, key)) !== commit.keyCommit) return { type: 'draw_secret_altered', drawId: draw.id }
  if (commitHashOf(commit) !== commitHash || !opensSealed(commit, key)) return altered(draw, committed, null)
  const changed = events.find((event) => {
    if (event.type === 'pledge')
      return commit.sources.every(({ commitment, party }) => party !== event.document.party || commitment !== event.document.commitment)
    if (event.type !== 'reveal') return false
    const { party, nonce } = event.document
    const commitment = hex(nonceCommitment(draw.suite, draw.id, party, fromHex(nonce)))
    return commit.sources.every((source) => source.party !== party || source.commitment !== commitment)
  })
  return changed === undefined ? null : altered(draw, changed, null)
}

function opensSealed({ suite, strata, filter, filterHash, strataCommit, filterCommit }: CommitDocument, key: Uint8Array): boolean {
  if (strata === undefined || filter === undefined) return false
  return (
    sealedCommitment(suite, key, strata) === strataCommit &&
    sealedCommitment(suite, key, filter) === filterCommit &&
    filterHashOf(suite, filter) === filterHash
  )
}

const altered = (draw: Draw, event: DrawEvent, index: number | null): LogFault => ({
  type: 'draw_event_altered',
  drawId: draw.id,
  seq: event.seq,
  event: event.type,
  index,
})
