/** The diagram of docs/architecture.md as a table: which room may know which, and which packages it may use. */
import type { Finding, Room, Source } from './sources.ts'

type Allowed = {
  readonly rooms: readonly Room[]
  /** npm packages; `node:` stands for every module of Node. */
  readonly packages: readonly string[]
}

export const allowed: Readonly<Record<Room, Allowed>> = {
  core: { rooms: [], packages: ['chinese-days', '@noble/curves', 'pinyin-pro'] },
  contract: { rooms: ['core'], packages: ['@orpc/contract', 'zod'] },
  db: { rooms: ['core'], packages: ['node:', 'pg', 'pg-copy-streams', 'kysely', 'kysely-codegen', 'graphile-worker'] },
  exchange: { rooms: ['core'], packages: ['node:'] },
  verifier: { rooms: ['core'], packages: ['node:'] },
  portal: { rooms: ['core', 'contract', 'db'], packages: ['node:', 'hono', 'kysely', 'qrcode', 'zod'] },
  server: {
    rooms: ['core', 'contract', 'db'],
    packages: [
      'node:',
      '@hono/node-server',
      '@myriaddreamin/typst-ts-node-compiler',
      '@orpc/openapi',
      '@orpc/server',
      '@orpc/zod',
      'better-auth',
      'csv-parse',
      'docx',
      'graphile-worker',
      'hono',
      'hucre',
      'kysely',
      'nodemailer',
      'pg',
      'pino',
      'prom-client',
      'qrcode',
      'sm-crypto-v2',
      'zod',
    ],
  },
  web: {
    rooms: ['core', 'contract'],
    packages: [
      '@orpc/client',
      '@orpc/contract',
      '@orpc/tanstack-query',
      '@tanstack/react-query',
      '@tanstack/react-router',
      'antd',
      'echarts',
      'qrcode',
      'react',
      'react-dom',
      'zod',
    ],
  },
  bin: {
    rooms: ['core', 'contract', 'db', 'server', 'portal', 'exchange', 'verifier'],
    packages: [
      'node:',
      '@hono/node-server',
      '@noble/curves',
      '@orpc/client',
      '@orpc/contract',
      'kysely',
      'playwright-core',
      'vite',
      'wabt',
      'zod',
    ],
  },
  bench: {
    rooms: ['core', 'contract', 'db', 'server', 'bin', 'test'],
    packages: ['node:', 'kysely', 'pg', 'pg-copy-streams', 'playwright-core'],
  },
  test: {
    rooms: ['core', 'contract', 'db', 'server', 'portal', 'exchange', 'verifier', 'bin'],
    packages: [
      'node:',
      '@axe-core/playwright',
      '@hono/node-server',
      '@noble/curves',
      '@orpc/client',
      '@orpc/contract',
      '@orpc/server',
      'graphile-worker',
      'hono',
      'hucre',
      'kysely',
      'pg',
      'pixelmatch',
      'playwright-core',
      'pngjs',
      'zod',
    ],
  },
}

/** What a test beside the code may use on top of what its room may. */
const inTests: Allowed = { rooms: ['test'], packages: ['node:', 'vitest', 'fast-check'] }

/** Configurations that a tool loads are no part of their room. */
const toolFiles: Readonly<Record<string, readonly string[]>> = { 'web/vite.config.ts': ['vite', '@vitejs/plugin-react'] }

export type Import = { readonly file: string; readonly line: number; readonly from: string }

/** Static and dynamic imports with a literal path, re-exports and types included. */
export const importsOf = ({ file, code }: Source): readonly Import[] =>
  code.flatMap((text, index) => {
    const from =
      /^(?:import|export)\b.* from '([^']+)'/.exec(text)?.[1] ??
      /^\} from '([^']+)'/.exec(text)?.[1] ??
      /^import '([^']+)'/.exec(text)?.[1] ??
      /\bimport\('([^']+)'\)/.exec(text)?.[1]
    return from === undefined ? [] : [{ file, line: index + 1, from }]
  })

/** Imports that the table does not allow. */
export const forbiddenImports = (source: Source): readonly Finding[] =>
  importsOf(source).flatMap(({ file, line, from }) => {
    const why = whyForbidden(source, from)
    return why === null ? [] : [{ file, line, what: `${why}: '${from}'` }]
  })

function whyForbidden({ file, room, isTest }: Source, from: string): string | null {
  if (from.startsWith('.')) return climbsOut(file, from) ? `climbs out of ${room}; write #room/path.ts` : null
  const { rooms, packages } = allowed[room]
  if (from.startsWith('#')) {
    const to = from.slice(1).split('/')[0] ?? ''
    const known: readonly string[] = [room, ...rooms, ...(isTest || room === 'test' ? inTests.rooms : [])]
    return known.includes(to) ? null : `${room} does not know ${to}`
  }
  const name = packageOf(from)
  const known = [...packages, ...(toolFiles[file] ?? []), ...(isTest || room === 'test' ? inTests.packages : [])]
  return known.includes(name) ? null : `${room} does not use ${name}`
}

/** `a/b.ts` importing `../c.ts` stays in a; importing `../../c.ts` leaves it. */
function climbsOut(file: string, from: string): boolean {
  let depth = file.split('/').length - 2
  for (const part of from.split('/')) {
    if (part === '..') depth--
    if (depth < 0) return true
  }
  return false
}

export const packageOf = (from: string): string =>
  from.startsWith('node:') ? 'node:' : from.split('/', from.startsWith('@') ? 2 : 1).join('/')
