/** The matching of a whole bundle of officers, computed again from docs/draw-protocol.md §6 alone: digests, figures, shares, lot and teams. */
import { createHash } from 'node:crypto'
import { h, jcs, root, th } from './draw-oracle.ts'
import { at, type OracleRow, type OracleUnit, oracleRounding, oracleShares, U } from './matching-oracle.ts'

/** A bundle as JSON.parse gives it. */
// biome-ignore lint/suspicious/noExplicitAny: the point of the oracle is to read documents without the types of core
type Doc = any

/** What a bundle of officers (kind P, or R with seats) says wrongly of its matching, and of the file of facts where that is given; [] when it says the truth. */
export function oracleMatched(bundle: Doc, facts: string | null = null): readonly string[] {
  const problems: string[] = []
  const want = (holds: boolean, what: string): void => void (holds || problems.push(what))
  const { commit, result, matching } = bundle
  const { suite, drawId } = commit
  const bound = commit.matching
  const { units, rows, vacated } = matching
  const digest = (label: string, list: Doc): string => th(suite, label, Buffer.from(jcs(list))).toString('hex')
  want(digest('mingjian/1/units', units) === bound.unitsDigest, 'unitsDigest')
  if (facts === null) want(/^[0-9a-f]{64}$/.test(bound.factsDigest), 'factsDigest')
  else want(digest('mingjian/1/facts', JSON.parse(facts)) === bound.factsDigest && jcs(JSON.parse(facts)) === facts, 'facts')
  const lines = rows.map((row: Doc) => `${jcs(row)}\n`).join('')
  want(createHash(suite).update(lines).digest('hex') === bound.rowsDigest, 'rowsDigest')
  const leaves: string[] = [...new Set<string>(rows.map(([leaf]: Doc) => leaf))]
  const leafRoot = root(
    suite,
    leaves.map((leaf) => Buffer.from(leaf, 'hex')),
  )
  want(leafRoot.toString('hex') === bound.objectsRoot && leaves.length === bound.objectCount, 'objectsRoot')
  if (commit.seats) {
    want(digest('mingjian/1/vacated', vacated) === commit.seats.vacatedDigest && vacated.length === commit.seats.count, 'vacatedDigest')
  }

  const scopes = ['station', 'stations', 'office_and_stations', 'bureau', 'cross_region']
  const pairCap = Math.ceil((bound.pairCapPpm * U) / 1_000_000)
  const widened = scopes
    .filter((scope) => scope !== bound.scope)
    .map((scope) => [scope, rows.filter((row: Doc) => row[4] === scope).length])
  want(jcs(widened.filter(([, n]) => n > 0)) === jcs(bound.widened), 'widened')
  want(rows.filter((row: Doc) => row[5].length < bound.least).length === bound.belowLeast, 'belowLeast')
  want(rows.filter((row: Doc) => row[3] > pairCap).length === bound.capLifted, 'capLifted')
  for (const [leaf, population, need, cap, , eligible] of rows) {
    want(cap === Math.min(U, Math.max(pairCap, Math.ceil((need * U) / eligible.length))), `cap of ${leaf}`)
    const seats = vacated?.filter(([of, , role]: Doc) => of === leaf && (role === 'expert') === (population === 'experts')).length
    if (vacated || population === 'officers') want(need === (seats ?? (bound.unit === 'group' ? 1 : bound.teamSize)), `need of ${leaf}`)
  }

  const plain: OracleRow[] = rows.map(([, , need, cap, , eligible]: Doc) => ({ need, cap, units: eligible }))
  const limits: OracleUnit[] = units.map(([, prior, most]: Doc) => ({ prior, most }))
  const given = rows.map((row: Doc) => row[6])
  want(jcs(oracleShares(limits, plain, bound.floorPpm)) === jcs(given), 'shares')

  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...hashed } = commit
  const commitHash = th(suite, 'mingjian/1/commit', Buffer.from(jcs(hashed)))
  const domain = th(suite, 'mingjian/1/draw', Buffer.of(suite === 'sha256' ? 1 : 2), Buffer.from(drawId), commitHash)
  const seed = Buffer.from(result.seed, 'hex')
  const lot = (leaf: string, subject: string): string =>
    h(suite, domain, seed, th(suite, 'lead', Buffer.from(leaf, 'hex'), Buffer.from(subject))).toString('hex')
  const chosen = oracleRounding(units.length, plain, given, oracleBelow(suite, domain, seed, 'round'))
  const teams = leaves.map((object) => ({
    object,
    officers: rows.flatMap(([leaf, population]: Doc, r: number) =>
      leaf === object
        ? team(
            at(chosen, r).map((unit) => units[unit]),
            object,
            population,
            vacated,
            lot,
          )
        : [],
    ),
  }))
  want(jcs(teams) === jcs(result.assignment), 'assignment')
  return problems
}

/** `below` of DRBG(label), over numbers that are written as the protocol writes them. */
export function oracleBelow(suite: string, domain: Buffer, seed: Buffer, label: string): (n: number) => number {
  const key = th(suite, 'mingjian/1/drbg', domain, seed, Buffer.from(label))
  let words: number[] = []
  let block = 0n
  return (n) => {
    for (;;) {
      if (words.length === 0) {
        const counter = Buffer.alloc(8)
        counter.writeBigUInt64BE(block++)
        const bytes = h(suite, key, counter)
        words = Array.from({ length: 8 }, (_, i) => bytes.readUInt32BE(4 * i))
      }
      const word = words.shift() ?? 0
      if (word < Math.floor(2 ** 32 / n) * n) return word % n
    }
  }
}

function team(
  drawn: readonly Doc[],
  leaf: string,
  population: string,
  vacated: readonly Doc[] | undefined,
  lot: (leaf: string, subject: string) => string,
): Doc[] {
  const [group] = drawn
  if (group?.[3].length > 0) return group[3].map((officer: string, i: number) => ({ officer, role: i === 0 ? 'lead' : 'assist' }))
  const subjects = drawn.map(([subject]) => subject).sort((a, b) => (lot(leaf, a) < lot(leaf, b) ? -1 : 1))
  if (population === 'experts') return subjects.map((officer) => ({ officer, role: 'expert' }))
  const free = vacated?.filter(([of, , role]) => of === leaf && role !== 'expert').map(([, , role]) => role)
  const roles = free ? free.sort((a: string, b: string) => (a === b ? 0 : a === 'lead' ? -1 : 1)) : ['lead']
  return subjects.map((officer, i) => ({ officer, role: roles[i] ?? 'assist' }))
}
