import { beforeEach, expect, test } from 'vitest'
import { commitmentOf, forgetNonce, heldNonce, makeNonce, markBackedUp, readSlip, slipText } from './nonce.ts'

const drawId = '620100202603181001-O-1'
const owner = { accountId: 'a', drawId, party: 'organiser' }
const now = new Date('2026-03-18T01:00:00Z')
let storage: Storage

beforeEach(() => {
  storage = memoryStorage()
})

test('a nonce is 32 bytes, differs every time, and its commitment is the protocol’s', () => {
  const one = makeNonce(owner, 'sha256', '', now, storage)
  const other = makeNonce({ ...owner, accountId: 'b' }, 'sha256', '', now, storage)
  expect(one?.nonce).toMatch(/^[0-9a-f]{64}$/)
  expect(other?.nonce).not.toBe(one?.nonce)
  expect(one?.commitment).toBe(commitmentOf('sha256', drawId, 'organiser', one?.nonce ?? ''))
})

test('a nonce that exists is never replaced, because its commitment may be out already', () => {
  const one = makeNonce(owner, 'sm3', '', now, storage)
  expect(makeNonce(owner, 'sm3', '4 2 6 1', now, storage)).toEqual(one)
})

test('the same dice twice still give different nonces, because 32 random bytes go in as well', () => {
  const one = makeNonce(owner, 'sha256', '4261', now, storage)
  const other = makeNonce({ ...owner, accountId: 'b' }, 'sha256', '4261', now, storage)
  expect(one?.typed).toBe(true)
  expect(other?.nonce).not.toBe(one?.nonce)
})

test('a browser that keeps nothing makes no nonce', () => {
  expect(makeNonce(owner, 'sha256', '', now, brokenStorage())).toBeNull()
})

test('a slip brings the nonce back in another browser, from its file or typed from paper', () => {
  const made = makeNonce(owner, 'sha256', '', now, storage)
  if (made === null) throw new Error('no nonce')
  const file = readSlip(slipText(made), owner, 'sha256', made.commitment, now)
  expect(file.ok && file.held.nonce).toBe(made.nonce)
  const typed = readSlip(made.nonce.toUpperCase().replace(/(.{8})/g, '$1 '), owner, 'sha256', made.commitment, now)
  expect(typed.ok && typed.held.nonce).toBe(made.nonce)
})

test('a slip of another draw, another party, or with one wrong character is refused', () => {
  const made = makeNonce(owner, 'sha256', '', now, storage)
  if (made === null) throw new Error('no nonce')
  const read = (text: string, to = owner) => readSlip(text, to, 'sha256', made.commitment, now)
  expect(read(slipText(made), { ...owner, drawId: '620100202603181001-O-2' })).toEqual({ ok: false, failure: 'other_draw' })
  expect(read(slipText(made), { ...owner, party: 'supervisor' })).toEqual({ ok: false, failure: 'other_party' })
  expect(read(`${made.nonce.slice(0, 63)}${made.nonce.endsWith('0') ? '1' : '0'}`)).toEqual({ ok: false, failure: 'commitment_differs' })
  expect(read('hello')).toEqual({ ok: false, failure: 'not_a_slip' })
})

test('a nonce is kept per account and draw, remembers its slip, and is forgotten after the reveal', () => {
  const made = makeNonce(owner, 'sha256', '', now, storage)
  if (made === null) throw new Error('no nonce')
  expect(markBackedUp(owner, made, storage).backedUp).toBe(true)
  expect(heldNonce({ ...owner, accountId: 'b' }, storage)).toBeNull()
  forgetNonce(owner, storage)
  expect(heldNonce(owner, storage)).toBeNull()
})

function memoryStorage(): Storage {
  const map = new Map<string, string>()
  return {
    get length() {
      return map.size
    },
    clear: () => map.clear(),
    getItem: (key) => map.get(key) ?? null,
    key: (index) => [...map.keys()][index] ?? null,
    removeItem: (key) => void map.delete(key),
    setItem: (key, value) => void map.set(key, value),
  }
}

const brokenStorage = (): Storage => ({
  ...memoryStorage(),
  setItem: () => {
    throw new Error('QuotaExceededError')
  },
})
