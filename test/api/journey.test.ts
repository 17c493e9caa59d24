/** `npm run journey`: the main job by itself, from a file as people have it to a verified draw, as a process of its own. */
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { districts } from '#test/bureau.ts'
import { gbk } from '#test/gbk.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjian-journey-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Ended = { readonly code: number | null; readonly last: unknown; readonly complaint: string; readonly pid: number }

async function journey(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['bin/journey.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const last = out.trimEnd().split('\n').at(-1) ?? ''
  return { code, last: last.startsWith('{') ? JSON.parse(last) : last, complaint, pid: child.pid ?? 0 }
}

async function file(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

const firms = (count: number): string[] => [...firmsCsv(count, districts)].join('').trimEnd().split('\n')

/** Side by side: every journey has a database, a port and a folder of its own. */
describe.concurrent('the journey', () => {
  test('a file in UTF-8 with its mark goes all the way, drawn with SHA-256, and three departments plan, draw, merge and change', async () => {
    const out = join(folder, 'sha256')
    const register = await file('utf8.csv', `\ufeff${firms(240).join('\n')}\n`)
    const { code, last, complaint, pid } = await journey('--register', register, '--rate', '5', '--seed-officers', '6', '--out', out)
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
    expect(last).toMatchObject({
      ok: true,
      suite: 'sha256',
      rows: { read: 240, accepted: 240, rejected: {} },
      officers: 6,
      verdict: { verdict: 'held', checks: { failed: 0 } },
      portal: { missing: 0 },
      task: { state: 'done' },
      ms: { 'import register': expect.any(Number), verifier: expect.any(Number) },
      joint: {
        versions: 2,
        changed: 1,
        tasks: [
          { state: 'done', drawn: 6, published: 6 },
          { state: 'done', drawn: 6, published: 6 },
        ],
        merged: { objects: 6, saved: 6 },
        verdict: { verdict: 'held', checks: { failed: 0 } },
      },
    })
    const { change } = (last as { joint: { change: { before: string; after: string } } }).joint
    expect(change.after > change.before).toBe(true)
    const { pool, drawn, published, draws } = last as { pool: number; drawn: number; published: number; draws: string[] }
    expect(drawn).toBe(Math.floor((pool * 50_000 + 500_000) / 1_000_000))
    expect(published).toBe(drawn)
    const bundles = draws.map((id) => `${id}.json`).sort()
    expect(draws.map((id) => id.split('-')[1]).sort()).toEqual(['O', 'P', 'R', 'R'])
    expect((await readdir(out)).filter((name) => name.endsWith('.json'))).toEqual(bundles)
    // The draws that matched officers (of the task, and of the seat that was replaced) have their facts beside them.
    const [, people, , seat] = draws
    const facts = [people, seat].map((id) => `${id}.facts.json`)
    expect(await readdir(join(out, 'auditor'))).toEqual([...bundles, ...facts].sort())
    const { auditor, verdict } = last as Record<'auditor' | 'verdict', { checks: { ok: number; failed: number } }>
    expect(auditor.checks).toMatchObject({ ok: verdict.checks.ok + facts.length, failed: 0 })
    expect(await readdir(join(root, '.data'))).not.toContain(`journey-${pid}`)
  }, 240_000)

  test('a file in GBK with CRLF, quoted line breaks, bad and repeated codes goes all the way, drawn with SM3', async () => {
    const [heading = '', ...rows] = firms(200)
    const [one = '', two = '', three = ''] = rows
    const cells = one.split(',')
    rows[0] = cells.map((cell, i) => (i === 6 ? `"批发,零售\r\n${cell}"` : cell)).join(',')
    const bad = [two, three.replace(/,\d+[^,]*/, ',9162'), three.replace(/^[^,]*/, '')]
    const register = await file('gbk.csv', gbk([heading, ...rows, ...bad, ''].join('\r\n')))
    const out = join(folder, 'sm3')
    const { code, last, complaint } = await journey(
      ...['--register', register, '--seed-officers', '6', '--suite', 'sm3', '--out', out],
      ...['--mode', 'sealed', '--beacon', 'drand', '--joint', 'no'],
    )
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' })
    expect(last).toMatchObject({
      ok: true,
      suite: 'sm3',
      rows: { read: 203, accepted: 200, rejected: { duplicate_in_file: 1, code_length: 1, name_missing: 1 } },
      mode: 'sealed',
      beacon: 'drand',
      verdict: { verdict: 'held' },
      auditor: { verdict: 'held' },
      openings: { issued: 3, held: true },
      log: { ok: true },
    })
    // The public copies lack what the auditor's have: the class of everybody.
    const { auditor, verdict } = last as Record<'auditor' | 'verdict', { checks: { ok: number } }>
    expect(auditor.checks.ok).toBeGreaterThan(verdict.checks.ok)
  }, 120_000)

  test('an announced beacon is waited for and typed by two', async () => {
    const register = await file('small.csv', `${firms(80).join('\n')}\n`)
    const out = join(folder, 'announced')
    const { code, last } = await journey(
      '--register',
      register,
      '--rate',
      '5',
      '--seed-officers',
      '4',
      '--beacon',
      'announced',
      '--joint',
      'no',
      '--out',
      out,
    )
    expect(code).toBe(0)
    expect(last).toMatchObject({ ok: true, mode: 'open', beacon: 'announced', verdict: { verdict: 'held' } })
  }, 120_000)

  test('a file without the columns it needs ends with what is missing, and not with success', async () => {
    const register = await file('other.csv', '甲,乙\n1,2\n')
    const { code, last, pid } = await journey('--register', register, '--out', join(folder, 'none'))
    expect(code).toBe(1)
    expect(await readdir(join(root, '.data'))).not.toContain(`journey-${pid}`)
    expect(last).toMatchObject({ ok: false, error: expect.stringMatching(/企业名称.*统一社会信用代码/) })
  }, 60_000)

  test('a call that cannot be meant says how it is made', async () => {
    for (const args of [[], ['--register', join(folder, 'nowhere.csv')], ['--register', root, '--rate', '0'], ['--regsiter', 'a.csv']]) {
      const { code, complaint } = await journey(...args)
      expect(code).toBe(2)
      expect(complaint).toContain('npm run journey -- --register FILE.csv')
    }
  }, 60_000)
})
