import { expect, test } from 'vitest'
import { type BeaconForm, choiceOfForm, instantOfLocal, localIn, noBeacon } from './beacon-form.ts'
import { noneLeft } from './beacon-standing.ts'

const now = Date.parse('2026-05-14T02:00:00Z')
const drand: BeaconForm = { ...noBeacon, kind: 'drand', at: '2026-05-14T10:30' }

test('times are those on the clock in China', () => {
  expect(instantOfLocal('2026-05-14T10:30')).toBe('2026-05-14T02:30:00.000Z')
  expect(instantOfLocal('14.5.2026')).toBeNull()
  expect(localIn(60, Date.parse('2026-05-14T02:01:30Z'))).toBe('2026-05-14T11:05')
})

test('a beacon lies in the future, and the later ones follow it in order', () => {
  expect(choiceOfForm(noBeacon, now)).toEqual({ ok: true, choice: null })
  expect(choiceOfForm(drand, now)).toEqual({ ok: true, choice: { kind: 'drand', at: '2026-05-14T02:30:00.000Z' } })
  expect(choiceOfForm({ ...drand, at: '2026-05-14T10:00' }, now)).toEqual({ ok: false, missing: 'at' })
  const announced: BeaconForm = {
    ...drand,
    kind: 'announced',
    what: ' 双色球 2026134 期 ',
    later: [{ key: 1, what: '双色球 2026135 期', at: '2026-05-14T10:30' }],
  }
  expect(choiceOfForm({ ...announced, what: '' }, now)).toEqual({ ok: false, missing: 'what' })
  expect(choiceOfForm(announced, now)).toEqual({ ok: false, missing: 'order' })
  expect(choiceOfForm({ ...announced, later: [{ key: 1, what: '双色球 2026135 期', at: '2026-05-16T10:30' }] }, now)).toEqual({
    ok: true,
    choice: {
      kind: 'announced',
      what: '双色球 2026134 期',
      at: '2026-05-14T02:30:00.000Z',
      later: [{ what: '双色球 2026135 期', at: '2026-05-16T02:30:00.000Z' }],
    },
  })
})

test('an announcement that was public before the last reveal is no beacon any more', () => {
  const party = { party: 'system', commitment: null, nonce: 'x', by: null, at: '2026-05-14T03:00:00.000Z' }
  const draw = (at: string) => ({ beacon: { kind: 'announced', what: '甲', at }, beaconValue: null, parties: [party] }) as never // only what is read
  expect(noneLeft(draw('2026-05-14T02:30:00.000Z'))).toBe(true)
  expect(noneLeft(draw('2026-05-14T03:30:00.000Z'))).toBe(false)
})
