/** What a reader trusts besides the protocol itself: the published key of the log, and chains of drand other than quicknet. */
import type { DrandChain } from '#core/draws/beacon.ts'
import { parseKey } from '#core/log/note.ts'

/** A key line of a log (C2SP vkey), Ed25519; null when it is none. */
export function readLogKey(typed: string): string | null {
  const line = typed.trim()
  return parseKey(line)?.kind === 'ed25519' ? line : null
}

/**
 * A chain as `{hash, publicKey, genesis, period}`, or as drand itself tells it at `/info`
 * (`{hash, public_key, genesis_time, period}`); null when it is neither.
 */
export function readChain(text: string): DrandChain | null {
  const told = objectIn(text)
  if (told === null) return null
  const [hash, publicKey, genesis, period] = [told.hash, told.publicKey ?? told.public_key, told.genesis ?? told.genesis_time, told.period]
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash)) return null
  if (typeof publicKey !== 'string' || !/^[0-9a-f]{192}$/.test(publicKey)) return null
  if (!isPositive(genesis) || !isPositive(period)) return null
  return { hash, publicKey, genesis, period }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}

const isPositive = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0
