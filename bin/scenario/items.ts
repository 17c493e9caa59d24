/** A small catalogue for the journey and the demo county: real subjects of inspection in our own words, with the rules they rest on. */
import type { ItemText } from './work.ts'

export const journeyItems: readonly ItemText[] = [
  {
    code: 'A01',
    category: '登记事项检查',
    name: '营业执照（登记证）规范使用情况检查',
    itemClass: 'general',
    objectScope: '企业、个体工商户、农民专业合作社',
    basis: '《中华人民共和国市场主体登记管理条例》第三十六条、第三十八条',
    methods: ['onsite', 'written'],
    checklist: ['营业执照是否置于住所或经营场所的醒目位置', '电子营业执照与登记信息是否一致'],
  },
  {
    code: 'A02',
    category: '登记事项检查',
    name: '住所（经营场所）登记事项检查',
    itemClass: 'general',
    objectScope: '企业、个体工商户、农民专业合作社',
    basis: '《中华人民共和国市场主体登记管理条例》第三十八条',
    methods: ['onsite'],
    checklist: ['是否在登记的住所（经营场所）开展经营', '通过登记的住所能否取得联系'],
  },
  {
    code: 'B01',
    category: '公示信息检查',
    name: '年度报告公示信息检查',
    itemClass: 'general',
    objectScope: '企业、个体工商户、农民专业合作社',
    basis: '《企业信息公示暂行条例》第八条、第十四条',
    methods: ['onsite', 'written', 'network'],
    checklist: ['是否按期公示年度报告', '公示的通信地址、联系电话是否真实', '公示的出资信息与实际是否一致'],
  },
]

/** An item that asks more of a team than a certificate: every officer is qualified, and an expert goes along. */
export const specialItem: ItemText = {
  code: 'C01',
  category: '特种设备监督检查',
  name: '特种设备使用单位监督检查',
  itemClass: 'key',
  objectScope: '特种设备使用单位',
  basis: '《中华人民共和国特种设备安全法》第五十七条',
  methods: ['onsite'],
  checklist: ['特种设备是否办理使用登记', '是否在检验有效期内使用', '作业人员是否持证上岗'],
  qualifications: ['特种设备安全监察员'],
  expertKinds: ['特种设备'],
}
