/** What proves that the work was done: bundles on disk, the verifier's verdict, and what a citizen sees. */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { fileURLToPath } from 'node:url'
import type { Person } from './client.ts'

/** Writes each draw's bundle to `<folder>/<drawId>.json`, and beside it the files the bundle names. */
export async function collectBundles(person: Person, drawIds: readonly string[], folder: string): Promise<void> {
  for (const drawId of drawIds) {
    const path = join(folder, `${drawId}.json`)
    await save(await person.download(`/api/v1/draws/${drawId}/bundle`), path)
    const { pool, result } = JSON.parse(await readFile(path, 'utf8')) as {
      pool: { file?: string } | null
      result: { selected: { file?: string } }
    }
    for (const name of [pool?.file, result.selected.file]) {
      if (name !== undefined) await save(await person.download(`/api/v1/draws/${drawId}/files/${name}`), join(folder, name))
    }
  }
}

const save = (answer: Response, path: string): Promise<void> =>
  pipeline(Readable.fromWeb(answer.body as NodeStream<Uint8Array>), createWriteStream(path)) // the global web stream is Node's

export type Verdict = {
  readonly verdict: 'held' | 'failed'
  readonly checks: { readonly ok: number; readonly failed: number; readonly notChecked: number }
}

/** Runs the verifier as anyone would: another process, given the folder and nothing else. */
export async function runVerifier(folder: string): Promise<Verdict> {
  const cli = fileURLToPath(new URL('../../verifier/cli.ts', import.meta.url))
  const child = spawn(process.execPath, [cli, 'verify', folder, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const { bundles } = JSON.parse(text) as { bundles: { checks: { status: string }[] }[] } // what verifier/cli.ts prints
  const statuses = bundles.flatMap(({ checks }) => checks.map(({ status }) => status))
  const count = (status: string): number => statuses.filter((one) => one === status).length
  return { verdict: code === 0 ? 'held' : 'failed', checks: { ok: count('ok'), failed: count('failed'), notChecked: count('not_checked') } }
}

/** Asks the public pages for everything that was published; `missing` counts what they do not show. */
export async function portalShows(
  url: string,
  wanted: { subjects: readonly string[]; drawIds: readonly string[]; taskNo: string; planNo: string },
): Promise<{ results: number; missing: number }> {
  const published = await page(`${url}/open-data/results.json`)
  const pages = [`${url}/tasks/${wanted.taskNo}`, `${url}/plans/${wanted.planNo}`, ...wanted.drawIds.map((id) => `${url}/draws/${id}`)]
  const samples = wanted.subjects.filter((_, i) => i % Math.ceil(wanted.subjects.length / 20) === 0)
  let missing = 0
  for (const address of [...pages, ...samples.map((subject) => `${url}/entities/${subject}`)]) if ((await page(address)) === null) missing++
  for (const subject of samples) if (!(await page(`${url}/results?q=${subject}`))?.includes(subject)) missing++
  const shown = wanted.subjects.filter((subject) => published?.includes(subject)).length
  return { results: shown, missing: missing + wanted.subjects.length - shown }
}

async function page(address: string): Promise<string | null> {
  const answer = await fetch(address)
  return answer.ok ? answer.text() : null
}
