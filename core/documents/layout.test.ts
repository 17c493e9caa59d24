import { expect, test } from 'vitest'
import { characterPitch, columnsOf, layout, linePitch, markSize, signatureCentre, staysWhole, tracking, twipsOfMm } from './layout.ts'

const mm = 72 / 25.4

test('margins and type area of GB/T 9704 make an A4 page', () => {
  const { page, margin, area } = layout
  expect(margin.left + area.width + margin.right).toBe(page.width)
  expect(margin.top + area.height + margin.bottom).toBe(page.height)
})

test('twenty-two lines of twenty-eight characters of 三号 fill the type area', () => {
  expect(linePitch * layout.linesPerPage).toBeCloseTo(layout.area.height * mm, 6)
  expect((layout.body + tracking) * layout.charactersPerLine).toBeCloseTo(layout.area.width * mm, 6)
  expect(characterPitch).toBeLessThan(layout.body)
})

test('the mark of an organ stays on one line and below 22 mm, however long its name', () => {
  const longest = '甘肃省兰州市城关区市场监督管理局（知识产权局）'
  expect(markSize(longest) * [...longest].length).toBeLessThan(layout.area.width * mm)
  expect(markSize('省局') / mm).toBeLessThan(22)
})

test('DOCX has the same page', () => {
  expect([twipsOfMm(210), twipsOfMm(297)]).toEqual([11906, 16838])
})

test('a date ends four characters from the edge, and a long name stays on the page over it', () => {
  const [date, width] = ['2026年6月5日', layout.area.width * mm]
  // Six digits of half a width and three characters: the date is six characters wide.
  expect(signatureCentre('省局', date)).toBeCloseTo(7 * characterPitch, 6)
  expect(2 * signatureCentre('岚江市市场监督管理局综合行政执法大队', date)).toBeGreaterThan(18 * characterPitch)
  expect(2 * signatureCentre('甘肃省兰州市城关区市场监督管理局（知识产权局）', date)).toBeLessThan(width)
})

test('a row stays on one page unless a page would not hold it', () => {
  const widths = columnsOf([1, 3], false)
  expect(widths.reduce((sum, one) => sum + one, 0)).toBeCloseTo(layout.area.width)
  expect(columnsOf([1], true)[0]).toBe(layout.page.height - layout.margin.left - layout.margin.right)
  expect(staysWhole(['1', '店'.repeat(60)], widths, layout.cell)).toBe(true)
  expect(staysWhole(['1', '店'.repeat(3000)], widths, layout.cell)).toBe(false)
  expect(staysWhole(['', '一\n'.repeat(40)], widths, layout.cell)).toBe(false)
})
