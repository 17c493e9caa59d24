/** The columns of a register file of inspection objects, and why a row of it cannot be taken. */
import type { ColumnSet, ColumnsOf } from './columns.ts'

/** Headings that circulate for the same column; the first is the one of our own template. */
export const entityColumns = {
  name: ['企业名称', '名称', '主体名称', '市场主体名称', '经营主体名称'],
  code: ['统一社会信用代码', '统一社会信用代码/注册号', '信用代码', '注册号'],
  established: ['注册日期', '成立日期'],
  entityType: ['企业类型', '主体类型', '类型'],
  legalRep: ['法人代表', '法定代表人', '负责人'],
  capital: ['注册资金', '注册资本'],
  scope: ['经营范围'],
  province: ['所在省份', '省份'],
  city: ['地区', '所在城市', '城市'],
  address: ['注册地址', '住所', '地址', '经营场所'],
  state: ['登记状态', '经营状态', '状态'],
  // No heading that also stands for something else: a column of industry names, or of food safety grades, would cost a file its rows.
  industry: ['行业代码', '国民经济行业代码'],
  labels: ['监管标签'],
  riskClass: ['信用风险等级', '信用风险分类等级'],
  riskAsOf: ['信用风险评定日期', '风险评定日期'],
  riskSource: ['信用风险评定来源', '风险评定来源'],
  items: ['适用事项', '适用抽查事项'],
  objectKind: ['对象类别', '检查对象类别'],
  identity: ['标识', '对象标识'],
  owner: ['所属主体', '所属主体统一社会信用代码'],
  region: ['行政区划代码', '所属行政区划代码'],
} as const satisfies Record<string, readonly string[]>

export type EntityColumn = keyof typeof entityColumns

export type ColumnMap = ColumnsOf<typeof entityColumns>

/** A name, and what identifies the object: its code, or where it is no body with a code (a site, a product …) the identity it has with its kind. */
export const entityColumnSet = {
  headings: entityColumns,
  key: 'code',
  needed: [['name'], ['code', 'identity']],
  en: {
    name: 'name',
    code: 'unified social credit code',
    established: 'established on',
    entityType: 'type of enterprise',
    legalRep: 'legal representative',
    capital: 'registered capital',
    scope: 'business scope',
    province: 'province',
    city: 'city',
    address: 'address',
    state: 'state of registration',
    industry: 'industry code',
    labels: 'labels',
    riskClass: 'credit risk class',
    riskAsOf: 'assessed on',
    riskSource: 'assessed by',
    items: 'inspection items',
    objectKind: 'kind of object',
    identity: 'identity',
    owner: 'belongs to (code)',
    region: 'region code',
  },
} as const satisfies ColumnSet<typeof entityColumns>

/**
 * Kinds of objects that have no code of their own, and how their subject begins (draw protocol §1): the number they are known by at the
 * authority, whatever it looks like.
 */
export const typedKinds = {
  site: { prefix: 'SITE', words: ['场所', '经营场所'] },
  product: { prefix: 'PRODUCT', words: ['产品'] },
  project: { prefix: 'PROJECT', words: ['项目', '工程项目'] },
  behaviour: { prefix: 'BEHAVIOUR', words: ['行为'] },
  equipment: { prefix: 'EQUIP', words: ['设备', '特种设备'] },
  organisation: { prefix: 'ORG', words: ['其他组织', '社会组织', '机关事业单位'] },
} as const satisfies Record<string, { readonly prefix: string; readonly words: readonly string[] }>

export type TypedKind = keyof typeof typedKinds

/** Why a row cannot be taken, in the words a clerk acts on. */
export const rowReasons = {
  name_missing: { zh: '缺少名称', en: 'no name' },
  code_missing: { zh: '缺少统一社会信用代码', en: 'no unified social credit code' },
  code_length: { zh: '统一社会信用代码应为 18 位（或 15 位注册号）', en: 'a code has 18 characters (an older number 15)' },
  code_alphabet: { zh: '统一社会信用代码含有不允许的字符', en: 'the code holds a character that codes do not use' },
  code_check_digit: { zh: '统一社会信用代码校验位不符', en: 'the check digit of the code does not fit' },
  duplicate_in_file: { zh: '与文件中前面的行重复', en: 'repeats an earlier row of the file' },
  date_invalid: { zh: '日期无法识别', en: 'the date cannot be read' },
  date_in_future: { zh: '日期晚于今天', en: 'the date lies in the future' },
  region_unknown: { zh: '地址、城市与代码都认不出行政区划', en: 'neither address, city nor code names a known region' },
  outside_jurisdiction: { zh: '不属于本机构辖区', en: 'outside the jurisdiction of this organisation' },
  registered_elsewhere: { zh: '已在其他辖区的名录中，且未迁出', en: 'in the register of another jurisdiction, and not moved out of it' },
  state_unknown: { zh: '登记状态应为“存续”“注销”“吊销”或“迁出”', en: 'the state of registration is not known' },
  too_long: { zh: '内容过长', en: 'the text is too long' },
  industry_unknown: {
    zh: '行业代码不是 GB/T 4754 的门类或代码，或门类字母与代码不符',
    en: 'no code of GB/T 4754, or its letter does not fit',
  },
  label_invalid: {
    zh: '监管标签每个 1 至 30 字、每户不超过 20 个，以分号分隔',
    en: 'a label has 1 to 30 characters, an object 20 labels at most',
  },
  risk_class_unknown: { zh: '信用风险等级应为 A、B、C、D', en: 'a risk class is A, B, C or D' },
  risk_without_class: { zh: '有评定日期或来源，但缺少信用风险等级', en: 'a date or source of assessment without a class' },
  item_unknown: { zh: '适用事项不在本部门已公布的抽查事项清单中', en: 'an item that the department has not published' },
  kind_unknown: {
    zh: '对象类别应为企业、个体工商户、农民专业合作社、代表机构、场所、产品、项目、行为、设备、其他组织之一',
    en: 'the kind of object is none of those the register knows',
  },
  identity_missing: { zh: '该类对象没有统一社会信用代码，须填写标识', en: 'an object of this kind needs its identity' },
  identity_invalid: { zh: '标识含有不允许的字符，或超过 200 字', en: 'the identity holds control characters, or is too long' },
  owner_invalid: {
    zh: '所属主体应为 18 位统一社会信用代码或 15 位注册号',
    en: 'the owner is named by a code of 18 characters or a number of 15',
  },
  region_code_unknown: { zh: '行政区划代码不存在', en: 'there is no region of this code' },
  columns_differ: { zh: '列数与表头不一致', en: 'the row has more or fewer columns than the heading' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>

export type RowReason = keyof typeof rowReasons
