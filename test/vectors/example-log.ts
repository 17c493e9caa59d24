/** A small transparency log for the example bundles: the entries of one draw among others, and the proofs that the bundle carries. */
import { hex, utf8 } from '#core/bytes.ts'
import { hashedMembers } from '#core/draws/commit.ts'
import type { CommitDocument, ResultDocument } from '#core/draws/documents.ts'
import type { BundleLog, LogProof } from '#core/draws/log-proof.ts'
import { resultHashOf } from '#core/draws/result-hash.ts'
import { suites, taggedHash } from '#core/hash/suite.ts'
import { checkpointText } from '#core/log/checkpoint.ts'
import { entryBytes, type LogEntry } from '#core/log/entry.ts'
import { ed25519PublicKey, formatKey, formatNote, noteKey, signatureLine, signEd25519 } from '#core/log/note.ts'
import { type HashReader, inclusionPath, leafHash, nodeHash, treeRoot } from '#core/log/tree.ts'

const origin = 'mingjian.example/log'
const seed = taggedHash(suites.sha256, 'example log key')
const key = noteKey(origin, 'ed25519', ed25519PublicKey(seed))

/** The published key of the example log. */
export const exampleLogKey = formatKey(key)

export type ExampleLog = { readonly entries: readonly LogEntry[]; readonly log: BundleLog; readonly root: string }

/** The log after the result of a draw: other entries before and between, and the draw's own in their order. `times`: of commit, of each reveal, of the result. */
export function exampleLog(
  commit: CommitDocument,
  result: ResultDocument,
  times: { readonly commit: string; readonly reveals: readonly string[]; readonly result: string },
): ExampleLog {
  const { drawId, registerCount, poolSize, poolRoot, replacement, seats } = commit
  const { commitHash, seed: drawSeed, selectedCount, selectedRoot } = result
  const other = (n: number): LogEntry => ({
    type: 'record_head',
    at: commit.snapshotAt,
    date: commit.snapshotAt.slice(0, 10),
    seq: n,
    hash: hex(taggedHash(suites.sha256, 'other', String(n))),
  })
  const entries: LogEntry[] = [other(1), other(2), other(3)]
  if (replacement) {
    const { objectDraw, replaces, reason, evidence, requestedAt } = replacement
    entries.push({ type: 'replace_request', at: requestedAt, drawId, objectDraw, replaces, reason, evidence }, other(4))
  }
  if (seats) {
    const { officerDraw, count, vacatedDigest, reason, evidence, requestedAt } = seats
    entries.push({ type: 'seat_request', at: requestedAt, drawId, officerDraw, count, vacatedDigest, reason, evidence }, other(4))
  }
  entries.push({ type: 'freeze', at: commit.snapshotAt, drawId, registerCount, poolSize, poolRoot })
  entries.push({ type: 'commit', at: times.commit, commit: hashedMembers(commit) }, other(5))
  // Not in the order of the sources: parties reveal when they can.
  for (const [i, { party, nonce }] of [...result.nonces].reverse().entries())
    entries.push({ type: 'reveal', at: times.reveals[i] ?? '', drawId, party, nonce })
  entries.push({
    type: 'result',
    at: times.result,
    drawId,
    commitHash,
    seed: drawSeed,
    selectedCount,
    selectedRoot,
    resultHash: resultHashOf(commit.suite, result),
  })
  entries.push(other(6))
  return { entries, ...bundleLog(entries) }
}

function bundleLog(entries: readonly LogEntry[]): Omit<ExampleLog, 'entries'> {
  const read = reader(entries.map((entry) => leafHash(entryBytes(entry))))
  const root = treeRoot(read, entries.length)
  const proofs = entries.flatMap((entry, index): LogProof[] => {
    const { type, at } = entry
    if (type !== 'replace_request' && type !== 'seat_request' && type !== 'commit' && type !== 'reveal' && type !== 'result') return []
    return [
      {
        entry: type,
        party: type === 'reveal' ? entry.party : null,
        at,
        index,
        path: inclusionPath(read, index, entries.length).map(hex),
      },
    ]
  })
  const text = checkpointText({ origin, size: entries.length, root })
  const checkpoint = formatNote(text, [signatureLine(key, signEd25519(seed, utf8(text)))])
  return { log: { origin, key: exampleLogKey, checkpoint, proofs }, root: hex(root) }
}

function reader(leaves: readonly Uint8Array[]): HashReader {
  const read: HashReader = (level, index) =>
    level === 0 ? (leaves[index] ?? new Uint8Array(32)) : nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1))
  return read
}
