/** The one place that reads the environment: parsed at start, complete or refused with the list of what to set. */
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { isKeyName, type NoteKey, parseKey } from '#core/log/note.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { parseWitnesses, type WitnessAddress } from '#exchange/witness/client.ts'
import { type NoticeConfig, noticeConfigProblems, noticeEnvironment, noticeSettings } from './notice-config.ts'

export type Config = {
  /** demo: a generated county, known accounts. production: neither, and no start with secrets missing. */
  readonly mode: 'demo' | 'production'
  readonly database: DatabaseChoice
  /** Absolute. Holds the embedded database, files, secrets made on a first start. */
  readonly dataDir: string
  readonly host: string
  /** 0: any free port. */
  readonly port: number
  /** Where people reach the server, without a slash at the end; null: whatever it listens on. */
  readonly publicUrl: string | null
  /** Signs sessions. null (demo only): made on the first start and kept in `<dataDir>/secrets.json`. */
  readonly secret: string | null
  /** Production on a database without accounts: the first organisation and the password of its administrator. */
  readonly firstAdmin: { readonly password: string; readonly orgPath: string; readonly orgName: string } | null
  /** Is there a proxy of ours in front, whose X-Forwarded-For is true? */
  readonly behindProxy: boolean
  /** Mirrors of drand, the public beacon; none: rounds are typed in. */
  readonly drandUrls: readonly string[]
  /** A chain of our own choice instead of quicknet, as a JSON file of {hash, publicKey, genesis, period}; null: quicknet. */
  readonly drandChainFile: string | null
  /** The name of the transparency log; null: the one it has, or made of the public address. */
  readonly logOrigin: string | null
  /** Does the log also sign with SM2? */
  readonly logSm2: boolean
  /** Who co-signs our log. */
  readonly witnesses: readonly WitnessAddress[]
  /** The logs that we co-sign. */
  readonly witnessFor: readonly NoteKey[]
  /** The registration authority whose changes are pulled; null: none. */
  readonly registration: {
    readonly url: string
    readonly token: string | null
    readonly orgPath: string
    readonly dept: string
    readonly form: 'events' | 'bureau'
    readonly minutes: number
  } | null
  /** How messages leave the house besides the console. */
  readonly notices: NoticeConfig
  /** May others than this machine read /metrics? */
  readonly metricsForAll: boolean
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
  /** The browser of the tests and of printing; null: looked for. */
  readonly chromePath: string | null
}

export type DatabaseChoice =
  | { readonly kind: 'embedded'; readonly dir: string }
  | {
      readonly kind: 'external'
      readonly url: string
      readonly urls: { readonly app?: string | undefined; readonly portal?: string | undefined; readonly exchange?: string | undefined }
    }

/** Each problem is a sentence that names the variable and what to set. */
export type ConfigFailure = { readonly type: 'config_refused'; readonly problems: readonly string[] }

/** The environment as the config, or every problem in it at once. Pure: `cwd` is what relative paths are relative to. */
export const createConfig = (env: Readonly<Record<string, string | undefined>>, cwd = '.'): Result<Config, ConfigFailure> => {
  // An empty variable is how compose files and unit files say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''))
  const parsed = Environment.safeParse(given)
  const unknown = Object.keys(given).filter((name) => name.startsWith('MINGJIAN_') && !Object.hasOwn(Environment.shape, name))
  const problems = [
    ...unknown.map((name) => `${name} is not a setting of Mingjian; the settings are ${Object.keys(Environment.shape).join(', ')}`),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
  ]
  if (!parsed.success) return fail({ type: 'config_refused', problems })
  const e = parsed.data
  const mode = e.MINGJIAN_MODE ?? (e.DATABASE_URL === undefined ? 'demo' : 'production')
  const all = [
    ...problems,
    ...databaseProblems(e),
    ...registrationProblems(e),
    ...noticeConfigProblems(e),
    ...(mode === 'production' ? productionProblems(e) : []),
  ]
  if (all.length > 0) return fail({ type: 'config_refused', problems: all })
  const dataDir = resolve(cwd, e.MINGJIAN_DATA)
  return ok({
    mode,
    database:
      e.DATABASE_URL === undefined
        ? { kind: 'embedded', dir: join(dataDir, 'postgres') }
        : {
            kind: 'external',
            url: e.DATABASE_URL,
            urls: { app: e.DATABASE_URL_APP, portal: e.DATABASE_URL_PORTAL, exchange: e.DATABASE_URL_EXCHANGE },
          },
    dataDir,
    host: e.HOST,
    port: e.PORT,
    publicUrl: e.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    secret: e.MINGJIAN_SECRET ?? null,
    firstAdmin:
      e.MINGJIAN_ADMIN_PASSWORD === undefined || e.MINGJIAN_ORG_PATH === undefined || e.MINGJIAN_ORG_NAME === undefined
        ? null
        : { password: e.MINGJIAN_ADMIN_PASSWORD, orgPath: e.MINGJIAN_ORG_PATH, orgName: e.MINGJIAN_ORG_NAME },
    behindProxy: e.MINGJIAN_BEHIND_PROXY === 'yes',
    drandUrls: e.MINGJIAN_DRAND?.split(',').map((url) => url.trim().replace(/\/+$/, '')) ?? [],
    drandChainFile: e.MINGJIAN_DRAND_CHAIN === undefined ? null : resolve(cwd, e.MINGJIAN_DRAND_CHAIN),
    logOrigin: e.MINGJIAN_LOG_ORIGIN ?? null,
    logSm2: e.MINGJIAN_LOG_SM2 === 'yes',
    witnesses: parseWitnesses(e.MINGJIAN_WITNESSES ?? '') ?? [],
    witnessFor: keysOf(e.MINGJIAN_WITNESS_FOR ?? '').filter((key) => key !== null),
    registration: registrationOf(e),
    notices: noticeSettings(e, (path) => resolve(cwd, path)),
    metricsForAll: e.MINGJIAN_METRICS === 'all',
    // In a demonstration the terminal belongs to the links and the accounts.
    logLevel: e.LOG_LEVEL ?? (mode === 'demo' ? 'warn' : 'info'),
    chromePath: e.CHROME_PATH === undefined ? null : resolve(cwd, e.CHROME_PATH),
  })
}

/** The config of this process, with `more` settings over those of the environment. Prints the problems and ends the process with code 78 (EX_CONFIG of sysexits.h) when there are any. */
export const readConfig = (more: Readonly<Record<string, string>> = {}): Config => {
  const config = createConfig(childEnvironment(more), process.cwd())
  if (config.ok) return config.value
  console.error(
    `Mingjian does not start, because of its settings:\n${config.failure.problems.map((problem) => `  - ${problem}`).join('\n')}`,
  )
  process.exit(78)
}

const PostgresUrl = z.string().refine(isPostgresUrl, 'must look like postgres://user:password@host:5432/database')

const Environment = z.object({
  DATABASE_URL: PostgresUrl.optional(),
  DATABASE_URL_APP: PostgresUrl.optional(),
  DATABASE_URL_PORTAL: PostgresUrl.optional(),
  DATABASE_URL_EXCHANGE: PostgresUrl.optional(),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) < 65_536, 'must be a port, 0 to 65535 (0: any free port)')
    .default('8080')
    .transform(Number),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z
    .string()
    .refine(
      (text) => /^https?:\/\/[^/?#]+\/*$/.test(text) && URL.canParse(text),
      'must look like https://check.example.gov.cn, without a path',
    )
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).optional(),
  CHROME_PATH: z.string().optional(),
  MINGJIAN_DATA: z.string().default('.data'),
  MINGJIAN_MODE: z.enum(['demo', 'production'], 'must be demo or production').optional(),
  MINGJIAN_SECRET: z.string().optional(),
  MINGJIAN_ADMIN_PASSWORD: z.string().optional(),
  MINGJIAN_ORG_PATH: z
    .string()
    .regex(/^\d{2}(\.\d{4}(\.\d{6})?)?$/, 'must be a path of region codes: 62, 62.6201 or 62.6201.620102')
    .optional(),
  MINGJIAN_ORG_NAME: z.string().min(2).max(80).optional(),
  MINGJIAN_BEHIND_PROXY: z.enum(['yes', 'no'], 'must be yes or no').optional(),
  MINGJIAN_DRAND: z
    .string()
    .refine((text) => text.split(',').every((url) => URL.canParse(url.trim())), 'must be addresses, parted by commas: https://api.drand.sh')
    .optional(),
  MINGJIAN_DRAND_CHAIN: z.string().optional(),
  MINGJIAN_LOG_ORIGIN: z.string().refine(isKeyName, 'must be a name without spaces and +, for example check.example.gov.cn/log').optional(),
  MINGJIAN_LOG_SM2: z.enum(['yes', 'no'], 'must be yes or no').optional(),
  MINGJIAN_WITNESSES: z
    .string()
    .refine(
      (text) => parseWitnesses(text)?.every(({ vkey }) => parseKey(vkey)?.kind === 'cosignature') === true,
      'must be addresses with their keys, parted by commas: https://b.example.gov.cn/log/witness b.example.gov.cn/witness+1a2b3c4d+BA…',
    )
    .optional(),
  MINGJIAN_WITNESS_FOR: z
    .string()
    .refine(
      (text) => keysOf(text).every((key) => key?.kind === 'ed25519'),
      'must be keys of logs as their /log/key tells them, parted by commas: b.example.gov.cn/log+1a2b3c4d+AR…',
    )
    .optional(),
  MINGJIAN_REGISTRATION_URL: z
    .string()
    .refine(
      (text) => /^https?:\/\//.test(text) && URL.canParse(text),
      'must be the address of the change feed: https://reg.example.gov.cn/changes',
    )
    .optional(),
  MINGJIAN_REGISTRATION_TOKEN: z.string().optional(),
  MINGJIAN_REGISTRATION_ORG: z
    .string()
    .regex(/^\d{2}(\.\d{4}(\.\d{6})?)?:[a-z0-9-]{2,20}$/, 'must be the place and department whose register it is: 62.6201:scjg')
    .optional(),
  MINGJIAN_REGISTRATION_FORM: z.enum(['events', 'bureau'], 'must be events or bureau').default('events'),
  MINGJIAN_REGISTRATION_MINUTES: z
    .string()
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= 1, 'must be minutes between two pulls, 1 to 9999')
    .default('60')
    .transform(Number),
  ...noticeEnvironment,
  MINGJIAN_METRICS: z.enum(['all', 'loopback'], 'must be all or loopback').optional(),
})

type Environment = z.output<typeof Environment>

/** Key lines parted by commas or white space; null for what is none. */
function keysOf(text: string): readonly (NoteKey | null)[] {
  return text
    .split(/[\s,]+/)
    .filter((line) => line !== '')
    .map(parseKey)
}

function registrationOf(e: Environment): Config['registration'] {
  const [orgPath, dept] = e.MINGJIAN_REGISTRATION_ORG?.split(':') ?? []
  if (e.MINGJIAN_REGISTRATION_URL === undefined || orgPath === undefined || dept === undefined) return null
  const { MINGJIAN_REGISTRATION_URL: url, MINGJIAN_REGISTRATION_TOKEN: token = null } = e
  return { url, token, orgPath, dept, form: e.MINGJIAN_REGISTRATION_FORM, minutes: e.MINGJIAN_REGISTRATION_MINUTES }
}

/** Whose register a feed changes must be said: guessed, it could be another office's. */
const registrationProblems = (e: Environment): readonly string[] =>
  (e.MINGJIAN_REGISTRATION_URL === undefined) === (e.MINGJIAN_REGISTRATION_ORG === undefined)
    ? []
    : ['MINGJIAN_REGISTRATION_URL and MINGJIAN_REGISTRATION_ORG are set together: the address of the feed, and whose register it is']

const databaseProblems = (e: Environment): readonly string[] => {
  if (e.DATABASE_URL !== undefined) return []
  return (['DATABASE_URL_APP', 'DATABASE_URL_PORTAL', 'DATABASE_URL_EXCHANGE'] as const)
    .filter((name) => e[name] !== undefined)
    .map((name) => `${name} is set without DATABASE_URL: set DATABASE_URL too, or none of them for the embedded database`)
}

/** What everybody knows protects nothing: 等保 2.0 forbids default passwords (GB/T 22239-2019, 8.1.4.1). */
const productionProblems = (e: Environment): readonly string[] => [
  ...secretProblems(e.MINGJIAN_SECRET),
  ...(e.PUBLIC_URL === undefined ? ['PUBLIC_URL is missing: set the address people use, for example https://check.example.gov.cn'] : []),
  ...(['DATABASE_URL', 'DATABASE_URL_APP', 'DATABASE_URL_PORTAL', 'DATABASE_URL_EXCHANGE'] as const)
    .filter((name) => isDefaultPassword(e[name]))
    .map((name) => `${name} carries a default password: give the account one of its own`),
]

const secretProblems = (secret: string | undefined): readonly string[] => {
  const how = 'set it to 32 or more random characters, for example from: openssl rand -base64 32'
  if (secret === undefined) return [`MINGJIAN_SECRET is missing: ${how}`]
  if (secret.length < 32) return [`MINGJIAN_SECRET is too short (${secret.length} characters): ${how}`]
  if (new Set(secret).size < 12 || /change.?me|example|default|mingjian|password|secret/i.test(secret)) {
    return [`MINGJIAN_SECRET looks like a default or an example: ${how}`]
  }
  return []
}

const isDefaultPassword = (url: string | undefined): boolean => {
  if (url === undefined) return false
  const { username, password } = new URL(url)
  return (
    password !== '' && ['postgres', 'password', 'mingjian', 'admin', 'root', '123456', 'change-me', 'changeme', username].includes(password)
  )
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol)
}

/** The environment for a child process: ours and some more. */
export const childEnvironment = (more: Readonly<Record<string, string>>): Record<string, string | undefined> => ({
  ...process.env,
  ...more,
})
