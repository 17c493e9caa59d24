/** What proves that the work was done: bundles on disk, the verifier's verdict, and what a citizen sees. */
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { fileURLToPath } from 'node:url'
import { canonicalBytes } from '#core/canonical.ts'
import { factsFileName } from '#core/matching/facts-file.ts'
import { whole } from '#core/matching/graph.ts'
import { allRows, newCommandId, type Person } from './client.ts'
import type { Staff } from './people.ts'

/** Writes each draw's public bundle to `<folder>/<drawId>.json`, and beside it the files the bundle names. */
export const collectBundles = (person: Person, drawIds: readonly string[], folder: string): Promise<void> =>
  collect(person, drawIds, folder, '')

/** The same for an auditor, who also gets the key and the members of sealed draws, and the facts behind a matching. */
export const collectAudit = (person: Person, drawIds: readonly string[], folder: string): Promise<void> =>
  collect(person, drawIds, folder, 'audit/')

async function collect(person: Person, drawIds: readonly string[], folder: string, door: '' | 'audit/'): Promise<void> {
  for (const drawId of drawIds) {
    const path = join(folder, `${drawId}.json`)
    await save(await person.download(`/api/v1/draws/${drawId}/${door}bundle`), path)
    const { pool, result, replacement, matching } = JSON.parse(await readFile(path, 'utf8')) as {
      pool: { file?: string } | null
      result: { selected: { file?: string }; assignment?: { file?: string } }
      replacement?: { selected: { file?: string } }
      matching?: { rows: { file?: string } }
    } // a bundle as the house publishes it, of its own algorithm
    const facts = matching && door === 'audit/' ? factsFileName(drawId) : undefined
    const lists = [pool, result.selected, replacement?.selected, matching?.rows, result.assignment].map((list) => list?.file)
    for (const name of [...lists, facts]) {
      if (name !== undefined) await save(await person.download(`/api/v1/draws/${drawId}/${door}files/${name}`), join(folder, name))
    }
  }
}

const save = (answer: Response, path: string): Promise<void> =>
  pipeline(Readable.fromWeb(answer.body as NodeStream<Uint8Array>), createWriteStream(path)) // the global web stream is Node's

export type Verdict = {
  readonly verdict: 'held' | 'failed'
  readonly checks: { readonly ok: number; readonly failed: number; readonly notChecked: number }
}

/** Whom a verifier is told to trust: the log by its key, a beacon of one's own by its chain file. */
export type Trust = { readonly key: string; readonly chain: string | null }

/** Runs the verifier as anyone would: another process, given the folder and nothing else. */
export async function runVerifier(folder: string, trust: Trust): Promise<Verdict> {
  const { code, text } = await runCli(['verify', folder, '--json', ...trusting(trust)])
  const { bundles } = JSON.parse(text) as { bundles: { checks: { status: string }[] }[] } // what verifier/cli.ts prints
  const statuses = bundles.flatMap(({ checks }) => checks.map(({ status }) => status))
  const count = (status: string): number => statuses.filter((one) => one === status).length
  return { verdict: code === 0 ? 'held' : 'failed', checks: { ok: count('ok'), failed: count('failed'), notChecked: count('not_checked') } }
}

/** Issues the openings of these subjects and checks them against the public bundle, as a firm would. */
export async function openingsHold(
  person: Person,
  drawId: string,
  subjects: readonly string[],
  folder: string,
  trust: Trust,
): Promise<{ issued: number; held: boolean }> {
  let held = true
  for (const subject of subjects) {
    const { opening } = await person.api.draws.issueOpening({ commandId: newCommandId(), drawId, subject })
    const path = join(folder, `opening-${subject}.opening`)
    await writeFile(path, Buffer.concat([canonicalBytes(opening), Buffer.from('\n')]))
    const { code } = await runCli(['open', path, '--bundle', join(folder, `${drawId}.json`), ...trusting(trust)])
    held &&= code === 0
  }
  return { issued: subjects.length, held }
}

/** Walks the log and the record of the house. */
export async function runLogVerify(dataDir: string): Promise<{ ok: boolean; said: string }> {
  const { code, text } = await runCli(['log', 'verify', '--data', dataDir])
  return { ok: code === 0, said: text.trim().split('\n').at(-1) ?? '' }
}

const trusting = ({ key, chain }: Trust): string[] => ['--log-key', key, ...(chain === null ? [] : ['--chain', chain])]

async function runCli(args: readonly string[]): Promise<{ code: number | null; text: string }> {
  const cli = fileURLToPath(new URL('../mingjian.ts', import.meta.url))
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  return { code: await new Promise<number | null>((resolve) => child.on('close', resolve)), text }
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

/** Every object has a team of two with a probability each, and the shares of its row add up to two, exactly. */
export async function pairsHold(staff: Staff, drawId: string) {
  const teams: { subject: string; officerId: string }[] = []
  let wrong = 0
  for await (const { subject, seats } of allRows((page) => staff.organiser.api.matching.pairs({ drawId, limit: 200, ...page }))) {
    const lead = seats.find(({ role }) => role === 'lead')
    if (seats.length !== 2 || lead === undefined || seats.some(({ share }) => (share ?? 0) <= 0)) wrong++
    teams.push({ subject, officerId: lead?.officerId ?? '' })
  }
  for await (const { units } of allRows((page) => staff.supervisor.api.matching.propensities({ drawId, limit: 200, ...page })))
    if (units.reduce((sum, { share }) => sum + share, 0) !== 2 * whole) wrong++
  return { teams, wrong }
}
