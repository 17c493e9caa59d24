import { expect, test } from 'vitest'
import { characterPitch, layout, linePitch, markSize, tracking, twipsOfMm } from './layout.ts'

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
