import type { Texts } from './texts.ts'

export const disclosureTexts = {
  'disclosure.title': ['结果公示', 'Disclosure'],
  'disclosure.lead': [
    '审核通过即向社会公示；按规定应在检查结束后 20 个工作日内公示。',
    'Published on approval; due within 20 working days after the inspection.',
  ],
  'disclosure.portal': ['公示平台', 'Public portal'],
  'disclosure.object': ['检查对象', 'Object'],
  'disclosure.task': ['抽查任务', 'Task'],
  'disclosure.outcome': ['检查结果', 'Result'],
  'disclosure.deadline': ['公示期限', 'Due by'],
  'disclosure.publishedAt': ['公示时间', 'Published'],
  'disclosure.page': ['公示页', 'Public page'],
  'disclosure.q': ['名称或统一社会信用代码', 'Name or code'],
  'disclosure.unit': ['条', 'results'],
  'disclosure.empty': ['还没有公示的结果', 'No results published yet'],
  'disclosure.emptyText': [
    '检查结果录入后，由审核岗审核通过，就会出现在这里和公示平台上。',
    'Results appear here and on the portal once reviewed.',
  ],
  'disclosure.export': ['公示结果', 'published-results'],
} as const satisfies Texts
