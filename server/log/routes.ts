/** /log/: the files of the log as they lie, its key, where it stands, and the witness. Anyone may read all of it; nothing here knows an account. */
import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { parseTilePath } from '#core/log/tiles.ts'
import { withWholeBody } from '#server/http/body.ts'
import { Problem } from '#server/http/problem.ts'
import { readCheckpointFile, readTileFile } from './files.ts'
import { logPage } from './log-page.ts'
import type { TransparencyLog } from './transparency.ts'
import { addCheckpoint } from './witness.ts'

const text = 'text/plain; charset=utf-8'
const forAYear = 'public, max-age=31536000, immutable'
/** A checkpoint is another one a second later (tlog-tiles, Checkpoints). */
const forAMoment = 'no-store'
/** Largest request to co-sign, in bytes: 63 hashes and a note of many signatures. */
const largestRequest = 65_536

export function logRoutes(transparency: TransparencyLog): Hono {
  const { folder, log } = transparency
  const app = new Hono()
  app.onError((err, c) => {
    log.error({ err }, 'the log did not answer')
    return c.text('500\n', 500)
  })
  app.use(async (c, next) => {
    await next()
    // Monitors run wherever they like, in pages of other houses too.
    c.res.headers.set('cross-origin-resource-policy', 'cross-origin')
  })
  app.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD'] }))

  app.get('/log/', async (c) => c.html(logPage(transparency, await readCheckpointFile(folder)), 200, { 'cache-control': forAMoment }))
  app.get('/log/checkpoint', async (c) => {
    const note = await readCheckpointFile(folder)
    return note === null ? c.text('404\n', 404) : c.body(note, 200, { 'content-type': text, 'cache-control': forAMoment })
  })
  app.get('/log/key', async (c) => {
    const keys = [await transparency.key(), ...(transparency.sm2 === null ? [] : [transparency.sm2.vkey])]
    return c.body(`${keys.join('\n')}\n`, 200, { 'content-type': text, 'cache-control': 'public, max-age=60' })
  })
  app.get('/log/status', async (c) => {
    const refused = transparency.refusal()
    const [origin = '', size = ''] = (await readCheckpointFile(folder))?.split('\n') ?? []
    return c.json(
      { origin: origin || transparency.origin, size: Number(size), signing: refused === null, why: refused?.why ?? null },
      200,
      {
        'cache-control': forAMoment,
      },
    )
  })
  app.get('/log/tile/*', async (c) => {
    // Only the one spelling of a tile's path reaches the disk, so no path can leave the folder.
    const tile = parseTilePath(c.req.path.slice('/log/'.length))
    const bytes = tile === null ? null : await readTileFile(folder, tile)
    if (tile === null || bytes === null) return c.text('404\n', 404)
    const headers = { 'content-type': 'application/octet-stream', 'cache-control': forAYear, vary: 'accept-encoding' }
    const zip = tile.level === 'entries' && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    return c.body(zip ? gzipSync(bytes) : Uint8Array.from(bytes), 200, zip ? { ...headers, 'content-encoding': 'gzip' } : headers)
  })

  app.get('/log/witness/key', (c) =>
    c.body(`${transparency.cosigner.vkey}\n`, 200, { 'content-type': text, 'cache-control': 'public, max-age=60' }),
  )
  app.post('/log/witness/add-checkpoint', async (c) => {
    const body = await requestText(c.req.raw)
    const answer = body === null ? ({ status: 400 } as const) : await addCheckpoint(transparency, body)
    if (answer.status === 200) return c.body(answer.lines, 200, { 'content-type': text })
    if (answer.status === 409) return c.body(`${answer.size}\n`, 409, { 'content-type': 'text/x.tlog.size' })
    return c.text(`${answer.status}\n`, answer.status)
  })
  app.all('*', (c) => c.text('404\n', 404))
  return app
}

/** Null where it is too long, by its header or by what comes, or too slow: anybody may send here, and no such request is an error of the house. */
async function requestText(request: Request): Promise<string | null> {
  try {
    return await (await withWholeBody(request, request.signal, largestRequest)).text()
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
