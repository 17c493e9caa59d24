/** A second implementation of `mingjian-draw/1`, written from docs/draw-protocol.md with node:crypto alone: slow, plain, and importing nothing of core. */
import { createHash, createHmac } from 'node:crypto'

export type OracleInput = {
  readonly suite: 'sha256' | 'sm3'
  readonly drawId: string
  readonly key: Buffer
  readonly members: readonly { readonly subject: string; readonly stratum: string }[]
  /** The COMMIT document with all its members. */
  readonly commit: Readonly<Record<string, unknown>>
  readonly strata: readonly {
    readonly id: string
    readonly n: number
    readonly ratePpm?: number
    readonly count?: number
    readonly rounding?: string
  }[]
  /** In `sources` order. */
  readonly nonces: readonly { readonly party: string; readonly nonce: Buffer }[]
}

export type OracleDraw = {
  readonly poolRoot: string
  readonly commitHash: string
  readonly seed: string
  readonly selected: readonly { readonly leaf: string; readonly ticket: string }[]
  readonly selectedRoot: string
}

export function oracleDraw({ suite, drawId, key, members, commit, strata, nonces }: OracleInput): OracleDraw {
  const leaves = members.map(({ subject, stratum }) => ({ stratum, leaf: leafOf(suite, drawId, key, subject, stratum) }))
  leaves.sort((a, b) => Buffer.compare(a.leaf, b.leaf))

  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...hashed } = commit
  const commitHash = th(suite, 'mingjian/1/commit', Buffer.from(jcs(hashed)))
  const seed = createHmac(suite, commitHash)
    .update(Buffer.concat([...nonces.map(({ nonce }) => lp(nonce)), lp(Buffer.alloc(0))]))
    .digest()
  const domain = th(suite, 'mingjian/1/draw', Buffer.of(suite === 'sha256' ? 1 : 2), Buffer.from(drawId), commitHash)

  const tickets = leaves.map(({ leaf, stratum }) => ({ leaf, stratum, ticket: h(suite, domain, seed, leaf) }))
  tickets.sort((a, b) => Buffer.compare(a.ticket, b.ticket) || Buffer.compare(a.leaf, b.leaf))
  const won = strata.flatMap((stratum) => tickets.filter((one) => one.stratum === stratum.id).slice(0, target(stratum)))
  const selected = tickets.filter((one) => won.includes(one))

  return {
    poolRoot: root(
      suite,
      leaves.map(({ leaf }) => leaf),
    ).toString('hex'),
    commitHash: commitHash.toString('hex'),
    seed: seed.toString('hex'),
    selected: selected.map(({ leaf, ticket }) => ({ leaf: leaf.toString('hex'), ticket: ticket.toString('hex') })),
    selectedRoot: root(
      suite,
      selected.map(({ leaf }) => leaf),
    ).toString('hex'),
  }
}

export type OracleMatching = {
  readonly suite: 'sha256' | 'sm3'
  readonly drawId: string
  readonly commitHash: Buffer
  readonly seed: Buffer
  readonly objects: readonly string[]
  readonly officers: readonly string[]
  readonly edges: readonly (readonly number[])[]
  readonly teamSize: number
}

/** Least loaded officers one after another, the lead by the lower lot. */
export function oracleMatching({
  suite,
  drawId,
  commitHash,
  seed,
  objects,
  officers,
  edges,
  teamSize,
}: OracleMatching): readonly { object: string; officers: readonly { officer: string; role: string }[] }[] {
  const domain = th(suite, 'mingjian/1/draw', Buffer.of(suite === 'sha256' ? 1 : 2), Buffer.from(drawId), commitHash)
  const lot = (label: string, object: string, officer: string): string =>
    h(suite, domain, seed, th(suite, label, Buffer.from(object, 'hex'), Buffer.from(officer))).toString('hex')
  const loads = new Map<string, number>()
  return objects.map((object, i) => {
    const team: string[] = []
    while (team.length < teamSize) {
      const free = (edges[i] ?? []).map((index) => officers[index] ?? '').filter((officer) => !team.includes(officer))
      const least = Math.min(...free.map((officer) => loads.get(officer) ?? 0))
      const tied = free.filter((officer) => (loads.get(officer) ?? 0) === least)
      const next = tied.reduce((best, officer) => (lot('pair', object, officer) < lot('pair', object, best) ? officer : best))
      team.push(next)
    }
    for (const officer of team) loads.set(officer, (loads.get(officer) ?? 0) + 1)
    const ordered = team.sort((a, b) => (lot('lead', object, a) < lot('lead', object, b) ? -1 : 1))
    return { object, officers: ordered.map((officer, place) => ({ officer, role: place === 0 ? 'lead' : 'assist' })) }
  })
}

export function oracleEdgesDigest(
  suite: 'sha256' | 'sm3',
  objects: readonly string[],
  officers: readonly string[],
  edges: readonly (readonly number[])[],
): string {
  const rows = objects.map(
    (object, i) =>
      [
        object,
        (edges[i] ?? []).map((index) => officers[index] ?? '').sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
      ] as const,
  )
  rows.sort(([a], [b]) => Buffer.compare(Buffer.from(a, 'hex'), Buffer.from(b, 'hex')))
  return th(suite, 'mingjian/1/edges', Buffer.from(jcs(rows))).toString('hex')
}

export function leafOf(suite: string, drawId: string, key: Buffer, subject: string, stratum: string): Buffer {
  const salt = (label: string): Buffer =>
    createHmac(suite, key)
      .update(Buffer.concat([lp(Buffer.from(label)), lp(Buffer.from(drawId)), lp(Buffer.from(subject))]))
      .digest()
  const idCom = h(suite, salt('a'), lp(Buffer.from(subject)))
  const stratumCom = h(suite, salt('b'), lp(Buffer.from(stratum)))
  return h(suite, Buffer.of(0), idCom, stratumCom)
}

/** RFC 9162 §2.1.1, word for word: split at the largest power of two smaller than n. */
export function root(suite: string, leaves: readonly Buffer[]): Buffer {
  const [only] = leaves
  if (!only) return h(suite)
  if (leaves.length === 1) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return h(suite, Buffer.of(1), root(suite, leaves.slice(0, k)), root(suite, leaves.slice(k)))
}

export function target({ n, ratePpm, count, rounding }: OracleInput['strata'][number]): number {
  if (count !== undefined) return count
  const q = BigInt(n) * BigInt(ratePpm ?? 0)
  const million = 1_000_000n
  const halfUp = Number((2n * q + million) / (2n * million))
  const rounded = { 'half-up': halfUp, floor: Number(q / million), ceil: Number((q + million - 1n) / million), max1: Math.max(1, halfUp) }[
    rounding ?? 'half-up'
  ]
  return Math.min(n, rounded ?? 0)
}

export const h = (suite: string, ...parts: readonly Buffer[]): Buffer => createHash(suite).update(Buffer.concat(parts)).digest()

export function lp(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export const th = (suite: string, domain: string, ...parts: readonly Buffer[]): Buffer =>
  h(suite, lp(Buffer.from(domain)), ...parts.map(lp))

export function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${jcs(member)}`).join(',')}}`
}
