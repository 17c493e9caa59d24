/** Refusals around labels, special libraries and what items cover. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const libraryProblems = {
  // labels
  label_tier_above: {
    status: 422,
    zh: '大类、中类标签由省级单位维护。请改为小类，或报省级单位新增。',
    en: 'Major and middle classes are kept by the province. Make a minor one, or ask the province.',
  },
  label_reach_too_wide: {
    status: 422,
    zh: '标签的使用范围不能大于本单位。请选择“本地区”或“本局”。',
    en: 'A label does not reach wider than its office. Choose the own region or the own office.',
  },
  label_parent_wrong: {
    status: 422,
    zh: '上级标签不合适：中类须在有效的大类之下，小类须在有效的中类之下（或不设上级），大类没有上级。',
    en: 'The label above does not fit: a middle class stands under an active major one, a minor under an active middle one or alone, a major under none.',
  },
  label_name_invalid: {
    status: 422,
    zh: '标签名称应为 2 至 40 个字，不含顿号、逗号、分号和首尾空格。',
    en: 'A label has 2 to 40 characters, no commas, semicolons or 、, and no blanks around it.',
  },
  label_ends_in_past: { status: 422, zh: '有效期止早于今天。请改正日期。', en: 'The last day lies in the past. Correct the date.' },
  label_name_taken: {
    status: 409,
    zh: '已有同名标签。请直接使用，或加上本地区名称再新增。',
    en: 'A label of this name exists. Use it, or put the name of your place before it.',
  },
  label_fixed: {
    status: 409,
    zh: '已有 {objects} 个对象带有该标签，不能改名称、层级，也不能缩小范围。请停用后另设新标签。',
    en: '{objects} objects carry this label: its name and tier stay and its reach does not shrink. Retire it and make another.',
  },
  label_has_children: {
    status: 409,
    zh: '该标签下还有 {children} 个有效标签。请先停用或移走它们。',
    en: '{children} active labels stand under it. Retire or move them first.',
  },
  label_in_library: {
    status: 409,
    zh: '专项库（{libraries}）仍在使用该标签。请先在专项库中取消。',
    en: 'Special libraries ({libraries}) use this label. Remove it there first.',
  },
  label_retired: { status: 409, zh: '该标签已停用，不能再打给对象。', en: 'The label is retired and no longer given.' },
  label_expired: { status: 409, zh: '该标签已过有效期，不能再打给对象。', en: 'The label is past its last day and no longer given.' },
  label_made_by_registrar: {
    status: 403,
    zh: '新增标签由名录管理岗办理。请选用现有标签，或请名录管理岗先在“监管标签”中新增。',
    en: 'New labels are made by the registrar. Choose a known one, or have it made under Labels first.',
  },
  label_other_office: {
    status: 403,
    zh: '这是其他单位的“本局”标签，只有该单位可以使用。',
    en: 'This label belongs to another office and is given by that office alone.',
  },
  label_other_place: { status: 403, zh: '该标签只用于其他地区的对象。', en: 'The label is for objects of another place.' },
  label_out_of_reach: { status: 422, zh: '该对象不在标签的使用范围内。', en: 'The object lies outside the reach of the label.' },
  label_carried: { status: 409, zh: '该对象已经带有这个标签。', en: 'The object carries this label already.' },
  label_not_carried: {
    status: 409,
    zh: '该对象没有这个标签，可能刚被取消。请刷新。',
    en: 'The object does not carry this label; perhaps it was just taken off.',
  },
  label_from_library: {
    status: 409,
    zh: '该标签由专项库的有效条目带来。请到专项库停用条目。',
    en: 'The label comes from a valid entry of a special library. Disable the entry there.',
  },
  batch_count_differs: {
    status: 409,
    zh: '符合条件的对象现在是 {now} 个，不是您看到的 {expected} 个。请核对后重新提交。',
    en: '{now} objects match now, not the {expected} you saw. Check and send it again.',
  },
  batch_empty: {
    status: 422,
    zh: '没有对象会因此改变：符合条件的对象都已如此。',
    en: 'Nothing would change: the objects that match are so already.',
  },
  batch_changed_later: {
    status: 409,
    zh: '这一批里有 {objects} 个对象的该标签后来又有变动，不能整批撤销。请先核对这些对象。',
    en: '{objects} objects of this batch had the label changed since; the whole cannot be undone. Look at those first.',
  },
  batch_not_undoable: { status: 409, zh: '该批次正在处理或已撤销。', en: 'The batch is at work, or undone already.' },
  // libraries
  library_name_taken: {
    status: 409,
    zh: '本单位已有同名专项库。请换一个名称。',
    en: 'Your office has a library of this name. Choose another.',
  },
  library_retired: { status: 409, zh: '专项库已停用，不能再修改。', en: 'The library is retired and no longer changed.' },
  library_label_used: {
    status: 409,
    zh: '标签“{label}”还有 {entries} 条有效条目，不能从专项库移除。请先停用条目。',
    en: '{entries} valid entries stand under the label “{label}”. Disable them first.',
  },
  library_kind_differs: {
    status: 422,
    zh: '该专项库不收这类对象。请核对对象，或调整专项库的对象类别。',
    en: 'The library takes no objects of this kind.',
  },
  library_label_unknown: {
    status: 422,
    zh: '该标签不是本专项库的标签。请从本库标签中选择。',
    en: 'This is no label of the library. Choose one of its own.',
  },
  entry_once: {
    status: 409,
    zh: '该对象在本库中已有同一标签、同一许可证号的条目。请修改原条目。',
    en: 'The object has an entry with this label and licence number in the library. Change that one.',
  },
  entry_window_reversed: {
    status: 422,
    zh: '有效期至早于批准日期。请改正。',
    en: 'The licence ends before it is approved. Correct the dates.',
  },
  entry_expired: {
    status: 422,
    zh: '许可证已过有效期，不能设为有效。请填写换发后的有效期。',
    en: 'The licence has ended. Enter its renewed last day to make the entry valid.',
  },
  entry_licence_incomplete: {
    status: 422,
    zh: '填写了许可证编号，还需填写许可证名称。',
    en: 'A licence number needs the name of the licence.',
  },
  // what items cover
  coverage_target_unknown: {
    status: 422,
    zh: '所选的标签、专项库或对象类别不存在或已停用。',
    en: 'The label, library or kind does not exist or is retired.',
  },
} as const satisfies Record<string, ProblemText>
