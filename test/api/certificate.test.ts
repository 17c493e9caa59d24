/** The papers of a draw as a reader holds them: every assertion reads the text of a real PDF. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { renderPdf } from '#server/documents/render-pdf.ts'
import { type CertificateData, certificate } from '#server/draws/certificate.ts'
import { type ConfirmationData, confirmation } from '#server/draws/confirmation.ts'
import type { FrameFacts } from '#server/draws/paper-words.ts'
import { root } from '#test/house/sources.ts'
import { closedDraw, confirmationOf, drawnRows, fingerprint } from '#test/papers.ts'
import { pdfText } from '#test/pdf-text.ts'

const certificateText = async (change: Partial<CertificateData> = {}) => pdfText(await renderPdf(certificate({ ...closedDraw, ...change })))
const confirmationText = async (data: ConfirmationData) => pdfText(await renderPdf(confirmation(data)))
/** As many times as `part` stands in the text. */
const times = (text: string, part: string): number => text.split(part).length - 1

describe('the certificate of a draw', () => {
  test('states the sum, the strata, every fingerprint, every party, the beacon, the log and the verdict on two pages', async () => {
    const { pages, dense } = await certificateText()
    expect(pages).toHaveLength(2)
    for (const fact of [
      '抽取证书2026年食品经营单位随机抽查',
      '岚江市城关区市场监督管理局',
      '抽取编号620102202600012026-O-1',
      '状态已归档',
      '计划编号62010220260001',
      '名录总数145,210＝入池119,806＋排除25,404',
      '排除：已注销21,004',
      '排除：本年度已抽查1,300',
      '排除：不在本次抽取范围3,100',
      '企业31,2843%，四舍五入939',
      '个体工商户88,1201.25%，四舍五入，至少11,102',
      '农民专业合作社402固定数20',
      '合计119,8062,061',
      '应抽2,061，抽中2,061。',
      ...['pool', 'key', 'commit', 'seed', 'selected', 'result', 'log', 'chain', 'beacon'].map(fingerprint),
      ...['organiser', 'supervisor', 'system'].flatMap((party) => [fingerprint(`commitment ${party}`), fingerprint(`nonce ${party}`)]),
      '监督部门supervisor李建国2026-06-0509:31揭示',
      '第28,876,543轮，2026-06-0510:00产生',
      'log.example.gov.cn/mingjian',
      '承诺#10277揭示（监督部门）#10281结果#10290归档待收录',
      '核验通过。共25项：通过24项，无法核验1项，不符0项',
      'https://ssj.example.gov.cn/verify/?draw=620102202600012026-O-1',
      'SM3（GB/T32905）',
      'mingjian0.1.0',
      'mingjian-draw/1第1页共2页',
      '2026年6月5日',
    ])
      expect(dense).toContain(fact)
    expect(dense).not.toContain('作废')
    expect(dense).not.toContain('阶段性')
  })

  test('is an archivable file: PDF/A-2a in Chinese, and the same facts give the same bytes', async () => {
    const one = await renderPdf(certificate(closedDraw))
    const other = await renderPdf(certificate({ ...closedDraw }))
    const changed = await renderPdf(certificate({ ...closedDraw, poolSize: closedDraw.poolSize + 1 }))
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    expect(sha256(other)).toBe(sha256(one))
    expect(sha256(changed)).not.toBe(sha256(one))
    const file = Buffer.from(one).toString('latin1')
    expect(file).toMatch(/^%PDF-1\.7/)
    expect(file).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(file).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(file).toContain('/Lang (zh-CN)')
    expect(Buffer.from(one).toString('utf8')).toContain('抽取证书 620102202600012026-O-1')
  })

  test('of a void draw says so before anything else, with the reason, and shows no result', async () => {
    const { pages, dense } = await certificateText({
      state: 'void',
      seed: null,
      selectedCount: null,
      selectedRoot: null,
      resultHash: null,
      closedAt: null,
      verification: null,
      voided: { reason: 'reveal_overdue', note: null, at: '2026-06-05T09:30:00.000Z' },
    })
    expect(dense.indexOf('本次抽取已作废VOID')).toBeLessThan(dense.indexOf('基本情况'))
    expect(pages[0]?.replace(/\s/g, '')).toContain('理由：逾期未公开随机数。作废时间：2026-06-0517:30。')
    expect(dense).not.toContain(fingerprint('seed'))
    expect(dense).not.toContain('核验通过')
  })

  test('of a draw that nobody closed yet is marked as provisional', async () => {
    const { dense } = await certificateText({ state: 'result', closedAt: null, beacon: null, log: null })
    expect(dense).toContain('阶段性证书已出结果')
    expect(dense).toContain('尚未收录于透明日志')
  })

  test('of a sealed draw carries totals, and no stratum even when one is handed in by mistake', async () => {
    const mistaken = { mode: 'sealed', target: 2061, strata: [{ name: '高风险D类', n: 5, ratePpm: 1_000_000, rounding: null, target: 5 }] }
    const { dense } = await certificateText({ frame: mistaken as FrameFacts }) // what a careless caller could pass
    expect(dense).toContain('密封模式')
    expect(dense).toContain('应抽2,061，抽中2,061。')
    for (const secret of ['高风险', '企业31,284', '个体工商户', '四舍五入', '100%']) expect(dense).not.toContain(secret)
  })

  test('of a replacement names its reason, and the objects only where the reader may know them', async () => {
    const replacement = {
      objectDraw: '620102202600012026-O-1',
      reason: 'cannot_contact',
      replaced: { subject: '91620102MA71234567', name: '岚江市旧店' },
      substitute: { subject: '91620102MA77654321', name: '岚江市新店' },
    }
    const known = await certificateText({ kind: 'R', replacement })
    expect(known.dense).toContain('更换原因通过登记的住所或者经营场所无法联系')
    expect(known.dense).toContain('被更换对象岚江市旧店（91620102MA71234567）替补对象岚江市新店（91620102MA77654321）')
    const unknown = await certificateText({ kind: 'R', replacement: { ...replacement, replaced: null, substitute: null } })
    expect(unknown.dense).toContain('更换原因')
    expect(unknown.dense).not.toContain('对象岚江市')
  })
})

describe('a name is data', () => {
  test('whatever Typst would read in it stands on the paper as it was written', async () => {
    const names = [
      '#import "@preview/x:1.0.0": *',
      '#sys.inputs',
      '$ x^2 $',
      ']#text(fill: red)[',
      '*粗* _斜_ `码`',
      '"引号" \\ \'\'',
      '= 标题 <label> @ref',
      '//注释/**/',
      '{{}}',
    ]
    const rows = names.map((name, i) => ({ order: i + 1, subject: `REG:${i}`, name, region: '#region', officers: [] }))
    const { dense } = await confirmationText(confirmationOf(rows))
    for (const name of names) expect(dense).toContain(name.replace(/\s/g, ''))
    expect(times(dense, '#region')).toBe(names.length)
  })

  test('what the font cannot show, and what turns the direction of writing, is written as its code', async () => {
    const rows = ['甲\u202E乙', '丙\u{2CC56}\u{10FFFF}丁', '戊\u0000己\u200B庚', '㐂𬱖'].map((name, i) => ({
      order: i + 1,
      subject: `REG:${i}`,
      name,
      region: '',
      officers: [],
    }))
    const { dense } = await confirmationText(confirmationOf(rows))
    expect(dense).toContain('甲〔U+202E〕乙')
    expect(dense).toContain('〔U+10FFFF〕丁')
    expect(dense).toContain('戊〔U+0000〕己〔U+200B〕庚')
    expect(dense).not.toContain('\uFFFD')
  })
})

describe('the confirmation', () => {
  test('lists the drawn in ticket order, those who signed, and lines for those who did not', async () => {
    const rows = drawnRows(9)
    const { dense } = await confirmationText(confirmationOf(rows.toReversed()))
    for (const { order, subject, name, region } of rows) expect(dense).toContain(`${order}${subject}${name}${region}`)
    expect(dense).toContain('对象抽取情况确认书（监督记录）')
    expect(dense).toContain('名录总数145,210，入池119,806，排除25,404')
    expect(dense).toContain('应抽2,061，占名单1.72%')
    expect(dense).toContain('组织部门王敏岚江市城关区市场监督管理局过程规范，同意。2026-06-0510:30已在系统签署')
    expect(dense).toContain('赵一凡城关区人大代表全程在场，无异议。2026-06-0510:40（王敏录入）')
    const signatures = dense.slice(dense.indexOf('身份姓名单位意见时间签名'))
    expect(times(signatures, '见证人')).toBe(2)
    expect(times(signatures, '监督部门')).toBe(1)
    expect(signatures).toContain('年月日')
  })

  test('of a sealed draw is in the order of the codes and names no stratum', async () => {
    const rows = drawnRows(40)
    const { dense } = await confirmationText({ ...confirmationOf(rows), frame: { mode: 'sealed', target: 40 } })
    const byCode = rows.map(({ subject }) => subject).toSorted()
    expect(byCode).not.toEqual(rows.map(({ subject }) => subject))
    expect(Array.from(dense.matchAll(/91620102MA7\d{7}/g), ([code]) => code)).toEqual(byCode)
    for (const secret of ['分层', '个体工商户', '签号排列']) expect(dense).not.toContain(secret)
  })

  test('with 10,000 drawn has them all under a heading on every page, and the API answers meanwhile', async () => {
    const rows = drawnRows(10_000)
    let ticks = 0
    const timer = setInterval(() => ticks++, 10)
    const began = performance.now()
    const pdf = await renderPdf(confirmation(confirmationOf(rows)))
    const took = performance.now() - began
    clearInterval(timer)
    expect(took).toBeLessThan(20_000)
    expect(ticks).toBeGreaterThan(took / 100)
    expect(pdf.length).toBeLessThan(2_000_000)
    const { pages, dense } = pdfText(pdf)
    expect(pages.slice(1).every((page) => page.replace(/\s/g, '').includes('附件抽中名单序号代码名称所在地区'))).toBe(true)
    expect(Array.from(dense.matchAll(/91620102MA7\d{7}/g), ([code]) => code)).toEqual(rows.map(({ subject }) => subject))
  })

  test('of a longer list says where the list is, and refuses to print it', async () => {
    expect(() => confirmation(confirmationOf(drawnRows(10_001)))).toThrow(RangeError)
    const { pages, dense } = await confirmationText({
      ...confirmationOf([]),
      selectedCount: 600_000,
      drawn: { elsewhere: '核验包所指的名单文件' },
    })
    expect(pages).toHaveLength(1)
    expect(dense).toContain('抽中600,000，名单较长，不在此列出。完整名单：核验包所指的名单文件')
    expect(dense).toContain(fingerprint('selected'))
  })
})

describe('the PDF maker', () => {
  test('where native code cannot be loaded, says what to do, and not more wait than it can serve', async () => {
    const paper = certificate(closedDraw)
    const answers = await Promise.allSettled(Array.from({ length: 9 }, () => renderPdf(paper, ['--no-addons'])))
    const codes = answers.map((answer) => (answer.status === 'rejected' ? (answer.reason as { code?: string }).code : 'made')) // a Problem
    expect(codes.slice(0, 8)).toEqual(Array(8).fill('pdf_unavailable'))
    expect(codes.at(-1)).toBe('busy')
    expect((await renderPdf(paper)).length).toBeGreaterThan(10_000)
  })

  test('asks no network: no template imports anything but the house style', () => {
    const templates = globSync('server/**/*.typ', { cwd: root })
    expect(templates.length).toBeGreaterThan(2)
    const imports = templates.flatMap((file) => readFileSync(`${root}/${file}`, 'utf8').match(/#?\b(import|include)\s+"[^"]*"/g) ?? [])
    expect(new Set(imports)).toEqual(new Set(['#import "/documents/house.typ"']))
  })
})
