import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { parseWitnesses, postCheckpoint } from './client.ts'

test('a checkpoint is posted as it is, and the answer comes back as it is', async () => {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${request.method} ${request.url} ${body}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log/witness/` // it listens on TCP
  expect(await postCheckpoint({ url }, 'old 0\n')).toEqual({ status: 409, body: 'POST /log/witness/add-checkpoint old 0\n' })
  server.close()
  await expect(postCheckpoint({ url: 'http://127.0.0.1:9' }, '')).rejects.toThrow()
})

test('witnesses are addresses with their keys', () => {
  expect(parseWitnesses('https://a.example/w a+1+AA==, http://b.example b+2+BB==\n')).toEqual([
    { url: 'https://a.example/w', vkey: 'a+1+AA==' },
    { url: 'http://b.example', vkey: 'b+2+BB==' },
  ])
  for (const wrong of ['https://a.example/w', 'a+1+AA== https://a.example', 'https://a.example x y'])
    expect(parseWitnesses(wrong)).toBeNull()
})
