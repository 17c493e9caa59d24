import { expect, test } from 'vitest'
import { masked } from './adapter.ts'
import { logSms } from './sms.ts'

test('a text message that nobody sends is never called sent, and the log holds no whole number', async () => {
  const lines: unknown[] = []
  const adapter = logSms({ info: (...line: unknown[]) => void lines.push(line) })
  const message = { id: '1', kind: 'house.test', thing: 'account:1', zh: '一', en: 'one', link: null, dueOn: null, stage: null, at: '' }
  const sent = await adapter.send({ accountId: 'a1', name: '王敏', orgName: '局', target: '13812345678' }, [message])
  expect(sent.outcome).toBe('logged')
  expect(adapter.official).toBe(false)
  expect(JSON.stringify(lines)).not.toContain('13812345678')
  expect(JSON.stringify(lines)).toContain('138****5678')
})

test('an address is shown without its middle', () => {
  expect(masked('zhangwei@example.gov.cn')).toBe('zh***@example.gov.cn')
  expect(masked('z@example.gov.cn')).toBe('z***@example.gov.cn')
  expect(masked('13812345678')).toBe('138****5678')
})
