/** SM2 signatures with SM3 (GB/T 32918.2) under the id that GM/T 0009 gives when nobody agreed on one. Not in core: the library asks for chance when it is loaded. */
import { sm2 } from 'sm-crypto-v2'
import { hex } from '#core/bytes.ts'

/** GM/T 0009-2012 §10; `openssl` takes it as -pkeyopt distid. Node's own crypto has no way to say it and signs something else. */
export const sm2UserId = '1234567812345678'

/** The order of the curve (GB/T 32918.5). */
export const sm2Order = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n

/** Whether `signature` (r ‖ s, 64 bytes) is that of the message by the uncompressed public key (04 ‖ x ‖ y). */
export function verifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false
  const text = hex(signature)
  // GB/T 32918.2 §7.1 B1, B2; without it r and r + n would be two spellings of one signature.
  const inRange = [text.slice(0, 64), text.slice(64)].map((half) => BigInt(`0x${half}`)).every((part) => part > 0n && part < sm2Order)
  if (!inRange) return false
  try {
    return sm2.doVerifySignature(message, text, hex(publicKey), { hash: true, der: false, userId: sm2UserId })
  } catch {
    return false
  }
}
