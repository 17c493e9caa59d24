/** What a template of an import shows of each column: how to fill it in, which values there are, and two examples that are never taken. */
import { exampleMark } from './annotation.ts'
import type { ImportKind } from './import-state.ts'
import { importWords } from './import-words.ts'

export type TemplateColumn = {
  readonly field: string
  readonly heading: string
  /** Other headings that are known for it. */
  readonly others: readonly string[]
  readonly needed: boolean
  /** The only values there are; null where anything may stand. */
  readonly values: readonly string[] | null
  readonly note: string
  /** Width in characters. */
  readonly width: number
  readonly examples: readonly [string, string]
}

/** The columns in our order. The examples begin with the mark that keeps them out of the register. */
export function templateColumns(kind: ImportKind): readonly TemplateColumn[] {
  const { headings, needed } = importWords[kind].set
  const known: Readonly<Record<string, Filling | undefined>> = fillings[kind]
  return Object.entries(headings).map(([field, [heading = field, ...others]], at) => {
    const { values = null, note = '', width = 16, examples = ['', ''] } = known[field] ?? {}
    return {
      field,
      heading,
      others,
      needed: needed.some(([first]) => first === field),
      values,
      note,
      width,
      examples: at === 0 ? [exampleMark + examples[0], exampleMark + examples[1]] : examples,
    }
  })
}

type Filling = {
  readonly values?: readonly string[]
  readonly note?: string
  readonly width?: number
  readonly examples?: readonly [string, string]
}

const dateNote = '写成 2019-03-05'
const states = ['有效', '失效', '离岗'] as const
const placeNote = '6 位行政区划代码，或地区名称'

/** Examples are of nobody: the codes belong to a place that does not exist. */
const fillings: Readonly<Record<ImportKind, Readonly<Record<string, Filling>>>> = {
  entity: {
    name: { note: '营业执照上的全称', width: 32, examples: ['某某商贸有限公司', '某某锅炉房 1 号锅炉'] },
    code: {
      note: '18 位统一社会信用代码，或 15 位注册号；没有代码的对象（场所、设备等）留空，填“对象类别”和“标识”',
      width: 24,
      examples: ['91000000MA0000000E', ''],
    },
    established: { note: dateNote, width: 14, examples: ['2019-03-05', ''] },
    entityType: { width: 22, examples: ['有限责任公司', ''] },
    legalRep: { examples: ['张某', ''] },
    capital: { examples: ['100万人民币', ''] },
    scope: { width: 40, examples: ['日用百货销售', ''] },
    province: { width: 12, examples: ['甘肃', '甘肃'] },
    city: { width: 12, examples: ['兰州', '兰州'] },
    address: {
      note: '写到县（市、区），系统据此认出所在地区',
      width: 40,
      examples: ['甘肃省兰州市城关区某某路 1 号', '甘肃省兰州市城关区某某路 2 号'],
    },
    state: { values: ['存续', '注销', '吊销', '迁出'], note: '空着算存续', width: 12, examples: ['存续', '存续'] },
    industry: { note: 'GB/T 4754 的门类或代码', width: 12, examples: ['F5211', ''] },
    labels: { note: '多个用分号隔开', width: 20, examples: ['预包装食品；冷链', '特种设备使用'] },
    riskClass: { values: ['A', 'B', 'C', 'D'], width: 14, examples: ['A', ''] },
    riskAsOf: { note: dateNote, width: 18, examples: ['2026-01-31', ''] },
    riskSource: { width: 20, examples: ['省信用风险分类系统', ''] },
    items: { note: '抽查事项的编码，多个用分号隔开', examples: ['', ''] },
    objectKind: {
      values: ['企业', '个体工商户', '农民专业合作社', '代表机构', '场所', '产品', '项目', '行为', '设备', '其他组织'],
      note: '空着由代码判断',
      examples: ['企业', '设备'],
    },
    identity: { note: '没有统一社会信用代码的对象在主管部门的编号', width: 20, examples: ['', '锅 10 某 A00001（26）'] },
    owner: { note: '场所、设备等属于谁：其统一社会信用代码', width: 24, examples: ['', '91000000MA0000000E'] },
    region: { note: '6 位；空着由地址认出', examples: ['', '620102'] },
  },
  library: {
    library: { note: '空着为导入时选定的专项库', width: 18, examples: ['', ''] },
    label: { note: '专项库的监管标签', width: 18, examples: ['餐饮服务', '餐饮服务'] },
    code: {
      note: '18 位统一社会信用代码，或 15 位注册号；须已在名录中',
      width: 24,
      examples: ['91000000MA0000000E', '91000000MA0000000E'],
    },
    name: { note: '供您自己对照，按代码认对象', width: 32, examples: ['某某餐饮有限公司', '某某餐饮有限公司'] },
    licenceName: { width: 20, examples: ['食品经营许可证', '食品经营许可证'] },
    licenceNo: { width: 22, examples: ['JY00000000000001', 'JY00000000000002'] },
    approvedOn: { note: dateNote, width: 14, examples: ['2025-03-05', '2025-03-05'] },
    validTo: { note: '写成 2030-03-04；长期有效写“长期”或空着', width: 14, examples: ['2030-03-04', '长期'] },
    licenceIssuer: { width: 24, examples: ['某某县市场监督管理局', '某某县市场监督管理局'] },
    checkOrg: { width: 24, examples: ['某某市场监督管理所', ''] },
    qualifications: { note: '检查它需要的资格，多个用顿号隔开', width: 20, examples: ['食品检查员', ''] },
    expertKinds: { note: '配备专家的类别，多个用顿号隔开', width: 18, examples: ['', ''] },
    state: { values: ['有效', '失效'], note: '空着按许可证有效期', width: 10, examples: ['有效', ''] },
  },
  label: {
    code: {
      note: '18 位统一社会信用代码，或 15 位注册号；须已在名录中',
      width: 24,
      examples: ['91000000MA0000000E', '91000000MA0000000E'],
    },
    name: { note: '供您自己对照，按代码认对象', width: 32, examples: ['某某餐饮有限公司', '某某食品有限公司'] },
    label: { note: '多个用分号隔开；没有的标签会新建为小类', width: 24, examples: ['餐饮服务；冷链', '冷链'] },
    validTo: { note: '写成 2027-12-31；空着为长期', width: 16, examples: ['2027-12-31', ''] },
  },
  risk: {
    code: {
      note: '18 位统一社会信用代码，或 15 位注册号；须已在名录中',
      width: 24,
      examples: ['91000000MA0000000E', '91000000MA0000000E'],
    },
    name: { note: '供您自己对照，按代码认对象', width: 32, examples: ['某某商贸有限公司', '某某商贸有限公司'] },
    riskClass: { values: ['A', 'B', 'C', 'D'], note: '空着不改', width: 14, examples: ['A', ''] },
    asOf: { note: dateNote, width: 18, examples: ['2026-01-31', ''] },
    source: { width: 20, examples: ['省信用风险分类系统', ''] },
    flags: { note: '现有的全部标记，用分号隔开；“无”为一个也没有；空着不改', width: 28, examples: ['经营异常名录', '无'] },
  },
  officer: {
    staffNo: { examples: ['A0001', 'A0002'] },
    name: { width: 12, examples: ['张某', '李某'] },
    gender: { values: ['男', '女'], width: 8, examples: ['男', '女'] },
    idNo: { note: '18 位；只保存遮盖后的号码', width: 22, examples: ['', ''] },
    phone: { width: 16, examples: ['13800000000', '0931-8888888'] },
    education: { width: 12, examples: ['本科', '硕士'] },
    major: { examples: ['法学', '药学'] },
    jobCategory: { examples: ['综合监管', '食品药品管理'] },
    postSince: { note: dateNote, width: 18, examples: ['2019-03-05', '2020-07-01'] },
    qualifications: { note: '多个用顿号隔开', width: 24, examples: ['特种设备安全监察员', '药品检查员'] },
    itemScope: { note: '能检查的抽查事项编码，多个用顿号隔开；空着不限', width: 24, examples: ['A01、B02', ''] },
    region: { note: placeNote, width: 12, examples: ['620102', '620102'] },
    postLevel: { width: 10, examples: ['县', '县'] },
    postClass: { width: 12, examples: ['科员', '科长'] },
    postName: { examples: ['监管员', '药品科科长'] },
    businessOffice: { examples: ['信用监管科', '药品科'] },
    isExpert: { note: '“是”“否”，或写专家类别', width: 12, examples: ['否', '药品GSP'] },
    certificateNo: { width: 18, examples: ['Z0000001', 'Z0000002'] },
    validTo: { note: `${dateNote}；长期的写“长期”`, width: 14, examples: ['2030-12-31', '长期'] },
    issuer: { width: 20, examples: ['某某市人民政府', '某某市人民政府'] },
    state: { values: states, note: '空着算有效', width: 10, examples: ['有效', '有效'] },
  },
  expert: {
    staffNo: { examples: ['E0001', 'E0002'] },
    name: { width: 12, examples: ['王某', '赵某'] },
    region: { note: `${placeNote}；空着算本机构`, width: 12, examples: ['620100', ''] },
    businessOffice: { width: 28, examples: ['某某药品检验研究院', '某某大学'] },
    phone: { examples: ['13900000000', ''] },
    expertise: { note: '多个用顿号隔开', width: 24, examples: ['药品GSP、药品GMP', '特种设备'] },
    state: { values: states, note: '空着算有效', width: 10, examples: ['有效', '有效'] },
  },
}
