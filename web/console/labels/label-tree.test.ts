import { expect, test } from 'vitest'
import type { Label } from '#contract/labels.ts'
import { labelTree } from './label-tree.ts'

const ability = { allowed: true } as const
const label = (id: string, tier: Label['tier'], parentId: string | null, state: Label['state'] = 'active'): Label => ({
  ...{
    id,
    name: id,
    tier,
    parentId,
    state,
    reach: 'region',
    orgPath: '62',
    dept: 'scjg',
    orgName: '省局',
    validTo: '9999-12-31',
    note: '',
    editedBy: '',
    updatedAt: '',
  },
  carriers: { value: 0, capped: false },
  abilities: { edit: ability, use: ability },
})
const all = [
  label('冷链', 'minor', '餐饮'),
  label('单独', 'minor', null),
  label('食品', 'major', null),
  label('餐饮', 'middle', '食品'),
  label('旧', 'minor', '餐饮', 'retired'),
]
const shown = (q = '', retired = false) => labelTree(all, { q, retired }).map((node) => `${node.label.id}:${node.depth}`)

test('a class stands before what hangs under it, and what stands alone comes last', () => {
  expect(shown()).toEqual(['食品:major', '餐饮:middle', '冷链:minor', '单独:alone'])
  expect(shown('', true)).toEqual(['食品:major', '餐饮:middle', '冷链:minor', '旧:minor', '单独:alone'])
})

test('a search shows what matches under the classes above it', () => {
  expect(shown('冷')).toEqual(['食品:major', '餐饮:middle', '冷链:minor'])
  expect(shown('没有')).toEqual([])
  expect(shown('省局')).toHaveLength(4)
})
