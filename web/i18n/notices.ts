import type { Texts } from './texts.ts'

/** 通知: what an officer is told. */
export const noticeTexts = {
  'notice.title': ['我的通知', 'My notices'],
  'notice.lead': ['抽中、补入、调出的通知，只有本人看得到。', 'Drawn, joined, released: only you see these.'],
  'notice.bell': ['通知，{n} 条未读', 'Notices, {n} unread'],
  'notice.bellNone': ['通知，没有未读', 'Notices, none unread'],
  'notice.kind.assigned': ['抽中', 'Drawn'],
  'notice.kind.joined': ['补入', 'Joined'],
  'notice.kind.released': ['调出', 'Released'],
  'notice.kind.refused': ['未获批准', 'Not approved'],
  'notice.assigned': ['您被抽中参加“{task}”，检查 {n} 户', 'You were drawn for “{task}”: {n} objects'],
  'notice.joined': ['您补入“{task}”的检查组，检查 {n} 户', 'You joined a team of “{task}”: {n} objects'],
  'notice.released': ['您已调出“{task}”的检查组，涉及 {n} 户', 'You left a team of “{task}”: {n} objects'],
  'notice.refused': ['您在“{task}”中的更换申请未获批准，仍由您检查', 'Your request in “{task}” was not approved; you still inspect'],
  'notice.window': ['检查时间 {from} 至 {to}', 'Inspect from {from} to {to}'],
  'notice.andMore': ['{names} 等 {n} 户', '{names} and others, {n} in all'],
  'notice.visits': ['查看检查', 'See the inspections'],
  'notice.unread': ['未读', 'unread'],
  'notice.markAll': ['全部标为已读', 'Mark all as read'],
  'notice.marked': ['已标为已读', 'Marked as read'],
  'notice.unit': ['条', 'notices'],
  'notice.what': ['内容', 'What'],
  'notice.at': ['时间', 'When'],
  'notice.empty': ['还没有通知', 'No notices yet'],
  'notice.emptyText': ['任务派发后，被抽中的检查会在这里通知您。', 'When a task is dispatched, what you were drawn for shows here.'],
  'notice.noOfficer': ['您的账号没有对应执法人员，所以没有通知。', 'Your account belongs to no officer, so there are no notices.'],
} as const satisfies Texts
