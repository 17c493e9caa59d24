/** `mingjian log verify`: walks the whole transparency log and the business record and names the first row or file that is not as it was. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type NoteKey, parseKey } from '#core/log/note.ts'
import { type Tile, tilePath } from '#core/log/tiles.ts'
import { createDb, createPools, type Db } from '#db/connect.ts'
import { attachEmbedded } from '#db/embedded-attach.ts'
import { readCheckpointFile, readTileFile } from '#server/log/files.ts'
import { ed25519Signer, sm2Signer } from '#server/log/keys.ts'
import { lastCheckpoint } from '#server/log/store.ts'
import { type LogPart, type LogVerification, verifyLog } from '#server/log/verify.ts'
import { type Lang, sentenceOf } from '#server/log/verify-faults.ts'
import type { LogFiles, LogKeys } from '#server/log/verify-files.ts'
import type { Output } from '#verifier/cli.ts'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'

const usage = `mingjian log verify [--data DIR] [--database URL] [--url ADDRESS/log/] [--key KEY] [--json] [--lang zh|en]
  Without options: the log, the database and the record of this house, as its settings say; the server may be running.
  --data      the data directory of the house
  --database  a database to compare with: postgres://…
  --url       the log as it is served somewhere; without --database the files alone are checked
  --key       the key the log must be signed with: its vkey line, or a file that holds it
  Exit: 0 everything is as it was · 1 something was changed · 2 wrong use`

/** Runs the command and answers the exit code. */
export async function verifyLogCommand(args: readonly string[], { out, err }: Output): Promise<0 | 1 | 2> {
  const asked = parse(args)
  if ('usage' in asked) {
    err(asked.usage)
    return 2
  }
  const house = await openHouse(asked)
  try {
    const keys = await keysOf(asked, house)
    if (keys === null) {
      err(`${asked.url ?? house.folder}: there is no key of a log here; give one with --key`)
      return 2
    }
    const report = await verifyLog(asked.url === null ? folderFiles(house.folder) : servedFiles(asked.url), keys, house.db)
    for (const line of asked.json ? [JSON.stringify(report, null, 2)] : told(report, keys.key, asked.lang)) out(line)
    return report.fault === null ? 0 : 1
  } finally {
    await house.close()
  }
}

type Asked = {
  readonly data: string | null
  readonly database: string | null
  /** With a slash at the end. */
  readonly url: string | null
  readonly key: string | null
  readonly json: boolean
  readonly lang: Lang
}

function parse(args: readonly string[]): Asked | { readonly usage: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        database: { type: 'string' },
        url: { type: 'string' },
        key: { type: 'string' },
        json: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'zh' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const { data = null, database = null, url = null, key = null, json, lang, help } = values
    if (help || positionals.length !== 1 || positionals[0] !== 'verify') return { usage }
    if (lang !== 'zh' && lang !== 'en') return { usage: `--lang takes zh or en\n${usage}` }
    if (url !== null && !URL.canParse(url)) return { usage: `--url: not an address\n${usage}` }
    return { data, database, url: url === null ? null : url.replace(/\/*$/, '/'), key, json, lang }
  } catch (error) {
    return { usage: `${error instanceof Error ? error.message : String(error)}\n${usage}` }
  }
}

type OpenHouse = {
  readonly folder: string
  readonly secretsFile: string
  readonly db: Db | null
  readonly close: () => Promise<void>
}

/** The database of the house, whether its server runs or not; none when only an address was given. */
async function openHouse({ data, database, url }: Asked): Promise<OpenHouse> {
  if (url !== null && database === null) return { folder: '', secretsFile: '', db: null, close: async () => undefined }
  const config = readConfig({
    ...(data !== null && { MINGJIAN_DATA: data }),
    ...(database !== null && { DATABASE_URL: database, MINGJIAN_MODE: 'demo' }),
  })
  const place = { folder: join(config.dataDir, 'log'), secretsFile: join(config.dataDir, 'secrets.json') }
  const running = config.database.kind === 'embedded' ? attachEmbedded(config.database.dir) : null
  const given = config.database.kind === 'external' ? { url: config.database.url, urls: config.database.urls } : null
  const reachable = running === null ? given : { url: running.url, urls: { app: running.url } }
  if (reachable !== null) {
    const pools = createPools(reachable)
    return { ...place, db: createDb(pools.jobs), close: pools.close }
  }
  const { pools, close } = await openDatabase(config.database, () => undefined)
  return { ...place, db: createDb(pools.jobs), close }
}

/** The keys the log must be signed with: the one given, those of this house's secrets, and only then what address or database tell of themselves. */
async function keysOf({ key, url }: Asked, { db, folder, secretsFile }: OpenHouse): Promise<LogKeys | null> {
  if (key !== null) return keysIn(existsSync(key) ? readFileSync(key, 'utf8') : key)
  if (url !== null) return keysIn((await get(`${url}key`))?.toString('utf8') ?? '')
  const origin = (await readCheckpointFile(folder))?.split('\n')[0]
  const secrets: unknown = existsSync(secretsFile) ? JSON.parse(readFileSync(secretsFile, 'utf8')) : null
  const secret = (name: string): string | null =>
    typeof secrets === 'object' && secrets !== null
      ? (new Map<string, unknown>(Object.entries(secrets)).get(name)?.toString() ?? null)
      : null
  const [own, sm2] = [secret('log'), secret('log_sm2')]
  if (origin === undefined || own === null) return keysIn((db === null ? null : (await lastCheckpoint(db))?.key) ?? '')
  return { key: ed25519Signer(origin, own).key, sm2: sm2 === null ? null : sm2Signer(origin, sm2).key }
}

/** Key lines as /log/key tells them: Ed25519, and beneath it SM2 where the log has one. */
function keysIn(text: string): LogKeys | null {
  const keys = text.trim().split('\n').map(parseKey)
  const key = keys.find((one) => one?.kind === 'ed25519') ?? null
  return key === null ? null : { key, sm2: keys.find((one) => one?.kind === 'sm2') ?? null }
}

const folderFiles = (folder: string): LogFiles => ({
  where: folder,
  checkpoint: () => readCheckpointFile(folder),
  tile: (tile) => readTileFile(folder, tile),
})

const servedFiles = (url: string): LogFiles => ({
  where: url,
  checkpoint: async () => (await get(`${url}checkpoint`))?.toString('utf8') ?? null,
  tile: (tile: Tile) => get(`${url}${tilePath(tile)}`),
})

/** Null: not there. */
async function get(url: string): Promise<Buffer | null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(30_000) })
  if (answer.status === 404) return null
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

const partNames: Readonly<Record<LogPart['part'], readonly [zh: string, en: string]>> = {
  files: ['日志文件:条目逐条重算,树根已签名', 'files of the log: every entry recomputed, the root is signed'],
  rows: ['数据库中的日志行', 'rows of the log in the database'],
  draws: ['抽取事件与日志相符', 'events of draws are what the log says'],
  heads: ['每日链头与业务留痕相符', 'daily heads are on the chain of the record'],
  record: ['业务留痕的哈希链', 'hash chain of the business record'],
  evidence: ['结果、审核、抽中名单与留痕所记指纹相符', 'results, reviews and the drawn are what the record keeps digests of'],
}

function told({ origin, size, root, parts, fault }: LogVerification, { name }: NoteKey, lang: Lang): readonly string[] {
  const pick = ([zh, en]: readonly [string, string]): string => (lang === 'zh' ? zh : en)
  const head = origin === name ? `${origin}  ${size}  ${root}` : origin
  const lines = parts.map(
    ({ part, count, fault: found }) =>
      `${found === null ? '✓' : '✗'} ${pick(partNames[part])} (${count})${found === null ? '' : `\n    ${sentenceOf(found, lang)}`}`,
  )
  const verdict = fault === null ? pick(['全部相符。', 'Everything is as it was.']) : pick(['不符:', 'Changed: ']) + sentenceOf(fault, lang)
  return [head, ...lines, verdict]
}
