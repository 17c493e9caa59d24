import type { Texts } from './texts.ts'

/** 对象抽取情况确认书: who was there and what they say of it. */
export const signOffTexts = {
  'sign.title': ['对象抽取情况确认书', 'Confirmation'],
  'sign.titleP': ['人员抽取情况确认书', 'Confirmation'],
  'sign.note': ['在场人员签署', 'signed by those present'],
  'sign.none': ['还没有人签署', 'Nobody has signed yet'],
  'sign.duty.organiser': ['组织', 'organiser'],
  'sign.duty.supervisor': ['监督', 'supervisor'],
  'sign.duty.witness': ['见证', 'witness'],
  'sign.recorded': ['由 {who} 代录', 'recorded by {who}'],
  'sign.do': ['签署', 'Sign'],
  'sign.dialog': ['签署抽取情况确认书', 'Sign the confirmation'],
  'sign.who': ['签署人', 'Who signs'],
  'sign.me': ['本人', 'Myself'],
  'sign.witness': ['代录见证人', 'A witness without an account'],
  'sign.witnessNote': [
    '用于没有账号的见证人，如公证员、人大代表、企业代表。请让其在打印的确认书上亲笔签名。',
    'For witnesses without an account, such as a notary. Let them sign the printed confirmation by hand.',
  ],
  'sign.name': ['姓名', 'Name'],
  'sign.unit': ['单位', 'Organisation'],
  'sign.opinion': ['意见', 'Opinion'],
  'sign.opinionUsual': ['抽取过程与本确认书所载一致，无异议。', 'The draw was held as stated here; no objection.'],
  'sign.text': [
    '签署后不能修改或撤回，姓名、意见和时间印在确认书上。',
    'It cannot be changed or taken back; name, opinion and time are printed.',
  ],
  'sign.needs.opinion': ['请写明意见', 'State your opinion'],
  'sign.needs.witness': ['请填写见证人的姓名和单位', 'Name and organisation of the witness'],
  'sign.done': ['已签署', 'Signed'],
  'sign.pdf': ['打印或下载', 'Print or download'],
} as const satisfies Texts
