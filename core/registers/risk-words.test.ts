import { expect, test } from 'vitest'
import { riskClassWords } from './risk-words.ts'

test.each([
  '本次抽查对象均为信用风险D类企业',
  '信用风险D类企业抽查计划',
  '信用风险等级为D的企业',
  '信用风险等级为D类的企业',
  'D类高风险企业全覆盖',
  '均为A类企业',
  'B类主体',
  'C 类 企业',
  'Ｄ类经营主体',
  'Ａ级企业',
  'd类企业',
  'C、D类企业',
  'C类和D类市场主体',
  '抽查对象为D类',
  '企业均属于D级',
  '信用等级为D',
  '信用分类：C、D',
  '风险分级（C级、D级）对象',
  '高风险企业',
  '本次抽中的均为高风险企业',
  '信用风险较高',
  '信用风险等级较高的企业',
  '信用风险高的市场主体专项检查',
  '较高风险主体',
  '低信用风险企业',
  '企业都是高风险',
  '针对以下高风险企业提高抽查比例',
  '对信用风险高的企业开展检查',
  '市管企业，\n信用风险 D 级',
  'firms of risk class D',
  '一般风险企业',
  '风险E类企业',
])('a class is said: %s', (text) => {
  expect(riskClassWords(text)).not.toBeNull()
})

test.each([
  '',
  '按信用风险等级分类抽取',
  '实施企业信用风险分级分类监管',
  '根据信用风险分类结果合理确定抽查比例',
  '对高风险企业适当提高抽查比例和频次',
  '对信用风险低的企业，原则上不重复抽查；对信用风险较高的企业提高抽查比例',
  '特种设备（D类压力容器）使用单位检查',
  '压力容器（D类）制造许可企业',
  '食品安全量化等级A级单位',
  '纳税信用A级企业',
  'A级旅游景区经营单位',
  '高风险食品生产企业监督检查',
  '高风险行业安全检查',
  '廉政风险防控',
  '学校食堂、A4纸、CBD商圈、3D打印企业、ABC公司',
  '第A01项事项，企业年报',
  '防范化解重大风险，检查登记事项',
  'B超医疗机构',
  'a risk of fire, by class',
])('no class is said: %s', (text) => {
  expect(riskClassWords(text)).toBeNull()
})

test('the words are given back as they would be looked for', () => {
  expect(riskClassWords('本次抽查对象均为信用风险Ｄ类企业')).toBe('风险D类')
  expect(riskClassWords('均为 A 类企业')).toBe('A类企业')
})
