/** 经营场所 as a key: what people write differently and mean the same, and what must never be taken for the same. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeHeads, premisesKey } from './premises.ts'

const county = placeHeads(['甘肃省', '兰州市', '城关区'])
const key = (address: string | null) => premisesKey(address, county)
const written = '甘肃省兰州市城关区某路1号'

describe('one premises', () => {
  test('is the same with and without the names of the places above it', () => {
    for (const address of ['甘肃省兰州市城关区某路1号', '兰州市城关区某路1号', '城关区某路1号', '某路1号', '甘肃省城关区某路1号'])
      expect(key(address), address).toBe(written)
    for (const address of ['甘肃兰州城关区某路1号', '兰州城关区某路1号', '中国甘肃省兰州市某路1号', '甘肃省-兰州市-城关区,某路1号'])
      expect(key(address), address).toBe(written)
  })

  test('is the same in full-width signs, with blanks, and with its number written as people do', () => {
    for (const address of [
      '某路１号',
      ' 某路 1 号 ',
      '某路1#',
      '某路#1',
      '某路＃１',
      '某路No.1',
      '某路№1',
      '某路1號',
      '某路一号',
      '某路1',
      '某路1号。',
    ])
      expect(key(address), address).toBe(written)
    expect(key('某路1—3号')).toBe(key('某路1-3号'))
    expect(key('某路三十一号二号楼')).toBe(key('某路31号2号楼'))
    expect(key('某路一百零五号')).toBe(key('某路105号'))
  })

  test('is not found where it could be mistaken', () => {
    // Streets and markets are called after places, and 幸福一三号 may be 幸福一 · 三号.
    expect(key('兰州路1号')).not.toBe(key('路1号'))
    expect(key('兰州市场1号')).toBe('甘肃省兰州市城关区兰州市场1号')
    expect(key('城关路1号')).toBe('甘肃省兰州市城关区城关路1号')
    expect(key('幸福一三号')).not.toBe(key('幸福13号'))
    expect(key('某路1号2室')).not.toBe(key('某路12号室'))
    expect(placeHeads(['甘肃省', '兰州市', '城关区', '雁滩']).heads).not.toContain('|雁滩)(?!')
  })

  test('of another county is another one, also where the county alone tells them apart', () => {
    const other = placeHeads(['甘肃省', '兰州市', '七里河区'])
    expect(premisesKey('某路1号', other)).not.toBe(key('某路1号'))
    // A line that was written there stays there when it is read with the names of here.
    expect(key(premisesKey('某路1号', other))).not.toBe(key('某路1号'))
  })

  test('stays the same when the register comes to know the street', () => {
    const street = placeHeads(['甘肃省', '兰州市', '城关区', '张掖路街道'])
    const now = premisesKey('张掖路街道某路1号', street)
    expect(now).toBe(premisesKey('某路1号', street))
    expect(premisesKey(key('城关区张掖路街道某路1号'), street)).toBe(now)
    expect(premisesKey('张掖路1号', street)).toBe('甘肃省兰州市城关区张掖路1号')
  })

  test('knows the short names of autonomous places, and passes over the shelves of the statistics', () => {
    const autonomous = placeHeads(['甘肃省', '临夏回族自治州', '积石山保安族东乡族撒拉族自治县'])
    expect(premisesKey('临夏州积石山县某镇1号', autonomous)).toBe(premisesKey('某镇1号', autonomous))
    expect(premisesKey('内蒙古某盟某旗1号', placeHeads(['内蒙古自治区', '某盟', '某旗']))).toBe('内蒙古自治区某盟某旗1号')
    expect(premisesKey('北京市东城区某街1号', placeHeads(['北京市', '市辖区', '东城区']))).toBe('北京市东城区某街1号')
  })
})

const parts = [
  '甘肃省',
  '甘肃',
  '兰州市',
  '兰州',
  '城关区',
  '城关',
  '场',
  '路',
  '人民路',
  '街',
  '1',
  '２',
  '十二',
  '百',
  '号',
  '#',
  'No.',
  '-',
  '—',
]
const signs = ['，', '、', '。', ' ', '楼', 'B座', '(', ')', '村', '一', '~']
const anyAddress = fc.array(fc.constantFrom(...parts, ...signs), { maxLength: 9 }).map((all) => all.join(''))

test('the key of a key is the key, and it is empty only where nothing was written', () => {
  fc.assert(
    fc.property(anyAddress, (address) => {
      expect(key(key(address))).toBe(key(address))
      expect(key(address) === '').toBe(address.trim() === '')
    }),
    { numRuns: 3000 },
  )
})

test('two house numbers are never one, however each is written', () => {
  const ways: readonly ((n: number) => string)[] = [
    (n) => `甘肃省兰州市城关区人民路${n}号`,
    (n) => `人民路${n}#`,
    (n) => `城关区人民路#${n}`,
    (n) => `兰州城关区人民路No.${n}`,
    (n) => `人民路${[...String(n)].map((figure) => '〇一二三四五六七八九'[Number(figure)]).join('')}号`,
    (n) => `人民路${n}`,
  ]
  const number = fc.integer({ min: 1, max: 9999 })
  fc.assert(
    fc.property(number, number, fc.constantFrom(...ways), fc.constantFrom(...ways), (n, m, one, other) => {
      expect(key(one(n)) === key(other(m))).toBe(n === m)
      if (n !== m) expect(key(`${one(n)}院${m}室`)).not.toBe(key(`${other(m)}院${n}室`))
    }),
  )
})
