import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../database.ts'
import { testPortal } from '../portal.ts'
import { publishWorld, uuid, type World } from './portal-world.ts'

let portal: Hono
let world: World

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishWorld(database.db)
  portal = testPortal(database, [world])
})

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await portal.request(path, { headers })
  return { response, status: response.status, text: await response.text() }
}

/** The text a reader sees: tags away, entities back. */
const seen = (html: string): string =>
  html
    .replace(/<(style|head)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')

describe('a citizen finds what was published', () => {
  test('the home page says what this is, and shows the newest results, draws and figures', async () => {
    const { status, text } = await get('/')
    expect(status).toBe(200)
    expect(text).toContain('岚江省双随机、一公开公示平台')
    expect(text).toContain('<input id="q"')
    expect(text).toContain(`/draws/${world.drawId}`)
    expect(seen(text)).toContain('次抽取')
  })

  test('two Chinese characters of a name find its result', async () => {
    const { status, text } = await get(`/results?q=${encodeURIComponent(world.name.slice(0, 2))}`)
    expect(status).toBe(200)
    expect(text).toContain(world.name)
    expect(text).toContain(`/results/${world.visitId}`)
  })

  test('brackets of the other width, and spaces around, still find the name', async () => {
    const { text } = await get(`/results?q=${encodeURIComponent(' 检测技术有限公司(分公司) ')}`)
    expect(text).toMatch(/检测技术有限公司（分公司）/)
    const without = await get(`/results?q=${encodeURIComponent('技术(分公司)')}`)
    expect(without.text).toContain('没有找到')
  })

  test('a whole code finds its result, typed with spaces and in small letters', async () => {
    const typed = `${world.drawn.slice(0, 8)} ${world.drawn.slice(8).toLowerCase()}`
    const { status, text } = await get(`/results?q=${encodeURIComponent(typed)}`)
    expect(status).toBe(200)
    expect(text).toContain(`/results/${world.visitId}`)
    expect(text).toContain(`/entities/${world.drawn}`)
  })

  test('a search without a hit says that, and what it may mean', async () => {
    const { status, text } = await get(`/results?q=${encodeURIComponent('查无此企业')}`)
    expect(status).toBe(200)
    expect(text).toContain('没有找到与“查无此企业”有关的公示结果')
  })

  test('the pages of the result list are complete and hold nobody twice', async () => {
    const visits: string[] = []
    let path: string | null = '/results'
    while (path !== null) {
      const { status, text }: { status: number; text: string } = await get(path)
      expect(status).toBe(200)
      visits.push(...[...text.matchAll(/href="\/results\/([0-9a-f-]{36})"/g)].map((match) => match[1] ?? ''))
      path = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? null
    }
    const database = await testDatabase()
    const { count } = await database.db
      .selectFrom('published.result')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(visits.length).toBe(count)
    expect(new Set(visits).size).toBe(count)
  })

  test('one result shows the fields of the announcement and every item', async () => {
    const { status, text } = await get(`/results/${world.visitId}`)
    expect(status).toBe(200)
    for (const word of [
      world.name,
      world.drawn,
      world.taskNo,
      world.planNo,
      '未发现问题',
      '营业执照规范使用情况检查',
      '云澜市市场监督管理局',
      '实地核查',
    ])
      expect(text).toContain(word)
  })

  test('an enterprise has one page with its draws and results, and it links to why it was drawn', async () => {
    const { status, text } = await get(`/entities/${world.drawn}`)
    expect(status).toBe(200)
    expect(text).toContain(world.name)
    expect(text).toContain(`/draws/${world.drawId}?code=${world.drawn}`)
    expect(text).toContain('检查结果不等于行政处罚')
  })

  test('a generated result is marked as a demonstration wherever it is shown', async () => {
    const { text } = await get(`/results/${uuid(1000)}`)
    expect(text).toContain('这是演示用的生成结果')
    expect((await get(`/entities/${world.drawn}`)).text).toContain('demo-tag')
  })

  test('the plan, the items and the task notice show their fields', async () => {
    const plan = await get(`/plans/${world.planNo}`)
    for (const word of [world.planNo, '不定向抽查', '定向抽查', '3%', '5.25%', '信用监督管理科', '2026-06-30'])
      expect(plan.text).toContain(word)
    const items = await get('/items')
    for (const word of ['A01-1', '重点检查事项', '一般检查事项', '第十四条', '实地核查']) expect(items.text).toContain(word)
    const task = await get(`/tasks/${world.taskNo}`)
    for (const word of [world.taskNo, world.planNo, '抽查市场主体数量', world.drawn, world.drawId]) expect(task.text).toContain(word)
  })
})

describe('a citizen checks a draw', () => {
  test('every draw is listed, the void and the unfinished ones first of all', async () => {
    const { text } = await get('/draws')
    for (const id of [world.drawId, world.bigDrawId, world.voidDrawId, world.sealedDrawId, world.officerDrawId])
      expect(text).toContain(`/draws/${id}"`)
    const unfinished = text.slice(text.indexOf('还没有了结的抽取'), text.indexOf('全部抽取</h2>'))
    expect(unfinished).toContain(world.sealedDrawId)
    expect(unfinished).toContain('逾期未出结果')
    expect(unfinished).not.toContain(world.drawId)
  })

  test('the page of a draw shows the verdict, the claims with what each check proves, the sum that closes, parties and seed', async () => {
    const { status, text } = await get(`/draws/${world.drawId}`)
    expect(status).toBe(200)
    for (const word of [
      '项核对全部通过',
      '名单先封存，之后没人改过',
      '种子没有人能挑',
      '各方公开的随机数正是事先封存的随机数',
      '相加等于总数',
      '组织部门',
      '监督部门',
    ])
      expect(text).toContain(word)
    expect(text).not.toContain('人员匹配可重放')
    expect(text).not.toContain('张三')
    expect(text).toContain('2026-03-18 09:40')
  })

  test('a drawn firm is told its ticket, inside the cut line', async () => {
    const { status, text } = await get(`/draws/${world.drawId}?code=${world.drawn}`)
    expect(status).toBe(200)
    expect(seen(text)).toContain(`${world.name}在封存的名单中，被抽中`)
    const [mine, cut] = axisOf(text)
    expect(mine).toBeLessThanOrEqual(cut)
  })

  test('a firm on the list that was not drawn is told its ticket, beyond the cut line', async () => {
    for (const [id, code] of [
      [world.drawId, world.notDrawn],
      [world.bigDrawId, world.bigNotDrawn],
    ]) {
      const { status, text } = await get(`/draws/${id}?code=${code}`)
      expect(status).toBe(200)
      expect(seen(text)).toContain('在封存的名单中，没有被抽中')
      expect(text).not.toContain('互相矛盾')
      const [mine, cut] = axisOf(text)
      expect(mine).toBeGreaterThan(cut)
    }
  })

  test('before the names are published, a firm inside the cut line learns from its ticket that it was drawn', async () => {
    const { status, text } = await get(`/draws/${world.bigDrawId}?code=${world.bigDrawn}`)
    expect(status).toBe(200)
    expect(seen(text)).toContain('签号在入选线以内，被抽中')
    const [mine, cut] = axisOf(text)
    expect(mine).toBeLessThanOrEqual(cut)
  })

  test('a firm that was not on the list is told so', async () => {
    const { status, text } = await get(`/draws/${world.drawId}?code=${world.absent}`)
    expect(status).toBe(200)
    expect(seen(text)).toContain('不在封存的名单中')
  })

  test('a mistyped code is answered beside the field, with what to do', async () => {
    const wrong = `${world.drawn.slice(0, 17)}${world.drawn.endsWith('0') ? '1' : '0'}`
    const { status, text } = await get(`/draws/${world.drawId}?code=${wrong}`)
    expect(status).toBe(400)
    expect(text).toContain('多半是抄错了一位')
    expect(text).toContain('aria-invalid="true"')
  })

  test('a draw that was repeated shows every draw of its task, and links to the notice with the list', async () => {
    const { text } = await get(`/draws/${world.drawId}`)
    const siblings = text.slice(text.indexOf('本任务的全部抽取'))
    for (const id of [world.voidDrawId, world.drawId, world.officerDrawId]) expect(siblings).toContain(`/draws/${id}"`)
    expect(text).toContain(`href="/tasks/${world.taskNo}"`)
  })

  test('a void draw keeps its reason in public; a sealed one offers no look-up yet', async () => {
    expect((await get(`/draws/${world.voidDrawId}`)).text).toContain('一方遗失随机数')
    const sealed = await get(`/draws/${world.sealedDrawId}`)
    expect(sealed.text).toContain('还没有产生')
    expect(sealed.text).not.toContain('id="code"')
  })

  test('the bundle and the pool file are the stored bytes, under the names the verifier looks for', async () => {
    const bundle = await portal.request(`/draws/${world.bigDrawId}/bundle.json`)
    expect(bundle.status).toBe(200)
    const bytes = Buffer.from(await bundle.arrayBuffer())
    expect(world.files.has(createHash('sha256').update(bytes).digest('hex'))).toBe(true)
    const { pool } = JSON.parse(bytes.toString('utf8')) as { pool: { file: string } }
    const list = await portal.request(`/draws/${world.bigDrawId}/pool`)
    expect(list.status).toBe(200)
    expect(list.headers.get('Content-Disposition')).toContain(pool.file)
    expect((await list.text()).split('\n').length).toBe(12_001)
    expect((await portal.request(`/draws/${world.bigDrawId}/files/${pool.file}`)).status).toBe(200)
    expect((await get(`/draws/${world.bigDrawId}`)).text).toContain(`/draws/${world.bigDrawId}/files/${pool.file}`)
    expect((await portal.request(`/draws/${world.bigDrawId}/files/other.jsonl`)).status).toBe(404)
    expect((await portal.request(`/draws/${world.drawId}/pool`)).status).toBe(404)
    expect((await portal.request(`/draws/${world.voidDrawId}/bundle.json`)).status).toBe(404)
  })
})

describe('two languages and two sizes', () => {
  test('the English page lives under /en and under ?lang=en, and keeps Chinese names marked as Chinese', async () => {
    for (const path of ['/en/draws', '/draws?lang=en']) {
      const { status, text } = await get(path)
      expect(status).toBe(200)
      expect(text).toContain('<html lang="en">')
      expect(text).toContain('Draws that have not ended')
      expect(text).toContain('<span lang="zh-CN">2026 年度特种设备使用单位抽查</span>')
      expect(text).toContain('href="/en/results"')
    }
    expect((await get(`/en/results/${world.visitId}`)).text).toContain('no problem found')
  })

  test('large text stays on from page to page without a cookie', async () => {
    const { response, text } = await get('/draws?size=large')
    expect(text).toContain('class="large"')
    expect(text).toContain(`/draws/${world.drawId}?size=large`)
    expect(response.headers.get('Set-Cookie')).toBeNull()
  })
})

describe('open data', () => {
  test('the CSV has a line for every result and the JSON an object', async () => {
    const csv = await get('/open-data/results.csv')
    const json = await get('/open-data/results.json')
    const rows = JSON.parse(json.text) as { subject: string; demo: boolean }[]
    expect(csv.text.trim().split('\r\n').length).toBe(rows.length + 1)
    expect(rows.some(({ subject, demo }) => subject === world.drawn && demo)).toBe(true)
  })

  test('every set has two files, and its fields stand in the schemas as in the files', async () => {
    const sets = JSON.parse((await get('/open-data/schemas.json')).text) as {
      name: string
      version: number
      notes: string[]
      files: string[]
      fields: { name: string; title: string }[]
    }[]
    expect(sets.map(({ name }) => name)).toEqual(['results', 'plans', 'announcements', 'items', 'joint-items', 'frequency-caps', 'reuses'])
    const page = (await get('/open-data')).text
    for (const { name, version, notes, files, fields } of sets) {
      expect(notes).toHaveLength(version)
      const csv = await get(`/open-data/${files[0]}`)
      expect(csv.text.split('\r\n')[0]).toBe(fields.map(({ title }) => title).join(','))
      const json = JSON.parse((await get(`/open-data/${files[1]}`)).text) as object[] | { rows: object[] }
      for (const row of (Array.isArray(json) ? json : json.rows).slice(0, 1))
        expect(Object.keys(row)).toEqual(fields.map((one) => one.name))
      expect(page).toContain(`/open-data/${name}.json`)
    }
  })
})

/** My ticket and the cut line as the number line says them to a screen reader. */
function axisOf(text: string): [number, number] {
  const match = /入选线 ([\d.]+)%，本户 ([\d.]+)%/.exec(text)
  expect(match).not.toBeNull()
  return [Number(match?.[2]), Number(match?.[1])]
}
