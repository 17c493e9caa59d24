/** The checks of the verifier in the order of its report: what each one proves, in plain words, and under which of four claims it stands (draw protocol §8). */

export { isOfOtherKind, type NotCheckedWhy, notCheckedReasons } from './not-checked.ts'

export type CheckName = keyof typeof checkLabels
export type ClaimId = keyof typeof claims

/** What a reader wants to know. Every check belongs to one claim. */
export const claims = {
  list_sealed: { zh: '名单先封存，之后没人改过', en: 'The list was sealed first, and nobody changed it afterwards' },
  seed_unchosen: { zh: '种子没有人能挑', en: 'Nobody could choose the seed' },
  result_computed: { zh: '结果由种子算出', en: 'The result is computed from the seed' },
  matching_replayed: { zh: '人员匹配可重放', en: 'The matching of officers can be replayed' },
} as const

type Label = {
  readonly claim: ClaimId
  readonly name: { readonly zh: string; readonly en: string }
  readonly proves: { readonly zh: string; readonly en: string }
}

export const checkLabels = {
  canonical: {
    claim: 'list_sealed',
    name: { zh: '文件形式唯一', en: 'canonical file' },
    proves: {
      zh: '文件的每一个字节都由内容决定，没有第二种写法。',
      en: 'Every byte of the file follows from its content; there is no second way to write it.',
    },
  },
  schema: {
    claim: 'list_sealed',
    name: { zh: '文件格式', en: 'schema' },
    proves: {
      zh: '每个字段都在协议规定之内，没有多余或缺少。',
      en: 'Every member is one that the protocol knows; none is missing and none is added.',
    },
  },
  files: {
    claim: 'list_sealed',
    name: { zh: '附属文件', en: 'files beside the bundle' },
    proves: { zh: '随附的长名单文件与其哈希值一致。', en: 'The long lists kept in files of their own have the hashes that name them.' },
  },
  draw_id: {
    claim: 'list_sealed',
    name: { zh: '抽取编号', en: 'draw id' },
    proves: {
      zh: '承诺与结果属于同一次抽取，编号、种类、任务相符。',
      en: 'Commit and result belong to one draw; its id, kind and task agree.',
    },
  },
  signatures: {
    claim: 'list_sealed',
    name: { zh: '日志签名', en: 'log signatures' },
    proves: {
      zh: '透明日志的检查点由日志公布的密钥签名，日后不能否认。',
      en: 'The checkpoint of the transparency log is signed by its published key and cannot be denied later.',
    },
  },
  inclusion: {
    claim: 'list_sealed',
    name: { zh: '已记入日志', en: 'inclusion in the log' },
    proves: {
      zh: '承诺、每次公开和结果依次记入透明日志，先后次序不能倒置。',
      en: 'Commit, every reveal and the result are entries of the transparency log, in this order.',
    },
  },
  commit_hash: {
    claim: 'list_sealed',
    name: { zh: '承诺哈希', en: 'commit hash' },
    proves: { zh: '结果所引用的正是这份承诺，一字未改。', en: 'The result refers to exactly this commitment, unchanged to the letter.' },
  },
  key: {
    claim: 'list_sealed',
    name: { zh: '名单密钥', en: 'pool key' },
    proves: { zh: '公布的密钥就是封存名单时所用的那一个。', en: 'The published key is the one under which the list was sealed.' },
  },
  sealed_members: {
    claim: 'list_sealed',
    name: { zh: '筛选条件与分层', en: 'filter and strata' },
    proves: { zh: '公布的筛选条件和分层就是承诺时的条件和分层。', en: 'The published filter and strata are those of the commitment.' },
  },
  pool_root: {
    claim: 'list_sealed',
    name: { zh: '名单根哈希', en: 'pool root' },
    proves: {
      zh: '公布的名单与封存的名单逐户相同，无一户重复。',
      en: 'The published list is the sealed list, member by member, and nobody is on it twice.',
    },
  },
  pool_size: {
    claim: 'list_sealed',
    name: { zh: '名单数量', en: 'pool size' },
    proves: { zh: '名单的户数与承诺一致。', en: 'The list has as many members as committed.' },
  },
  counts: {
    claim: 'list_sealed',
    name: { zh: '总数相符', en: 'counts add up' },
    proves: {
      zh: '名单数加各项排除数等于名录总数；公布分层的，各层之和等于名单数。',
      en: 'Members and exclusions make up the whole register; where the strata are published, they make up the list.',
    },
  },
  replacement: {
    claim: 'list_sealed',
    name: { zh: '被更换的对象', en: 'what is replaced' },
    proves: {
      zh: '被更换的对象确已抽中，更换理由写定在先，替补此前没有抽中过。',
      en: 'What is replaced had been drawn, the reason was fixed first, and the substitute had not been drawn before.',
    },
  },
  serials: {
    claim: 'list_sealed',
    name: { zh: '抽取编号连续', en: 'no draw is missing' },
    proves: {
      zh: '同一任务的抽取没有缺号和重号，没有悄悄重抽。',
      en: 'The draws of a task have no gap and no double; none was repeated in silence.',
    },
  },
  nonces: {
    claim: 'seed_unchosen',
    name: { zh: '随机数承诺', en: 'nonce commitments' },
    proves: { zh: '各方公开的随机数正是事先封存的随机数。', en: 'Each party revealed exactly the number that it had committed to before.' },
  },
  beacon: {
    claim: 'seed_unchosen',
    name: { zh: '公开信标', en: 'public beacon' },
    proves: {
      zh: '所用的公开信标是承诺时指定的，并且在最后一份随机数公开之后才产生，谁也来不及挑选。',
      en: 'The public value is the one named at the commitment, and it appeared after the last number was revealed: nobody had time to choose.',
    },
  },
  beacon_value: {
    claim: 'seed_unchosen',
    name: { zh: '公开信标的值', en: 'beacon value' },
    proves: {
      zh: '公开信标带有信标自己的签名，无人能够伪造。',
      en: 'The public value carries the signature of the public source itself; nobody can make one up.',
    },
  },
  seed: {
    claim: 'seed_unchosen',
    name: { zh: '种子', en: 'seed' },
    proves: {
      zh: '种子由承诺哈希、各方随机数和公开信标（如有）共同算出。',
      en: 'The seed is computed from the commitment, the numbers of all parties and the public value, if there is one.',
    },
  },
  targets: {
    claim: 'result_computed',
    name: { zh: '应抽数量', en: 'targets' },
    proves: {
      zh: '每层应抽的户数按承诺的比例用整数算出。',
      en: 'The number to draw from each stratum follows from the committed rate, in integers.',
    },
  },
  selected_count: {
    claim: 'result_computed',
    name: { zh: '抽中数量', en: 'selected count' },
    proves: {
      zh: '抽中名单的户数与公布的数目一致；公布分层的，也等于应抽的户数。',
      en: 'The list drawn has as many members as stated; where the strata are published, as many as had to be drawn.',
    },
  },
  tickets: {
    claim: 'result_computed',
    name: { zh: '签号', en: 'tickets' },
    proves: { zh: '每个抽中者的签号都由种子算出。', en: 'The ticket of everyone drawn is computed from the seed.' },
  },
  selection: {
    claim: 'result_computed',
    name: { zh: '抽中名单', en: 'selection' },
    proves: { zh: '重新抽取得到完全相同的名单和次序。', en: 'Drawing again gives exactly the same list in the same order.' },
  },
  threshold: {
    claim: 'result_computed',
    name: { zh: '中签界线', en: 'threshold' },
    proves: {
      zh: '各层中，未抽中者的签号都大于抽中者的签号。',
      en: 'In every stratum each ticket that lost is larger than each ticket that won.',
    },
  },
  selected_root: {
    claim: 'result_computed',
    name: { zh: '结果根哈希', en: 'selected root' },
    proves: { zh: '结果的根哈希与抽中名单一致。', en: 'The root of the result is that of the list drawn.' },
  },
  object_draw: {
    claim: 'result_computed',
    name: { zh: '所依据的对象抽取', en: 'the object draw behind it' },
    proves: {
      zh: '所依据的正是同一任务的对象抽取及其结果，此前的更换也一次不少。',
      en: 'It rests on the result of the object draw of the same task, and on every replacement before it.',
    },
  },
  matching_objects: {
    claim: 'matching_replayed',
    name: { zh: '匹配对象', en: 'objects matched' },
    proves: {
      zh: '参与匹配的对象就是承诺时的对象，一户不多、一户不少。',
      en: 'The objects matched are those committed to, not one more and not one less.',
    },
  },
  matching_officers: {
    claim: 'matching_replayed',
    name: { zh: '执法人员名单', en: 'officers' },
    proves: { zh: '参与匹配的人员就是封存名单中的全部人员。', en: 'The officers matched are all those on the sealed list.' },
  },
  matching_rules: {
    claim: 'matching_replayed',
    name: { zh: '匹配规则', en: 'matching rules' },
    proves: { zh: '承诺写明了全部匹配规则及其版本。', en: 'The commitment names every rule of eligibility with its version.' },
  },
  matching_edges: {
    claim: 'matching_replayed',
    name: { zh: '可匹配关系', en: 'eligible pairs' },
    proves: { zh: '谁可以检查谁，在种子产生之前已经确定。', en: 'Who may inspect whom was fixed before the seed existed.' },
  },
  matching_sums: {
    claim: 'matching_replayed',
    name: { zh: '概率之和', en: 'sums of probabilities' },
    proves: {
      zh: '每个对象各人的匹配概率之和，正好是所需的人数。',
      en: 'The probabilities of each object add up to exactly as many officers as it needs.',
    },
  },
  matching_caps: {
    claim: 'matching_replayed',
    name: { zh: '概率与户次上限', en: 'caps' },
    proves: {
      zh: '没有哪一对的概率高于承诺的上限，没有人的户次超过限额。',
      en: 'No pair is likelier than the committed cap, and nobody can get more objects than the limit.',
    },
  },
  matching_shares: {
    claim: 'matching_replayed',
    name: { zh: '匹配概率', en: 'probabilities' },
    proves: {
      zh: '每一对的匹配概率由可匹配关系和负荷重新算出，没有人能暗中偏向谁。',
      en: 'The probability of every pair is computed again from the eligible pairs and the loads; nobody could favour anyone.',
    },
  },
  matching_facts: {
    claim: 'matching_replayed',
    name: { zh: '资格依据', en: 'facts behind eligibility' },
    proves: {
      zh: '资格依据文件就是封存的那一份，由其中的证件、回避、请假等事实重新得出同样的可匹配关系和概率。',
      en: 'The file of facts is the one committed to, and its certificates, recusals and leave give the same eligible pairs and shares again.',
    },
  },
  assignment: {
    claim: 'matching_replayed',
    name: { zh: '人员分配', en: 'assignment' },
    proves: { zh: '重新匹配得到完全相同的人员和主办、协办。', en: 'Matching again gives exactly the same officers and leads.' },
  },
  matching_loads: {
    claim: 'matching_replayed',
    name: { zh: '负荷均衡', en: 'loads' },
    proves: {
      zh: '每人实得户次与期望户次相差不到一户，每队的人都有资格。',
      en: 'Everybody got the expected number of objects, rounded up or down, and every team is an eligible one.',
    },
  },
  matching_seats: {
    claim: 'matching_replayed',
    name: { zh: '更换的席位', en: 'seats filled anew' },
    proves: {
      zh: '空出的席位和理由写定在先，离开的人没有被再次抽回原对象。',
      en: 'The seats and the reason were fixed first, and nobody who left was drawn back to the same object.',
    },
  },
} as const satisfies Readonly<Record<string, Label>>
