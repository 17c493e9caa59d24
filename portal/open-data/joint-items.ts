/** The joint items in force as one CSV and one JSON file. */
import type { Ask } from '../ask.ts'
import { today } from '../catalogue/page.ts'
import { findJointItems, type JointItem } from '../catalogue/store.ts'
import { type Dataset, filesOf } from './dataset.ts'

export const jointItems = {
  name: 'joint-items',
  title: { zh: '现行有效的部门联合抽查事项', en: 'Joint items in force' },
  text: {
    zh: '今天有效的联合抽查事项，含发起、参与部门和各部门的检查事项。',
    en: 'The joint items in force today, with their departments and items.',
  },
  notes: [{ zh: '首次发布。', en: 'First published.' }],
  columns: [
    ['id', '事项标识', (item) => item.id],
    ['code', '事项编码', (item) => item.code],
    ['version', '版本', (item) => item.version],
    ['field', '抽查领域', (item) => item.field],
    ['name', '联合抽查事项', (item) => item.name],
    ['initiator', '发起部门', (item) => item.initiator],
    ['participants', '参与部门', (item) => item.participants.join('、')],
    ['items', '各部门检查事项', (item) => item.items.map(({ department, name }) => `${department}：${name}`).join('；')],
    ['objects', '检查对象', (item) => item.objectScope],
    ['org_level', '组织层级', (item) => item.orgLevel],
    ['impl_level', '实施层级', (item) => item.implLevel],
    ['period', '检查时间', (item) => item.period],
    ['deadline', '完成期限', (item) => item.deadline ?? ''],
    ['contact', '联系处室', (item) => item.contactOffice],
    ['basis', '检查依据', (item) => item.basis],
    ['org', '公布机关', (item) => item.orgName],
    ['valid_from', '生效日期', (item) => item.validFrom],
    ['valid_to', '有效期止', (item) => item.validTo ?? ''],
  ],
} as const satisfies Dataset<JointItem>

const inForce = (deps: Ask['deps']): Promise<readonly JointItem[]> => findJointItems(deps.db, today(deps))

export const jointItemFiles = filesOf<JointItem>(jointItems, inForce)
