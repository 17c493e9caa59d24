import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import { createPortal } from '#portal/app.ts'
import { phrases } from '#portal/text.ts'
import { testDatabase } from '../database.ts'
import { testPortal } from '../portal.ts'
import { formulaName, hostileName, publishWorld, uuid, type World } from './portal-world.ts'

let portal: Hono
let world: World
let pages: readonly string[]
const faults: unknown[] = []

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishWorld(database.db)
  portal = testPortal(database, [world], {
    demo: true,
    verifier: { script: 'document.title', program: 'export {}' },
    onError: (error) => faults.push(error),
  })
  const paths = [
    '/',
    '/plans',
    `/plans/${world.planNo}`,
    '/items',
    '/tasks',
    `/tasks/${world.taskNo}`,
    '/draws',
    `/draws/${world.drawId}?code=${world.notDrawn}`,
    `/draws/${world.bigDrawId}?code=${world.bigNotDrawn}`,
    `/draws/${world.voidDrawId}`,
    `/draws/${world.sealedDrawId}`,
    `/draws/${world.officerDrawId}`,
    '/results',
    `/results/${world.visitId}`,
    `/entities/${world.drawn}`,
    '/open-data',
    '/verify/',
    `/verify/?draw=${world.drawId}`,
    '/help/verify',
    '/accessibility',
  ]
  pages = paths.flatMap((path) => [path, `/en${path === '/' ? '' : path}`, `${path}${path.includes('?') ? '&' : '?'}size=large`])
})

const get = async (path: string, init: RequestInit = {}) => {
  const response = await portal.request(path, init)
  return { response, status: response.status, text: await response.text() }
}

describe('every page', () => {
  test('is under 50 KB, carries no script but that of the verification page and no inline style, and its elements are balanced', async () => {
    for (const path of pages) {
      const { status, text } = await get(path)
      expect(status, path).toBe(200)
      expect(Buffer.byteLength(text), path).toBeLessThan(50_000)
      const own = path.includes('/verify/') ? /<script src="\/assets\/verify-[0-9a-f]{12}\.js" integrity="[^"]+" defer><\/script>/ : /$^/
      const tags = tagsOf(text).replace(own, '')
      expect(tags, path).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=|<iframe/i)
      expect(unbalanced(text), path).toEqual([])
    }
  })

  test('has one title, one h1, a main landmark, a skip link and the demo banner', async () => {
    for (const path of pages) {
      const { text } = await get(path)
      expect(text.match(/<h1/g)?.length, path).toBe(1)
      expect(text.match(/<main id="main"/g)?.length, path).toBe(1)
      expect(text, path).toContain('<a class="skip" href="#main">')
      expect(text, path).toContain(/^\/en(\/|\?|$)/.test(path) ? 'Demonstration data' : '演示数据')
    }
  })

  test('tells the browser to run nothing, and how long a copy is good', async () => {
    const { response } = await get('/')
    const headers = response.headers
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(headers.get('Content-Security-Policy')).not.toContain('script-src')
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Cache-Control')).toBe('public, max-age=60')
    const again = await get('/', { headers: { 'If-None-Match': headers.get('ETag') ?? '' } })
    expect(again.status).toBe(304)
    expect(again.text).toBe('')
    expect(again.response.headers.get('Content-Security-Policy')).not.toBeNull()
  })

  test('its stylesheet is named by its content and may be kept for ever', async () => {
    const { text } = await get('/')
    const path = /href="(\/assets\/portal-[0-9a-f]{12}\.css)"/.exec(text)?.[1] ?? ''
    const sheet = await get(path)
    expect(sheet.status).toBe(200)
    expect(sheet.response.headers.get('Cache-Control')).toContain('immutable')
    expect(sheet.response.headers.get('Content-Type')).toContain('text/css')
    expect(Buffer.byteLength(text) + Buffer.byteLength(sheet.text)).toBeLessThan(50_000)
  })

  test('every link on it leads somewhere', async () => {
    const links = new Set<string>()
    for (const path of pages)
      for (const [, href = ''] of (await get(path)).text.matchAll(/href="(\/[^"#]*)/g)) links.add(href.replaceAll('&amp;', '&'))
    for (const link of links) expect((await get(link)).status, link).toBeLessThan(400)
  })
})

describe('what strangers write', () => {
  test('a company name with markup is shown as text everywhere', async () => {
    for (const path of ['/results', `/results?q=${encodeURIComponent('alert(1)')}`, '/results?q=%3Cscript%3E']) {
      const { text } = await get(path)
      expect(text).not.toContain('<script>')
      expect(text).not.toContain('<img')
    }
    const found = await get(`/results?q=${encodeURIComponent('<script>')}`)
    expect(found.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(hostileName).toContain('<script>')
  })

  test('a company name that is a formula stays text in the CSV', async () => {
    const { text } = await get('/open-data/results.csv')
    expect(text).toContain(`"'${formulaName.replaceAll('"', '""')}"`)
    expect(text).not.toMatch(/(^|,)"?=/m)
  })

  test.each([
    ['a percent sign finds only names that have one', '/results?q=%25%25', 200],
    ['an underscore is no wildcard', '/results?q=__', 200],
    ['one character is too short', '/results?q=%E5%B2%9A', 400],
    ['a thousand characters are too long', `/results?q=${'岚'.repeat(1000)}`, 400],
    ['a mistyped code', '/results?q=91470101MA0000000X', 400],
    ['a NUL', '/results?q=%00%00', 400],
    ['bytes that are no text', '/results?q=%ff%fe', 200],
    ['a cursor that was cut', '/results?cursor=2026-05-01T00:00', 400],
    ['a cursor with a date that does not exist', `/results?cursor=2026-02-31T00:00:00.000Z_${uuid(1)}`, 400],
    ['a cursor with SQL', `/results?cursor=${encodeURIComponent("2026-05-01T00:00:00.000Z_'; drop table x--")}`, 400],
    ['a cursor of draws', '/draws?cursor=x', 400],
    ['a cursor of items', '/items?cursor=%27', 400],
    ['a cursor of plans', '/plans?cursor=-1', 400],
    ['a cursor of the drawn list', '/tasks/470100202603181001?cursor=9999999999', 400],
    ['a task that is not', '/results?task=1', 400],
    ['a visit that is not a uuid', '/results/1%27%20or%201=1', 404],
    ['a visit that is not', `/results/${uuid(99_999_999)}`, 404],
    ['a plan that is not', '/plans/47010020261999', 404],
    ['a task notice that is not', '/tasks/%F0%9F%98%80', 404],
    ['a draw that is not', '/draws/470100202603181001-O-9', 404],
    ['a draw id with a path in it', '/draws/..%2f..%2fetc%2fpasswd', 404],
    ['a bundle of no draw', '/draws/x/bundle.json', 404],
    ['an enterprise without a record', '/entities/91470101MA99999999', 404],
    ['an enterprise code that is none', '/entities/%E5%B2%9A', 400],
    ['a page that is not', '/admin/../wp-login.php', 404],
    ['a page that is not, in English', '/en/nowhere', 404],
  ])('%s gets a calm page', async (_name, path, status) => {
    const { status: found, text, response } = await get(path)
    expect(found).toBe(status)
    expect(text).toContain('<main id="main"')
    expect(text).not.toMatch(/error:|at .*\.ts:\d+|syntax error|SELECT/)
    if (status !== 200)
      expect(response.headers.get('Cache-Control')).toBe(status === 400 && path.startsWith('/results?q') ? 'no-store' : 'no-store')
    expect(faults).toEqual([])
  })

  test('what is sent to the portal is refused in words', async () => {
    const { status, response, text } = await get('/results', { method: 'POST', body: 'q=1' })
    expect(status).toBe(405)
    expect(response.headers.get('Allow')).toBe('GET, HEAD')
    expect(text).toContain('这个地址只能查看')
  })

  test('a fault shows a page without details and is told to the log', async () => {
    const told: unknown[] = []
    const broken = createPortal({
      db: {
        selectFrom: () => {
          throw new Error('secret of the database')
        },
      } as never,
      openFile: () => null,
      now: () => new Date(),
      siteName: 'x',
      origin: 'http://127.0.0.1',
      demo: false,
      onError: (error) => told.push(error),
    })
    const response = await broken.request('/results')
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
    expect(told.length).toBe(1)
  })
})

test('every phrase says the same facts in both languages', () => {
  for (const [key, { zh, en }] of Object.entries(phrases)) {
    const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
    expect(names(en), key).toEqual(names(zh))
    expect(zh, key).not.toBe('')
    expect(en, key).not.toBe('')
  }
})

/** The tags alone, without the text between them, where anything may stand once it is escaped. */
const tagsOf = (html: string): string => (html.match(/<(?:"[^"]*"|[^>"])*>/g) ?? []).join('')

/** Elements that are opened and not closed, or closed and not opened. */
function unbalanced(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, end, name = '', rest = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/g)) {
    if (/^(meta|link|input|br|img)$/.test(name) || rest.endsWith('/')) continue
    if (end === '') open.push(name)
    else if (open.at(-1) === name) open.pop()
    else wrong.push(`</${name}> in <${open.at(-1)}>`)
  }
  return [...wrong, ...open]
}
