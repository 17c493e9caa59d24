/** Pages of a preview beside each other in width. */
import { expect, test } from 'vitest'
import { fitPages } from './fit-pages.ts'

const svg = (width: number, height: number, ...tops: readonly number[]): string =>
  [
    `<svg class="typst-doc" viewBox="0 0 ${width} ${height}" width="${width}pt" height="${height}pt">`,
    ...tops.flatMap((top) => [top === 0 ? '    <g>' : `    <g transform="matrix(1 0 0 1 0 ${top})">`, '        <g>', '    </g>']),
    '</svg>',
  ].join('\n')

test('beside a landscape annex an upright page is as wide as the annex, and nothing lies over anything', () => {
  const fitted = fitPages(svg(842, 842 + 595 + 842, 0, 842, 842 + 595))
  const pages = [...fitted.matchAll(/translate\(0 ([\d.]+)\) scale\(([\d.]+)\)/g)].map(([, y, scale]) => [Number(y), Number(scale)])
  expect(pages.map(([y = 0]) => Math.round(y))).toEqual([0, 1191, 1191 + 595])
  expect(pages.map(([, scale = 0]) => Math.round(595 * scale))).toEqual([842, 595, 842])
  expect(fitted).toMatch(/viewBox="0 0 842 2976\.\d+" width="842pt" height="2976/)
})

test('pages of one width, and a picture of another form, stay as they are', () => {
  for (const same of [svg(595, 1684, 0, 842), svg(842, 595, 0), '<svg viewBox="0 0 9 9"/>']) expect(fitPages(same)).toBe(same)
})
