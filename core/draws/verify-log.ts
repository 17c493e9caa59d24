/** The checks against the transparency log: who signed its checkpoint, and that the steps of the draw stand in it in their order (draw protocol §7). */
import { fromHex } from '../bytes.ts'
import { type Checkpoint, openCheckpoint, parseCheckpoint } from '../log/checkpoint.ts'
import { entryBytes, type LogEntry } from '../log/entry.ts'
import { parseKey, parseNote } from '../log/note.ts'
import { checkInclusion, leafHash } from '../log/tree.ts'
import { hashedMembers } from './commit.ts'
import type { Bundle } from './documents.ts'
import type { BundleLog, LogProof } from './log-proof.ts'
import { resultHashOf } from './result-hash.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { Evidence } from './verify-evidence.ts'

export const logChecks = {
  signatures: ({ bundle, options }: Evidence) => (bundle.log ? checkSignatures(bundle.log, options.logKey) : notChecked('no_log')),
  inclusion: (evidence: Evidence) => (evidence.bundle.log ? checkProofs(evidence, evidence.bundle.log) : notChecked('no_log')),
} as const

/**
 * The checkpoint in a bundle has the one signature line of the log's Ed25519 key: a line that this verifier cannot check would be bytes that nothing
 * covers. A key from the bundle alone proves nothing about who signed, so without the published one the check does not hold.
 */
function checkSignatures({ origin, key: vkey, checkpoint }: BundleLog, logKey: string | undefined): Outcome {
  const key = parseKey(vkey)
  if (key?.kind !== 'ed25519') return failed('the key line of a log (Ed25519)', vkey)
  const opened = openCheckpoint(checkpoint, key)
  if (!opened.ok) return failed(`a checkpoint signed by ${key.name}`, opened.why)
  const { note, checkpoint: tree } = opened
  if (note.signatures.length !== 1) return failed('the signature of the log alone', `${note.signatures.length} signatures`)
  if (tree.extensions.length > 0) return failed('a checkpoint of three lines', tree.extensions.join(' '))
  const names = all(same(key.name, origin), same(origin, tree.origin))
  if (names.status !== 'ok') return names
  if (logKey === undefined) return notChecked('log_key_not_given')
  return same(logKey.trim(), vkey)
}

function checkProofs({ bundle, suite }: Evidence, log: BundleLog): Outcome {
  const tree = checkpointOf(log)
  if (!tree) return notChecked('needs_other')
  const { commit } = bundle
  const wanted = [
    ...(commit.replacement ? ['replace_request'] : []),
    ...(commit.seats ? ['seat_request'] : []),
    'commit',
    ...commit.sources.map(({ party }) => `reveal ${party}`).sort(),
    'result',
  ]
  // Proofs ascend by index, the schema says so. Reveals may come in any order among themselves, but between commit and result.
  const steps = log.proofs.map(({ entry, party }) => (party === null ? entry : `${entry} ${party}`))
  const first = wanted.indexOf('commit') + 1
  const arranged = [...steps.slice(0, first), ...steps.slice(first, -1).sort(), ...steps.slice(-1)]
  if (arranged.join(', ') !== wanted.join(', ')) return failed(wanted.join(', '), steps.join(', '))
  const missing = log.proofs.find((proof) => {
    const entry = entryOf(bundle, proof, suite.id)
    return entry === null || !isIncluded(entry, proof, tree)
  })
  if (missing) return failed(`${missing.entry} at ${missing.index} of ${tree.size}`, 'another entry')
  return all(checkTimes(bundle, log.proofs), held(`${log.proofs.map(({ index }) => index).join(' ')} / ${tree.size}`))
}

/** The times that documents repeat from the log: the last reveal decides which beacon counts, the request comes before the draw. */
function checkTimes({ commit, result }: Bundle, proofs: readonly LogProof[]): Outcome {
  const atOf = (entry: LogProof['entry']): string =>
    proofs.reduce((last, proof) => (proof.entry === entry && proof.at > last ? proof.at : last), '')
  return all(
    result.beaconValue ? same(atOf('reveal'), result.beaconValue.revealedAt) : held(),
    commit.replacement ? same(atOf('replace_request'), commit.replacement.requestedAt) : held(),
    commit.seats ? same(atOf('seat_request'), commit.seats.requestedAt) : held(),
  )
}

/** The entry as it must have been written, from the bundle's own content. */
function entryOf({ commit, result }: Bundle, { entry, party, at }: LogProof, suite: 'sha256' | 'sm3'): LogEntry | null {
  const { drawId } = commit
  switch (entry) {
    case 'commit':
      return { type: 'commit', at, commit: hashedMembers(commit) }
    case 'reveal': {
      const nonce = result.nonces.find((one) => one.party === party)?.nonce
      return nonce === undefined || party === null ? null : { type: 'reveal', at, drawId, party, nonce }
    }
    case 'result': {
      const { commitHash, seed, selectedCount, selectedRoot } = result
      return { type: 'result', at, drawId, commitHash, seed, selectedCount, selectedRoot, resultHash: resultHashOf(suite, result) }
    }
    case 'replace_request': {
      if (!commit.replacement) return null
      const { objectDraw, replaces, reason, evidence } = commit.replacement
      return { type: 'replace_request', at, drawId, objectDraw, replaces, reason, evidence }
    }
    case 'seat_request': {
      if (!commit.seats) return null
      const { officerDraw, count, vacatedDigest, reason, evidence } = commit.seats
      return { type: 'seat_request', at, drawId, officerDraw, count, vacatedDigest, reason, evidence }
    }
  }
}

const isIncluded = (entry: LogEntry, { index, path }: LogProof, { size, root }: Checkpoint): boolean =>
  checkInclusion({ leaf: leafHash(entryBytes(entry)), index, size, path: path.map(fromHex), root })

function checkpointOf({ checkpoint }: BundleLog): Checkpoint | null {
  const note = parseNote(checkpoint)
  return note && parseCheckpoint(note.text)
}
