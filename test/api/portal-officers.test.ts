import type { Hono } from 'hono'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RoundingCommit } from '#core/draws/documents.ts'
import { testDatabase } from '../database.ts'
import { testPortal } from '../portal.ts'
import { type OfficersWorld, publishOfficers } from './portal-officers-world.ts'

let portal: Hono
let world: OfficersWorld

beforeAll(async () => {
  const database = await testDatabase()
  world = await publishOfficers(database.db)
  portal = testPortal(database, [world])
})

const page = async (path: string): Promise<string> => {
  const response = await portal.request(path)
  expect(response.status, path).toBe(200)
  return await response.text()
}
const idOf = ({ bundle }: OfficersWorld['persons']): string => bundle.commit.drawId
const boundOf = ({ bundle }: OfficersWorld['persons']): RoundingCommit => bundle.commit.matching as RoundingCommit // the example's algorithm
/** One section of a page, by its heading. */
const section = (text: string, heading: string): string => {
  const from = text.indexOf(`<h2>${heading}</h2>`)
  expect(from, heading).toBeGreaterThan(0)
  return text.slice(from, text.indexOf('<h2>', from + 4))
}

describe('how officers were matched, in public', () => {
  test('a citizen reads that the probabilities were sealed first, how far one looked, and where the probabilities are', async () => {
    const bound = boundOf(world.persons)
    const text = section(await page(`/draws/${idOf(world.persons)}`), '人员怎样匹配')
    const [widened] = bound.widened
    for (const word of [
      '在种子产生之前就逐条按规则定好',
      `href="/draws/${world.objectDraw}"`,
      `${bound.objectCount} 户`,
      '2 名执法人员，一人主检',
      '先从当地的所选',
      '最宽到全局',
      `${widened?.[1]} 户放宽到同片区的几个所`,
      '可选少于 5 人',
      `${bound.belowLeast} 处`,
      `一般不超过 60%；可选的人太少、只好超过的有 ${bound.capLifted} 处`,
      `href="/draws/${idOf(world.persons)}/bundle.json"`,
      '只写编号，不写姓名',
    ])
      expect(text, word).toContain(word)
    expect([bound.belowLeast > 0, bound.capLifted > 0]).toEqual([true, true])
  })

  test('the same in English, and no officer is on the page by name or number', async () => {
    const text = await page(`/en/draws/${idOf(world.persons)}`)
    const told = section(text, 'How the officers were matched')
    for (const word of [
      'first the local station',
      'up to the whole bureau',
      '2 officers, one of whom leads',
      'at most 60%',
      'the bundle</a>',
    ])
      expect(told, word).toContain(word)
    expect(text).not.toMatch(/OFFICER:|EXPERT:/)
  })

  test('the bundle that it links to holds the very probabilities, and the checks of matching are told as held', async () => {
    const bundle = JSON.parse(await page(`/draws/${idOf(world.persons)}/bundle.json`)) as { matching: { rows: unknown[] } }
    expect(bundle.matching.rows.length).toBe(world.persons.list.rows.length)
    const text = await page(`/draws/${idOf(world.persons)}`)
    for (const check of ['匹配概率', '概率之和', '概率与户次上限', '负荷均衡']) expect(text, check).toContain(check)
    expect(text).not.toContain('未通过')
  })

  test('groups are counted as groups, and before there is a result the probabilities are sealed and not yet out', async () => {
    const text = await page(`/draws/${world.groupsDraw}`)
    for (const word of ['5 个小组和专家', '小组和专家总数', '一个固定的检查小组，由组长主检', '结果产生后在核验包里公布'])
      expect(text, word).toContain(word)
    // A cap of 100 % is none and is not spoken of; nobody can be appointed to teams that do not stand yet.
    for (const word of ['概率上限', '人工指定', '分层与应抽数']) expect(text, word).not.toContain(word)
  })

  test('a draw of the first algorithm says how that one worked, and claims no probabilities', async () => {
    const text = section(await page(`/draws/${world.formerDraw}`), '人员怎样匹配')
    expect(text).toContain('手上户数最少的可去人员')
    expect(text).not.toContain('概率')
  })

  test('long lists of probabilities and teams are downloads with names that say what they are', async () => {
    const text = await page(`/draws/${world.longDraw}`)
    for (const word of ['下载匹配概率（4.2 MB）', '下载人员分配（4.2 MB）']) expect(text, word).toContain(word)
    expect(await page(`/draws/${world.longDraw}/files/${'a'.repeat(64)}.jsonl`)).toBe('matching')
  })
})

describe('officers replaced, in public', () => {
  test('a draw that fills seats says so everywhere: tag, lead, seats, reason, the officer draw, the log', async () => {
    const id = idOf(world.seats)
    const text = await page(`/draws/${id}`)
    for (const word of ['人员更换', '更换检查组里的人员', '接替的人不是谁指定的', '申请更换人员', '执法人员已失效', '只补空出的席位'])
      expect(text, word).toContain(word)
    const why = section(text, '换了几个席位，为什么')
    for (const word of [`href="/draws/${idOf(world.persons)}"`, '<dd>3</dd>', '当事人申请回避']) expect(why, word).toContain(word)
    for (const word of ['替补', '被更换的一户', '分层与应抽数', 'id="code"']) expect(text, word).not.toContain(word)
    const english = await page(`/en/draws/${id}`)
    for (const word of ['replacement of officers', 'the enterprise asks for another officer', 'only those whose seats are free'])
      expect(english, word).toContain(word)
  })

  test('on the lists it is a replacement of officers and counts no businesses', async () => {
    const text = await page('/draws')
    const from = text.indexOf(`>${idOf(world.seats)}<`)
    const line = text.slice(text.lastIndexOf('<li>', from), text.indexOf('</li>', from))
    expect(line).toContain('人员更换')
    expect(line).not.toContain('户')
  })
})

describe('appointments by hand', () => {
  test('every one is listed with its day, reason and number of businesses, without names, latest first', async () => {
    const text = section(await page(`/draws/${idOf(world.persons)}`), '人工指定')
    expect(text).toContain('共 2 次')
    expect(text.indexOf('执法证到期')).toBeLessThan(text.indexOf('公务冲突'))
    for (const word of ['2026-11-23', '2026-11-22', '<td class="n">3</td>', '<caption class="vh">人工指定</caption>'])
      expect(text, word).toContain(word)
    const english = section(await page(`/en/draws/${idOf(world.persons)}`), 'Appointed by hand')
    for (const word of ['2 in all', 'needed for another duty']) expect(english, word).toContain(word)
  })

  test('where there was none the page says so; a draw of objects does not speak of it', async () => {
    expect(section(await page(`/draws/${world.formerDraw}`), '人工指定')).toContain('没有人工指定。')
    expect(await page(`/draws/${world.objectDraw}`)).not.toContain('人工指定')
  })
})
