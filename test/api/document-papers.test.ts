/** Papers of a bureau as a reader holds them: the picture of their pages, the text of the PDF, and the text of the DOCX. */
import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillTemplate, sampleData } from '#core/documents/fill.ts'
import { type FilledDocument, sealPlace, textOf } from '#core/documents/filled.ts'
import { type DocumentKind, documentKindCodes } from '#core/documents/kinds.ts'
import { layout, twipsOfMm } from '#core/documents/layout.ts'
import { nationalTemplates } from '#core/documents/national-templates.ts'
import { documentNumber } from '#core/documents/number.ts'
import { instant } from '#core/time.ts'
import { toDocx } from '#server/documents/docx.ts'
import { officialPaper, officialPapers } from '#server/documents/official.ts'
import { renderPdf, renderSvg } from '#server/documents/render-pdf.ts'
import { zipOf } from '#server/documents/zip.ts'
import { launchBrowser } from '#test/browser.ts'
import { docxText, unzip } from '#test/docx-text.ts'
import { likeGolden, pictureOf } from '#test/golden.ts'
import { pdfText } from '#test/pdf-text.ts'

const at = instant(new Date('2026-06-05T01:00:00.000Z'))
const sample = (kind: DocumentKind, change: Readonly<Record<string, string>> = {}): FilledDocument => {
  const template = nationalTemplates[kind]
  const data = sampleData(kind)
  const number = template.number === null ? null : documentNumber(template.number, { shortName: '城关市监', year: 2026 }, 12)
  return fillTemplate(template, { ...data, fields: { ...data.fields, ...change } }, number).document
}
const documentXml = async (document: FilledDocument): Promise<string> =>
  unzip(await toDocx(document, at))
    .get('word/document.xml')
    ?.toString() ?? ''
const dense = (text: string): string => text.replace(/[\s\u200b]/g, '')

describe('as a picture', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test.each(documentKindCodes)('the pages of %s look as they did when somebody looked at them', async (kind) => {
    const picture = await pictureOf(browser, await renderSvg(officialPaper(sample(kind), at)))
    expect(await likeGolden(`documents/${kind}`, picture)).toMatchObject({ same: true })
  })

  test('another name on the paper is another picture', async () => {
    const picture = await pictureOf(
      browser,
      await renderSvg(officialPaper(sample('notice', { 对象名称: '岚江市第二餐饮有限公司连锁总店' }), at)),
    )
    expect(await likeGolden('documents/notice', picture)).toMatchObject({ same: false })
  })
})

describe('as PDF', () => {
  test.each(documentKindCodes)('%s has every word, and a place for the seal and no seal', async (kind) => {
    const document = sample(kind)
    const { dense: text } = pdfText(await renderPdf(officialPaper(document, at)))
    for (const line of textOf(document)) expect(dense(text)).toContain(dense(line))
    if (kind !== 'approval') expect(text).toContain(sealPlace)
  })

  test('the same paper gives the same bytes, and pages are numbered as the standard has it', async () => {
    const paper = officialPaper(sample('notice'), at)
    const [one, other] = [await renderPdf(paper), await renderPdf(paper)]
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    expect(sha256(one)).toBe(sha256(other))
    const { pages } = pdfText(one)
    expect(pages.map((page) => /— (\d+) —/.exec(page)?.[1])).toEqual(pages.map((_, i) => String(i + 1)))
  })

  test('an approval form is one page, and a signature never stands alone on one', async () => {
    const form = pdfText(await renderPdf(officialPaper({ ...sample('approval'), blocks: sample('approval').blocks.slice(0, 1) }, at)))
    expect(form.pages).toHaveLength(1)
    const { pages } = pdfText(await renderPdf(officialPaper(sample('notice'), at)))
    expect(dense(pages.find((page) => page.includes(sealPlace)) ?? '')).toContain('依法记录并公示')
  })

  test('no row of a list is cut in two by the end of a page', async () => {
    const places = Array.from({ length: 40 }, (_, n) => `第${n + 1}网格甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥尾${n + 1}。`)
    const paper = sample('announcement')
    const blocks = paper.blocks.map((block) =>
      block.kind === 'table' ? { ...block, rows: places.map((place, n) => [String(n + 1), '某商行', '91620102MA70000000', place]) } : block,
    )
    const { pages } = pdfText(await renderPdf(officialPaper({ ...paper, blocks }, at)))
    expect(pages.length).toBeGreaterThan(4)
    for (const place of places) expect(pages.filter((page) => dense(page).includes(place))).toHaveLength(1)
  })

  test('the notices of a task are one file, each with page numbers of its own', async () => {
    const names = ['甲商行', '乙商行', '丙商行']
    const papers = names.map((name) => sample('notice', { 对象名称: name }))
    const { pages } = pdfText(await renderPdf(officialPapers(papers, at)))
    const starts = pages.flatMap((page, i) => (page.includes('抽查通知书') && /— 1 —/.test(page) ? [i] : []))
    expect(starts).toHaveLength(3)
    expect(names.every((name, i) => (pages[starts[i] ?? 0] ?? '').includes(name))).toBe(true)
  })

  test('a hostile name is printed as it is, and what cannot be seen is printed as its code', async () => {
    const text = pdfText(await renderPdf(officialPaper(sample('notice', { 对象名称: '#panic("x") $x$ *甲*\u202e商行' }), at))).dense
    expect(text).toContain('#panic("x")$x$*甲*〔U+202E〕商行')
  })
})

describe('as DOCX', () => {
  test.each(documentKindCodes)('%s opens with every word in order', async (kind) => {
    const document = sample(kind)
    const lines = docxText(await toDocx(document, at))
    expect(lines.map(dense)).toEqual(
      textOf(document)
        .map(dense)
        .filter((line) => line !== ''),
    )
  })

  test('its page is the page of the standard, an annex of a plan lies on its side', async () => {
    const xml =
      unzip(await toDocx(sample('annual_plan'), at))
        .get('word/document.xml')
        ?.toString() ?? ''
    const pages = [...xml.matchAll(/<w:pgSz ([^>]*)\/>/g)].map(({ 1: size = '' }) => size)
    expect(pages).toHaveLength(2)
    expect(pages[0]).toContain('w:w="11906" w:h="16838" w:orient="portrait"')
    expect(pages[1]).toContain('w:w="16838" w:h="11906" w:orient="landscape"')
    expect(xml).toContain('w:top="2098"')
    expect(xml).toContain('w:eastAsia="方正小标宋简体"')
    expect(xml).toContain('w:eastAsia="仿宋_GB2312"')
  })

  test('it says that it is Chinese, and what stands in for a typeface that a machine lacks', async () => {
    const parts = unzip(await toDocx(sample('notice'), at))
    const styles = parts.get('word/styles.xml')?.toString() ?? ''
    expect(styles).toContain('w:eastAsia="仿宋_GB2312"')
    expect(styles).toContain('<w:lang w:val="en-US" w:eastAsia="zh-CN"')
    const fonts = parts.get('word/fontTable.xml')?.toString() ?? ''
    const used = [...(parts.get('word/document.xml')?.toString() ?? '').matchAll(/w:eastAsia="([^"]*)"/g)].map(({ 1: name = '' }) => name)
    expect(used.length).toBeGreaterThan(10)
    for (const name of new Set(used)) expect(fonts).toMatch(new RegExp(`w:name="${name}"><w:altName w:val="[^"]+"`))
  })

  test('a signature is on one page, with words above it; no heading is the last line of a page', async () => {
    const xml = await documentXml(sample('notice'))
    const paragraphs = [...xml.matchAll(/<w:p>.*?<\/w:p>/g)].map(([one]) => one)
    const of = (text: string): string => paragraphs.findLast((one) => one.includes(text)) ?? ''
    for (const text of ['不配合检查情节严重的', '岚江市城关区市场监督管理局', sealPlace, '2026年6月5日', '一、抽查事项', '八、配合检查'])
      expect([text, of(text).includes('<w:keepNext/>')]).toEqual([text, true])
    expect(of('联系人').includes('<w:keepNext/>')).toBe(false)
  })

  test('a long list is a table whose head is on every page and whose rows are not cut, and no empty page follows a form or a list', async () => {
    const form = await documentXml(sample('approval'))
    expect([...form.matchAll(/<w:sectPr>/g)]).toHaveLength(1)
    expect(form).toMatch(/<w:p><w:pPr><w:keepNext\/><w:pageBreakBefore\/>/)
    for (const [after] of form.matchAll(/<\/w:tbl><w:p>.*?<\/w:p>/g)) expect(after).toContain('<w:spacing w:line="20" w:lineRule="exact"/>')
    const grid = [...form.matchAll(/<w:tblGrid>(.*?)<\/w:tblGrid>/g)].map(({ 1: columns = '' }) =>
      [...columns.matchAll(/w:w="(\d+)"/g)].reduce((sum, { 1: width }) => sum + Number(width), 0),
    )
    for (const width of grid) expect(Math.abs(width - twipsOfMm(layout.area.width))).toBeLessThan(5)
    expect(form).toContain('<w:tblHeader/>')
    const rows = [...form.matchAll(/<w:trPr>.*?<\/w:trPr>/g)].map(([properties]) => properties)
    expect(rows.every((properties) => properties.includes('<w:cantSplit/>'))).toBe(true)
    const long = await documentXml(sample('approval', { 检查依据: '某法第一条、'.repeat(400) }))
    expect([...long.matchAll(/<w:trPr>.*?<\/w:trPr>/g)].filter(([properties]) => !properties.includes('<w:cantSplit/>'))).toHaveLength(1)
  })

  test('a control character in a name does not break the file', async () => {
    const lines = docxText(await toDocx(sample('notice', { 对象名称: '甲\u0001<商行>&' }), at))
    expect(lines.join('')).toContain('甲〔U+0001〕<商行>&')
  })
})

test('an archive of papers opens with every name and byte', async () => {
  async function* files() {
    yield { name: '0001-甲商行.docx', bytes: Buffer.from('one') }
    yield { name: '0002-乙商行.docx', bytes: Buffer.from('two') }
  }
  const parts: Uint8Array[] = []
  for await (const part of zipOf(files())) parts.push(part)
  const opened = unzip(Buffer.concat(parts))
  expect([...opened].map(([name, bytes]) => [name, bytes.toString()])).toEqual([
    ['0001-甲商行.docx', 'one'],
    ['0002-乙商行.docx', 'two'],
  ])
})
