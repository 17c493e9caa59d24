/** Asks drand's mirrors for a round. A mirror can be slow, down or lying; it can delay a draw and never decide it. */
import type { DrandChain } from '#core/draws/beacon.ts'
import { type DrandRound, parseRound } from './rounds.ts'

export type DrandOptions = {
  /** For one mirror, in milliseconds; 5 seconds unless said. */
  readonly timeoutMs?: number
  readonly fetch?: typeof fetch
}

/** Larger than any answer of the API by far. */
const largestAnswer = 65_536

/**
 * The round as the first mirror that has it answers; null when a mirror says that it is not there yet and no other has it. Throws an error that
 * names every mirror and what was wrong with it when none gave an answer.
 */
export async function fetchRound(
  mirrors: readonly string[],
  chain: Pick<DrandChain, 'hash'>,
  round: number,
  { timeoutMs = 5000, fetch: send = fetch }: DrandOptions = {},
): Promise<DrandRound | null> {
  const path = `${chain.hash}/public/${round}`
  if (mirrors.length === 0) throw new Error('no drand mirror is set: MINGJIAN_DRAND=https://api.drand.sh,…')
  const faults: string[] = []
  let notThere = false
  for (const mirror of mirrors) {
    const url = `${mirror.replace(/\/+$/, '')}/${path}`
    try {
      const answer = await ask(url, send, timeoutMs)
      if (answer === null) notThere = true
      else {
        const value = parseRound(answer.json, round)
        if (value !== null) return value
        faults.push(`${mirror}: answers something else than was asked`)
      }
    } catch (error) {
      faults.push(`${mirror}: ${reasonOf(error)}`)
    }
  }
  if (notThere) return null
  throw new Error(`no drand mirror answered ${path}: ${faults.join('; ')}`)
}

/** Null: the mirror says that there is no such round (yet). */
async function ask(url: string, send: typeof fetch, timeoutMs: number): Promise<{ readonly json: unknown } | null> {
  const answer = await send(url, { signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'application/json' }, redirect: 'follow' })
  // 425 Too Early is what newer relays say of a round to come, 404 what older ones say.
  if (answer.status === 404 || answer.status === 425) {
    await answer.body?.cancel()
    return null
  }
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Error(`HTTP ${answer.status}`)
  }
  const text = await readText(answer)
  return { json: JSON.parse(text) as unknown }
}

async function readText(answer: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of answer.body ?? []) {
    size += piece.byteLength
    if (size > largestAnswer) throw new Error('the answer is too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return 'no answer in time'
  const { cause } = error
  return cause instanceof Error && 'code' in cause ? String(cause.code) : error.message
}
