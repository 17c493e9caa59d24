/** The checks of one bundle, each a question with one answer (draw protocol §8). */
import { compareBytes, fromHex, hex } from '../bytes.ts'
import { merkleBuilder } from '../merkle.ts'
import { drawsAll, drawsOne, filterHashOf, sealedCommitment } from './commit.ts'
import type { Selected } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { keyCommitment } from './nonces.ts'
import type { Pool } from './pool.ts'
import { positionOf, type Takeable } from './replacement.ts'
import { selectedEntries } from './result.ts'
import { openNonces } from './seed.ts'
import { select } from './select.ts'
import { strataTargets } from './strata.ts'
import { ticketer, ticketsOf } from './tickets.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import { beaconChecks } from './verify-beacon.ts'
import type { Evidence, Listed } from './verify-evidence.ts'
import { logChecks } from './verify-log.ts'
import { checkReplacement, checkSmallest, checkSubstitute } from './verify-replacement.ts'

type CheckOf = (evidence: Evidence) => Outcome

export const bundleChecks = {
  files: ({ pool, selected, objects, rows, assignment }) => all(...[pool, selected, objects, rows, assignment].map(listOutcome)),
  draw_id: checkDrawId,
  ...logChecks,
  commit_hash: ({ commitHash, bundle }) => same(commitHash, bundle.result.commitHash),
  key: checkKey,
  sealed_members: checkSealedMembers,
  pool_root: checkPoolRoot,
  pool_size: (evidence) => withPool(evidence, (pool) => same(evidence.bundle.commit.poolSize, pool.size)),
  counts: checkCounts,
  replacement: checkReplacement,
  nonces: checkNonces,
  ...beaconChecks,
  seed: ({ basis, bundle }) => same(hex(basis.seed), bundle.result.seed),
  targets: checkTargets,
  selected_count: checkSelectedCount,
  tickets: checkTickets,
  selection: checkSelection,
  threshold: checkThreshold,
  selected_root: checkSelectedRoot,
} as const satisfies Readonly<Record<string, CheckOf>>

function checkDrawId({ bundle: { commit, result } }: Evidence): Outcome {
  const id = parseDrawId(commit.drawId)
  const earlier = commit.supersedes === null ? null : parseDrawId(commit.supersedes)
  return all(
    same(id?.kind ?? '', commit.kind),
    same(id?.task ?? '', commit.task),
    commit.supersedes === null || (earlier?.task === id?.task && earlier?.kind === id?.kind && (earlier?.serial ?? 0) < (id?.serial ?? 0))
      ? held()
      : failed('an earlier draw of the same task and kind', commit.supersedes),
    same(commit.drawId, result.drawId),
  )
}

function checkKey({ bundle: { commit, result, pool }, key }: Evidence): Outcome {
  if (key === null) return notChecked('sealed')
  const opened = same(commit.keyCommit, hex(keyCommitment(commit.suite, commit.drawId, fromHex(key))))
  return commit.mode === 'open' && pool ? all(same(key, result.poolKey ?? 'null'), opened) : opened
}

function checkSealedMembers({ bundle: { commit }, key }: Evidence): Outcome {
  const { suite, strata, filter, filterHash } = commit
  if (key === null || !strata || !filter || filterHash === undefined) return notChecked('sealed')
  const bytes = fromHex(key)
  return all(
    same(commit.strataCommit, sealedCommitment(suite, bytes, strata)),
    same(commit.filterCommit, sealedCommitment(suite, bytes, filter)),
    same(filterHashOf(suite, filter), filterHash),
  )
}

function checkPoolRoot({ bundle, pool }: Evidence): Outcome {
  if (!pool) return notChecked('sealed')
  if (pool.state !== 'read') return notChecked(pool.state === 'absent' ? 'no_files' : 'needs_other')
  const { pool: sealed, failure, inOrder } = pool.value
  if (!sealed) return failed('members that can be sealed', failure ? JSON.stringify(failure) : 'none')
  if (!inOrder) return failed('members in leaf order', 'another order')
  return same(bundle.commit.poolRoot, hex(sealed.root))
}

function checkCounts(evidence: Evidence): Outcome {
  const { commit } = evidence.bundle
  const accounted = commit.excluded.reduce((sum, [, n]) => sum + n, commit.poolSize)
  const register = same(commit.registerCount, accounted)
  if (!commit.strata) return register
  const sizes = commit.strata.map(({ n }) => n)
  // The replacement of an object counts those who can still be taken; the register is the whole pool.
  if (commit.replacement) return all(register, evidence.open ? same(sizes.join(' '), String(evidence.open.n)) : notChecked('needs_other'))
  const strata = same(
    commit.poolSize,
    sizes.reduce((sum, n) => sum + n, 0),
  )
  const pool = openPool(evidence)
  return all(register, strata, pool ? same(sizes.join(' '), pool.counts.join(' ')) : held())
}

function checkNonces({ bundle: { commit, result } }: Evidence): Outcome {
  const parties = same(commit.sources.map(({ party }) => party).join(' '), result.nonces.map(({ party }) => party).join(' '))
  const opened = openNonces(commit, result.nonces)
  if (opened.ok) return parties
  return failed(
    'a nonce of every party that opens its commitment',
    opened.failure.refused.map(({ party, why }) => `${party}: ${why}`).join('; '),
  )
}

function checkTargets({ bundle: { commit } }: Evidence): Outcome {
  if (!commit.strata) return notChecked('sealed')
  const targets = strataTargets(commit.strata)
  if (!targets.ok)
    return failed('targets of 1 to n', targets.failure.refused.map(({ id, n, target }) => `${id}: ${target} of ${n}`).join('; '))
  if (commit.matching && !drawsAll(commit.strata)) return failed('all officers in one stratum', targets.value.join(' '))
  if (commit.replacement && !drawsOne(commit.strata, commit.poolSize))
    return failed('one of those who can be taken', targets.value.join(' '))
  return held(targets.value.join(' '))
}

function checkSelectedCount({ bundle, selected, targets }: Evidence): Outcome {
  const stated = bundle.result.selectedCount
  const listed = selected.state === 'read' ? same(selected.value.length, stated) : held()
  return all(
    targets
      ? same(
          targets.reduce((sum, target) => sum + target, 0),
          stated,
        )
      : held(),
    listed,
  )
}

function checkTickets(evidence: Evidence): Outcome {
  return withSelected(evidence, (selected) => {
    const ticketOf = ticketer(evidence.basis)
    const ticket = new Uint8Array(32)
    for (const [i, one] of selected.entries()) {
      ticketOf(fromHex(one.leaf), 0, ticket, 0)
      if (hex(ticket) !== one.ticket) return failed(`${hex(ticket)} at ${i}`, one.ticket)
    }
    return held(String(selected.length))
  })
}

function checkSelection(evidence: Evidence): Outcome {
  if (evidence.bundle.commit.replacement)
    return withPool(evidence, (pool) => withOpen(evidence, (open) => checkSubstitute(evidence, pool, open)))
  return withPool(evidence, (pool) =>
    withSelected(evidence, (selected) => {
      const { targets, basis } = evidence
      if (!targets || targets.some((target, s) => target > (pool.counts[s] ?? 0))) return notChecked('needs_other')
      const drawn = selectedEntries(select(basis, pool, targets), pool.leaves)
      if (drawn.length !== selected.length) return failed(`${drawn.length} drawn`, String(selected.length))
      const at = drawn.findIndex((one, i) => one.leaf !== selected[i]?.leaf || one.ticket !== selected[i]?.ticket)
      return at < 0 ? held(String(drawn.length)) : failed(`${drawn[at]?.leaf} at ${at}`, selected[at]?.leaf ?? 'none')
    }),
  )
}

/** So many tickets are computed at a time. */
const portion = 8192

/** Independent of how the selection is computed: one look at every ticket of the pool. */
function checkThreshold(evidence: Evidence): Outcome {
  const { replacement } = evidence.bundle.commit
  if (replacement) return withPool(evidence, (pool) => checkSmallest(evidence, pool, replacement))
  return withPool(evidence, (pool) =>
    withSelected(evidence, (selected) => {
      const winners = new Uint8Array(pool.size)
      for (const { leaf } of selected) {
        const position = positionOf(fromHex(leaf), pool.leaves)
        if (position < 0) return failed('a member of the pool', leaf)
        winners[position] = 1
      }
      const largestWon = new Map<number, Uint8Array>()
      const smallestLost = new Map<number, Uint8Array>()
      for (let from = 0; from < pool.size; from += portion) {
        const tickets = ticketsOf(evidence.basis, pool.leaves.subarray(from * 32, (from + portion) * 32))
        for (let i = from; i < Math.min(from + portion, pool.size); i++) {
          const stratum = pool.strata[i] ?? 0
          const ticket = tickets.subarray((i - from) * 32, (i - from) * 32 + 32)
          const won = winners[i] === 1
          const edge = won ? largestWon : smallestLost
          const before = edge.get(stratum)
          if (!before || compareBytes(ticket, before) > 0 === won) edge.set(stratum, ticket.slice())
        }
      }
      for (const [stratum, won] of largestWon) {
        const lost = smallestLost.get(stratum)
        if (lost && compareBytes(won, lost) > 0) return failed(`s${stratum + 1}: below ${hex(lost)}`, hex(won))
      }
      return held(evidence.targets?.map((_, s) => hex((largestWon.get(s) ?? new Uint8Array(0)).subarray(0, 8))).join(' '))
    }),
  )
}

function checkSelectedRoot(evidence: Evidence): Outcome {
  return withSelected(evidence, (selected) => {
    const tree = merkleBuilder(evidence.suite)
    for (const { leaf } of selected) tree.add(fromHex(leaf))
    return same(hex(tree.root()), evidence.bundle.result.selectedRoot)
  })
}

function withPool(evidence: Evidence, check: (pool: Pool) => Outcome): Outcome {
  const pool = openPool(evidence)
  if (pool) return check(pool)
  if (!evidence.pool) return notChecked('sealed')
  return notChecked(evidence.pool.state === 'absent' ? 'no_files' : 'needs_other')
}

function withSelected({ selected }: Evidence, check: (selected: readonly Selected[]) => Outcome): Outcome {
  if (selected.state === 'read') return check(selected.value)
  return notChecked(selected.state === 'absent' ? 'no_files' : 'needs_other')
}

const withOpen = ({ open }: Evidence, check: (open: Takeable) => Outcome): Outcome => (open ? check(open) : notChecked('needs_other'))

const openPool = ({ pool }: Evidence): Pool | null => (pool?.state === 'read' ? pool.value.pool : null)

function listOutcome(listed: Listed<unknown> | null): Outcome {
  if (!listed || listed.state === 'read') return held()
  return listed.state === 'absent' ? notChecked('no_files') : failed(listed.expected, listed.found)
}
