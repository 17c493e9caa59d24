/**
 * 提醒与通知: every kind of message with its sentence in both languages. `{name}` is a fact that the sender gives; a fact that is missing is left out.
 * One more kind is one more line here; pages, mails and the webhook say it by themselves.
 */
import type { DeadlineStage } from '#core/deadlines/deadline.ts'
import { parseInstant, wallClock } from '#core/time.ts'

type KindRow = { readonly group: NoticeGroup; readonly zh: string; readonly en: string }

export type NoticeGroup = 'plan' | 'task' | 'change' | 'policy' | 'document' | 'deadline' | 'house'

export const noticeKinds = {
  'plan.submitted': { group: 'plan', zh: '计划“{name}”已提交，请审批', en: 'The plan “{name}” was submitted: please decide' },
  'plan.returned': { group: 'plan', zh: '计划“{name}”被退回：{note}', en: 'The plan “{name}” was returned: {note}' },
  'plan.approved': { group: 'plan', zh: '计划“{name}”已批准，请公布', en: 'The plan “{name}” was approved: please publish it' },
  'plan.published': { group: 'plan', zh: '计划“{name}”已公布', en: 'The plan “{name}” was published' },
  'plan.contribution_invited': { group: 'plan', zh: '请填报计划“{name}”的计划行', en: 'Please fill in your rows of the plan “{name}”' },
  'plan.contribution_handed_in': {
    group: 'plan',
    zh: '{org}已报送计划“{name}”的计划行，请汇总',
    en: '{org} handed in rows of the plan “{name}”: please take them in',
  },
  'plan.contribution_returned': {
    group: 'plan',
    zh: '计划“{name}”的填报被退回：{note}',
    en: 'Your rows of the plan “{name}” were returned: {note}',
  },
  'plan.party_invited': {
    group: 'plan',
    zh: '{org}邀请本部门参加联合计划“{name}”，请答复',
    en: '{org} invites you to the joint plan “{name}”: please answer',
  },
  'plan.party_confirmed': { group: 'plan', zh: '{org}已确认参加联合计划“{name}”', en: '{org} takes part in the joint plan “{name}”' },
  'plan.party_declined': {
    group: 'plan',
    zh: '{org}不参加联合计划“{name}”：{note}',
    en: '{org} declined the joint plan “{name}”: {note}',
  },
  'plan.adopted': { group: 'plan', zh: '联合计划“{name}”已由联席会议通过', en: 'The joint plan “{name}” was adopted' },
  'plan.filed': { group: 'plan', zh: '{org}报送计划“{name}”备案，请接收', en: '{org} filed the plan “{name}”: please accept it' },
  'plan.filing_accepted': { group: 'plan', zh: '计划“{name}”的备案已接收', en: 'The filing of the plan “{name}” was accepted' },
  'plan.filing_returned': {
    group: 'plan',
    zh: '计划“{name}”的备案被退回：{note}',
    en: 'The filing of the plan “{name}” was returned: {note}',
  },
  'merge.proposed': {
    group: 'plan',
    zh: '{org}提议联合检查 {objects} 户，请答复',
    en: '{org} proposes joint visits to {objects} objects: please answer',
  },
  'merge.accepted': { group: 'plan', zh: '{org}同意联合检查“{name}”', en: '{org} accepted the joint visits “{name}”' },
  'merge.declined': { group: 'plan', zh: '{org}不同意联合检查“{name}”：{note}', en: '{org} declined the joint visits “{name}”: {note}' },
  'task.submitted': { group: 'task', zh: '任务“{name}”已提交，请审批', en: 'The task “{name}” was submitted: please decide' },
  'task.approved': { group: 'task', zh: '任务“{name}”已批准', en: 'The task “{name}” was approved' },
  'task.returned': { group: 'task', zh: '任务“{name}”被退回：{note}', en: 'The task “{name}” was returned: {note}' },
  'task.cancelled': { group: 'task', zh: '任务“{name}”已取消：{note}', en: 'The task “{name}” was cancelled: {note}' },
  'task.participant_invited': {
    group: 'task',
    zh: '{org}邀请本部门参加任务“{name}”，请答复',
    en: '{org} invites you to the task “{name}”: please answer',
  },
  'task.participant_accepted': { group: 'task', zh: '{org}接受参加任务“{name}”', en: '{org} takes part in the task “{name}”' },
  'task.participant_declined': { group: 'task', zh: '{org}不参加任务“{name}”：{note}', en: '{org} declined the task “{name}”: {note}' },
  'task.participant_left': {
    group: 'task',
    zh: '本部门已退出任务“{name}”：{note}',
    en: 'Your department has left the task “{name}”: {note}',
  },
  'task.participant_items': {
    group: 'task',
    zh: '任务“{name}”中本部门的检查事项已更换：{note}',
    en: 'The items of your department in “{name}” were replaced: {note}',
  },
  'sub_task.dispatched': {
    group: 'task',
    zh: '任务“{name}”派发给{org} {objects} 户，请接收',
    en: '{objects} objects of “{name}” were sent to {org}: please accept',
  },
  'sub_task.accepted': { group: 'task', zh: '{org}已接收任务“{name}”的 {objects} 户', en: '{org} accepted {objects} objects of “{name}”' },
  'sub_task.returned': { group: 'task', zh: '{org}退回任务“{name}”的子任务：{note}', en: '{org} returned its part of “{name}”: {note}' },
  'sub_task.redispatched': {
    group: 'task',
    zh: '任务“{name}”的 {objects} 户改派给{org}',
    en: '{objects} objects of “{name}” were sent on to {org}',
  },
  'reuse.asked': {
    group: 'task',
    zh: '任务“{name}”有 {objects} 户申请结果互认，请审核',
    en: 'Reuse of results for {objects} objects of “{name}”: please decide',
  },
  'reuse.decided': { group: 'task', zh: '任务“{name}”的结果互认{decision}', en: 'Reuse of results in “{name}”: {decision}' },
  'case.handed': {
    group: 'task',
    zh: '{org}移送“{name}”的问题线索，请接收',
    en: '{org} hands over a problem of “{name}”: please take it',
  },
  'case.taken': { group: 'task', zh: '“{name}”的问题线索已由{org}接收', en: '{org} took over the clue about “{name}”' },
  'case.returned': { group: 'task', zh: '“{name}”的问题线索被退回：{note}', en: 'The clue about “{name}” came back: {note}' },
  'case.decided': { group: 'task', zh: '“{name}”的问题已由{org}处理：{note}', en: '{org} has decided on “{name}”: {note}' },
  'visit.advised': { group: 'task', zh: '专家对“{name}”出具了意见', en: 'An expert gave an opinion on “{name}”' },
  'change.requested': {
    group: 'change',
    zh: '{by}申请变更“{name}”（{changeZh}），请审批',
    en: '{by} asks to change “{name}” ({changeEn}): please decide',
  },
  'change.approved': {
    group: 'change',
    zh: '您对“{name}”的变更申请（{changeZh}）已批准',
    en: 'Your request to change “{name}” ({changeEn}) was approved',
  },
  'change.rejected': {
    group: 'change',
    zh: '您对“{name}”的变更申请（{changeZh}）未获批准：{note}',
    en: 'Your request to change “{name}” ({changeEn}) was refused: {note}',
  },
  'policy.submitted': {
    group: 'policy',
    zh: '政策参数“{name}”已提交，请审批',
    en: 'The policy pack “{name}” was submitted: please decide',
  },
  'policy.returned': { group: 'policy', zh: '政策参数“{name}”被退回：{note}', en: 'The policy pack “{name}” was returned: {note}' },
  'document.submitted': {
    group: 'document',
    zh: '{name}的文书模板已提交，请审批',
    en: 'A template of {name} was submitted: please decide',
  },
  'document.approved': { group: 'document', zh: '{name}的文书模板已批准', en: 'The template of {name} was approved' },
  'document.returned': { group: 'document', zh: '{name}的文书模板被退回：{note}', en: 'The template of {name} was returned: {note}' },
  'document.batch_done': {
    group: 'document',
    zh: '任务“{name}”的文书已生成 {printed} 份，{leftOut} 户未出具',
    en: '{printed} papers of “{name}” are ready, {leftOut} were left out',
  },
  'deadline.plan_row': { group: 'deadline', zh: '计划行“{name}”{stage}', en: 'The plan row “{name}” {stage}' },
  'deadline.task_window': { group: 'deadline', zh: '任务“{name}”的检查时间{stage}', en: 'The window of the task “{name}” {stage}' },
  'deadline.officer_draw': {
    group: 'deadline',
    zh: '任务“{name}”还没有抽取检查人员，{stage}',
    en: 'No officers are drawn for “{name}”; it {stage}',
  },
  'deadline.sub_task': {
    group: 'deadline',
    zh: '子任务“{name}”还没有接收，{stage}',
    en: 'The sub-task “{name}” is not accepted; it {stage}',
  },
  'deadline.result': {
    group: 'deadline',
    zh: '任务“{name}”有 {objects} 户的检查结果要公示，{stage}',
    en: '{objects} results of “{name}” are to be published; this {stage}',
  },
  'deadline.change': { group: 'deadline', zh: '变更申请“{name}”待审批，{stage}', en: 'A request to change “{name}” waits; it {stage}' },
  'deadline.filing': { group: 'deadline', zh: '计划“{name}”的备案待接收，{stage}', en: 'The filing of “{name}” waits; it {stage}' },
  'deadline.party': {
    group: 'deadline',
    zh: '联合计划“{name}”还没有答复，{stage}',
    en: 'The joint plan “{name}” is not answered; it {stage}',
  },
  'deadline.contribution': {
    group: 'deadline',
    zh: '计划“{name}”的填报还没有报送，{stage}',
    en: 'Rows of the plan “{name}” are not handed in; this {stage}',
  },
  'house.calendar_unknown': {
    group: 'house',
    zh: '工作日历没有 {year} 年的放假安排，该年的期限暂不提醒。请管理员升级 chinese-days 后重启服务',
    en: 'The calendar does not know {year}: days in that year are not reminded of. Install a newer chinese-days and restart the server',
  },
  'house.test': { group: 'house', zh: '这是一条测试消息，由{by}发送', en: 'This is a test message, sent by {by}' },
} as const satisfies Readonly<Record<string, KindRow>>

export type NoticeKind = keyof typeof noticeKinds

export const isNoticeKind = (text: string): text is NoticeKind => Object.hasOwn(noticeKinds, text)

const stages = {
  today: { zh: '今天到期', en: 'is due today' },
  overdue: { zh: '已逾期（期限 {due}）', en: 'is overdue (since {due})' },
  soon: { zh: '{days} 个工作日内到期（{due}）', en: 'is due within {days} working days ({due})' },
} as const

export type SaidNotice = {
  readonly kind: NoticeKind
  readonly facts: Readonly<Record<string, unknown>>
  readonly dueOn: string | null
  readonly stage: DeadlineStage | null
}

/** The sentence of a message, with its facts filled in. */
export function noticeSentence({ kind, facts, dueOn, stage }: SaidNotice, language: 'zh' | 'en'): string {
  return fill(noticeKinds[kind][language], { ...facts, stage: stageWords({ dueOn, stage }, language) }, language)
}

/** How near the day is, in words; nothing where no day is near. */
export function stageWords({ dueOn, stage }: Pick<SaidNotice, 'dueOn' | 'stage'>, language: 'zh' | 'en'): string {
  if (stage === null) return ''
  const days = stage.startsWith('d') ? Number(stage.slice(1)) : null
  const words = days === null ? stages[stage === 'today' ? 'today' : 'overdue'] : stages.soon
  return fill(words[language], { due: dueOn ?? '', days }, language)
}

const fill = (text: string, facts: Readonly<Record<string, unknown>>, language: 'zh' | 'en'): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => factText(facts[name], language))

function factText(value: unknown, language: 'zh' | 'en'): string {
  if (Array.isArray(value)) return value.map((one) => factText(one, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  const at = parseInstant(value)
  return at === null ? value : wallClock(at)
}
