/**
 * Every refusal of the product: a stable code, its HTTP status, and one sentence in each language that says what happened and what to do.
 * `{name}` in a sentence is a fact of the refusal. Codes of core failures (`fail({ type })`) have their line here too.
 */
import { parseInstant, wallClock } from '#core/time.ts'
import { caseProblems } from './case-problems.ts'
import { catalogueProblems } from './catalogue-problems.ts'
import { changeProblems } from './change-problems.ts'
import { dispatchProblems } from './dispatch-problems.ts'
import { documentProblems } from './document-problems.ts'
import { drawProblems } from './draw-problems.ts'
import { feedProblems } from './feed-problems.ts'
import { importProblems } from './import-problems.ts'
import { ledgerProblems } from './ledger-problems.ts'
import { libraryProblems } from './library-problems.ts'
import { listProblems } from './list-problems.ts'
import { matchingProblems } from './matching-problems.ts'
import { noticeProblems } from './notice-problems.ts'
import { officerProblems } from './officer-problems.ts'
import { planPeopleProblems } from './plan-people-problems.ts'
import { planProblems } from './plan-problems.ts'
import { policyProblems } from './policy-problems.ts'
import type { ProblemText } from './problem-text.ts'
import { simulationProblems } from './simulation-problems.ts'
import { taskProblems } from './task-problems.ts'
import { workProblems } from './work-problems.ts'

/** The body of a refusal on REST and stream endpoints, RFC 9457; RPC errors carry `code`, `facts`, `detail` and `detailEn` as their data. */
export type ProblemBody = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail: string
  readonly detailEn: string
  readonly facts: Readonly<Record<string, unknown>>
}

export const problems = {
  // who is calling
  not_signed_in: { status: 401, zh: '请先登录。', en: 'Sign in first.' },
  sign_in_failed: {
    status: 401,
    zh: '用户名或密码不正确。请核对后重试。',
    en: 'The user name or the password is wrong. Check both and try again.',
  },
  account_locked: {
    status: 423,
    zh: '登录失败次数过多，账号已锁定至 {until}。请届时再试，或联系管理员解锁。',
    en: 'Too many failed sign-ins: the account is locked until {until}. Try again then, or ask an administrator to unlock it.',
  },
  too_many_attempts: {
    status: 429,
    zh: '本网络地址登录失败次数过多。请 {minutes} 分钟后再试。',
    en: 'Too many failed sign-ins from this network address. Try again in {minutes} minutes.',
  },
  account_disabled: { status: 403, zh: '账号已停用。请联系管理员。', en: 'The account is disabled. Ask an administrator.' },
  password_change_required: {
    status: 403,
    zh: '首次登录须先修改密码。请修改密码后继续。',
    en: 'Change your password first: it was set by someone else.',
  },
  password_wrong: { status: 422, zh: '原密码不正确。请重新输入。', en: 'The current password is wrong. Enter it again.' },
  password_too_weak: {
    status: 422,
    zh: '密码至少 {minLength} 个字符，并包含大写字母、小写字母、数字、符号中的 {minClasses} 种。请重新设置。',
    en: 'A password has at least {minLength} characters from {minClasses} of four classes: upper case, lower case, digits, others. Choose another.',
  },
  password_unchanged: { status: 422, zh: '新密码与原密码相同。请换一个密码。', en: 'The new password is the old one. Choose another.' },
  not_permitted: {
    status: 403,
    zh: '您没有“{permissionZh}”的权限。如需办理，请联系管理员。',
    en: 'You may not {permissionEn}. Ask an administrator if you need to.',
  },
  permission_missing: {
    status: 403,
    zh: '您的岗位没有这项权限。请由有权限的岗位办理。',
    en: 'Your role does not carry this permission. Ask someone whose role does.',
  },
  outside_jurisdiction: {
    status: 403,
    zh: '该事项不在您的管辖范围内。请由有管辖权的机构办理。',
    en: 'This is outside your jurisdiction. The authority in charge has to do it.',
  },
  made_by_another_unit: {
    status: 403,
    zh: '这是其他单位编制的，只能由编制单位修改。请与该单位联系，或者由本单位另行编制。',
    en: 'Another organisation made this, and only it changes it. Ask them, or make your own.',
  },
  cross_site: {
    status: 403,
    zh: '请求来自其他网站，已拒绝。请在本系统页面内操作。',
    en: 'The request came from another site and was refused. Use the pages of this system.',
  },

  // what was asked
  invalid_input: {
    status: 422,
    zh: '提交的内容有误：{fieldsZh}。请改正后重新提交。',
    en: 'The input is not valid: {fieldsEn}. Correct it and send it again.',
  },
  malformed_request: {
    status: 400,
    zh: '请求格式不正确。请按接口文档 /api/v1/docs 重新提交。',
    en: 'The request cannot be read. See /api/v1/docs for its form.',
  },
  cursor_invalid: {
    status: 422,
    zh: '翻页标记无效。请从第一页重新查询。',
    en: 'The page cursor is not valid. Start again from the first page.',
  },
  not_found: {
    status: 404,
    zh: '没有找到，或者不在您可查看的范围内。请核对后重试。',
    en: 'Not found, or not visible to you. Check the address.',
  },
  no_such_endpoint: { status: 404, zh: '没有这个接口。请查看接口文档 /api/v1/docs。', en: 'There is no such endpoint. See /api/v1/docs.' },
  body_too_large: {
    status: 413,
    zh: '提交的内容超过 {maxBytes} 字节。请分批提交，或使用文件上传。',
    en: 'The body is larger than {maxBytes} bytes. Send less at a time, or upload a file.',
  },
  request_timeout: {
    status: 408,
    zh: '请求内容长时间没有收完。请检查网络后重试。',
    en: 'The request took too long to arrive. Check the network and try again.',
  },
  command_id_reused: {
    status: 409,
    zh: '这个操作编号已用于另一项操作。请刷新页面后重新操作。',
    en: 'This commandId was used for another change. Make a new one for a new change.',
  },
  wrong_state: {
    status: 409,
    zh: '当前状态不能进行该操作。请刷新后查看最新状态。',
    en: 'Not possible in the present state. Reload to see where it stands.',
  },
  page_stale: {
    status: 409,
    zh: '您打开页面之后，内容已被他人修改。您填写的内容还在；请刷新页面核对后再保存。',
    en: 'Somebody changed this after you opened the page. What you typed is kept: reload, compare, and save again.',
  },
  changed_meanwhile: { status: 409, zh: '内容已被他人修改。请刷新后再操作。', en: 'Someone changed this meanwhile. Reload and try again.' },
  already_exists: { status: 409, zh: '已存在相同的记录。请核对后重试。', en: 'The same thing exists already. Check and try again.' },
  reference_unknown: {
    status: 422,
    zh: '引用的记录不存在。请刷新后重新选择。',
    en: 'Something this refers to does not exist. Reload and choose again.',
  },
  value_refused: {
    status: 422,
    zh: '内容不符合数据规则（{constraint}）。请改正后重新提交。',
    en: 'The data breaks the rule {constraint}. Correct it and send it again.',
  },

  // the house
  internal: {
    status: 500,
    zh: '系统出错，已记录。请稍后重试；如仍不成功，请把编号 {requestId} 告知管理员。',
    en: 'Something went wrong and was logged. Try again; if it persists, tell an administrator the number {requestId}.',
  },
  unavailable: { status: 503, zh: '系统暂时不可用。请稍后重试。', en: 'The system is not available at the moment. Try again soon.' },
  busy: { status: 503, zh: '多人同时操作，请稍后重试。', en: 'Too many changes at once. Try again.' },
  took_too_long: {
    status: 504,
    zh: '查询时间过长，已停止。请缩小范围后重试。',
    en: 'The query took too long and was stopped. Narrow it and try again.',
  },
  disk_full: {
    status: 507,
    zh: '服务器存储空间不足，文件未保存。请联系管理员清理空间后重试。',
    en: 'The server has no space left; the file was not kept. Ask an administrator to free space, then try again.',
  },
  pdf_unavailable: {
    status: 503,
    zh: '服务器缺少生成 PDF 的组件，其他功能不受影响。请联系管理员在服务器上运行 npm ci 重新安装（docs/operations.md）。',
    en: 'The server lacks the component that makes PDF files; everything else works. Ask an administrator to run npm ci on it (docs/operations.md).',
  },
  file_too_large: {
    status: 413,
    zh: '文件超过 {maxBytes} 字节。请拆分后分批上传。',
    en: 'The file is larger than {maxBytes} bytes. Split it and upload the parts.',
  },
  file_empty: { status: 422, zh: '文件是空的。请选择有内容的文件。', en: 'The file is empty. Choose a file with content.' },
  file_damaged: {
    status: 500,
    zh: '文件内容与登记的校验值不符。请联系管理员从备份恢复。',
    en: 'The stored file does not match its hash. Ask an administrator to restore it from a backup.',
  },
  upload_broken: { status: 400, zh: '上传中断，文件未保存。请重新上传。', en: 'The upload broke off; nothing was kept. Upload again.' },

  // organisations and accounts
  org_exists: {
    status: 409,
    zh: '该地区已有同一部门的机构。请在机构列表中查找。',
    en: 'This region has an organisation of this department already. Look in the list.',
  },
  org_unknown: { status: 422, zh: '所选机构不存在。请重新选择。', en: 'The organisation does not exist. Choose another.' },
  region_unknown: { status: 422, zh: '行政区划不存在。请重新选择。', en: 'The region does not exist. Choose another.' },
  username_taken: { status: 409, zh: '用户名已被使用。请换一个用户名。', en: 'The user name is taken. Choose another.' },
  officer_has_account: {
    status: 409,
    zh: '该执法人员已有账号。请在账号列表中查找。',
    en: 'This officer has an account already. Look in the list.',
  },
  own_account: {
    status: 409,
    zh: '不能对自己的账号进行该操作。请由另一名管理员办理；修改自己的密码请用右上角菜单。',
    en: 'Not on your own account. Ask another administrator; to change your own password use the menu.',
  },

  // registers, plans, tasks, draws, inspections
  recusal_exists: { status: 409, zh: '该回避关系已登记。', en: 'This recusal is recorded already.' },
  officer_exists: {
    status: 409,
    zh: '同一部门已有该工号的执法人员。请核对工号。',
    en: 'The department has an officer with this staff number already. Check the number.',
  },
  item_draft_exists: { status: 409, zh: '该事项已有草稿。请在原草稿上修改。', en: 'The item has a draft already. Edit that draft.' },
  plan_name_taken: {
    status: 409,
    zh: '本机构该年度已有同名计划。请换一个名称。',
    en: 'There is a plan of this name and year already. Choose another name.',
  },
  number_taken: { status: 409, zh: '编号冲突。请重新提交。', en: 'The number was taken meanwhile. Send it again.' },
  window_reversed: { status: 422, zh: '结束日期早于开始日期。请改正。', en: 'The last day is before the first. Correct the dates.' },
  draw_already_open: {
    status: 409,
    zh: '该任务已有未结束的抽取（{drawId}）。请先办结或作废该抽取。',
    en: 'The task has an open draw ({drawId}). Finish it, or have it voided first.',
  },
  visit_exists: { status: 409, zh: '该对象在本任务中已有检查。', en: 'The object has a visit in this task already.' },
  result_exists: {
    status: 409,
    zh: '该检查结果已由他人录入。请刷新后查看。',
    en: 'Someone entered this result meanwhile. Reload to see it.',
  },
  review_exists: {
    status: 409,
    zh: '该检查结果已由他人审核。请刷新后查看。',
    en: 'Someone reviewed this result meanwhile. Reload to see it.',
  },

  ...workProblems,
  ...taskProblems,
  ...caseProblems,
  ...dispatchProblems,
  ...catalogueProblems,
  ...officerProblems,
  ...drawProblems,
  ...matchingProblems,
  ...importProblems,
  ...libraryProblems,
  ...listProblems,
  ...simulationProblems,
  ...feedProblems,
  ...changeProblems,
  ...noticeProblems,
  ...policyProblems,
  ...ledgerProblems,
  ...documentProblems,
  ...planPeopleProblems,
  ...planProblems,
} as const satisfies Record<string, ProblemText>

export type ProblemCode = keyof typeof problems

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text)

/** The sentence of a refusal with its facts filled in; a fact that is missing stays visible as its name. */
export function problemText(code: ProblemCode, facts: Readonly<Record<string, unknown>>, language: 'zh' | 'en'): string {
  return problems[code][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => factText(facts[name] ?? name, language))
}

function factText(value: unknown, language: 'zh' | 'en'): string {
  if (Array.isArray(value)) return value.map((item) => factText(item, language)).join(language === 'zh' ? '、' : ', ')
  if (typeof value !== 'string') return typeof value === 'object' ? JSON.stringify(value) : String(value)
  const at = parseInstant(value)
  return at === null ? value : wallClock(at)
}
