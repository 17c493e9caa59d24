import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadSecret } from '#db/secrets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mingjian-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a secret is made once, for its owner only, and never changes', () => {
  const file = join(folder, 'secrets.json')
  const session = loadSecret(file, 'session')
  expect(session).toMatch(/^[\w-]{43}$/)
  expect(loadSecret(file, 'postgres')).not.toBe(session)
  expect(loadSecret(file, 'session')).toBe(session)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(['session', 'postgres'])
})

test('a file that cannot be read is never overwritten', () => {
  const file = join(folder, 'secrets.json')
  writeFileSync(file, '{"session": ')
  expect(() => loadSecret(file, 'session')).toThrow(/Put it back from a backup/)
  expect(readFileSync(file, 'utf8')).toBe('{"session": ')
})
