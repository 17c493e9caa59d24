/** Words of the page of published caps on visits. */
export const ledgerText = {
  capsTitle: { zh: '年度检查频次上限', en: 'Yearly caps on visits' },
  capsShort: { zh: '检查频次上限', en: 'Caps on visits' },
  capsLead: {
    zh: '同一对象、同一场所，一年之内最多安排几次计划内检查。上限由各地自行公布，达到上限的不再抽取。',
    en: 'How many planned visits an object receives at one premises in a year at most. Each authority publishes its own; whoever has reached it is not drawn.',
  },
  capsElse: {
    zh: '下面没有列出的地区，按上级地区执行；上级地区也没有公布的，按本平台的默认值执行：每年 {n} 次。默认值不是官方规定。',
    en: 'A place that is not listed has the cap of the place above it, or else the default of this platform: {n} a year. The default is no official rule.',
  },
  capsNone: { zh: '还没有地区公布自己的上限。', en: 'No place has published a cap of its own yet.' },
  capsComing: { zh: '即将生效', en: 'Coming into force' },
  capsHow: { zh: '怎么计算', en: 'How it is counted' },
  capsHowAll: {
    zh: '所有部门、上下级的检查合并计算；几个部门一起上门的合并检查算一次。',
    en: 'Visits of all authorities count together; a joint visit of several counts once.',
  },
  capsHowTriggered: {
    zh: '投诉举报、转办交办、数据监测等触发的检查单独计数，不占用次数。',
    en: 'Visits that a complaint, a transferred case or a lead made necessary are counted apart and use up nothing.',
  },
  capsHowPremises: {
    zh: '按登记的住所或经营场所计算；搬到新场所后重新计数。',
    en: 'It is counted by the registered premises; new premises begin anew.',
  },
  capsHowPaper: { zh: '书面、网络等非现场检查不计次。', en: 'Written and network checks, for which nobody comes, are not counted.' },
  capCap: { zh: '上限', en: 'Cap' },
  capTimes: { zh: '每年 {n} 次', en: '{n} a year' },
  capRuled: { zh: '上级规定', en: 'Rule above' },
  capRuledText: {
    zh: '本地区公布的是每年 {n} 次；上级规定更严，以上级为准。',
    en: 'This place has published {n} a year; the stricter rule above holds.',
  },
  capWarn: { zh: '提醒', en: 'Warning' },
  capWarnFrom: { zh: '第 {n} 次起提醒检查机关', en: 'the authority is warned from number {n} on' },
  capExceptions: { zh: '例外情形', en: 'Exceptions' },
  capNoExceptions: { zh: '没有例外', en: 'none' },
  capPublished: { zh: '公布日期', en: 'Published' },
  capSource: { zh: '依据或来源', en: 'Rule or source' },
} as const
