import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVerifierIfStale, readVerifier } from '#bin/build-verifier.ts'
import { bundleBytes, publicCopy } from '#core/draws/bundle.ts'
import { openingBytes } from '#core/draws/opening.ts'
import { testChain } from '../vectors/example-beacons.ts'
import { exampleDraw, exampleOfficers } from '../vectors/example-draws.ts'
import { exampleLogKey } from '../vectors/example-log.ts'
import { openingOf } from '../vectors/example-opening.ts'
import { exampleReplacement } from '../vectors/example-replacement.ts'

/** Far from the repository: no node_modules and no sources of ours can be found from here. */
const folder = mkdtempSync(join(tmpdir(), 'mingjian-program-'))
const program = join(folder, 'mingjian-verify.mjs')
const strata = [{ ratePpm: 100_000 }, { ratePpm: 300_000 }]
const objects = exampleDraw({ size: 40, strata, beacon: 'quicknet' })
const officers = exampleOfficers(objects)
const replacement = exampleReplacement(objects, { beacon: 'test' })
const long = exampleDraw({ size: 10_001, suite: 'sm3', task: '620102202611201002' })
const sealed = exampleDraw({ size: 40, strata, mode: 'sealed', task: '620102202611201003', log: true })

const at = (...path: readonly string[]): string => join(folder, ...path)

beforeAll(async () => {
  await buildVerifierIfStale()
  writeFileSync(program, readVerifier()?.program ?? '')
  for (const name of ['draws', 'long', 'sealed', 'auditor']) mkdirSync(at(name))
  for (const { bundle, bytes } of [objects, officers, replacement]) writeFileSync(at('draws', `${bundle.commit.drawId}.json`), bytes)
  writeFileSync(at('long', 'bundle.json'), long.bytes)
  for (const file of long.files) writeFileSync(at('long', file.name), file.bytes)
  writeFileSync(at('sealed', 'bundle.json'), bundleBytes(publicCopy(sealed.bundle)))
  writeFileSync(at('auditor', 'bundle.json'), sealed.bytes)
  writeFileSync(at('opening.json'), openingBytes(openingOf(sealed, 3)))
  writeFileSync(
    at('chain.json'),
    JSON.stringify({ public_key: testChain.publicKey, hash: testChain.hash, period: 3, genesis_time: testChain.genesis }),
  )
  writeFileSync(at('log.key'), `${exampleLogKey}\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The oldest Node at hand: the one of the system where there is one, which need not be the one that runs these tests. */
const nodes = ['/usr/bin/node', '/usr/local/bin/node', process.execPath]
const node =
  nodes.find((path) => /^v(2\d|[3-9]\d)\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '')) ?? process.execPath

function run(...args: readonly string[]): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(node, [program, ...args], { cwd: folder, encoding: 'utf8', env: {} })
  return { code: status, out: stdout, err: stderr }
}

describe('the program as one file, without anything installed', () => {
  test('a directory of draws holds: objects with a beacon, officers, a replacement', () => {
    const { code, out, err } = run('verify', 'draws', '--lang', 'en', '--log-key', exampleLogKey, '--chain', 'chain.json')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/3 bundles: \d+ checks held, 0 failed/)
    expect(out).toMatch(/held {9}.*\(beacon_value\)/)
    expect(out).toMatch(/held {9}.*\(signatures\)/)
    expect(out).not.toContain('does not know this drand chain')
  })

  test('a bundle may be named right away, and a long list lies beside it', () => {
    const { code, out } = run(join('long', 'bundle.json'))
    expect([code, out.includes('(pool_root)'), out.trim().split('\n').at(-1)?.startsWith('核验通过')]).toEqual([0, true, true])
  })

  test('a changed byte is named, with exit 1', () => {
    const changed = Buffer.from(objects.bytes).toString('utf8').replace('"selectedCount":8', '"selectedCount":9')
    writeFileSync(at('changed.json'), changed)
    const { code, out } = run('verify', 'changed.json', '--json')
    const { verdict, bundles } = JSON.parse(out)
    const failed = bundles[0].checks.filter(({ status }: { status: string }) => status === 'failed')
    expect([code, verdict]).toEqual([1, 'failed'])
    expect(failed.map(({ check }: { check: string }) => check)).toContain('selected_count')
  })

  test('a sealed draw: the public copy names what is not public, the copy for auditors has it all', () => {
    const open = run('verify', 'sealed', '--lang', 'en')
    expect([open.code, open.out.includes('the list is not public; an auditor checks it')]).toEqual([0, true])
    const full = run('verify', 'auditor', '--lang', 'en', '--log-key', 'log.key')
    expect([full.code, full.out.includes('not public')]).toEqual([0, false])
  })

  test('an opening is answered beside its bundle; beside another, or changed, it is not', () => {
    const sound = run('open', 'opening.json', '--bundle', join('sealed', 'bundle.json'))
    expect(sound.code).toBe(0)
    expect(sound.out).toMatch(/在封存的名单里，(被抽中|没有被抽中)/)
    const other = run('open', 'opening.json', '--bundle', join('long', 'bundle.json'))
    expect([other.code, other.out.includes('没有给出那次抽取的核验包')]).toEqual([1, true])
    writeFileSync(at('forged.json'), openingBytes({ ...openingOf(sealed, 3), index: 4 }))
    const forged = run('open', 'forged.json', '--bundle', join('sealed', 'bundle.json'), '--json')
    expect(forged.code).toBe(1)
    expect(JSON.parse(forged.out).openings[0].verification.checks.find((one: { status: string }) => one.status === 'failed').check).toBe(
      'opening_member',
    )
  })

  test('wrong use exits 2 and says what is right', () => {
    for (const args of [
      [],
      ['open', 'opening.json'],
      ['verify', 'draws', '--chain', 'log.key'],
      ['verify', 'draws', '--log-key', 'x'],
      ['verify', 'none'],
    ]) {
      const { code, out, err } = run(...args)
      expect([code, out, err.length > 0], args.join(' ')).toEqual([2, '', true])
    }
  })
})

test('it imports modules of Node only', () => {
  const imports = [
    ...(readVerifier()?.program ?? '').matchAll(/^import .* from "([^"]+)"|\bimport\(["']([^"']+)["']\)|\brequire\(["']([^"']+)["']\)/gm),
  ]
  expect(imports.map(([, one, two, three]) => one ?? two ?? three).filter((from) => !from?.startsWith('node:'))).toEqual([])
  expect(imports.length).toBeGreaterThan(0)
})
