import { expect, test } from 'vitest'
import { checkJoint, type JointText } from './joint.ts'

const joint: JointText = {
  code: 'J01',
  field: '校外培训',
  name: '校外培训机构联合检查',
  items: [
    { department: '教育部门', name: '办学许可' },
    { department: '市场监管部门', name: '收费公示' },
  ],
  objectScope: '校外培训机构',
  initiator: '教育部门',
  participants: ['市场监管部门'],
  orgLevel: '市级',
  implLevel: '县级',
  period: '',
  deadline: null,
  contactOffice: '校外教育培训监管科',
  basis: '《民办教育促进法》第四十一条',
}
const judged = (change: Partial<JointText>): string => {
  const answer = checkJoint({ ...joint, ...change })
  return answer.ok ? 'ok' : answer.failure.departments
}

test('every department that takes part has an item, and nobody else', () => {
  expect(judged({})).toBe('ok')
  expect(judged({ participants: ['市场监管部门', '消防部门'] })).toBe('消防部门')
  expect(judged({ items: [...joint.items, { department: '税务部门', name: '票据' }] })).toBe('税务部门')
  expect(judged({ participants: ['市场监管部门', '教育部门'] })).toBe('教育部门')
  expect(judged({ participants: ['市场监管部门', '市场监管部门'] })).toBe('市场监管部门')
})
