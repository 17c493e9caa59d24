/** The public randomness as the config says: quicknet or a chain of one's own, and the mirrors that carry it. */
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { type DrandChain, quicknet } from '#core/draws/beacon.ts'
import { fetchRound } from '#exchange/drand/client.ts'
import type { Beacons } from '#server/http/context.ts'
import type { Config } from './config.ts'

const Chain = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string().regex(/^[0-9a-f]{192}$/),
  genesis: z.number().int(),
  period: z.number().int().positive(),
})

/** Throws a message that says what to do when the chain's file is none. */
export async function openBeacons({ drandUrls, drandChainFile }: Pick<Config, 'drandUrls' | 'drandChainFile'>): Promise<Beacons> {
  const own = drandChainFile === null ? null : await readChain(drandChainFile)
  const fetch: Beacons['fetch'] = async (chain, round) => (await fetchRound(drandUrls, chain, round))?.signature ?? null
  return { chains: own === null ? [] : [own], chain: own ?? quicknet, fetch: drandUrls.length === 0 ? null : fetch }
}

async function readChain(file: string): Promise<DrandChain> {
  try {
    return Chain.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`MINGJIAN_DRAND_CHAIN names ${file}, which is no chain {hash, publicKey, genesis, period}: ${why}`)
  }
}
