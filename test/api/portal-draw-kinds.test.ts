import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { hex } from '#core/bytes.ts'
import { parseBundle } from '#core/draws/documents.ts'
import { readOpening, verifyOpening } from '#core/draws/opening.ts'
import { createDb } from '#db/connect.ts'
import { createPortal } from '#portal/app.ts'
import { testDatabase } from '../database.ts'
import { testPortal } from '../portal.ts'
import { type KindsWorld, leakedList, leakedStratum, publishKinds } from './portal-kinds-world.ts'
import { publishWorld, type World } from './portal-world.ts'

let portal: Hono
let world: World
let kinds: KindsWorld
const program = 'console.log("a verifier")\n'

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishWorld(database.db)
  kinds = await publishKinds(database.db)
  portal = testPortal(database, [world, kinds], {
    verifier: { script: 'document.title="</script><!--"', program },
    logKey: async () => 'mingjian.example/log+1234abcd+AQ==',
  })
})

const get = async (path: string) => {
  const response = await portal.request(path)
  return { response, status: response.status, text: await response.text() }
}
const idOf = (draw: KindsWorld['sealed']): string => draw.bundle.commit.drawId

describe('a sealed draw in public', () => {
  const paths = () => [
    `/draws/${idOf(kinds.sealed)}`,
    `/en/draws/${idOf(kinds.sealed)}`,
    `/draws/${idOf(kinds.sealed)}?code=${subjects()[0]}`,
    `/draws/${idOf(kinds.sealed)}?code=${someoneElse()}`,
    `/tasks/${kinds.sealedTaskNo}`,
    `/verify/?draw=${idOf(kinds.sealed)}`,
    `/entities/${subjects()[0]}`,
    '/draws',
    '/',
  ]

  test('no page, file or download carries a class, a stratum, a rate, a cut line, a ticket, a filter or the key', async () => {
    const { commit, result } = kinds.sealed.bundle
    const secrets = [
      leakedStratum,
      'ab'.repeat(4),
      hex(kinds.sealed.key),
      commit.filterHash ?? '',
      '"strata"',
      '分层与应抽数',
      '入选线',
      '10%',
      '30%',
    ]
    const tickets = Array.isArray(result.selected) ? result.selected.map(({ ticket }) => ticket.slice(0, 8)) : []
    expect(tickets.length).toBeGreaterThan(3)
    for (const path of paths()) {
      const { status, text } = await get(path)
      expect(status, path).toBe(200)
      for (const secret of [...secrets, ...tickets]) expect(text, `${path} ${secret}`).not.toContain(secret)
    }
    const bundle = await get(`/draws/${idOf(kinds.sealed)}/bundle.json`)
    expect(bundle.status).toBe(200)
    for (const secret of secrets) expect(bundle.text, secret).not.toContain(secret)
    for (const path of ['pool', `files/${leakedList.name}`])
      expect((await get(`/draws/${idOf(kinds.sealed)}/${path}`)).status, path).toBe(404)
  })

  test('nobody is looked up on its page: a name that was drawn and one that was not get the same answer, how to get the own opening', async () => {
    const answers = await Promise.all(
      [subjects()[0], someoneElse()].map(async (code) => (await get(`/draws/${idOf(kinds.sealed)}?code=${code}`)).text),
    )
    const without = (text = '', code = '') => text.replaceAll(code, '')
    expect(without(answers[0], subjects()[0])).toBe(without(answers[1], someoneElse()))
    expect(answers[0]).toContain('本户凭证')
    expect(answers[0]).not.toContain('id="code"')
    expect((await get(`/draws/${idOf(kinds.sealed)}/opening.json?code=${subjects()[0]}`)).status).toBe(404)
  })

  test('totals, parties, log positions, certificate and the QR code are there', async () => {
    const { text } = await get(`/draws/${idOf(kinds.sealed)}`)
    for (const word of [
      '密封',
      '相加等于总数',
      '监督部门',
      '在透明日志中的位置',
      '公开随机数',
      `/verify/?draw=${idOf(kinds.sealed)}`,
      'href="/log/"',
    ])
      expect(text, word).toContain(word)
    const certificate = await portal.request(`/draws/${idOf(kinds.sealed)}/certificate.pdf`)
    expect([certificate.status, certificate.headers.get('Content-Type')]).toEqual([200, 'application/pdf'])
    expect((await portal.request(`/draws/${world.drawId}/certificate.pdf`)).status).toBe(404)
  })

  test('its drawn are listed by code, page by page, without an order of drawing', async () => {
    const { text } = await get(`/tasks/${kinds.sealedTaskNo}`)
    const listed = [...text.matchAll(/class="code k">([^<]+)</g)].map((match) => match[1])
    expect(listed).toEqual(subjects())
    expect(text).toContain('名单按代码排列')
    const list = text.slice(text.indexOf('id="list"'))
    expect(list).not.toContain('序号')
    expect((await get(`/tasks/${kinds.sealedTaskNo}?cursor=${subjects()[0]}`)).text).not.toContain(`>${subjects()[0]}<`)
    expect((await get(`/tasks/${kinds.sealedTaskNo}?cursor=1`)).status).toBe(400)
  })
})

describe('other kinds of draws', () => {
  test('a beacon shows what it is, when it was due, its chain and its value', async () => {
    const { text } = await get(`/draws/${idOf(kinds.open)}`)
    for (const word of ['drand 公开信标，第 1,000 轮', '52db9ba7', 'b44679b9', '2023-08-23 23:59']) expect(text).toContain(word)
    expect(text).not.toContain('而顺延')
  })

  test('a replacement shows which leaf of which draw, why in words, and the substitute once closed', async () => {
    const { commit } = kinds.replacement.bundle
    const { text } = await get(`/draws/${commit.drawId}`)
    for (const word of [
      '更换抽取',
      '通过登记的住所或者经营场所无法联系',
      commit.replacement?.replaces.slice(0, 8) ?? '?',
      '临澜替补食品有限公司',
      '申请更换',
    ])
      expect(text).toContain(word)
    expect(text).toContain(`href="/draws/${idOf(kinds.open)}"`)
    expect(text).not.toContain('id="code"')
  })

  test('a draw whose beacon came and went without a result is listed as overdue', async () => {
    const { text } = await get('/draws')
    const unfinished = text.slice(text.indexOf('还没有了结的抽取'), text.indexOf('全部抽取</h2>'))
    const line = unfinished.slice(unfinished.indexOf(kinds.waitingId))
    expect(line).toContain('待公开信标')
    expect(line.slice(0, line.indexOf('</li>'))).toContain('逾期未出结果')
    expect((await get(`/draws/${kinds.waitingId}`)).text).toContain('公开信标早该公布')
  })
})

describe('what a reader verifies with', () => {
  test('the page runs its own script and nothing else, and says the other way where no script runs', async () => {
    const { status, text, response } = await get(`/verify/?draw=${world.bigDrawId}`)
    expect(status).toBe(200)
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'")
    const [, path = '', integrity = ''] = /<script src="([^"]+)" integrity="sha256-([^"]+)" defer><\/script>/.exec(text) ?? []
    const script = await get(path)
    expect(createHash('sha256').update(script.text).digest('base64')).toBe(integrity)
    expect(text.match(/<script/g)?.length).toBe(1)
    expect(text).toContain('node mingjian-verify.mjs verify')
    expect(text).toContain(createHash('sha256').update(program).digest('hex').slice(0, 8))
    expect(text.match(/data-verify="bundle"/g)?.length).toBe(1)
    expect(text.match(/data-verify="list"/g)?.length).toBe(1)
    expect(text).toContain('data-log-key="mingjian.example/log')
  })

  test('a draw that is not, or has no result yet, says so', async () => {
    expect((await get('/verify/?draw=620102202611201001-O-99')).status).toBe(404)
    expect((await get(`/verify/?draw=${world.sealedDrawId}`)).text).toContain('结果产生之后')
    expect((await portal.request('/verify')).headers.get('Location')).toBe('/verify/')
    expect((await portal.request('/en/verify')).headers.get('Location')).toBe('/en/verify/')
  })

  test('the page as one file may run its one script and reach nothing, and a script cannot end early', async () => {
    const { text, response } = await get('/verify/mingjian-verify.html')
    expect(response.headers.get('Content-Disposition')).toContain('attachment')
    const script = /<script>([\s\S]*)<\/script>/.exec(text)?.[1] ?? ''
    expect(script).toBe('document.title="<\\/script><\\!--"')
    expect(text).toContain(
      `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}' 'wasm-unsafe-eval'`.replaceAll("'", '&#39;'),
    )
    expect(text).not.toContain('connect-src')
    expect(text).not.toMatch(/<link|src=/)
  })

  test('a server without the built verifier says so, and where to ask', async () => {
    const database = await testDatabase()
    const without = createPortal({
      db: createDb(database.pools.portal),
      openFile: () => null,
      now: () => new Date(),
      siteName: 'x',
      origin: 'https://example.gov.cn',
      demo: false,
    })
    const page = await without.request('/verify/')
    expect([page.status, (await page.text()).includes('这台服务器上没有核验程序')]).toEqual([200, true])
    expect(page.headers.get('Content-Security-Policy')).not.toContain('script-src')
    for (const name of ['mingjian-verify.mjs', 'mingjian-verify.html']) expect((await without.request(`/verify/${name}`)).status).toBe(404)
  })

  test('the program is the built file', async () => {
    const { text, response } = await get('/verify/mingjian-verify.mjs')
    expect(text).toBe(program)
    expect(response.headers.get('Content-Type')).toContain('text/javascript')
  })

  test('a firm of an open draw keeps its opening, made from the public bundle; a long list is left to the reader', async () => {
    const { text, response } = await get(`/draws/${world.drawId}/opening.json?code=${world.notDrawn}`)
    expect(response.headers.get('Content-Disposition')).toContain(`opening-${world.drawId}-${world.notDrawn}.json`)
    const opening = readOpening(new TextEncoder().encode(text))
    expect(opening.ok && opening.value.subject).toBe(world.notDrawn)
    const bundle = parseBundle(JSON.parse((await get(`/draws/${world.drawId}/bundle.json`)).text))
    expect(opening.ok && bundle.ok && verifyOpening(opening.value, bundle.value)).toMatchObject({ verdict: 'held', drawn: false })
    expect((await get(`/draws/${world.drawId}?code=${world.notDrawn}`)).text).toContain('保存本户凭证')
    for (const code of [world.absent, 'x', ''])
      expect((await get(`/draws/${world.drawId}/opening.json?code=${code}`)).status, code).toBe(404)
    expect((await get(`/draws/${world.bigDrawId}?code=${world.bigNotDrawn}`)).text).toContain(
      `/verify/?draw=${world.bigDrawId}&amp;code=${world.bigNotDrawn}`,
    )
  })
})

const subjects = (): readonly string[] =>
  Array.from(
    kinds.sealed.drawn.selection.positions,
    (position) => kinds.sealed.rows[kinds.sealed.pool.order[position] ?? 0]?.[0] ?? '',
  ).sort()

const someoneElse = (): string => kinds.sealed.rows.map(([subject]) => subject).find((subject) => !subjects().includes(subject)) ?? ''
