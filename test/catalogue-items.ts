/** Items as a catalogue says them, for tests of its rules. */
import * as fc from 'fast-check'
import type { CheckLine, ItemText } from '#core/catalogue/item.ts'

export const line = (content: string, more: Partial<CheckLine> = {}): CheckLine => ({
  content,
  method: '',
  yes: '',
  no: '',
  materials: [],
  ...more,
})

/** An item of the national list with something in every part that a lower one could weaken. */
export const nationalItem: ItemText = {
  layer: 'national',
  listKind: 'random',
  parentCode: null,
  localBasis: '',
  category: '登记事项检查',
  name: '住所（经营场所）登记事项检查',
  subItem: '',
  itemClass: 'key',
  basis: '《市场主体登记管理条例》第三十八条',
  objectScope: '企业、个体工商户',
  objectKinds: ['enterprise', 'individual'],
  methods: ['onsite', 'written'],
  bodies: ['县级以上市场监管部门'],
  levels: ['city', 'county'],
  ratioFloorPpm: 30_000,
  ratioCapPpm: 100_000,
  frequencyCap: 2,
  frequencyText: '每年不超过两次',
  requirements: '核对登记的住所与实际经营地。',
  checklist: [line('是否在登记的住所开展经营'), line('通过登记的住所能否取得联系', { method: '电话与实地' })],
  guide: '先查登记档案，再到现场。',
  materials: [{ name: '营业执照', note: '' }],
  followUps: [{ result: '03', text: '无法联系', followUp: '列入经营异常名录' }],
  responsibleOffice: '信用监管处',
  nonSite: false,
  dutyRef: '',
  qualifications: ['登记注册'],
  expertise: ['现场核查'],
  expertKinds: ['测绘'],
}

const word = fc.constantFrom('甲', '乙', '丙', '丁', '戊')
const words = fc.uniqueArray(word, { maxLength: 4 })
const ppm = fc.option(fc.integer({ min: 0, max: 1_000_000 }))

export const anyLine: fc.Arbitrary<CheckLine> = fc.record({
  content: fc.constantFrom('是否亮照', '住所能否取得联系', '名称是否一致', '是否按期公示', '是否按期公示年报', '从业资格是否齐全'),
  method: fc.constantFrom('', '现场查看'),
  yes: fc.constantFrom('', '符合'),
  no: fc.constant(''),
  materials: fc.uniqueArray(word, { maxLength: 2 }),
})

export const anyItem: fc.Arbitrary<ItemText> = fc
  .record({
    layer: fc.constantFrom('national', 'provincial', 'local'),
    listKind: fc.constantFrom('random', 'key', 'undisturbed'),
    itemClass: fc.constantFrom('general', 'key'),
    methods: fc.uniqueArray(fc.constantFrom('onsite', 'written', 'network', 'entrusted'), { minLength: 1 }),
    objectKinds: words,
    ratioFloorPpm: ppm,
    ratioCapPpm: ppm,
    frequencyCap: fc.option(fc.integer({ min: 1, max: 366 })),
    checklist: fc.uniqueArray(anyLine, { maxLength: 6, selector: ({ content }) => content }),
    qualifications: words,
    expertise: words,
    expertKinds: words,
    bodies: words,
    name: fc.constantFrom('住所检查', '名称检查'),
    nonSite: fc.boolean(),
  })
  .map((part) => ({ ...nationalItem, ...part }))
