/**
 * A drand chain of one's own on this machine, for the journey: it proves that rounds are waited for, fetched and verified. It proves nothing
 * about chance, because whoever runs it knows its key.
 */
import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import type { DrandChain } from '#core/draws/beacon.ts'

export type TestChain = {
  readonly chain: DrandChain
  /** Base address, as MINGJIAN_DRAND takes it. */
  readonly url: string
  /** The chain as MINGJIAN_DRAND_CHAIN and the verifier's --chain take it. */
  readonly file: string
  readonly stop: () => Promise<void>
}

/** A chain with a fresh key, and its signatures; a round every second since a minute ago. */
export function newTestChain(): { readonly chain: DrandChain; readonly signature: (round: number) => string } {
  const short = bls12_381.shortSignatures
  const { secretKey, publicKey } = short.keygen()
  const key = Buffer.from(publicKey.toBytes()).toString('hex')
  const chain: DrandChain = {
    hash: randomBytes(32).toString('hex'),
    publicKey: key,
    genesis: Math.floor(Date.now() / 1000) - 60,
    period: 1,
  }
  const signature = (round: number): string => {
    const number = Buffer.alloc(8)
    number.writeBigUInt64BE(BigInt(round))
    const message = short.hash(createHash('sha256').update(number).digest(), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')
    return short.Signature.toHex(short.sign(message, secretKey))
  }
  return { chain, signature }
}

/** Rounds are answered from their time on, as drand does. */
export async function startTestChain(file: string): Promise<TestChain> {
  const { chain, signature } = newTestChain()
  const server = createServer((request, response) => {
    const round = Number(/^\/[0-9a-f]{64}\/public\/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0)
    const due = chain.genesis + (round - 1) * chain.period
    if (round < 1 || due * 1000 > Date.now()) return void response.writeHead(404).end('{}')
    const sign = signature(round)
    const randomness = createHash('sha256').update(Buffer.from(sign, 'hex')).digest('hex')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ round, randomness, signature: sign }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  await writeFile(file, `${JSON.stringify(chain, null, 2)}\n`)
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { chain, url: `http://127.0.0.1:${port}`, file, stop }
}
