import { expect, test } from 'vitest'
import { utf8 } from '../bytes.ts'
import { drawIdOf, entryBytes, type LogEntry, readEntry } from './entry.ts'

const at = '2026-03-01T02:03:04.005Z'
const zeros = '0'.repeat(64)
const reveal: LogEntry = { type: 'reveal', at, drawId: 'T1-O-1', party: 'organiser', nonce: zeros }

test('an entry is JSON in its one canonical form', () => {
  expect(new TextDecoder().decode(entryBytes(reveal))).toBe(
    `{"at":"${at}","drawId":"T1-O-1","format":"mingjian-log/1","nonce":"${zeros}","party":"organiser","type":"reveal"}`,
  )
})

test('every entry tells its type, its time and its draw', () => {
  const head: LogEntry = { type: 'record_head', at, date: '2026-03-01', seq: 7, hash: zeros }
  expect(readEntry(entryBytes(reveal))).toEqual({ type: 'reveal', at, drawId: 'T1-O-1', party: 'organiser', head: null })
  expect(readEntry(entryBytes(head))).toEqual({
    type: 'record_head',
    at,
    drawId: null,
    party: null,
    head: { date: '2026-03-01', seq: 7, hash: zeros },
  })
  expect(readEntry(entryBytes({ type: 'void', at, drawId: 'T1-O-1', reason: 'reveal_overdue' }))?.drawId).toBe('T1-O-1')
  expect([drawIdOf(reveal), drawIdOf(head)]).toEqual(['T1-O-1', null])
})

test('the request to replace officers names the seats by their digest, and nobody', () => {
  const request = { officerDraw: 'T1-P-1', count: 2, vacatedDigest: zeros, reason: 'on_leave', evidence: null } as const
  const bytes = entryBytes({ type: 'seat_request', at, drawId: 'T1-R-1', ...request })
  expect(readEntry(bytes)).toEqual({ type: 'seat_request', at, drawId: 'T1-R-1', party: null, head: null })
  expect(Object.keys(JSON.parse(new TextDecoder().decode(bytes))).sort()).toEqual([
    'at',
    'count',
    'drawId',
    'evidence',
    'format',
    'officerDraw',
    'reason',
    'type',
    'vacatedDigest',
  ])
})

test('what is not written in that form is no entry', () => {
  const text = new TextDecoder().decode(entryBytes(reveal))
  for (const wrong of [
    `${text}\n`,
    text.replace('{', '{ '),
    text.replace('log/1', 'log/2'),
    text.replace('reveal', 'conceal'),
    '[]',
    '',
    'null',
    '{"format":"mingjian-log/1"}',
  ])
    expect(readEntry(utf8(wrong)), wrong).toBeNull()
  expect(readEntry(Uint8Array.of(0xff))).toBeNull()
})

test('an entry that no bundle could hold is refused when it is made', () => {
  expect(() => entryBytes({ ...reveal, party: 'x'.repeat(70_000) })).toThrow(/65535/)
})
