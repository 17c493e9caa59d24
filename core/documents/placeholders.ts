/** Every placeholder of every kind of paper: what it is in English, and a made-up value that a preview shows. */
import type { DocumentKind } from './kinds.ts'

export type Placeholder = {
  readonly en: string
  readonly sample: string
  /** Typed by whoever issues the paper: in one line, or in several. */
  readonly typed?: 'line' | 'text'
}

export type PlaceholderTable = Readonly<Record<string, Placeholder>>

const everyPaper = {
  发文机关: { en: 'the organ that issues', sample: '岚江市城关区市场监督管理局' },
  部门简称: { en: 'its short name', sample: '城关市监' },
  成文日期: { en: 'day of issue', sample: '2026年6月5日' },
  年: { en: 'year of issue', sample: '2026' },
} as const satisfies PlaceholderTable

const contact = {
  联系人: { en: 'contact', sample: '王敏', typed: 'line' },
  联系电话: { en: 'telephone', sample: '0931-0000000', typed: 'line' },
} as const satisfies PlaceholderTable

const ofTask = {
  计划编号: { en: 'plan number', sample: '62010220261001' },
  计划名称: { en: 'plan', sample: '2026年度抽查工作计划' },
  任务编号: { en: 'task number', sample: '620102202606051001' },
  任务名称: { en: 'task', sample: '2026年食品经营单位随机抽查' },
  任务来源: { en: 'source of the task', sample: '年度抽查工作计划（62010220261001）' },
  抽查类型: { en: 'directed or not', sample: '不定向' },
  检查开始: { en: 'first day', sample: '2026年6月8日' },
  检查结束: { en: 'last day', sample: '2026年9月30日' },
  检查方式: { en: 'method', sample: '实地核查' },
  检查依据: { en: 'legal basis', sample: '《中华人民共和国食品安全法》第一百一十条' },
  检查机关: { en: 'inspecting organs', sample: '岚江市城关区市场监督管理局' },
} as const satisfies PlaceholderTable

const ofObject = {
  统一社会信用代码: { en: 'credit code', sample: '91620102MA70000000' },
  住所: { en: 'address', sample: '岚江市城关区天水路1号' },
  频次说明: { en: 'planned and other inspections of the year, and the cap', sample: '本年度计划内检查第1次，公示上限1次' },
  频次例外: { en: 'why the cap does not stand against it', sample: '' },
} as const satisfies PlaceholderTable

const items: PlaceholderTable = {
  序号: { en: 'number', sample: '1' },
  编码: { en: 'code', sample: 'SP-01' },
  事项: { en: 'item', sample: '食品经营许可及经营条件检查' },
  依据: { en: 'legal basis', sample: '《中华人民共和国食品安全法》第一百一十条' },
  内容: { en: 'what is looked at', sample: '许可证是否在有效期内；经营场所与许可是否一致' },
}

const officers: PlaceholderTable = {
  序号: { en: 'number', sample: '1' },
  姓名: { en: 'name', sample: '李建国' },
  执法证号: { en: 'certificate', sample: '62010000000001' },
  分工: { en: 'part', sample: '主办' },
}

const objects: PlaceholderTable = {
  序号: { en: 'number', sample: '1' },
  名称: { en: 'name', sample: '岚江市第一餐饮有限公司' },
  统一社会信用代码: { en: 'credit code', sample: '91620102MA70000000' },
  所属区域: { en: 'place', sample: '岚江市城关区' },
}

const planRows: PlaceholderTable = {
  序号: { en: 'number', sample: '1' },
  任务名称: { en: 'row', sample: '食品经营单位随机抽查' },
  抽查类型: { en: 'directed or not', sample: '不定向' },
  抽查事项: { en: 'items', sample: '食品经营许可及经营条件检查' },
  对象范围: { en: 'objects', sample: '辖区内存续的食品经营单位' },
  比例数量: { en: 'ratio or number', sample: '3%' },
  检查时间: { en: 'time', sample: '6月8日至9月30日' },
  检查方式: { en: 'method', sample: '实地核查' },
  抽查层级: { en: 'by itself or by those below', sample: '本级查' },
  责任科室: { en: 'leading office', sample: '食品经营科' },
  配合单位: { en: 'participants', sample: '消防救援大队' },
  备注: { en: 'remark', sample: '' },
}

export const placeholdersOf = {
  annual_plan: {
    ...everyPaper,
    计划编号: ofTask.计划编号,
    计划名称: ofTask.计划名称,
    计划年度: { en: 'year of the plan', sample: '2026' },
    计划类别: { en: 'own, several offices, or joint', sample: '本部门计划' },
    任务项数: { en: 'number of rows', sample: '12' },
    版本说明: { en: 'version, where the plan was adjusted', sample: '第2版（2026年5月10日调整后重新公布）' },
    参加部门: { en: 'departments of a joint plan', sample: '区消防救援大队、区生态环境局' },
    主送机关: { en: 'addressee', sample: '各市场监督管理所、局机关各科室', typed: 'line' },
    ...contact,
  },
  announcement: {
    ...everyPaper,
    ...ofTask,
    公告序号: { en: 'three digits of the task number', sample: '001' },
    计划年度: { en: 'year of the task number', sample: '2026' },
    对象范围: { en: 'objects', sample: '辖区内存续的食品经营单位' },
    抽查数量: { en: 'number of objects drawn', sample: '939' },
    计划外来源: { en: 'where a task outside of the plan comes from', sample: '' },
    名单说明: { en: 'where a list is that is too long for the paper', sample: '' },
    ...contact,
  },
  notice: {
    ...everyPaper,
    ...ofTask,
    ...ofObject,
    对象名称: { en: 'name of the object', sample: '岚江市第一餐饮有限公司' },
    随机抽取: { en: 'set where objects and officers are drawn', sample: '是' },
    指定检查: { en: 'set where a triggered task names its objects and officers are appointed', sample: '' },
    本年已安排次数: { en: 'planned inspections of this year, this one included', sample: '1' },
    准备资料: {
      en: 'what to have at hand',
      sample: '营业执照、食品经营许可证正副本，近三个月进货查验记录',
      typed: 'text',
    },
    ...contact,
    监督电话: { en: 'telephone for complaints', sample: '12345', typed: 'line' },
  },
  approval: {
    ...everyPaper,
    ...ofTask,
    ...ofObject,
    检查对象: { en: 'name, or how many', sample: '岚江市第一餐饮有限公司' },
    对象户数: { en: 'number of objects', sample: '1' },
    事项清单: { en: 'items in one text', sample: '1. 食品经营许可及经营条件检查' },
    人员清单: { en: 'officers in one text', sample: '李建国（62010000000001）、赵一凡（62010000000002）' },
    承办机构: { en: 'office in charge', sample: '食品经营科' },
    承办意见: { en: 'opinion of the office in charge', sample: '拟按计划实施检查，请审批。', typed: 'text' },
  },
} as const satisfies Readonly<Record<DocumentKind, PlaceholderTable>>

export const listsOf: Readonly<Record<DocumentKind, Readonly<Record<string, PlaceholderTable>>>> = {
  annual_plan: { 计划任务: planRows },
  announcement: { 抽查事项: items, 抽查名单: objects },
  notice: {
    抽查事项: items,
    检查人员: officers,
    五个严禁: { 序号: { en: 'number', sample: '1' }, 内容: { en: 'prohibition', sample: '严禁逐利检查' } },
  },
  approval: { 抽查事项: items, 检查人员: officers, 对象名单: objects },
}
