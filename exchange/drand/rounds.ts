/** drand's HTTP API, read: what `/{chain}/public/{round}` answers, as data. Nothing here is believed: a round is verified by its signature. */
import { isHex } from '#core/bytes.ts'

export type DrandRound = {
  readonly round: number
  /** 96 hex digits, a point of G1. */
  readonly signature: string
}

/** The round of a `/public/{round}` answer; null when it has another form or is another round than the one asked for. */
export function parseRound(answer: unknown, wanted: number): DrandRound | null {
  if (!isObject(answer)) return null
  const { round, signature } = answer
  return round === wanted && typeof signature === 'string' && isHex(signature, 48) ? { round: wanted, signature } : null
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null
