/** Refusals where several have a hand in a plan: who fills in rows, who takes part in a joint plan, with whom it is filed. */
import type { ProblemText } from './problem-text.ts'

export const planPeopleProblems = {
  // 填报
  contributions_open: {
    status: 409,
    zh: '还有填报任务未办结：{offices}。请先汇入计划、退回后撤销或直接撤销，再提交。',
    en: 'Rows are still being filled in by {offices}. Take them in, or withdraw the request, then submit.',
  },
  contribution_of_another: {
    status: 403,
    zh: '这项填报任务下达给了指定的人员或机构，不由您填报。请由其办理。',
    en: 'This was asked of somebody else, not of you. They fill it in.',
  },
  contribution_empty: {
    status: 422,
    zh: '还没有填写计划行，不能报送。请填写后报送；确无可报事项的，请选择“无可报事项”。',
    en: 'There is no row to hand in. Write one, or say that there is nothing to report.',
  },
  taker_is_contributor: {
    status: 409,
    zh: '报送人不能把自己报送的计划行汇入计划。请由另一位汇总人员办理。',
    en: 'Whoever handed rows in does not take them into the plan. Ask another consolidator.',
  },
  contribution_asked_already: {
    status: 409,
    zh: '{office}已有未办结的填报任务。请先办结或撤销后再下达。',
    en: '{office} has a request that is still open. Settle or withdraw it first.',
  },
  contributor_unknown: {
    status: 422,
    zh: '所选单位或人员不能填报这份计划：须是本机构或下级机构的本系统单位、有填报权限的在用账号。请重新选择。',
    en: 'Who was chosen cannot fill in rows of this plan: an organisation of the department here or below, a working account that may do so. Choose again.',
  },
  due_day_past: {
    status: 422,
    zh: '截止日期 {day} 早于今天。请填写今天或以后的日期。',
    en: 'The day {day} has passed. Choose today or later.',
  },
  plan_not_editable: {
    status: 409,
    zh: '计划现在不在编制或调整中，不能办理。请先退回或发起调整。',
    en: 'The plan is neither a draft nor being adjusted. Return it, or open an adjustment, first.',
  },

  plan_settled: {
    status: 409,
    zh: '计划已经审议通过或已取消，答复不再改变。如需变动，请与发起部门协商调整计划。',
    en: 'The plan is adopted or cancelled: an answer changes nothing any more. Ask the initiating department for an adjustment.',
  },

  // 联席会议
  plan_not_joint: {
    status: 409,
    zh: '这不是跨部门联合计划，不邀请其他部门。需要联合检查的，请把计划类别改为“跨部门联合”。',
    en: 'This is not a joint plan of several departments. Change its kind first.',
  },
  joint_needs_adoption: {
    status: 409,
    zh: '联合计划由联席会议审议通过，不能直接批准。请在“参与部门”中登记审议结果。',
    en: 'A joint plan is adopted by the joint conference. Enter its resolution under the participating departments.',
  },
  joint_without_parties: {
    status: 409,
    zh: '联合计划还没有邀请参与部门。请先邀请并取得确认。',
    en: 'No department was invited to this joint plan. Invite them and have their answers first.',
  },
  party_unanswered: {
    status: 409,
    zh: '还没有答复：{parties}。请等其确认，或撤回邀请后调整计划行。',
    en: 'Still without an answer: {parties}. Wait for it, or withdraw the invitation and change the rows.',
  },
  party_outdated: {
    status: 409,
    zh: '{parties}确认之后，涉及该部门的计划行有改动。请再次请其确认。',
    en: 'Rows that name {parties} changed after they confirmed. Ask them again.',
  },
  party_declined: {
    status: 409,
    zh: '{parties}不参加。请撤回邀请，并从计划行中去掉该部门，或协商后再次请其确认。',
    en: '{parties} declined. Withdraw the invitation and take them out of the rows, or agree and ask again.',
  },
  party_not_invited: {
    status: 409,
    zh: '计划行写有未受邀请的部门：{parties}。请先邀请，或从计划行中去掉。',
    en: 'Rows name departments that were not invited: {parties}. Invite them, or take them out of the rows.',
  },
  party_unknown: {
    status: 422,
    zh: '所选单位不能受邀：须是同一地区其他部门的机构。请重新选择。',
    en: 'Who was chosen cannot be invited: an organisation of another department at the same place. Choose again.',
  },
  party_invited_already: {
    status: 409,
    zh: '{orgName}已在参与部门之列。请在其所在行办理。',
    en: '{orgName} is among the parties already. Use its row.',
  },
  answerer_is_inviter: {
    status: 409,
    zh: '发出邀请的人不能代为答复。请由受邀部门的人员办理。',
    en: 'Whoever sent the invitation does not answer it. Somebody of the invited department does.',
  },
  minutes_day_ahead: {
    status: 422,
    zh: '会议日期 {day} 晚于今天。请填写会议召开的日期。',
    en: 'The conference of {day} has not taken place yet. Enter the day it met.',
  },

  // 备案
  plan_filing_open: {
    status: 409,
    zh: '这一版计划已报上级备案，正在等待答复或已接收。请等候答复；被退回后可以再报。',
    en: 'This version is filed with the level above already. Wait for its answer; after a return it can be filed again.',
  },
  plan_filing_registered: {
    status: 409,
    zh: '这一版计划的政府备案已登记。如有变化，请在调整并重新公布后登记。',
    en: 'This version is registered with the government already. Register the next version after it is published.',
  },
  plan_not_public: {
    status: 409,
    zh: '计划还没有公布，不能备案。请先公布计划。',
    en: 'The plan is not published yet. Publish it, then file it.',
  },
  filed_day_ahead: {
    status: 422,
    zh: '备案日期 {day} 晚于今天。请核对。',
    en: 'The day of filing, {day}, has not come. Check it.',
  },
} as const satisfies Record<string, ProblemText>
