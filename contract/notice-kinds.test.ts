import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isNoticeKind, noticeKinds, noticeSentence } from './notice-kinds.ts'
import { thingPath } from './thing-path.ts'

test('every kind of message is sent by somebody', () => {
  const source = globSync('server/**/*.ts', { exclude: (file) => file.endsWith('.test.ts') })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  // Two kinds that differ in their last word are written with it left open.
  const said = (kind: string): boolean => source.includes(`'${kind}'`) || source.includes(`\`${kind.replace(/_[a-z]+$/, '_')}\${`)
  expect(Object.keys(noticeKinds).filter((kind) => !said(kind))).toEqual([])
})

test('a message is a sentence in both languages, and a missing fact leaves no braces', () => {
  for (const kind of Object.keys(noticeKinds).filter(isNoticeKind))
    for (const language of ['zh', 'en'] as const) {
      const sentence = noticeSentence({ kind, facts: { name: '春季抽查' }, dueOn: '2026-11-30', stage: 'd5' }, language)
      expect(sentence).not.toMatch(/[{}]/)
      expect(sentence.length).toBeGreaterThan(5)
    }
})

test('how near a day is stands in the sentence', () => {
  const say = (stage: 'd5' | 'd1' | 'today' | 'overdue') =>
    noticeSentence({ kind: 'deadline.sub_task', facts: { name: '春季抽查' }, dueOn: '2026-11-30', stage }, 'zh')
  expect(say('d5')).toBe('子任务“春季抽查”还没有接收，5 个工作日内到期（2026-11-30）')
  expect(say('d1')).toContain('1 个工作日内到期')
  expect(say('today')).toContain('今天到期')
  expect(say('overdue')).toContain('已逾期（期限 2026-11-30）')
})

test('a thing leads to its page, and what has none leads nowhere', () => {
  expect(thingPath('task:1')).toBe('/tasks/1')
  expect(thingPath('reuse:1')).toBe('/reuses')
  expect(thingPath('calendar:2027')).toBeNull()
  expect(thingPath('task:')).toBeNull()
  expect(thingPath('constructor:1')).toBeNull()
  expect(thingPath('task:../accounts')).toBe('/tasks/..%2Faccounts')
})
