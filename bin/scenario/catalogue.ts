/** The catalogue of the demo province: a national, a provincial and a local layer, three lists and joint items, in our own words. */
import { journeyItems, specialItem } from './items.ts'
import type { ItemText, JointText } from './work.ts'

const markets = ['县级以上市场监管部门']

/** 国家清单: kept at the province. What the county's plans use, and a few more. */
export const nationalItems: readonly ItemText[] = [
  ...[...journeyItems, specialItem].map((item): ItemText => ({ ...item, ...more(item.code), layer: 'national', bodies: markets })),
  {
    code: 'A03',
    layer: 'national',
    category: '登记事项检查',
    name: '名称规范使用情况检查',
    itemClass: 'general',
    objectScope: '企业、个体工商户、农民专业合作社',
    objectKinds: ['enterprise', 'individual', 'cooperative', 'rep_office'],
    basis: '《企业名称登记管理规定》第二十二条、第二十三条',
    methods: ['onsite', 'network'],
    bodies: markets,
    frequencyCap: 2,
    checklist: [
      {
        content: '牌匾、印章使用的名称与登记名称是否一致',
        method: '现场查看牌匾，核对印章印文',
        yes: '名称使用一致',
        no: '名称使用不一致：',
      },
      { content: '网页、公众号使用的名称是否经过登记', method: '登录其网页查看主体信息', yes: '名称已登记', no: '使用未登记名称：' },
    ],
    guide: '查前从登记系统调取名称及其变更记录。\n现场只核对对外使用的名称，不扩大到商标。',
  },
  {
    code: 'D01',
    layer: 'national',
    category: '价格行为检查',
    name: '明码标价情况检查',
    itemClass: 'general',
    objectScope: '商场、超市、餐饮、物业、停车场等经营者',
    basis: '《中华人民共和国价格法》第十三条；《明码标价和禁止价格欺诈规定》第五条',
    methods: ['onsite', 'network'],
    bodies: markets,
    levels: ['city', 'county', 'station'],
    ratioFloorPpm: 10_000,
    ratioCapPpm: 50_000,
    frequencyCap: 2,
    checklist: [
      { content: '商品和服务是否标明价格和计价单位', method: '抽看不少于十个品种', yes: '已标明', no: '未标明的品种：' },
      { content: '促销是否标明原价和起止时间', method: '查看促销标签与收银记录', yes: '已标明', no: '未标明：' },
      { content: '是否在标价之外另收费用', method: '抽看三张结算单', yes: '未发现', no: '另收费用：', materials: ['结算单'] },
    ],
    followUps: [{ result: '06', text: '标价不全', followUp: '责令改正，记入检查结果' }],
  },
  {
    code: 'E01',
    layer: 'national',
    listKind: 'key',
    category: '食品安全监督检查',
    name: '校园食品销售监督检查',
    itemClass: 'key',
    objectScope: '学校、幼儿园内的食品销售者',
    basis: '《中华人民共和国食品安全法》第一百零九条、第一百一十条',
    methods: ['onsite'],
    bodies: markets,
    levels: ['county', 'station'],
    checklist: [
      {
        content: '是否取得食品经营许可或者备案',
        method: '查验许可证和备案编号',
        yes: '已取得',
        no: '未取得：',
        materials: ['食品经营许可证'],
      },
      { content: '是否按要求贮存食品', method: '查看库房温度、离地离墙', yes: '符合要求', no: '不符合：' },
      {
        content: '是否销售超过保质期的食品',
        method: '抽看临期和散装食品',
        yes: '未发现',
        no: '超过保质期的食品：',
        materials: ['进货台账'],
      },
    ],
  },
  {
    code: 'F01',
    layer: 'national',
    listKind: 'undisturbed',
    category: '公示信息检查',
    name: '个体工商户年度报告提醒',
    itemClass: 'general',
    objectScope: '信用风险低的个体工商户',
    objectKinds: ['individual'],
    basis: '《促进个体工商户发展条例》第二十二条',
    methods: ['network'],
    nonSite: true,
    bodies: markets,
    checklist: ['是否已经报送年度报告'],
    frequencyText: '只作短信提醒，不入户',
  },
]

/** 省级清单: based on the national one, asking more by a law of the province. */
export const provincialItems: readonly ItemText[] = [
  {
    ...based('D01', nationalItems),
    code: 'S-D01',
    layer: 'provincial',
    name: '明码标价情况检查（含停车收费）',
    localBasis: '《岚江省价格监督检查办法》第十一条',
    ratioFloorPpm: 20_000,
    frequencyCap: 1,
    responsibleOffice: '价格监督检查处',
    checklist: [
      ...(based('D01', nationalItems).checklist ?? []),
      { content: '停车场入口是否公示计费规则', method: '查看入口公示牌', yes: '已公示', no: '未公示：' },
    ],
  },
]

/** 地方清单 of the county, based on the provincial one. */
export const localItems: readonly ItemText[] = [
  {
    ...based('S-D01', provincialItems),
    code: 'L-D01',
    layer: 'local',
    name: '景区及周边明码标价情况检查',
    localBasis: '《云澜市旅游条例》第二十六条',
    responsibleOffice: '价格监督检查股',
    frequencyText: '旅游旺季前一次',
    checklist: [
      ...(based('S-D01', provincialItems).checklist ?? []),
      { content: '讲解、租赁服务是否公示收费标准', method: '查看服务点公示牌', yes: '已公示', no: '未公示：' },
    ],
  },
]

/** 部门联合抽查事项. */
export const jointItems: readonly JointText[] = [
  {
    code: 'J01',
    field: '学校食品安全',
    name: '学校食堂食品安全联合检查',
    objectScope: '中小学校、幼儿园食堂',
    initiator: '市场监管部门',
    participants: ['教育部门', '卫生健康部门'],
    items: [
      { department: '市场监管部门', name: '食堂经营许可与加工过程检查' },
      { department: '教育部门', name: '学校食品安全管理制度检查' },
      { department: '卫生健康部门', name: '餐饮具消毒与饮用水卫生检查' },
    ],
    orgLevel: '市级',
    implLevel: '县级',
    period: '每学期一次',
    contactOffice: '餐饮服务监督管理科',
    basis: '《中华人民共和国食品安全法》第五十七条；《学校食品安全与营养健康管理规定》',
  },
  {
    code: 'J02',
    field: '公共场所卫生',
    name: '游泳场馆联合检查',
    objectScope: '对外经营的游泳场馆',
    initiator: '卫生健康部门',
    participants: ['市场监管部门', '体育部门'],
    items: [
      { department: '卫生健康部门', name: '水质与从业人员健康检查' },
      { department: '市场监管部门', name: '证照与明码标价检查' },
      { department: '体育部门', name: '救生员配备检查' },
    ],
    orgLevel: '市级',
    implLevel: '县级',
    period: '每年一次',
    contactOffice: '公共卫生监督科',
    basis: '《公共场所卫生管理条例》第十条',
  },
]

function more(code: string): Partial<ItemText> {
  if (code === 'C01')
    return {
      objectKinds: [],
      levels: ['city', 'county'],
      guide: '查前从特种设备系统导出设备清单。\n现场由持证的安全监察员带队，专家同行。',
      materials: [
        { name: '使用登记证', note: '逐台核对' },
        { name: '定期检验报告', note: '在有效期内' },
      ],
      followUps: [
        { result: '06', text: '设备超期未检', followUp: '下达特种设备安全监察指令书' },
        { result: '07', text: '使用已报废设备', followUp: '移送案件查办' },
      ],
    }
  return {
    objectKinds: ['enterprise', 'individual', 'cooperative', 'rep_office'],
    ratioFloorPpm: 10_000,
    ratioCapPpm: 100_000,
    frequencyCap: 2,
    frequencyText: '每户每年不超过两次',
    responsibleOffice: '信用监督管理处',
    requirements: '以登记、公示系统中的信息为准，与现场逐项核对。',
    materials: [{ name: '营业执照', note: '正本或电子营业执照' }],
    followUps: [
      { result: '03', text: '通过登记的住所无法联系', followUp: '列入经营异常名录' },
      { result: '02', text: '未按规定公示', followUp: '责令限期公示' },
    ],
  }
}

/** What an item of a list above says, to be added to. */
function based(code: string, list: readonly ItemText[]): ItemText {
  const item = list.find((one) => one.code === code)
  if (item === undefined) throw new Error(`no item ${code} above`)
  return { ...item, parentCode: code }
}
