import { expect, test } from 'vitest'
import { exampleBeacon, testChain } from '#test/vectors/example-beacons.ts'
import { bytesFor, exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { ed25519PublicKey, formatKey, noteKey } from '../log/note.ts'
import { bundleBytes, publicCopy } from './bundle.ts'
import type { Bundle } from './documents.ts'
import type { BundleLog } from './log-proof.ts'
import type { Check } from './verification.ts'
import { verifyBundle } from './verify.ts'
import type { VerifyOptions } from './verify-evidence.ts'

const drawn = exampleDraw({ size: 9, log: true })
const { bundle } = drawn
const log = bundle.log as BundleLog // made with log: true
const options = { logKey: exampleLogKey, chains: [testChain] }
const checkOf = (of: Bundle, check: string, given: VerifyOptions = options): Check | undefined =>
  verifyBundle(bundleBytes(of), given).checks.find((one) => one.check === check)

test('the checkpoint is signed by the published key of the log, and a key from the bundle alone confirms nobody', () => {
  expect(checkOf(bundle, 'signatures')).toMatchObject({ status: 'ok' })
  expect(checkOf(bundle, 'signatures', {})).toEqual({ check: 'signatures', status: 'not_checked', why: 'log_key_not_given' })
  const stranger = formatKey(noteKey(log.origin, 'ed25519', ed25519PublicKey(bytesFor('sha256', 'stranger'))))
  expect(checkOf(bundle, 'signatures', { logKey: stranger })).toMatchObject({ status: 'failed' })
  expect(checkOf({ ...bundle, log: { ...log, key: stranger } }, 'signatures')).toMatchObject({ status: 'failed', found: 'not_signed' })
})

test('a line that this verifier cannot check has no place in a bundle', () => {
  const twice = `${log.checkpoint}${log.checkpoint.slice(log.checkpoint.indexOf('— '))}`
  expect(checkOf({ ...bundle, log: { ...log, checkpoint: twice } }, 'signatures')).toMatchObject({ status: 'failed' })
})

test('every step of the draw stands in the log: none may be missing, moved, or of another draw', () => {
  expect(checkOf(bundle, 'inclusion')).toMatchObject({ status: 'ok' })
  const withProofs = (proofs: BundleLog['proofs']) => checkOf({ ...bundle, log: { ...log, proofs } }, 'inclusion')
  for (const i of log.proofs.keys()) expect(withProofs(log.proofs.toSpliced(i, 1))).toMatchObject({ status: 'failed' })
  expect(withProofs(log.proofs.map((proof, i) => (i === 0 ? { ...proof, at: '2026-11-20T09:00:00.000Z' } : proof)))).toMatchObject({
    status: 'failed',
    found: 'another entry',
  })
  const other = exampleDraw({ size: 9, log: true, salt: 'redrawn' }).bundle
  expect(checkOf({ ...other, log }, 'inclusion')).toMatchObject({ status: 'failed' })
  expect(checkOf({ ...bundle, result: { ...bundle.result, poolKey: '00'.repeat(32) } }, 'inclusion')).toMatchObject({ status: 'failed' })
})

test('a reveal before the COMMIT would be no secret, so the order in the log is checked', () => {
  const [commit, reveal, ...rest] = log.proofs
  const swapped = commit && reveal ? [{ ...reveal, index: commit.index }, { ...commit, index: reveal.index }, ...rest] : []
  expect(checkOf({ ...bundle, log: { ...log, proofs: swapped } }, 'inclusion')).toMatchObject({ status: 'failed' })
})

test('the last reveal in the log decides which value of the beacon counts', () => {
  const late = exampleDraw({ size: 9, beacon: 'announced', revealedAt: '2026-11-22T13:15:00.000Z' })
  expect(late.bundle.result.beaconValue).toMatchObject({ what: '中国福利彩票双色球 2026137 期开奖号码' })
  expect(checkOf(late.bundle, 'beacon')).toMatchObject({ status: 'ok' })
  const value = late.bundle.result.beaconValue
  if (value?.kind !== 'announced') throw new Error('an announced value')
  const lottery = exampleBeacon('announced')
  if (lottery.kind !== 'announced') throw new Error('an announced beacon')
  const first = { ...value, what: lottery.what, at: lottery.at }
  const chosen = { ...late.bundle, result: { ...late.bundle.result, beaconValue: first } }
  expect(checkOf(chosen, 'beacon')).toMatchObject({ status: 'failed' })
  const backdated = { ...chosen, result: { ...chosen.result, beaconValue: { ...first, revealedAt: '2026-11-20T10:08:00.000Z' } } }
  expect(checkOf(backdated, 'beacon')).toMatchObject({ status: 'ok' })
  expect(checkOf(backdated, 'inclusion')).toMatchObject({ status: 'failed' })
})

test('a chain that the verifier does not know, and an announced value, are named and not passed', () => {
  const ofTestChain = exampleDraw({ size: 9, beacon: 'test' }).bundle
  expect(checkOf(ofTestChain, 'beacon_value')).toMatchObject({ status: 'ok' })
  for (const check of ['beacon', 'beacon_value'])
    expect(checkOf(ofTestChain, check, { logKey: exampleLogKey })).toEqual({ check, status: 'not_checked', why: 'chain_unknown' })
  const announced = exampleDraw({ size: 9, beacon: 'announced' }).bundle
  expect(checkOf(announced, 'beacon_value')).toEqual({ check: 'beacon_value', status: 'not_checked', why: 'announced_value' })
  expect(checkOf(exampleDraw({ size: 9, beacon: 'quicknet' }).bundle, 'beacon_value', {})).toMatchObject({ status: 'ok' })
})

test('the request for a replacement stands in the log before its COMMIT', () => {
  const replacement = exampleReplacement(exampleDraw({ mode: 'sealed', size: 12 }), { log: true })
  expect(checkOf(replacement.bundle, 'inclusion')).toMatchObject({ status: 'ok' })
  expect(checkOf(publicCopy(replacement.bundle), 'inclusion')).toMatchObject({ status: 'ok' })
  const proofs = replacement.bundle.log?.proofs ?? []
  expect(proofs[0]).toMatchObject({ entry: 'replace_request', party: null })
  const without = { ...replacement.bundle, log: { ...log, ...replacement.bundle.log, proofs: proofs.slice(1) } }
  expect(checkOf(without, 'inclusion')).toMatchObject({ status: 'failed' })
})

test('a failed part is never hidden behind one that could not be checked', () => {
  const large = exampleDraw({ size: 10_001, strata: [{ ratePpm: 1_000_000 }] })
  const onlyPool = (name: string): Uint8Array | null => large.files.find((file) => file.name === name)?.bytes.slice(0, -1) ?? null
  expect(verifyBundle(large.bytes, { readFile: onlyPool }).checks.find(({ check }) => check === 'files')).toMatchObject({
    status: 'failed',
  })
})
