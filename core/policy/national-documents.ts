/** What the papers of an inspection have to say, and by whose rule. */
import type { PolicyPack } from './pack.ts'

export const nationalDocuments: Pick<PolicyPack, 'documents'> = {
  documents: {
    prohibitions: {
      value: [
        '严禁逐利检查，不得接受被检查企业的任何馈赠、报酬、福利待遇，不得参加被检查企业提供的宴请、娱乐、旅游等活动，不得由被检查企业支付消费开支或者将检查费用转嫁给企业，不得强制企业接受指定的中介机构提供服务',
        '严禁干扰企业正常生产经营，不得刻意要求法定代表人到场',
        '严禁任性处罚企业，不得乱查封、乱扣押、乱冻结、动辄责令停产停业',
        '严禁下达检查指标，不得将考核考评、预算项目绩效与检查频次、罚没数额挂钩',
        '严禁变相检查，不得以观摩、督导、考察等名义行检查之实',
      ],
      unit: 'prohibitions that a notice of inspection tells',
      zh: '抽查通知书告知的“五个严禁”',
      en: 'the five prohibitions that a notice of inspection tells',
      source: {
        rule: '国办发〔2024〕54号“五个严禁”“八个不得”，文字据 2025-01-03 证券时报的报道核对，与原文不一致的以原文为准；司法部《行政检查文书基本格式文本（试行）》（2025）要求在检查通知书中告知',
      },
    },
  },
}
