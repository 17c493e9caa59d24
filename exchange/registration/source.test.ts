import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { parseFeedLine } from '#core/registers/feed.ts'
import { bureauCodec } from './codec.ts'
import { httpSource, type RegistrationSource } from './source.ts'

const fixture = readFileSync(new URL('fixtures/bureau.ndjson', import.meta.url), 'utf8')

async function serving<T>(answer: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`) // listening on a port
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

async function all(source: RegistrationSource, after = 0): Promise<string[]> {
  const lines: string[] = []
  for await (const line of source.pull(after)) lines.push(line)
  return lines
}

test('the lines of a bureau become events and totals that our feed reads', () => {
  const lines = fixture
    .trimEnd()
    .split('\n')
    .map((line) => parseFeedLine(bureauCodec(line) ?? '', '2026-11-21'))
  expect(lines.map((line) => (line.line === 'event' ? `${line.seq} ${line.type} ${line.effectiveOn}` : line.line))).toEqual([
    '1 entered 2026-01-05',
    '2 entered 2026-01-06',
    '3 changed 2026-02-01',
    '4 revoked 2026-03-01',
    'totals',
  ])
  expect(lines[0]).toMatchObject({
    data: { name: '兰州示例甲商贸有限公司', region: '620103', capital: '100万元', established: '2026-01-05' },
  })
})

test('what a codec cannot read is handed on, to be refused with its reason', () => {
  expect(bureauCodec('kein json')).toBe('kein json')
  expect(parseFeedLine(bureauCodec('{"序号":"x","变更类型":"合并"}') ?? '', '2026-11-21')).toMatchObject({
    line: 'refused',
    code: 'seq_invalid',
  })
})

test('a source asks after the last number with its token, and gives lines whatever pieces they come in', async () => {
  const asked: (string | undefined)[] = []
  const lines = await serving(
    (request, response) => {
      asked.push(request.url, request.headers.authorization)
      const bytes = Buffer.from('{"a":"七里河"}\r\n\n{"b":2}')
      response.write(bytes.subarray(0, 7))
      setTimeout(() => response.end(bytes.subarray(7)), 20)
    },
    (url) => all(httpSource({ url, token: 't0ken' }), 41),
  )
  expect([lines, asked]).toEqual([
    ['{"a":"七里河"}', '{"b":2}'],
    ['/changes?after=41', 'Bearer t0ken'],
  ])
})

test('an authority that refuses, breaks off or falls silent ends the pull with an error', async () => {
  await expect(
    serving(
      (_, response) => response.writeHead(503).end(),
      (url) => all(httpSource({ url, token: null })),
    ),
  ).rejects.toThrow('503')
  const broken: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"a":1}\n')
    setTimeout(() => response.destroy(), 20)
  }
  await expect(serving(broken, (url) => all(httpSource({ url, token: null })))).rejects.toThrow()
  const silent: RequestListener = (_, response) => void response.write('{"a":1}\n')
  await expect(serving(silent, (url) => all(httpSource({ url, token: null, idleMs: 100 })))).rejects.toThrow(/abort/i)
})
