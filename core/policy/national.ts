/** The national default pack. GB/T 22239-2019 (等级保护 2.0, third level) asks for the measures and leaves the numbers to the operator. */
import { nationalDocuments } from './national-documents.ts'
import { nationalYear } from './national-year.ts'
import type { PolicyPack } from './pack.ts'

const identity = 'GB/T 22239-2019 8.1.4.1 身份鉴别'

export const nationalPolicy: PolicyPack = {
  code: 'cn',
  zh: '全国默认',
  signIn: {
    failuresBeforeLock: {
      value: 5,
      unit: 'failures',
      zh: '连续登录失败次数上限',
      en: 'failed sign-ins before an account is locked',
      source: { ownDefault: `${identity} b) requires limiting failed sign-ins and names no number; 5 is what assessors commonly accept` },
    },
    lockMinutes: {
      value: 30,
      unit: 'minutes',
      zh: '账号锁定时间',
      en: 'how long an account stays locked',
      source: { ownDefault: `${identity} b) requires a measure on failed sign-ins and names no time` },
    },
    failuresPerAddress: {
      value: 60,
      unit: 'failures in the lock time',
      zh: '同一网络地址登录失败次数上限',
      en: 'failed sign-ins from one network address',
      source: { ownDefault: 'one address may be a whole office behind a gateway, so it is wider than the limit of an account' },
    },
    idleMinutes: {
      value: 30,
      unit: 'minutes',
      zh: '无操作自动退出时间',
      en: 'idle time before sign-out',
      source: { ownDefault: `${identity} b) requires sign-out when the connection times out and names no time` },
    },
    idleMinutesOfAdministrators: {
      value: 15,
      unit: 'minutes',
      zh: '管理员无操作自动退出时间',
      en: 'idle time before an administrator is signed out',
      source: { ownDefault: `${identity} b); administrators can do more harm from an unlocked desk` },
    },
  },
  password: {
    minLength: {
      value: 10,
      unit: 'characters',
      zh: '口令最短长度',
      en: 'least length of a password',
      source: { ownDefault: `${identity} a) requires complexity and names no length` },
    },
    maxLength: {
      value: 128,
      unit: 'characters',
      zh: '口令最大长度',
      en: 'greatest length of a password',
      source: { ownDefault: 'keeps the cost of hashing one guess bounded' },
    },
    minClasses: {
      value: 3,
      unit: 'classes of characters',
      zh: '口令字符种类下限（大写、小写、数字、符号）',
      en: 'least number of character classes (upper case, lower case, digits, others)',
      source: { ownDefault: `${identity} a) requires complexity and names no classes` },
    },
  },
  draws: {
    revealHours: {
      value: 24,
      unit: 'hours',
      zh: '各方揭示随机数的期限',
      en: 'time in which every party reveals its nonce',
      source: { ownDefault: 'a public draw is held within one day; a party that is late is visible, and the draw may then be voided' },
    },
    parties: {
      value: ['organiser', 'supervisor', 'system'],
      unit: 'parties',
      zh: '共同产生种子的各方',
      en: 'who shares in the seed',
      source: {
        ownDefault: 'two duties that check each other, and the system; a place that wants a witness of its own adds the party witness',
      },
    },
    disclosureWorkingDays: {
      value: 20,
      unit: 'working days',
      zh: '检查结果公示期限',
      en: 'time in which a result is disclosed',
      source: { rule: '国发〔2019〕5号（舞政〔2020〕2号落实）：20 个工作日' },
    },
  },
  frame: {
    lowRiskClasses: {
      value: ['A'],
      unit: 'risk classes',
      zh: '原则上一年内不重复抽查的信用风险等级',
      en: 'risk classes that are in principle not drawn twice in a year',
      source: { rule: '国市监信规〔2024〕5号 二(五): 低风险对象原则上不重复抽查; A 为低风险 (国市监信发〔2022〕6号)' },
    },
    whitelistLabel: {
      value: '无事不扰',
      unit: 'label',
      zh: '无事不扰清单的监管标签',
      en: 'the label of the do-not-disturb list',
      source: {
        ownDefault: 'no national rule names the list; the words are those of 浙市监信〔2025〕1号: 无事不扰、重点监管、随机抽查三张清单',
      },
    },
  },
  matching: {
    floorPpm: {
      value: 200_000,
      unit: 'ppm of an even share',
      zh: '负荷平衡时每人期望负荷的下限',
      en: 'least expected load of anyone, however much they worked this year',
      source: { ownDefault: 'whoever cannot be drawn is a gap that can be planned with; a fifth of an even share keeps everyone possible' },
    },
    rotationTimes: {
      value: 2,
      unit: 'inspections of one object by one officer',
      zh: '轮换：同一人检查同一对象的次数上限',
      en: 'rotation: how often one officer inspects one object',
      source: { ownDefault: '国市监信规〔2024〕5号 asks for random matching and names no number; counted over the years of rotationYears' },
    },
    rotationYears: {
      value: 3,
      unit: 'years',
      zh: '轮换：计算次数的年数',
      en: 'rotation: the years that are counted',
      source: { ownDefault: 'names no number: counted together with rotationTimes' },
    },
    certificateWarnDays: {
      value: 60,
      unit: 'days',
      zh: '执法证到期提醒天数',
      en: 'days before a certificate expires from which it is shown as expiring',
      source: { ownDefault: 'renewing takes weeks, and a certificate has to last until the last day of an inspection' },
    },
  },
  catalogue: {
    otherItems: {
      value: true,
      unit: 'allowed or not',
      zh: '任务是否可以填写清单之外的“其他”事项',
      en: 'may a task carry typed items that are not of the published list',
      source: {
        ownDefault:
          '国办发〔2015〕58号 asks for no inspection outside the list; platforms keep a typed 其他 for what the list does not name yet. It is allowed, marked, published and counted, so that it shows; a province may set it to false',
      },
    },
    otherItemsMost: {
      value: 3,
      unit: 'typed items of a task',
      zh: '一个任务最多填写的“其他”事项',
      en: 'most typed items of one task',
      source: { ownDefault: 'an exception stays one: more than a few belong on the list' },
    },
  },
  ...nationalYear,
  ...nationalDocuments,
  files: {
    maxBytes: {
      value: 4 * 1024 ** 3,
      unit: 'bytes',
      zh: '单个上传文件大小上限',
      en: 'greatest size of one uploaded file',
      source: { ownDefault: 'a province-wide register of ten million rows fits in it' },
    },
  },
}
