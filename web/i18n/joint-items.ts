import type { Texts } from './texts.ts'

/** 部门联合抽查事项清单. */
export const jointItemTexts = {
  'joint.title': ['部门联合抽查事项清单', 'List of joint items'],
  'joint.lead': [
    '哪些领域由谁发起、谁配合、哪一级组织和实施；一人编制，另一人批准公布。',
    'Who initiates and who takes part, by field and level; drafted by one, published by another.',
  ],
  'joint.one': ['联合抽查事项', 'Joint item'],
  'joint.new': ['新增联合事项', 'New joint item'],
  'joint.edit': ['修改联合抽查事项', 'Edit joint item'],
  'joint.empty': ['还没有联合抽查事项', 'No joint items yet'],
  'joint.emptyText': [
    '由发起部门编制，写明各部门检查什么，再由另一人批准公布。',
    'Drafted by the initiator: what each department inspects.',
  ],
  'joint.q': ['事项、领域、编码或发起部门', 'Item, field, code or initiator'],
  'joint.field': ['抽查领域', 'Field'],
  'joint.name': ['联合抽查事项', 'Joint item'],
  'joint.code': ['编码', 'Code'],
  'joint.items': ['各部门抽查事项', 'Items by department'],
  'joint.itemsNote': ['每个发起和配合部门至少一项', 'at least one of each department'],
  'joint.department': ['部门', 'Department'],
  'joint.item': ['抽查事项', 'Item'],
  'joint.addItem': ['增加一项', 'Add an item'],
  'joint.scope': ['检查对象', 'Objects'],
  'joint.initiator': ['发起部门', 'Initiator'],
  'joint.participants': ['配合部门', 'Participants'],
  'joint.orgLevel': ['组织层级', 'Organised by'],
  'joint.implLevel': ['实施层级', 'Carried out by'],
  'joint.period': ['抽查周期', 'Period'],
  'joint.deadline': ['完成时限', 'Deadline'],
  'joint.contact': ['联系处室', 'Contact'],
  'joint.basis': ['检查依据', 'Legal basis'],
  'joint.unit': ['项', 'items'],
  'joint.export': ['部门联合抽查事项清单', 'joint-items'],
  'joint.publishedAt': ['公布时间', 'Published'],
  'joint.versions': ['版本', 'Versions'],
  'joint.mismatch': [
    '每个发起和配合部门都要有一项，且不能有其他部门：{departments}',
    'Each department needs an item, and no other: {departments}',
  ],
} as const satisfies Texts
