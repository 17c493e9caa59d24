/** Refusals of the catalogue: what an item must satisfy to be kept, published and used. */
import type { ProblemText } from './problem-text.ts'

export const catalogueProblems = {
  item_layer_place: {
    status: 422,
    zh: '事项 {code}：本机构不维护该层级的清单。国家和省级清单由省级机构维护，市县只编制地方清单。',
    en: 'Item {code}: this place does not keep that layer. A province keeps the national and provincial lists, places below it local ones.',
  },
  item_parent_unknown: {
    status: 422,
    zh: '事项 {code} 所依据的上级事项 {parent} 不存在或今天不在有效期内。请改选现行有效的上级事项。',
    en: 'Item {code} is based on {parent}, which does not exist above or is not in force today. Choose one in force.',
  },
  item_weakens: {
    status: 422,
    zh: '事项 {code} 低于上级事项 {parent} 的要求：{fieldsZh}。地方清单只能依法增加，不能减弱；请恢复这些内容。',
    en: 'Item {code} weakens {parent} above it: {fieldsEn}. A local list adds by law and never weakens; restore these.',
  },
  item_local_basis_missing: {
    status: 422,
    zh: '事项 {code} 在上级事项 {parent} 之外增加了要求。请填写增加要求的地方依据。',
    en: 'Item {code} adds to {parent} above it. Name the law of the place on which it does so.',
  },
  item_ratio_reversed: {
    status: 422,
    zh: '事项 {code} 的抽查比例下限高于上限。请改正。',
    en: 'The ratio floor of item {code} is above its cap. Correct it.',
  },
  valid_from_past: {
    status: 422,
    zh: '生效日期 {day} 早于今天。清单不能追溯生效，请填写今天或以后的日期。',
    en: 'The first day, {day}, is in the past. A list does not begin to hold in the past; choose today or later.',
  },
  valid_window_reversed: {
    status: 422,
    zh: '有效期止 {to} 早于生效日期 {from}。请改正。',
    en: 'The last day, {to}, is before the first, {from}. Correct the dates.',
  },
  item_twice: {
    status: 422,
    zh: '事项编码 {code} 在这次提交中出现了两次。请只保留一次。',
    en: 'The code {code} is in this request twice. Keep one.',
  },
  item_kind_unknown: {
    status: 422,
    zh: '事项 {code} 的对象类别 {kinds} 不存在。请从列表中选择。',
    en: 'Item {code} names kinds of objects that do not exist: {kinds}. Choose from the list.',
  },
  item_not_in_force: {
    status: 422,
    zh: '第 {row} 行的事项在 {day} 不在有效期内：{items}。请改选当日现行有效的事项。',
    en: 'Row {row} uses items that are not in force on {day}: {items}. Choose items in force that day.',
  },
  item_undisturbed: {
    status: 422,
    zh: '第 {row} 行使用了无事不扰清单内的事项：{items}。无事不扰事项不安排抽查，请改选。',
    en: 'Row {row} uses items of the do-not-disturb list: {items}. They are not inspected by lot; choose others.',
  },
  task_item_not_in_force: {
    status: 409,
    zh: '任务的事项在 {day} 不在有效期内：{items}。请改用现行有效的事项；事项由计划行定的，先调整计划。',
    en: 'Items of the task are not in force on {day}: {items}. Use items in force; where the row of the plan names them, adjust the plan first.',
  },
  other_items_not_allowed: {
    status: 422,
    zh: '本地区不允许填写清单之外的“其他”事项。请使用已公布的事项。',
    en: 'Typed items outside the list are not allowed here. Use published items.',
  },
  other_items_too_many: {
    status: 422,
    zh: '一个任务最多填写 {most} 项“其他”事项。请减少后重试。',
    en: 'A task has at most {most} typed items. Remove some.',
  },
  other_item_twice: {
    status: 422,
    zh: '“其他”事项“{name}”重复，或与清单内事项同名。请核对。',
    en: 'The typed item {name} is there twice, or has the name of an item of the list. Check it.',
  },
  joint_departments_mismatch: {
    status: 422,
    zh: '联合事项 {code}：{departments} 没有列出事项，或既不是发起部门也不是配合部门。请逐个部门核对。',
    en: 'Joint item {code}: {departments} has no item here, or neither initiates nor takes part. Check each department.',
  },
} as const satisfies Record<string, ProblemText>
