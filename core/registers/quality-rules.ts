/** 数据质量 rules: what is wrong with an object of the register, what to do about it, and what may be done for many at once. */

export const qualityActions = {
  set_region: { zh: '改行政区划', en: 'set the region', undo: true },
  clear_date: { zh: '清空成立日期', en: 'empty the date', undo: true },
  take_labels: { zh: '摘除失效标签', en: 'take the dead labels off', undo: true },
  close_entries: { zh: '专项库条目转为失效', en: 'make library entries invalid', undo: true },
  leave: { zh: '移出名录', en: 'take out of the register', undo: true },
  keep_one: { zh: '每组只留一户', en: 'keep one of each group', undo: true },
  except: { zh: '确认无误，不再提示', en: 'right as it is, do not show again', undo: true },
} as const satisfies Record<string, { readonly zh: string; readonly en: string; readonly undo: boolean }>
export type QualityAction = keyof typeof qualityActions

type RuleRow = {
  readonly zh: string
  readonly en: string
  readonly adviceZh: string
  readonly adviceEn: string
  readonly actions: readonly QualityAction[]
}

/** In the order of the desk: what makes a pool wrong comes before what makes it ugly. */
export const qualityRules = {
  dead_but_valid: {
    zh: '已注销、吊销但仍有效',
    en: 'dead but valid',
    adviceZh: '主体已注销或吊销，专项库条目或监管标签仍有效。抽查会按专项库或标签圈到它。请把条目转为失效并摘除标签。',
    adviceEn: 'Deregistered or revoked, with valid library entries or labels: pools made by library or label still count on it.',
    actions: ['close_entries', 'take_labels', 'except'],
  },
  duplicate: {
    zh: '名称和地址都相同',
    en: 'same name and address',
    adviceZh: '两户以上存续主体名称与地址完全相同，一家可能被抽中两次。请核对后每组只留一户。',
    adviceEn: 'Two or more living objects with one name and address: one firm could be drawn twice.',
    actions: ['keep_one', 'except'],
  },
  states_disagree: {
    zh: '同一主体登记状态矛盾',
    en: 'two states disagree',
    adviceZh: '名称与地址相同，一户存续、另一户已注销、吊销或迁出，多为新旧代码并存。请核对后移出旧的一户。',
    adviceEn: 'One name and address, one object living and the other not: often an old and a new code of one firm.',
    actions: ['leave', 'except'],
  },
  code_invalid: {
    zh: '代码不合规',
    en: 'invalid code',
    adviceZh:
      '统一社会信用代码长度、字符或校验位不符合 GB 32100。新数据已在导入时拦截，这些是旧数据。请核实后重新导入正确代码，再移出本户。',
    adviceEn: 'Length, characters or check digit break GB 32100. Imports refuse such codes; these are older.',
    actions: ['leave', 'except'],
  },
  old_number: {
    zh: '只有 15 位注册号',
    en: '15-digit number only',
    adviceZh: '存续主体仍用旧注册号。换发统一代码后会重复入库。请向登记机关核对新代码。',
    adviceEn: 'A living object under its old number: with its new code it would come in twice.',
    actions: ['leave', 'except'],
  },
  no_county: {
    zh: '没有落到区县',
    en: 'no county',
    adviceZh: '只归到省或市，区县局的名录和抽查范围里看不到它。请选择区县后批量改正。',
    adviceEn: 'Placed in a province or city only: no county finds it in its register.',
    actions: ['set_region', 'except'],
  },
  date_absurd: {
    zh: '成立日期不合理',
    en: 'absurd date',
    adviceZh: '成立日期晚于今天，或早于 1900 年。新设企业等按日期的条件会圈错。',
    adviceEn: 'Founded after today or before 1900: conditions on the date go wrong.',
    actions: ['clear_date', 'except'],
  },
  label_dead: {
    zh: '标签已不存在或失效',
    en: 'orphan label',
    adviceZh: '户上的标签不在标签字典里，或标签已停用、已过期。请摘除。',
    adviceEn: 'Carries a label that the dictionary does not know, or that is retired or expired.',
    actions: ['take_labels', 'except'],
  },
  licence_expired: {
    zh: '许可证过期仍有效',
    en: 'expired licence still valid',
    adviceZh: '专项库条目的许可证已过有效期，条目仍为有效。请核实续证情况，未续的转为失效。',
    adviceEn: 'The licence of a library entry has expired, and the entry is still valid.',
    actions: ['close_entries', 'except'],
  },
  owner_missing: {
    zh: '场所、产品等没有所属主体',
    en: 'nobody owns it',
    adviceZh: '场所、产品、项目、设备没有登记所属主体，或所属主体不在名录中，检查结果无法归到企业名下。请重新导入并补上所属主体。',
    adviceEn: 'A site, product, project or equipment without an owner in the register: its results belong to nobody.',
    actions: ['leave', 'except'],
  },
  industry_missing: {
    zh: '缺少行业代码',
    en: 'no industry',
    adviceZh: '存续企业、个体户没有行业代码，按行业圈选时会漏掉。请补充行业代码后重新导入。',
    adviceEn: 'A living firm without an industry: pools made by industry miss it.',
    actions: ['except'],
  },
  address_short: {
    zh: '地址缺失或过短',
    en: 'no address',
    adviceZh: '地址为空或少于 6 个字，检查人员找不到门。请补充地址后重新导入。',
    adviceEn: 'No address, or one of fewer than six characters: an inspector does not find the door.',
    actions: ['except'],
  },
  name_odd: {
    zh: '名称疑似测试或乱码',
    en: 'odd name',
    adviceZh: '名称含“测试”、问号或替代字符，或只有一个字。请核实后改正或移出。',
    adviceEn: 'The name holds a test word, question marks or replacement characters, or has one character.',
    actions: ['leave', 'except'],
  },
} as const satisfies Record<string, RuleRow>

export type QualityRule = keyof typeof qualityRules

export const qualityRuleCodes = Object.keys(qualityRules) as readonly QualityRule[] // the keys of the table above

export const isQualityRule = (text: string): text is QualityRule => Object.hasOwn(qualityRules, text)
export const isQualityAction = (text: string): text is QualityAction => Object.hasOwn(qualityActions, text)

/** May these findings be dealt with this way? */
export const ruleAllows = (rule: QualityRule, action: QualityAction): boolean =>
  (qualityRules[rule].actions as readonly QualityAction[]).includes(action)
