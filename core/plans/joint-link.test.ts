import { expect, test } from 'vitest'
import type { JointText } from '../catalogue/joint.ts'
import { diffJoint } from '../catalogue/joint-diff.ts'
import { dutiesOf, linkJoint, type Organisation } from './joint-link.ts'
import { partyContent, rowsNaming } from './party-content.ts'
import type { PlanRow } from './row.ts'

const joint: JointText = {
  code: 'LH01',
  field: '餐饮',
  name: '餐饮服务单位联合抽查',
  items: [
    { department: '市场监管部门', name: '食品安全检查' },
    { department: '消防救援机构', name: '消防安全检查' },
    { department: '消防救援机构', name: '疏散通道检查' },
    { department: '生态环境局', name: '油烟排放检查' },
  ],
  objectScope: '餐饮服务单位',
  initiator: '市场监管部门',
  participants: ['消防救援机构', '生态环境局'],
  orgLevel: '市级',
  implLevel: '县级',
  period: '每年一次',
  deadline: null,
  contactOffice: '信用监管处',
  basis: '国发〔2019〕5号',
}
const org = (dept: string, orgName: string, items: Organisation['items'] = []): Organisation => ({
  dept,
  orgPath: '62.6201',
  orgName,
  shortName: orgName.slice(-4),
  items,
})

test('departments of a joint item find the organisations at the place, and their items those in force there', () => {
  const linked = linkJoint(joint, [
    org('scjg', '兰州市市场监督管理局', [{ id: 'i1', name: '食品安全检查' }]),
    org('xfjy', '兰州市消防救援支队', [{ id: 'i2', name: '消防安全 检查' }]),
    org('sthj', '兰州市生态环境局'),
  ])
  expect(linked.map(({ department, leads, org: found }) => [department, leads, found?.orgName])).toEqual([
    ['市场监管部门', true, '兰州市市场监督管理局'],
    ['消防救援机构', false, '兰州市消防救援支队'],
    ['生态环境局', false, '兰州市生态环境局'],
  ])
  expect(linked.map(({ items }) => items.map(({ itemId }) => itemId))).toEqual([['i1'], ['i2', null], [null]])
})

test('where no organisation or more than one answers to a name, a person has to choose', () => {
  const linked = linkJoint(joint, [org('a', '兰州市生态环境局'), org('b', '兰州新区生态环境局')])
  expect(linked.map(({ org: found }) => found)).toEqual([null, null, null])
  const exact = linkJoint({ ...joint, participants: ['兰州市生态环境局'] }, [org('a', '兰州市生态环境局'), org('b', '新兰州市生态环境局')])
  expect(exact[1]?.org?.dept).toBe('a')
})

test('what a joint item asks of an organisation is told in its own words', () => {
  expect(dutiesOf(joint, '兰州市消防救援支队')).toEqual(['消防安全检查', '疏散通道检查'])
  expect(dutiesOf(joint, '兰州市农业农村局')).toEqual([])
})

test('the difference of two versions names what changed and nothing else', () => {
  expect(diffJoint(joint, { ...joint, items: joint.items.toReversed(), participants: joint.participants.toReversed() })).toEqual([])
  expect(diffJoint(joint, { ...joint, deadline: '2026-11-30', participants: ['消防救援机构'], items: joint.items.slice(0, 3) })).toEqual([
    { kind: 'words', field: 'participants', added: [], removed: ['生态环境局'], kept: ['消防救援机构'] },
    {
      kind: 'words',
      field: 'items',
      added: [],
      removed: ['生态环境局：油烟排放检查'],
      kept: ['市场监管部门：食品安全检查', '消防救援机构：消防安全检查', '消防救援机构：疏散通道检查'],
    },
    { kind: 'value', field: 'deadline', from: '', to: '2026-11-30' },
  ])
})

const fire = { dept: 'xfjy', orgPath: '62.6201' }
const row = (change: Partial<PlanRow> = {}): PlanRow => ({
  id: 'r1',
  seq: 1,
  state: 'planned',
  cancelReason: null,
  name: '餐饮联合抽查',
  itemIds: ['i1'],
  directed: false,
  objectScope: '餐饮服务单位',
  ratePpm: 30_000,
  from: '2026-03-01',
  to: '2026-06-30',
  office: '信用监管科',
  checks: 'subject',
  itemsFixed: true,
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  strata: [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up', base: undefined }],
  methods: ['onsite'],
  offices: [],
  level: 'self',
  parties: [{ ...fire, orgName: '消防', itemIds: ['f2', 'f1'] }],
  jointItemId: null,
  frequency: '',
  targetText: '',
  remark: '',
  ...change,
})

test('a department confirms what names it: other rows, remarks and the order change nothing, its own terms do', () => {
  const other = row({ id: 'r0', parties: [] })
  const said = partyContent([row()], fire, '负责消防')
  expect(said).toMatch(/^[0-9a-f]{64}$/)
  expect(partyContent([other, row({ seq: 2, remark: '改' })], fire, '负责消防')).toBe(said)
  expect(partyContent([row({ parties: [{ ...fire, orgName: '消防', itemIds: ['f1', 'f2'] }] })], fire, '负责消防')).toBe(said)
  const changes: readonly Partial<PlanRow>[] = [
    { to: '2026-07-31' },
    { objectScope: '全部餐饮' },
    { parties: [{ ...fire, orgName: '消防', itemIds: ['f1'] }] },
    { state: 'cancelled' },
    { strata: [{ name: '全部', values: [], count: 5 }] },
  ]
  for (const change of changes) expect([change, partyContent([row(change)], fire, '负责消防')]).not.toEqual([change, said])
  expect(partyContent([row()], fire, '负责全部')).not.toBe(said)
  expect(rowsNaming([other, row(), row({ id: 'r2', state: 'cancelled' })], fire).map(({ id }) => id)).toEqual(['r1'])
})
