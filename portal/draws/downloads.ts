/** The files of a draw, for whoever verifies it: the bundle, and the long lists that it names by hash. */
import { Readable } from 'node:stream'
import { html } from 'hono/html'
import { isDrawId } from '#core/draws/draw-id.ts'
import type { Ask, FileStream } from '../ask.ts'
import { type Page, refusal } from '../page.ts'
import { unknownThing } from '../unknown-thing.ts'
import type { Draw, NamedFile } from './published-draw.ts'
import { findDraw } from './store.ts'
import { readCode } from './why-me.ts'

type Wanted = { readonly sha256: string; readonly name: string; readonly type: string }

/** `/draws/:drawId/bundle.json` */
export const sendBundle = (ask: Ask) =>
  sendFileOf(ask, (draw) =>
    draw.bundleSha256 === null ? null : { sha256: draw.bundleSha256, name: `${draw.id}.json`, type: 'application/json' },
  )

/** `/draws/:drawId/files/:name`: the verifier looks beside the bundle for the very name that the bundle gives. */
export const sendNamedFile = (ask: Ask) => sendFileOf(ask, (draw) => listFile(draw.files.find(({ name }) => name === ask.param('name'))))

/** `/draws/:drawId/pool`: the whole list, when it is too long for the bundle. */
export const sendPool = (ask: Ask) => sendFileOf(ask, (draw) => listFile(draw.files.find(({ sha256 }) => sha256 === draw.poolSha256)))

/** `/draws/:drawId/certificate.pdf`: 抽取证书. */
export const sendCertificate = (ask: Ask) =>
  sendFileOf(ask, ({ id, certificateSha256 }) =>
    certificateSha256 === null ? null : { sha256: certificateSha256, name: `${id}.pdf`, type: 'application/pdf' },
  )

/** `/draws/:drawId/opening.json?code=`: one firm's opening, made from the public bundle of an open draw, so that the firm can keep it. */
export async function sendOpening(ask: Ask): Promise<Page | Response> {
  const { deps, view, param, query, drawFiles } = ask
  const id = param('drawId')
  const draw = isDrawId(id) ? await findDraw(deps.db, id) : null
  if (draw === null) return unknownThing(view, 'draws', view.t('drawWord'), id)
  const subject = readCode(query('code') ?? '')
  const bundle = draw.mode !== 'open' || draw.kind !== 'O' || draw.bundleSha256 === null ? null : await drawFiles.bundle(draw.bundleSha256)
  const bytes = subject === null ? null : (bundle?.openingOf(subject) ?? null)
  if (subject === null || bytes === null) return noFile(ask, draw)
  return new Response(bytes, {
    headers: {
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="opening-${id}-${subject.replace(/[^0-9A-Za-z]/g, '_')}.json"`,
    },
  })
}

const listFile = (file: NamedFile | undefined): Wanted | null =>
  file === undefined ? null : { sha256: file.sha256, name: file.name, type: 'application/jsonl' }

async function sendFileOf(ask: Ask, choose: (draw: Draw) => Wanted | null): Promise<Page | Response> {
  const { deps, view, param } = ask
  const id = param('drawId')
  const draw = isDrawId(id) ? await findDraw(deps.db, id) : null
  if (draw === null) return unknownThing(view, 'draws', view.t('drawWord'), id)
  const wanted = choose(draw)
  const stream = wanted === null ? null : await deps.openFile(wanted.sha256)
  if (wanted === null || stream === null) return noFile(ask, draw)
  return new Response(webStream(stream), {
    headers: {
      'Content-Type': wanted.type,
      'Content-Disposition': `attachment; filename="${wanted.name}"`,
      ETag: `"${wanted.sha256}"`,
      'Cache-Control': 'public, max-age=86400',
      // Public data: a verifier on any other site may read it.
      'Access-Control-Allow-Origin': '*',
    },
  })
}

const noFile = ({ view }: Ask, draw: Draw): Page =>
  refusal(view, 404, view.t('noFileTitle'), view.t('noFileText'), [
    html`<a href="${view.href(`/draws/${draw.id}`)}">${view.t('backToDraw')}</a>`,
  ])

// Readable.toWeb is typed with node:stream/web's own ReadableStream, the same object as the global one.
const webStream = (stream: FileStream): ReadableStream<Uint8Array> =>
  stream instanceof Readable ? (Readable.toWeb(stream) as ReadableStream<Uint8Array>) : stream
