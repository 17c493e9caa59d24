/**
 * A second verifier, written from docs/draw-protocol.md with node:crypto, and with a library for nothing but BLS: slow, plain, and importing
 * nothing of core. It reads the bundle of a draw of kind O or R, in full or in its public copy, and answers every problem it finds.
 */
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { h, jcs, leafOf, lp, root, target, th } from './draw-oracle.ts'

type Chain = { readonly hash: string; readonly publicKey: string; readonly genesis: number; readonly period: number }
/** A bundle as JSON.parse gives it; the oracle trusts its shape, which the verifier under test does not. */
// biome-ignore lint/suspicious/noExplicitAny: the point of the oracle is to read documents without the types of core
type Doc = any
type Leaf = { readonly leaf: Buffer; readonly stratum: string; readonly subject: string }

export function oracleBundle(text: string, chains: readonly Chain[], logKey: string): readonly string[] {
  const problems: string[] = []
  const want = (holds: boolean, what: string): void => void (holds || problems.push(what))
  const bundle: Doc = JSON.parse(text)
  const { commit, result, pool, log, replacement } = bundle
  const { suite, drawId, mode } = commit
  want(text === `${jcs(bundle)}\n`, 'canonical')

  const { strata, filter, filterHash, ...hashed } = commit
  const commitHash = th(suite, 'mingjian/1/commit', Buffer.from(jcs(hashed)))
  want(commitHash.toString('hex') === result.commitHash, 'commitHash')
  want(drawId === result.drawId && drawId.startsWith(`${commit.task}-${commit.kind}-`), 'drawId')
  want(commit.registerCount === commit.excluded.reduce((sum: number, [, n]: [string, number]) => sum + n, commit.poolSize), 'registerCount')

  // Nonces, beacon, seed.
  want(jcs(commit.sources.map((one: Doc) => one.party)) === jcs(result.nonces.map((one: Doc) => one.party)), 'parties')
  for (const [i, { party, nonce }] of result.nonces.entries()) {
    const commitment = th(suite, 'mingjian/1/nonce', Buffer.from(drawId), Buffer.from(party), Buffer.from(nonce, 'hex'))
    want(commitment.toString('hex') === commit.sources[i].commitment, `nonce of ${party}`)
  }
  const value = result.beaconValue
  want((commit.beacon === null) === (value === null), 'beacon value')
  if (value !== null) want(beaconHolds(commit.beacon, value, chains), 'beacon')
  const beaconBytes =
    value === null ? Buffer.alloc(0) : value.kind === 'drand' ? Buffer.from(value.signature, 'hex') : Buffer.from(value.value)
  const material = [...result.nonces.map((one: Doc) => lp(Buffer.from(one.nonce, 'hex'))), lp(beaconBytes)]
  const seed = createHmac(suite, commitHash).update(Buffer.concat(material)).digest()
  want(seed.toString('hex') === result.seed, 'seed')

  // Tickets and the root of those drawn.
  const domain = th(suite, 'mingjian/1/draw', Buffer.of(suite === 'sha256' ? 1 : 2), Buffer.from(drawId), commitHash)
  const ticketOf = (leaf: Buffer): string => h(suite, domain, seed, leaf).toString('hex')
  for (const { leaf, ticket } of result.selected) want(ticketOf(Buffer.from(leaf, 'hex')) === ticket, `ticket of ${leaf}`)
  const selectedRoot = root(
    suite,
    result.selected.map(({ leaf }: Doc) => Buffer.from(leaf, 'hex')),
  )
  want(selectedRoot.toString('hex') === result.selectedRoot && result.selected.length === result.selectedCount, 'selectedRoot')

  // Replacement: what was drawn before.
  const before: readonly string[] = replacement ? [...replacement.selected, ...commit.replacement.earlier] : []
  if (replacement) {
    const objects = replacement.selected.map((leaf: string) => Buffer.from(leaf, 'hex'))
    want(root(suite, objects).toString('hex') === commit.replacement.objectsRoot, 'objectsRoot')
    want(objects.length === commit.replacement.objectCount, 'objectCount')
    want(before.includes(commit.replacement.replaces) && new Set(before).size === before.length, 'replaces')
    want(!before.includes(result.selected[0].leaf), 'substitute not drawn before')
  }

  // Mode, key, pool.
  if (mode === 'sealed') want(result.poolKey === null && (pool === null) === (strata === undefined), 'sealed')
  if (pool === null) want(mode === 'sealed', 'pool')
  else {
    const key = Buffer.from(pool.key, 'hex')
    if (mode === 'open') want(result.poolKey === pool.key, 'poolKey')
    want(th(suite, 'mingjian/1/key', Buffer.from(drawId), key).toString('hex') === commit.keyCommit, 'keyCommit')
    const sealed = (member: Doc): string => th(suite, 'mingjian/1/sealed', key, Buffer.from(jcs(member))).toString('hex')
    want(sealed(strata) === commit.strataCommit && sealed(filter) === commit.filterCommit, 'strataCommit')
    want(th(suite, 'mingjian/1/filter', Buffer.from(jcs(filter))).toString('hex') === filterHash, 'filterHash')
    const leafDraw = commit.replacement?.objectDraw ?? drawId
    const leaves: Leaf[] = pool.subjects.map(([subject, stratum]: [string, string]) => ({
      subject,
      stratum,
      leaf: leafOf(suite, leafDraw, key, subject, stratum),
    }))
    want(
      leaves.every(({ leaf }, i) => i === 0 || Buffer.compare(leaves[i - 1]?.leaf ?? leaf, leaf) < 0),
      'leaf order',
    )
    want(new Set(leaves.map(({ subject }) => subject)).size === leaves.length, 'subjects once')
    want(
      root(
        suite,
        leaves.map(({ leaf }) => leaf),
      ).toString('hex') === commit.poolRoot && leaves.length === commit.poolSize,
      'poolRoot',
    )
    const again = replacement ? substitute(leaves, before, commit, ticketOf, want) : winners(leaves, strata, ticketOf, want)
    want(jcs(again) === jcs(result.selected.map(({ leaf }: Doc) => leaf)), 'selection')
  }
  if (log !== null) for (const problem of logProblems(bundle, log, logKey)) problems.push(problem)
  return problems
}

/** An opening against a bundle; `null` when it holds, with whether its subject was drawn. */
export function oracleOpening(opening: Doc, bundle: Doc): { readonly problem: string | null; readonly drawn: boolean } {
  const { commit, result } = bundle
  const { suite } = commit
  const drawn = result.selected.some(({ leaf }: Doc) => leaf === opening.leaf)
  const answer = (problem: string | null) => ({ problem, drawn })
  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...hashed } = commit
  if (opening.format !== 'mingjian-opening/1' || opening.suite !== suite || opening.drawId !== commit.drawId) return answer('draw')
  if (th(suite, 'mingjian/1/commit', Buffer.from(jcs(hashed))).toString('hex') !== opening.commitHash) return answer('commitHash')
  const idCom = h(suite, Buffer.from(opening.saltA, 'hex'), lp(Buffer.from(opening.subject)))
  const leaf = h(suite, Buffer.of(0), idCom, Buffer.from(opening.stratumCom, 'hex'))
  if (leaf.toString('hex') !== opening.leaf) return answer('leaf')
  const path = opening.path.map((one: string) => Buffer.from(one, 'hex'))
  const found = climb(suite, leaf, opening.index, commit.poolSize, path)
  return answer(found?.toString('hex') === commit.poolRoot ? null : 'path')
}

function winners(leaves: readonly Leaf[], strata: Doc, ticketOf: (leaf: Buffer) => string, want: (holds: boolean, what: string) => void) {
  const ordered = leaves.map(({ leaf, stratum }) => ({ leaf: leaf.toString('hex'), stratum, ticket: ticketOf(leaf) }))
  ordered.sort((a, b) => (a.ticket < b.ticket ? -1 : a.ticket > b.ticket ? 1 : a.leaf < b.leaf ? -1 : 1))
  const won = strata.flatMap((stratum: Doc) => {
    const members = ordered.filter((one) => one.stratum === stratum.id)
    want(members.length === stratum.n, `n of ${stratum.id}`)
    return members.slice(0, target(stratum))
  })
  return ordered.filter((one) => won.includes(one)).map(({ leaf }) => leaf)
}

function substitute(
  leaves: readonly Leaf[],
  before: readonly string[],
  { strata, replacement }: Doc,
  ticketOf: (leaf: Buffer) => string,
  want: (holds: boolean, what: string) => void,
) {
  const stratum = leaves.find(({ leaf }) => leaf.toString('hex') === replacement.replaces)?.stratum
  const open = leaves.filter((one) => one.stratum === stratum && !before.includes(one.leaf.toString('hex')))
  want(jcs(strata) === jcs([{ count: 1, id: 's1', n: open.length }]), 'strata of the replacement')
  const tickets = open.map(({ leaf }) => ({ leaf: leaf.toString('hex'), ticket: ticketOf(leaf) }))
  tickets.sort((a, b) => (a.ticket < b.ticket ? -1 : 1))
  return tickets.slice(0, 1).map(({ leaf }) => leaf)
}

function beaconHolds(beacon: Doc, value: Doc, chains: readonly Chain[]): boolean {
  if (beacon.kind !== value.kind) return false
  if (beacon.kind === 'announced') {
    const due = [[beacon.what, beacon.at], ...beacon.later].find(([, at]) => at > value.revealedAt)
    return due?.[0] === value.what && due?.[1] === value.at && /^[0-9A-Z]{1,20}( [0-9A-Z]{1,20}){0,49}$/.test(value.value)
  }
  const chain = chains.find(({ hash }) => hash === beacon.chain)
  if (!chain) return false
  let { round } = beacon
  while ((chain.genesis + (round - 1) * chain.period) * 1000 <= Date.parse(value.revealedAt)) round += 100
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(round))
  const { shortSignatures } = bls12_381
  const point = shortSignatures.hash(h('sha256', message), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')
  const key = bls12_381.G2.Point.fromHex(chain.publicKey)
  return round === value.round && shortSignatures.verify(Buffer.from(value.signature, 'hex'), point, key)
}

/** The log of a bundle: the signature by node:crypto, the entries written again, their way up to the root. */
function logProblems({ commit, result }: Doc, log: Doc, logKey: string): readonly string[] {
  const problems: string[] = []
  if (log.key !== logKey) problems.push('log key')
  const split = log.checkpoint.indexOf('\n\n')
  const text = log.checkpoint.slice(0, split + 1)
  const [origin, size, encodedRoot] = text.split('\n')
  const [line = '', ...more] = log.checkpoint.slice(split + 2).split('\n')
  const [dash, name, encoded = ''] = line.split(' ')
  const signed = Buffer.from(encoded, 'base64')
  const raw = Buffer.from(log.key.split('+').slice(2).join('+'), 'base64').subarray(1)
  const id = h('sha256', Buffer.from(`${name}\n`), Buffer.of(1), raw).subarray(0, 4)
  const key = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]), format: 'der', type: 'spki' })
  if (dash !== '—' || name !== origin || log.origin !== origin || more.join('') !== '') problems.push('note')
  if (!id.equals(signed.subarray(0, 4)) || !verify(null, Buffer.from(text), key, signed.subarray(4))) problems.push('signature')

  const { drawId, replacement } = commit
  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...hashed } = commit
  const { commitHash, seed, selectedCount, selectedRoot } = result
  const resultHash = th(commit.suite, 'mingjian/1/result', Buffer.from(jcs(result))).toString('hex')
  const steps: string[] = []
  for (const { entry, party, at, index, path } of log.proofs) {
    const content: Doc = {
      replace_request: () => ({
        drawId,
        objectDraw: replacement.objectDraw,
        replaces: replacement.replaces,
        reason: replacement.reason,
        evidence: replacement.evidence,
      }),
      commit: () => ({ commit: hashed }),
      reveal: () => ({ drawId, party, nonce: result.nonces.find((one: Doc) => one.party === party)?.nonce ?? '' }),
      result: () => ({ drawId, commitHash, seed, selectedCount, selectedRoot, resultHash }),
    }
    const leaf = h('sha256', Buffer.of(0), Buffer.from(jcs({ format: 'mingjian-log/1', type: entry, at, ...content[entry]() })))
    const top = climb(
      'sha256',
      leaf,
      index,
      Number(size),
      path.map((one: string) => Buffer.from(one, 'hex')),
    )
    if (top?.toString('base64') !== encodedRoot) problems.push(`entry ${entry} at ${index}`)
    steps.push(entry)
  }
  const wanted = [...(replacement ? ['replace_request'] : []), 'commit', ...commit.sources.map(() => 'reveal'), 'result']
  if (steps.join() !== wanted.join()) problems.push('steps')
  const reveals = log.proofs.filter((one: Doc) => one.entry === 'reveal')
  if (new Set(reveals.map((one: Doc) => one.party)).size !== commit.sources.length) problems.push('reveals')
  const last = reveals
    .map((one: Doc) => one.at)
    .sort()
    .at(-1)
  if (result.beaconValue !== null && result.beaconValue.revealedAt !== last) problems.push('revealedAt')
  if (replacement && log.proofs[0].at !== replacement.requestedAt) problems.push('requestedAt')
  return problems
}

/** The root above a leaf, by splitting the tree from the top as RFC 9162 §2.1.3.1 does; null when the path has not the right length. */
function climb(suite: string, leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | null {
  if (size === 1) return path.length === 0 && index === 0 ? leaf : null
  const beside = path.at(-1)
  if (!beside || index >= size) return null
  let k = 1
  while (k * 2 < size) k *= 2
  const inner = index < k ? climb(suite, leaf, index, k, path.slice(0, -1)) : climb(suite, leaf, index - k, size - k, path.slice(0, -1))
  if (!inner) return null
  return index < k ? h(suite, Buffer.of(1), inner, beside) : h(suite, Buffer.of(1), beside, inner)
}
