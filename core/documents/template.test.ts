import { describe, expect, test } from 'vitest'
import { blankLine, fillTemplate, sampleData } from './fill.ts'
import { textOf } from './filled.ts'
import { documentKindCodes, documentKinds, fieldsOf, kindsOf, listFieldsOf, typedFieldsOf } from './kinds.ts'
import { nationalTemplates } from './national-templates.ts'
import { checkTemplate, namesIn, type Template } from './template.ts'

const failureOf = (kind: (typeof documentKindCodes)[number], template: Template) => {
  const checked = checkTemplate(kind, template)
  return checked.ok ? null : checked.failure
}
const { notice } = nationalTemplates
const without = (word: string): Template => ({
  ...notice,
  blocks: notice.blocks.filter((block) => !('text' in block && block.text.includes(word)) && !(block.kind === 'each' && block.of === word)),
})

describe('the national templates', () => {
  test.each(documentKindCodes)('%s says what its kind has to say, and nothing that nobody fills', (kind) => {
    expect(failureOf(kind, nationalTemplates[kind])).toBeNull()
  })

  test.each(documentKindCodes)('%s is filled without a brace left, and without a blank when everything is known', (kind) => {
    const { document, blanks } = fillTemplate(nationalTemplates[kind], sampleData(kind), null)
    expect(blanks).toEqual([])
    expect(textOf(document).join('\n')).not.toMatch(/[{}]/)
  })

  test('the notice tells the five prohibitions, recusal, statement and defence, and how often this year', () => {
    const text = textOf(fillTemplate(notice, sampleData('notice'), '城关市监抽查〔2026〕1号').document).join('\n')
    for (const word of ['五个严禁', '回避', '陈述', '申辩', '第1次计划内检查', '执法证', '监督电话']) expect(text).toContain(word)
  })
})

describe('a template that a bureau writes', () => {
  test('a placeholder that nobody fills is refused with its block and the names that exist', () => {
    const wrong: Template = { ...notice, blocks: [...notice.blocks, { kind: 'paragraph', text: '风险等级：{信用风险等级}' }] }
    expect(failureOf('notice', wrong)).toMatchObject({ type: 'placeholder_unknown', block: notice.blocks.length + 1, name: '信用风险等级' })
  })

  test('no kind of paper has a placeholder for a class of risk', () => {
    const names = documentKindCodes.flatMap((kind) => [
      ...Object.keys(fieldsOf(kind)),
      ...Object.values(listFieldsOf(kind)).flatMap((table) => Object.keys(table)),
    ])
    expect(names.filter((name) => /风险|等级/.test(name))).toEqual([])
  })

  test('a brace that is not closed is refused, in a title too', () => {
    expect(failureOf('notice', { ...notice, title: '{发文机关 通知书' })).toMatchObject({ type: 'placeholder_broken', block: 0 })
  })

  test('a field of a list is known inside its list and nowhere else', () => {
    const inside: Template = { ...notice, blocks: [...notice.blocks, { kind: 'each', of: '检查人员', text: '{姓名}（{任务编号}）' }] }
    const outside: Template = { ...notice, blocks: [...notice.blocks, { kind: 'paragraph', text: '{姓名}' }] }
    expect(failureOf('notice', inside)).toBeNull()
    expect(failureOf('notice', outside)).toMatchObject({ type: 'placeholder_unknown', name: '姓名' })
    const nowhere: Template = { ...notice, blocks: [...notice.blocks, { kind: 'each', of: '抽查名单', text: '{名称}' }] }
    expect(failureOf('notice', nowhere)).toMatchObject({ type: 'template_list_unknown', name: '抽查名单' })
  })

  test('a paragraph that hangs on a name nobody fills would never be printed: refused', () => {
    const never: Template = { ...notice, blocks: [...notice.blocks, { kind: 'paragraph', text: '附注。', when: '风险等级' }] }
    expect(failureOf('notice', never)).toMatchObject({ type: 'placeholder_unknown', name: '风险等级', block: notice.blocks.length + 1 })
    const sometimes: Template = { ...notice, blocks: [...notice.blocks, { kind: 'paragraph', text: '附注。', when: '检查人员' }] }
    expect(failureOf('notice', sometimes)).toBeNull()
  })

  test('what the law asks for may not depend on a value that is there only sometimes', () => {
    const hidden = (word: string): Template => ({
      ...notice,
      blocks: notice.blocks.map((block) => (JSON.stringify(block).includes(word) ? { ...block, when: '频次例外' } : block)),
    })
    for (const word of ['申请回避', '陈述和申辩', '五个严禁', '本年已安排次数'])
      expect([word, failureOf('notice', hidden(word))]).toMatchObject([word, { type: 'template_lacks' }])
  })

  test('an announcement names its task whether or not there is a plan', () => {
    const data = sampleData('announcement')
    const said = (change: Readonly<Record<string, string>>) =>
      textOf(fillTemplate(nationalTemplates.announcement, { ...data, fields: { ...data.fields, ...change } }, null).document).join('\n')
    expect(said({})).toContain('计划编号：62010220261001')
    const outside = said({ 计划编号: '', 计划外来源: '临时抽查' })
    expect(outside).toContain('根据临时抽查，我局已完成“2026年食品经营单位随机抽查”（任务编号：620102202606051001）')
  })

  test.each(['五个严禁', '回避', '陈述和申辩', '本年已安排次数'])('a notice without %s is refused: the law asks for it', (word) => {
    expect(failureOf('notice', without(word))).toMatchObject({ type: 'template_lacks' })
  })
})

describe('filling', () => {
  const plain = (text: string): Template => ({ title: '通知', number: null, head: 'plain', blocks: [{ kind: 'paragraph', text }] })

  test('a value that is missing becomes a line to write on, and is named once', () => {
    const { document, blanks } = fillTemplate(plain('{联系人} {联系人} {联系电话}'), { fields: { 联系电话: '12345' }, lists: {} }, null)
    expect(document.blocks).toEqual([{ kind: 'paragraph', text: `${blankLine} ${blankLine} 12345` }])
    expect(blanks).toEqual(['联系人'])
  })

  test('a firm whose name looks like a placeholder keeps its name', () => {
    const { document } = fillTemplate(
      plain('{对象名称}'),
      { fields: { 对象名称: '{任务编号}$&贸易有限公司', 任务编号: '1' }, lists: {} },
      null,
    )
    expect(document.blocks[0]).toMatchObject({ text: '{任务编号}$&贸易有限公司' })
  })

  test('a paragraph for something that is not there is not printed', () => {
    const template: Template = { ...plain(''), blocks: [{ kind: 'paragraph', text: '例外：{频次例外}', when: '频次例外' }] }
    expect(fillTemplate(template, { fields: { 频次例外: '' }, lists: {} }, null).document.blocks).toEqual([])
    expect(fillTemplate(template, { fields: { 频次例外: '投诉举报' }, lists: {} }, null).document.blocks).toHaveLength(1)
  })

  test('an entry of a list comes before the paper where both have a name', () => {
    const template: Template = { ...plain(''), blocks: [{ kind: 'each', of: '抽查事项', text: '{序号}. {事项}（{任务编号}）' }] }
    const data = { fields: { 任务编号: 'T1', 事项: '别处' }, lists: { 抽查事项: [{ 序号: '1', 事项: '许可' }] } }
    expect(fillTemplate(template, data, null).document.blocks).toEqual([{ kind: 'paragraph', text: '1. 许可（T1）' }])
  })
})

test('every kind has a page to be issued from, and typed fields are fields', () => {
  expect(kindsOf('visit')).toEqual(['notice', 'approval'])
  expect(kindsOf('task')).toEqual(['announcement', 'approval'])
  expect(kindsOf('plan')).toEqual(['annual_plan'])
  for (const kind of documentKindCodes) {
    const known = Object.keys(fieldsOf(kind))
    expect([...typedFieldsOf(kind), ...documentKinds[kind].mustName].filter((name) => !known.includes(name))).toEqual([])
  }
  expect(namesIn('{一}和{二}')).toEqual(['一', '二'])
})
