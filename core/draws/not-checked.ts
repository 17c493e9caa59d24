/** Why a check of the verifier could not be made: what is not checked is named, never passed in silence (draw protocol §8). */

export type NotCheckedWhy = keyof typeof notCheckedReasons

/** Whether a check says nothing about this kind of draw at all, so that nothing is left unproven by it. */
export const isOfOtherKind = (why: string | null | undefined): boolean => ofOtherKinds.some((one) => one === why)

export const notCheckedReasons = {
  unreadable: { zh: '文件无法读懂，见上面未通过的检查', en: 'the file cannot be read; see the failed checks above' },
  no_log: { zh: '此文件不含透明日志的证明', en: 'this bundle carries no proof from the transparency log' },
  log_key_not_given: {
    zh: '签名与文件中的公钥相符；没有提供日志公布的公钥，不能确认签名者',
    en: 'the signature fits the key in the bundle; the published key of the log was not given, so the signer is not confirmed',
  },
  no_beacon: { zh: '本次抽取承诺不使用公开信标', en: 'this draw is committed to have no beacon' },
  chain_unknown: {
    zh: '核验程序不认识这条公开信标链，请提供它的公钥',
    en: 'the verifier does not know this drand chain; give it the public key',
  },
  announced_value: {
    zh: '公布的数值请与当时的公告对照，文件本身不能证明',
    en: 'compare the announced value with its publication; the bundle cannot prove it',
  },
  no_files: { zh: '没有提供附属文件', en: 'the files beside the bundle were not given' },
  sealed: { zh: '密封模式：名单不公开，由审计人员核对', en: 'sealed mode: the list is not public; an auditor checks it' },
  needs_other: { zh: '所依赖的内容未通过检查', en: 'what this check needs did not pass its own check' },
  not_an_officer_draw: { zh: '本次抽取不是人员抽取', en: 'this is not a draw of officers' },
  not_a_replacement: { zh: '本次抽取不是更换抽取', en: 'this is not a replacement' },
  replaces_officers: { zh: '本次更换的是人员，不是对象', en: 'officers are replaced here, not an object' },
  replaces_no_officer: { zh: '本次抽取不更换人员', en: 'no officer is replaced here' },
  other_algorithm: {
    zh: '本次抽取用的是较早的匹配算法，不公布概率',
    en: 'this draw used the earlier matching, which publishes no probabilities',
  },
  seat_not_drawn: {
    zh: '有席位不在所提供的人员抽取里：可能经批准指定，可能随替补对象承接，也可能并无其事，请对照业务留痕、抽取证书和公示页“人工指定”',
    en: 'a seat is in no officer draw given here: appointed with an approval, come with a substitute, or made up; compare the house record, the certificate and the appointments on the portal',
  },
  facts_not_public: {
    zh: '个人证件和回避信息不公开，由审计人员用资格依据文件核对',
    en: 'certificates and recusals of persons are not public; an auditor checks them with the file of facts',
  },
  other_rules: {
    zh: '所用规则的版本与本核验程序不同，请用当时的版本核对',
    en: 'the draw used other versions of the rules than this verifier has; check with the program of that time',
  },
  other_bundle_absent: { zh: '没有提供所引用的另一次抽取的文件', en: 'the bundle of the other draw was not given' },
  single_bundle: { zh: '只核对了单个文件，请核对整个目录', en: 'one bundle alone was checked; check the whole directory' },
  superseded_void: {
    zh: '缺少的编号已声明作废，其记录不在此目录',
    en: 'the missing serials are declared void; their records are not in this directory',
  },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

const ofOtherKinds: readonly NotCheckedWhy[] = [
  'not_an_officer_draw',
  'not_a_replacement',
  'replaces_officers',
  'replaces_no_officer',
  'other_algorithm',
]
