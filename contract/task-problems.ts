/** Refusals of tasks: where they come from, who agreed, what they name, and 三无. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const taskProblems = {
  // where a task comes from
  task_row_missing: { status: 422, zh: '请选择已公布计划中的计划行。', en: 'Choose a row of a published plan.' },
  plan_row_not_in_force: {
    status: 409,
    zh: '计划行已取消，或者所在计划没有公布。请刷新页面后另选计划行。',
    en: 'The row was cancelled, or its plan is not public. Reload the page and choose another row.',
  },
  task_row_not_asked: {
    status: 422,
    zh: '计划外任务不能指定计划行。请清除计划行，或把来源改为年度计划。',
    en: 'A task outside the plan has no row. Clear it, or choose the annual plan as the source.',
  },
  task_source_closed: {
    status: 409,
    zh: '本地政策参数不允许临时任务。请先调整年度计划，再据计划行建立任务。',
    en: 'The policy of this place allows no temporary tasks. Adjust the annual plan, then make the task from its row.',
  },
  task_incomplete: {
    status: 422,
    zh: '任务还没有填写{fieldZh}，该来源的任务必须填写。请补齐后保存。',
    en: 'The task does not say {fieldEn}, which this source needs. Fill it in and save again.',
  },
  task_locked: {
    status: 409,
    zh: '任务已经锁定，不能在这里直接办理。需要修改或者取消的，请在任务页面点“申请变更”，由另一人审批。',
    en: 'The task is locked and does not change here. To change or cancel it, ask for a change on its page; another person decides.',
  },
  origin_in_future: {
    status: 422,
    zh: '线索日期 {date} 晚于今天（{today}）。请改正。',
    en: 'The date of the lead, {date}, lies after today ({today}). Correct it.',
  },
  named_not_asked: {
    status: 422,
    zh: '这类任务的对象由摇号抽取，不能点名。请去掉点名的对象和人员。',
    en: 'The objects of such a task are drawn, not named. Take the named objects and officers out.',
  },
  object_named_twice: { status: 422, zh: '对象 {subject} 点名了两次。请去掉一个。', en: '{subject} is named twice. Take one out.' },
  object_unknown: {
    status: 422,
    zh: '本辖区名录中没有这些对象：{subjects}。请核对代码。',
    en: 'The register of this place has none of these: {subjects}. Check the codes.',
  },
  appointed_team_wrong: {
    status: 422,
    zh: '指定的检查组有 {officers} 人、主检 {leads} 人。应当至少 {need} 人、主检恰好 1 人，人员不重复。',
    en: 'The team has {officers} officers and {leads} leads. At least {need} different officers and exactly one lead are needed.',
  },
  items_not_open: {
    status: 422,
    zh: '计划行是定项抽查，事项不能由任务另选。请清除所选事项。',
    en: 'The row fixes its items; the task cannot choose among them. Clear the choice.',
  },
  items_outside_row: {
    status: 422,
    zh: '这些事项不在计划行之内：{items}。请只选计划行的事项。',
    en: 'These items are not of the row: {items}. Choose among its items.',
  },
  task_items_not_published: {
    status: 422,
    zh: '这些事项未公布或者不适用于本机构：{items}。清单之外无检查，请改选已公布的事项。',
    en: 'These items are not published, or do not apply here: {items}. Choose published ones.',
  },
  task_without_published_item: {
    status: 422,
    zh: '任务至少有一个公布过的事项（清单之外无检查）。请先公布事项。',
    en: 'A task has at least one item that was published. Publish the item first.',
  },
  item_share_unknown: {
    status: 422,
    zh: '设置了检查比例的事项不在任务之内。请刷新页面后重新设置。',
    en: 'An item with a share of its own is not inspected by this task. Reload the page and set it again.',
  },
  item_share_of_key: {
    status: 422,
    zh: '重点事项对抽中的每一户都检查，不能设置比例：{item}。',
    en: 'A key item is inspected at every drawn object and has no share: {item}.',
  },
  no_item_everywhere: {
    status: 422,
    zh: '至少一个事项应当对抽中的每一户检查。请把其中一项的比例改为 100%。',
    en: 'At least one item has to be inspected at every drawn object. Set the share of one of them to 100 %.',
  },
  batch_shares: {
    status: 422,
    zh: '各批次比例之和是 {percent}%，应当恰好是 100%。请改正。',
    en: 'The shares of the batches sum to {percent} % instead of the whole. Correct them.',
  },
  batch_days: {
    status: 422,
    zh: '第 {no} 批的检查时间不在任务时间之内，或者开始晚于结束。请改正。',
    en: 'The days of batch {no} are outside the task, or it begins after its end. Correct them.',
  },
  batch_overlap: {
    status: 422,
    zh: '第 {no} 批在前一批结束以前就开始，两批时间重叠。请让它在前一批结束以后开始。',
    en: 'Batch {no} begins before the one ahead of it has ended. Let it begin after that.',
  },
  cap_above_policy: {
    status: 422,
    zh: '频次上限 {cap} 高于本地公布的 {policyCap} 次，需要选择法定例外并说明依据。',
    en: 'The cap {cap} is above the published one of {policyCap}. Choose a lawful exception and say what it rests on.',
  },

  // what holds a task to its row and to the law
  task_window_closed: {
    status: 422,
    zh: '任务的截止日期 {to} 已经过去（今天是 {today}）。请改为今天或者以后的日期。',
    en: 'The last day of the task, {to}, is over (today is {today}). Choose today or a later day.',
  },
  task_window_outside_row: {
    status: 422,
    zh: '任务时间应当在计划行公布的检查时间之内（{rowFrom} 至 {rowTo}）。请修改任务时间，或者先调整计划并重新公布。',
    en: 'The task has to lie within the days that its row was published with ({rowFrom} to {rowTo}). Change its days, or adjust the plan and publish it again.',
  },
  task_level_of_row: {
    status: 422,
    zh: '本级检查还是抽给下级检查，应当与计划行一致。请改选，或者先调整计划并重新公布。',
    en: 'Who inspects, this level or the one below, is as the row of the plan says. Choose the same, or adjust the plan and publish it again.',
  },
  task_ratio_above_cap: {
    status: 409,
    zh: '一般事项“{item}”的抽查比例上限是 {cap}，连同同一计划行的其他任务将达到 {ratio}（基数 {base} 户），本任务最多还可以查 {left} 户。请减少抽取数量，或者设置该事项只查一部分。',
    en: 'The ratio of the general item {item} is capped at {cap}; with the other tasks of the same row it would be {ratio} of {base} objects, and {left} more may be inspected. Draw fewer, or inspect the item at a share of the drawn.',
  },
  task_above_row: {
    status: 409,
    zh: '本任务抽 {target} 户，超出已公布的计划行：同一计划行的其他任务共 {taken} 户，还可以抽 {left} 户。请减少抽取数量；确需多抽的，点“提交审批”由另一人批准，或者先调整计划并重新公布。',
    en: 'This task draws {target} objects, above the published row of the plan: other tasks draw {taken} already, which leaves {left}. Draw fewer; or submit the task for approval by another person; or adjust the plan and publish it again.',
  },

  // moves
  task_needs_approval: {
    status: 409,
    zh: '计划外任务不能由编制人确认。请提交审批，由另一人批准。',
    en: 'A task outside the plan is not confirmed by who made it. Submit it for approval by another person.',
  },
  task_exception_needs_approval: {
    status: 409,
    zh: '任务设有频次例外，不能由编制人确认。请提交审批，由有权认定频次例外的另一人批准。',
    en: 'The task states an exception from the frequency cap and is not confirmed by who made it. Submit it for approval by another person who may state exceptions.',
  },
  task_needs_no_approval: {
    status: 409,
    zh: '任务没有超出计划行，也没有频次例外，不需要另行审批。请直接确认抽取设置。',
    en: 'The task does what its row says and states no exception: it needs no approval of its own. Confirm its settings.',
  },
  task_approver_is_author: {
    status: 409,
    zh: '编制或提交任务的人不能批准同一任务。请由另一位审批人员办理。',
    en: 'Whoever made or submitted a task cannot approve it. Ask another approver.',
  },
  refusal_without_opinion: { status: 422, zh: '退回任务须填写意见。', en: 'A return needs an opinion.' },
  pool_frozen_already: {
    status: 409,
    zh: '任务已有冻结的抽取 {drawId}，不能退回编制。请先按规定作废该抽取。',
    en: 'The draw {drawId} froze a pool already, so the task cannot go back. Void that draw first.',
  },
  draw_open_voids_first: {
    status: 409,
    zh: '任务有正在进行的抽取 {drawId}，不能取消任务。请先按规定作废该抽取，作废会永久公开。',
    en: 'The draw {drawId} is open. Void it first, which stays public; then cancel the task.',
  },
  task_has_results: {
    status: 409,
    zh: '任务已有 {published} 户的结果公示，不能取消。请办完其余对象，或申请变更完成期限。',
    en: 'Results of {published} objects are public already. Finish the others, or ask for a later end instead.',
  },

  // who takes part
  participants_open: {
    status: 409,
    zh: '配合部门尚未答复：{orgs}。请等候答复，或修改任务去掉该部门。',
    en: 'These departments have not answered yet: {orgs}. Wait for them, or take them out of the task.',
  },
  participant_declined: {
    status: 409,
    zh: '{org}不参加本任务：{reason}。请修改任务去掉该部门后再确认。',
    en: '{org} declined: {reason}. Take the department out of the task, then confirm.',
  },
  invitation_answered: {
    status: 409,
    zh: '本部门已经答复过（{state}）。请刷新页面；要改变主意，请组织部门重新邀请。',
    en: 'Your department answered already ({state}). Reload the page; to change it, ask the lead department to invite again.',
  },
  not_invited: { status: 409, zh: '本部门不在邀请之列。', en: 'Your department is not invited to this task.' },
  decline_without_reason: { status: 422, zh: '不参加须说明理由。', en: 'Say why your department does not take part.' },

  // problems that stay open
  problem_still_open: {
    status: 409,
    zh: '任务还有问题没有完结，不能办结（后续处置无例外）。请先逐个完结。',
    en: 'The task has open problems and cannot be done. Finish each of them first.',
  },
  problem_closed_already: { status: 409, zh: '该问题已经完结。请刷新页面。', en: 'This problem is finished already. Reload the page.' },
  problem_not_yours: {
    status: 403,
    zh: '只有检查该对象的执法人员或审核人员可以完结问题（谁监管谁负责）。',
    en: 'Only the officers of this inspection or a reviewer may finish its problem.',
  },
  close_day_wrong: {
    status: 422,
    zh: '完结日期应当在 {from} 至 {to} 之间。请改正。',
    en: 'The day lies outside {from} to {to}. Correct it.',
  },
} as const satisfies Record<string, ProblemText>
