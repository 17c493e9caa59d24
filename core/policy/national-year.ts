/** The national default of the year of a bureau: plans, frequency, joint visits, deadlines, tasks. Each entry says whose rule it is, or that it is ours. */
import type { PolicyPack } from './pack.ts'

export const nationalYear: Pick<PolicyPack, 'plan' | 'ledger' | 'merge' | 'changes' | 'deadlines' | 'tasks' | 'reuse'> = {
  plan: {
    undirectedFloorPpm: {
      value: 30_000,
      unit: 'ppm',
      zh: '不定向抽查比例下限',
      en: 'least share drawn by undirected rows of a plan',
      source: { rule: '工商企监字〔2016〕185号: 不定向抽查比例不低于 3%；国家工商总局令第67号: 抽取辖区内不少于 3% 的企业' },
    },
    directedFloorPpm: {
      value: 0,
      unit: 'ppm',
      zh: '定向抽查比例下限',
      en: 'least share drawn by directed rows of a plan',
      source: { ownDefault: 'no national rule names one; provinces do, and set it in a pack of their own' },
    },
    mostRows: {
      value: 600,
      unit: 'rows of a plan',
      zh: '一个计划最多的计划行数',
      en: 'most rows of one plan',
      source: { ownDefault: 'a provincial plan of all departments has some two hundred; three times that still shows on one page' },
    },
    typeDigit: {
      value: '1',
      unit: 'digit',
      zh: '计划编号中的计划类型位',
      en: 'the digit of the kind of plan in a plan number',
      source: { ownDefault: 'the layout of numbers has a digit for the kind of plan; 1 is the yearly plan' },
    },
  },
  ledger: {
    plannedCap: {
      value: 1,
      unit: 'planned visits in a calendar year',
      zh: '年度检查频次上限（同一对象、同一场所的计划内检查）',
      en: 'yearly cap on planned visits to one object at one premises',
      source: {
        ownDefault:
          '国办发〔2024〕54号 has the departments in charge publish yearly caps and names no number; 如东县市场监督管理局 (2025) published 1 a year',
      },
    },
    warnAt: {
      value: 2,
      unit: 'which planned visit of the year',
      zh: '年度第几次计划内检查起提醒',
      en: 'from which planned visit of a year on it is warned',
      source: { ownDefault: 'the second visit is the first one that somebody has to explain' },
    },
    exceptions: {
      value: ['law', 'complaint', 'transfer', 'monitoring', 'request'],
      unit: 'reasons',
      zh: '可超出频次上限的法定情形',
      en: 'lawful reasons for a visit above the cap',
      source: {
        ownDefault:
          'no national rule closes this list; it is that of 如东县市场监督管理局 (2025): 根据法律法规规章规定、投诉举报、转办交办、数据监测、企业申请等确需实施多次行政检查的，可不受次数限制，但不能超过合理次数',
      },
    },
  },
  merge: {
    windowDays: {
      value: 30,
      unit: 'days',
      zh: '可合并检查的时间窗口',
      en: 'how far apart two visits may be due to be made one',
      source: { ownDefault: '综合查一次 names no window; a month lets two departments agree on a day' },
    },
    leastObjects: {
      value: 1,
      unit: 'objects',
      zh: '提出合并建议的最少对象数',
      en: 'least objects of a proposal to merge',
      source: { ownDefault: 'one visit saved is worth asking' },
    },
  },
  changes: {
    decideDays: {
      value: 3,
      unit: 'working days',
      zh: '变更申请的审批期限',
      en: 'time in which a change request is decided',
      source: { ownDefault: 'DB50/T 1686-2024 附录C has a form and names no time; while a request waits, the work it is about waits too' },
    },
  },
  deadlines: {
    remindDaysBefore: {
      value: [5, 1],
      unit: 'working days before the day',
      zh: '到期前提醒的工作日数',
      en: 'working days before a deadline on which it is reminded of',
      source: { ownDefault: 'a week is enough to do it, a day is enough to say that it will not be done' },
    },
    filingDays: {
      value: 10,
      unit: 'working days',
      zh: '上级接收计划备案的期限',
      en: 'time in which the level above answers a filed plan',
      source: { ownDefault: 'no national rule names a time; two weeks leave the lower level time to mend its plan' },
    },
  },
  tasks: {
    temporaryAllowed: {
      value: true,
      unit: 'allowed or not',
      zh: '是否允许计划外临时任务',
      en: 'may there be temporary tasks outside of the plan',
      source: { ownDefault: 'platforms have 临时抽查; each one needs a reason and a second person, and is counted' },
    },
    specialApprovalNeeded: {
      value: true,
      unit: 'needed or not',
      zh: '专项检查是否须先批准、备案并公布',
      en: 'does a special campaign need approval, filing and publication first',
      source: {
        rule: '国办发〔2024〕54号: 专项检查事先拟订检查计划，经县级以上政府或者实行垂直管理的上一级行政机关批准后按照规定备案；《上海市优化营商环境条例》(2025 年修改，2026-01-01 起施行): 一个月内向社会公布',
      },
    },
    returnDays: {
      value: 3,
      unit: 'working days',
      zh: '接收或退回派发任务的期限',
      en: 'time in which a dispatched sub-task is accepted or returned',
      source: { ownDefault: 'three working days let an office look at the list and leave the window of the task whole' },
    },
  },
  reuse: {
    days: {
      value: 180,
      unit: 'days',
      zh: '检查结果互认的有效期',
      en: 'how old a published result of another body may be to be taken instead of a visit',
      source: { ownDefault: '结果互认 is asked for and no time is named; half a year keeps it about the same business' },
    },
  },
}
