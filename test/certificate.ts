/**
 * A certificate for a server of a test, made when the test runs: no key is ever a file of the repository, and no program of the machine is needed. X.509 (RFC
 * 5280) in DER, signed by its own key.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export type Certificate = { readonly cert: string; readonly key: string }

/** For `localhost` and 127.0.0.1, good for a day; `name` is its subject and issuer. */
export function selfSigned(name: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = toBeSigned(name, publicKey)
  const signature = sign('sha256', body, privateKey)
  const der = sequence(body, ecdsaWithSha256, tag(0x03, Buffer.from([0]), signature))
  return { cert: pem(der), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}

function toBeSigned(name: string, publicKey: KeyObject): Buffer {
  const subject = sequence(tag(0x31, sequence(oid(0x55, 0x04, 0x03), tag(0x0c, Buffer.from(name)))))
  const now = Date.now()
  const isAuthority = sequence(oid(0x55, 0x1d, 0x13), tag(0x01, Buffer.from([0xff])), tag(0x04, sequence(tag(0x01, Buffer.from([0xff])))))
  const names = sequence(tag(0x82, Buffer.from('localhost')), tag(0x87, Buffer.from([127, 0, 0, 1])))
  return sequence(
    tag(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    subject,
    sequence(time(now - 3_600_000), time(now + 86_400_000)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(isAuthority, sequence(oid(0x55, 0x1d, 0x11), tag(0x04, names)))),
  )
}

/** One tag, its length, and what it holds. */
function tag(type: number, ...content: readonly Buffer[]): Buffer {
  const held = Buffer.concat(content)
  const { length } = held
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([type, ...size]), held])
}

const sequence = (...content: readonly Buffer[]): Buffer => tag(0x30, ...content)
const integer = (bytes: Buffer): Buffer => tag(0x02, bytes)
const oid = (...bytes: readonly number[]): Buffer => tag(0x06, Buffer.from(bytes))
const ecdsaWithSha256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
/** UTCTime: yyMMddHHmmssZ. */
const time = (at: number): Buffer => tag(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`))
const pem = (der: Buffer): string =>
  ['-----BEGIN CERTIFICATE-----', ...(der.toString('base64').match(/.{1,64}/g) ?? []), '-----END CERTIFICATE-----', ''].join('\n')
