/** Refusals of the change feed and of the quality desk. */
import type { ProblemText } from './problem-text.ts'

export const feedProblems = {
  feed_gap: {
    status: 409,
    zh: '序号不连续：应为 {expected}，收到 {seq}（第 {line} 行）。此前的事件已入库，此后的未处理；请补报缺失的序号后从 {expected} 起重发，确认放弃缺失序号的，在地址中加 gaps=accept。',
    en: 'Number {expected} is missing before {seq} (line {line}). The events before it are in the register, those after it are not: send from {expected} on, or add gaps=accept to give the missing numbers up.',
  },
  feed_empty: {
    status: 422,
    zh: '没有收到任何事件。请求正文应为每行一个 JSON 对象（NDJSON）。',
    en: 'There was no event. The body is one JSON object per line (NDJSON).',
  },
  feed_broken: {
    status: 400,
    zh: '传输中断：中断前收到的完整行可能已入库，见回执列表。请重发全部内容，已处理的序号会自动跳过。',
    en: 'The body broke off; lines before that may be in the register, see the receipts. Send it again: numbers that were taken are passed over.',
  },
  quality_running: {
    status: 409,
    zh: '本辖区的数据质量检查或批量处理正在进行。请等它结束后再操作。',
    en: 'A check or a batch of this place is running. Wait until it has ended.',
  },
  quality_action_not_of_rule: {
    status: 422,
    zh: '这条规则不能这样处理。请刷新页面后重新选择。',
    en: 'This rule cannot be dealt with that way. Reload the page and choose again.',
  },
  quality_count_differs: {
    status: 409,
    zh: '符合条件的有 {actual} 户，您确认的是 {expected} 户。名录刚有变化，请核对后重新确认。',
    en: '{actual} objects match, you confirmed {expected}. The list changed: look again and confirm.',
  },
  quality_nothing_to_do: {
    status: 422,
    zh: '没有符合条件的问题。请刷新页面。',
    en: 'No finding matches. Reload the page.',
  },
  quality_region_needed: {
    status: 422,
    zh: '请选择要改到的行政区划。',
    en: 'Choose the region to set.',
  },
  as_of_in_future: {
    status: 422,
    zh: '日期晚于今天（{today}）。请改选今天或以前的日期。',
    en: 'The date lies after today ({today}). Choose today or earlier.',
  },
} as const satisfies Record<string, ProblemText>
