/**
 * A citizen's browser verifies a bundle of 100,000 subjects: from choosing the files to the verdict on the page, in Chromium, both suites; the
 * lists are files of their own. `--quick` takes 20,000.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium } from 'playwright-core'
import { findBrowser, launchOptions } from '#bin/browser.ts'
import { buildVerifierIfStale, readVerifier } from '#bin/build-verifier.ts'
import { readConfig } from '#bin/config.ts'
import { hex } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import { buildCommit } from '#core/draws/commit.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { poolBuilder } from '#core/draws/pool.ts'
import { drawObjects } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { SuiteId } from '#core/hash/suite.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import type { Failure, Result } from '#core/result.ts'
import { bar, report, timed } from './kit/report.ts'

const size = process.argv.includes('--quick') ? 20_000 : 100_000
await buildVerifierIfStale()
const script = readVerifier()?.script ?? ''
const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>bench</title><div id="verify"></div><script>${script.replaceAll('</', '<\\/').replaceAll('<!--', '<\\!--')}</script></html>`
const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html; charset=utf-8').end(page))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server has a TCP address
const path = findBrowser(readConfig().chromePath)
if (path === null) throw new Error('No Chromium or Chrome found. Set CHROME_PATH.')
const browser = await chromium.launch(launchOptions(path))
try {
  const seconds = { sha256: await verify('sha256'), sm3: await verify('sm3') }
  report('verify-page', { subjects: size, script_kb: script.length / 1000, seconds_sha256: seconds.sha256, seconds_sm3: seconds.sm3 }, [
    bar(`a bundle of ${size} subjects in Chromium, SHA-256, seconds`, seconds.sha256, 'max', 5),
    bar(`a bundle of ${size} subjects in Chromium, SM3, seconds`, seconds.sm3, 'max', 5),
  ])
} finally {
  await browser.close()
  server.close()
}

/** Seconds from the files to the verdict, in a new page each time, so that nothing is warm. */
async function verify(suite: SuiteId): Promise<number> {
  const chosen = hold(suite).map(({ name, bytes }) => ({ name, mimeType: 'application/json', buffer: Buffer.from(bytes) }))
  const tab = await browser.newPage()
  await tab.goto(baseUrl)
  const { seconds } = await timed(async () => {
    await tab.locator('#verify-choose').setInputFiles(chosen)
    await tab.getByText(/^\d+ 项核对全部通过$/).waitFor({ timeout: 120_000 })
  })
  const checked = (await tab.locator('.g4').textContent()) ?? ''
  if (!checked.includes('逐户相同')) throw new Error('the list was not checked')
  await tab.close()
  return seconds
}

/** A draw of two strata as it is published: the bundle, and the list beside it. */
function hold(suite: SuiteId): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const drawId = '620102202611201001-O-1'
  const key = new Uint8Array(32).fill(7)
  const strata = [stratumId(0), stratumId(1)]
  const rows = Array.from({ length: size }, (_, i) => [subject(i), i % 2] as const)
  const builder = poolBuilder({ suite, drawId, key, strata })
  value(builder.add(rows))
  const pool = value(builder.finish())
  const nonces = ['organiser', 'supervisor', 'system'].map((party, i) => ({ party, nonce: hex(new Uint8Array(32).fill(i + 1)) }))
  const { document: commit } = value(
    buildCommit({
      suite,
      mode: 'open',
      drawId,
      plan: null,
      dept: null,
      filter: { version: 1, all: [] },
      snapshotAt: '2026-11-20T08:00:00.000Z',
      registerCount: size,
      excluded: [],
      pool,
      key,
      strata: strata.map((id, i) => ({ id, n: pool.counts[i] ?? 0, ratePpm: 30_000, rounding: 'half-up' as const })),
      sources: nonces.map(({ party, nonce }) => ({
        party,
        commitment: hex(nonceCommitment(suite, drawId, party, Buffer.from(nonce, 'hex'))),
      })),
      beacon: null,
      revealBy: '2026-11-20T18:00:00.000Z',
      supersedes: null,
      software: 'bench',
    }),
  )
  const drawn = value(drawObjects({ commit, pool, key, nonces, beaconValue: null }))
  const members = Array.from(pool.order, (row) => [rows[row]?.[0] ?? '', strata[rows[row]?.[1] ?? 0] ?? ''] as const)
  const { bundle, files } = makeBundle({ commit, result: drawn.document, rows: members, key })
  return [{ name: `${drawId}.json`, bytes: bundleBytes(bundle) }, ...files, ...drawn.files]
}

function subject(i: number): string {
  const body = `91620102MA${String(i).padStart(7, '0')}`
  return `${body}${usccCheckDigit(body)}`
}

function value<T, F extends Failure>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}
