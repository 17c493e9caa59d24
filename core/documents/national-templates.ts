/**
 * The templates that hold where no place has its own. The words are ours, the contents those of domain.md §14; for the notice and the approval form
 * also of 国办发〔2024〕54号 and of 司法部《行政检查文书基本格式文本（试行）》(2025), whose order approval — notice — record they follow.
 */
import type { DocumentKind } from './kinds.ts'
import type { Template } from './template.ts'

const numbered = '{部门简称}抽查〔{年}〕{序号}号'

const annualPlan: Template = {
  title: '{发文机关}{计划年度}年度\n抽查工作计划公告',
  number: numbered,
  head: 'red',
  blocks: [
    { kind: 'addressee', text: '{主送机关}：', when: '主送机关' },
    {
      kind: 'paragraph',
      text: '根据随机抽取检查对象、随机选派执法检查人员、抽查情况及查处结果及时向社会公开的要求，现将《{计划名称}》（计划编号：{计划编号}）予以公布，请认真组织实施。',
    },
    { kind: 'paragraph', text: '本计划为{计划类别}，共列入抽查任务{任务项数}项，详见附件。' },
    { kind: 'paragraph', text: '参加部门：{参加部门}。', when: '参加部门' },
    { kind: 'paragraph', text: '{版本说明}。此前版本同时在公示网站保留，可供比对。', when: '版本说明' },
    { kind: 'paragraph', text: '计划内任务的检查对象和检查人员均由系统随机抽取，抽取过程可由社会公众核验；检查结果依法公示。' },
    { kind: 'paragraph', text: '附件：{计划名称}' },
    { kind: 'signature', issuer: '{发文机关}', date: '{成文日期}', seal: true },
    { kind: 'note', text: '（联系人：{联系人}　联系电话：{联系电话}）', when: '联系人' },
    { kind: 'annex', text: '附件\n{计划名称}', landscape: true },
    {
      kind: 'table',
      of: '计划任务',
      columns: [
        { title: '序号', text: '{序号}', width: 4 },
        { title: '抽查任务名称', text: '{任务名称}', width: 14 },
        { title: '抽查类型', text: '{抽查类型}', width: 6 },
        { title: '抽查事项', text: '{抽查事项}', width: 22 },
        { title: '抽查对象范围', text: '{对象范围}', width: 18 },
        { title: '抽取比例（数量）', text: '{比例数量}', width: 9 },
        { title: '检查时间', text: '{检查时间}', width: 10 },
        { title: '责任科室', text: '{责任科室}', width: 9 },
        { title: '配合单位', text: '{配合单位}', width: 9 },
        { title: '备注', text: '{备注}', width: 8 },
      ],
    },
  ],
}

const announcement: Template = {
  title: '{发文机关}{计划年度}年度\n第{公告序号}号抽查任务公告',
  number: numbered,
  head: 'red',
  blocks: [
    {
      kind: 'paragraph',
      text: '根据《{计划名称}》（计划编号：{计划编号}），我局已完成“{任务名称}”（任务编号：{任务编号}）检查对象的随机抽取，现公告如下。',
      when: '计划编号',
    },
    {
      kind: 'paragraph',
      text: '根据{计划外来源}，我局已完成“{任务名称}”（任务编号：{任务编号}）检查对象的随机抽取，现公告如下。',
      when: '计划外来源',
    },
    { kind: 'heading1', text: '一、抽查事项' },
    { kind: 'each', of: '抽查事项', text: '{序号}. {事项}' },
    { kind: 'heading1', text: '二、抽查对象' },
    { kind: 'paragraph', text: '抽查类型：{抽查类型}。对象范围：{对象范围}。本次共抽取{抽查数量}户。' },
    { kind: 'paragraph', text: '{名单说明}', when: '名单说明' },
    { kind: 'heading1', text: '三、检查时间与机关' },
    { kind: 'paragraph', text: '检查自{检查开始}起，至{检查结束}止，由{检查机关}组织实施。' },
    { kind: 'heading1', text: '四、其他' },
    { kind: 'paragraph', text: '被抽查的单位和个人应当配合检查，如实提供有关材料。检查结果依法向社会公示。' },
    { kind: 'paragraph', text: '附件：抽查名单', when: '抽查名单' },
    { kind: 'signature', issuer: '{发文机关}', date: '{成文日期}', seal: true },
    { kind: 'note', text: '（联系人：{联系人}　联系电话：{联系电话}）', when: '联系人' },
    { kind: 'annex', text: '附件\n抽查名单', landscape: false, when: '抽查名单' },
    {
      kind: 'table',
      of: '抽查名单',
      when: '抽查名单',
      columns: [
        { title: '序号', text: '{序号}', width: 8 },
        { title: '名称', text: '{名称}', width: 40 },
        { title: '统一社会信用代码（注册号）', text: '{统一社会信用代码}', width: 28 },
        { title: '所属区域', text: '{所属区域}', width: 24 },
      ],
    },
  ],
}

const notice: Template = {
  title: '{发文机关}\n抽查通知书',
  number: numbered,
  head: 'plain',
  blocks: [
    { kind: 'addressee', text: '{对象名称}（统一社会信用代码：{统一社会信用代码}）：' },
    {
      kind: 'paragraph',
      text: '你单位（户）经随机抽取，列为“{任务名称}”（任务编号：{任务编号}）的检查对象。任务来源：{任务来源}。现依据{检查依据}，对你单位（户）实施检查，有关事项通知如下。',
      when: '随机抽取',
    },
    {
      kind: 'paragraph',
      text: '你单位（户）是“{任务名称}”（任务编号：{任务编号}）点名的检查对象，不是随机抽取。任务来源：{任务来源}。现依据{检查依据}，对你单位（户）实施检查，有关事项通知如下。',
      when: '指定检查',
    },
    { kind: 'heading1', text: '一、抽查事项' },
    { kind: 'each', of: '抽查事项', text: '{序号}. {事项}' },
    { kind: 'heading1', text: '二、检查时间和方式' },
    { kind: 'paragraph', text: '自{检查开始}至{检查结束}之间，以{检查方式}的方式进行。检查地点：{住所}。' },
    { kind: 'heading1', text: '三、检查人员' },
    { kind: 'each', of: '检查人员', text: '{姓名}（{分工}，执法证号：{执法证号}）' },
    { kind: 'paragraph', text: '检查人员由检查机关指定，经另一人批准，不是随机选派。', when: '指定检查' },
    { kind: 'paragraph', text: '检查人员应当主动出示执法证件；未出示的，你单位（户）有权拒绝检查。' },
    { kind: 'heading1', text: '四、请准备的资料' },
    { kind: 'paragraph', text: '{准备资料}' },
    { kind: 'heading1', text: '五、检查频次' },
    { kind: 'paragraph', text: '本次为本年度对你单位（户）安排的第{本年已安排次数}次计划内检查。{频次说明}。', when: '随机抽取' },
    { kind: 'paragraph', text: '本次为因线索触发的检查，不计入计划内检查次数。{频次说明}。', when: '指定检查' },
    { kind: 'paragraph', text: '本次检查不受频次上限限制的依据：{频次例外}。', when: '频次例外' },
    { kind: 'heading1', text: '六、检查人员须遵守的“五个严禁”' },
    { kind: 'each', of: '五个严禁', text: '{序号}. {内容}。' },
    { kind: 'heading1', text: '七、你单位（户）的权利' },
    { kind: 'paragraph', text: '1. 认为检查人员与你单位（户）有直接利害关系或者有其他关系可能影响公正检查的，有权申请回避。' },
    { kind: 'paragraph', text: '2. 对检查所认定的事实、依据和处理，有权进行陈述和申辩。' },
    { kind: 'paragraph', text: '3. 对检查中的违纪违法行为，有权投诉举报，监督电话：{监督电话}。' },
    { kind: 'heading1', text: '八、配合检查' },
    { kind: 'paragraph', text: '请你单位（户）配合检查，如实提供资料和情况。不配合检查情节严重的，将依法记录并公示。' },
    { kind: 'signature', issuer: '{发文机关}', date: '{成文日期}', seal: true },
    { kind: 'note', text: '（联系人：{联系人}　联系电话：{联系电话}）' },
  ],
}

const opinion = (label: string, who: string) => ({
  cells: [{ label, text: `\n\n${who}：　　　　　　　　　　年　　月　　日` }],
  lines: 3,
})

const approval: Template = {
  title: '行政检查审批表',
  number: null,
  head: 'plain',
  blocks: [
    {
      kind: 'form',
      rows: [
        { cells: [{ label: '检查机关', text: '{检查机关}' }], lines: 1 },
        { cells: [{ label: '检查对象', text: '{检查对象}' }], lines: 1 },
        {
          cells: [
            { label: '任务编号', text: '{任务编号}' },
            { label: '对象户数', text: '{对象户数}' },
          ],
          lines: 1,
        },
        { cells: [{ label: '任务名称', text: '{任务名称}' }], lines: 1 },
        { cells: [{ label: '任务来源', text: '{任务来源}' }], lines: 1 },
        { cells: [{ label: '检查依据', text: '{检查依据}' }], lines: 2 },
        { cells: [{ label: '检查事项', text: '{事项清单}' }], lines: 2 },
        {
          cells: [
            { label: '检查时间', text: '{检查开始}至{检查结束}' },
            { label: '检查方式', text: '{检查方式}' },
          ],
          lines: 1,
        },
        { cells: [{ label: '检查人员', text: '{人员清单}' }], lines: 1 },
        { cells: [{ label: '检查频次', text: '{频次说明}' }], lines: 1 },
        { cells: [{ label: '承办意见', text: '{承办意见}\n{承办机构}\n承办人：　　　　　　　　　　年　　月　　日' }], lines: 3 },
        opinion('审核意见', '审核人'),
        opinion('审批意见', '负责人'),
      ],
    },
    { kind: 'annex', text: '附件\n检查对象名单', landscape: false, when: '对象名单' },
    {
      kind: 'table',
      of: '对象名单',
      when: '对象名单',
      columns: [
        { title: '序号', text: '{序号}', width: 8 },
        { title: '名称', text: '{名称}', width: 40 },
        { title: '统一社会信用代码（注册号）', text: '{统一社会信用代码}', width: 28 },
        { title: '所属区域', text: '{所属区域}', width: 24 },
      ],
    },
  ],
}

export const nationalTemplates: Readonly<Record<DocumentKind, Template>> = { annual_plan: annualPlan, announcement, notice, approval }
