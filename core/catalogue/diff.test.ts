import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyItem, anyLine, line, nationalItem } from '#test/catalogue-items.ts'
import { diffItems } from './diff.ts'
import type { CheckLine } from './item.ts'
import { diffLines } from './lines.ts'

test('a change is told by field: a value, the words of a list, the lines of the checklist', () => {
  const to = {
    ...nationalItem,
    name: '住所登记事项检查',
    frequencyCap: 1,
    methods: ['written', 'network'] as const,
    materials: [{ name: '营业执照', note: '副本' }],
    checklist: [...nationalItem.checklist, line('是否悬挂标识')],
  }
  expect(diffItems(nationalItem, to)).toEqual([
    { kind: 'value', field: 'name', from: '住所（经营场所）登记事项检查', to: '住所登记事项检查' },
    { kind: 'words', field: 'methods', added: ['network'], removed: ['onsite'], kept: ['written'] },
    { kind: 'value', field: 'frequencyCap', from: 2, to: 1 },
    { kind: 'lines', field: 'checklist', lines: expect.arrayContaining([{ kind: 'added', to: line('是否悬挂标识') }]) },
    { kind: 'words', field: 'materials', added: ['营业执照（副本）'], removed: ['营业执照'], kept: [] },
  ])
})

const [a, b, c] = [line('是否亮照经营'), line('住所能否取得联系'), line('名称与登记是否一致')]
const kinds = (from: readonly CheckLine[], to: readonly CheckLine[]): string[] =>
  diffLines(from, to).map((one) => `${one.kind} ${'to' in one ? one.to.content : one.from.content}`)

test('what is gone is shown where it stood, what is new where it stands', () => {
  expect(kinds([a, b, c], [a, c])).toEqual(['same 是否亮照经营', 'removed 住所能否取得联系', 'same 名称与登记是否一致'])
  expect(kinds([a, c], [a, b, c])).toEqual(['same 是否亮照经营', 'added 住所能否取得联系', 'same 名称与登记是否一致'])
})

test('a line in another place is moved, one with another method or other words is changed', () => {
  const d = line('从业资格是否齐全')
  expect(kinds([a, b, c, d], [d, a, c])).toEqual([
    'moved 从业资格是否齐全',
    'same 是否亮照经营',
    'removed 住所能否取得联系',
    'same 名称与登记是否一致',
  ])
  expect(kinds([a, b, c], [c, a, b])).toEqual(['moved 名称与登记是否一致', 'same 是否亮照经营', 'same 住所能否取得联系'])
  expect(diffLines([a], [{ ...a, method: '查看', materials: ['执照'] }])).toEqual([
    { kind: 'changed', from: a, to: { ...a, method: '查看', materials: ['执照'] }, parts: ['method', 'materials'] },
  ])
  expect(diffLines([b], [line('登记的住所能否取得联系')])).toMatchObject([{ kind: 'changed', parts: ['content'] }])
  expect(kinds([a], [line('从业资格是否齐全')])).toEqual(['added 从业资格是否齐全', 'removed 是否亮照经营'])
})

test('nothing differs from itself, and the order of words is no change', () => {
  fc.assert(fc.property(anyItem, (item) => void expect(diffItems(item, item)).toEqual([])))
  expect(diffItems(nationalItem, { ...nationalItem, methods: ['written', 'onsite'] })).toEqual([])
})

test('every line of both versions is told exactly once, those of the new one in their order', () => {
  const lines = fc.array(anyLine, { maxLength: 8 })
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const changes = diffLines(from, to)
      const sorted = (some: readonly CheckLine[]): string[] => some.map((one) => JSON.stringify(one)).sort()
      expect(changes.flatMap((one) => ('to' in one ? [one.to] : []))).toEqual(to)
      expect(sorted(changes.flatMap((one) => ('from' in one ? [one.from] : [])))).toEqual(sorted(from))
    }),
    { numRuns: 300 },
  )
})

test('what one direction adds the other removes', () => {
  fc.assert(
    fc.property(anyItem, anyItem, (x, y) => {
      const there = diffItems(x, y)
      const back = diffItems(y, x)
      expect(there.map(({ field }) => field)).toEqual(back.map(({ field }) => field))
      for (const [index, change] of there.entries()) {
        const other = back[index]
        if (change.kind === 'words' && other?.kind === 'words') expect(change.added).toEqual(other.removed)
        if (change.kind === 'value' && other?.kind === 'value') expect(change.from).toEqual(other.to)
      }
    }),
  )
})
