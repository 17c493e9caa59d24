/** Refusals of notices and their addresses. */
import type { ProblemText } from './problem-text.ts'

export const noticeProblems = {
  notice_no_address: {
    status: 422,
    zh: '还没有可用的提醒方式。请填写邮箱或者手机号并保存，再发送测试消息；如仍不能发送，请联系管理员配置消息通道。',
    en: 'There is no address to send to. Give an e-mail address or a mobile number, save, and try again; if it persists, ask an administrator to set up the channel.',
  },
  delivery_not_failed: {
    status: 409,
    zh: '这条消息没有发送失败，不用重新发送。请刷新后查看。',
    en: 'This message has not failed, so it is not sent again. Reload to see where it stands.',
  },
} as const satisfies Record<string, ProblemText>
