/** 抽取证书: what one draw was and how anyone can check it, on one or two pages. A pure function from facts to a paper. */
import { type MatchingCommit, protocol } from '#core/draws/documents.ts'
import {
  type ExclusionReason,
  exclusionReasons,
  isReplacementReason,
  replacementReasons,
  type SeatReason,
  type VoidReason,
  voidReasons,
} from '#core/draws/reasons.ts'
import type { LogEntryType } from '#core/log/entry.ts'
import { chineseDate } from '#server/documents/chinese-date.ts'
import type { Json } from '#server/documents/printable.ts'
import type { Paper } from '#server/documents/render-pdf.ts'
import { appointmentsOf, beaconOf, hashesOf, logOf, matchingOf, verdictOf } from './certificate-evidence.ts'
import {
  count,
  type DrawFacts,
  type FrameFacts,
  kindName,
  modeName,
  partyName,
  qrCode,
  ruleOf,
  stateName,
  suiteName,
  targetOf,
  verifyAddress,
  when,
} from './paper-words.ts'

export type LogPosition = {
  readonly entry: Exclude<LogEntryType, 'freeze' | 'record_head'>
  readonly party: string | null
  /** Null until the log has taken the entry in. */
  readonly index: number | null
}

/** An object by its name, where the reader may know it. */
export type Named = { readonly subject: string; readonly name: string }

export type CertificateData = DrawFacts & {
  readonly excluded: readonly { readonly reason: ExclusionReason; readonly count: number }[]
  readonly keyCommit: string
  readonly snapshotAt: string
  readonly committedAt: string
  readonly revealBy: string
  readonly resultAt: string | null
  readonly closedAt: string | null
  /** In the order of `sources`. `by` and `at`: who revealed, and when. */
  readonly parties: readonly {
    readonly party: string
    readonly commitment: string
    readonly nonce: string | null
    readonly by: string | null
    readonly at: string | null
  }[]
  /** The checkpoint that covers the positions. Null while the log has nothing of the draw. */
  readonly log: {
    readonly origin: string
    readonly size: number
    readonly root: string
    readonly positions: readonly LogPosition[]
  } | null
  /** `note` is null where the reader is not staff. */
  readonly voided: { readonly reason: VoidReason; readonly note: string | null; readonly at: string } | null
  /** Kind R. `replaced` and `substitute` are null where the reader may not know them, or there is no result yet. */
  readonly replacement: {
    readonly objectDraw: string
    readonly reason: string
    readonly replaced: Named | null
    readonly substitute: Named | null
  } | null
  /** Kind P, and kind R of officers. */
  readonly matching: MatchingCommit | null
  /** Kind R of officers: of how many seats, of which officer draw, and why. */
  readonly seats: { readonly officerDraw: string; readonly count: number; readonly reason: SeatReason } | null
  /** Officers put on teams of this draw by hand, each with an approval; who they are is told by the inspection. */
  readonly appointments: readonly { readonly objects: number; readonly reason: SeatReason; readonly at: string }[]
  readonly supersedes: string | null
  readonly software: string
  /** What our own verifier found. */
  readonly verification: {
    readonly verdict: 'held' | 'failed'
    readonly ok: number
    readonly notChecked: number
    readonly failed: number
    readonly at: string
  } | null
  /** The instant of the last fact stated here: of the last event, or of the verification. */
  readonly asOf: string
}

/** The certificate as a paper for `renderPdf`. The same data gives the same bytes. */
export const certificate = (data: CertificateData): Paper => ({
  template: 'draws/certificate.typ',
  title: `抽取证书 ${data.drawId}`,
  asOf: data.asOf,
  tagged: true,
  content: {
    issuer: data.issuer,
    task: data.task.name,
    drawId: data.drawId,
    protocol,
    asOf: when(data.asOf),
    date: chineseDate(data.asOf),
    address: verifyAddress(data.publicUrl, data.drawId),
    qr: qrCode(verifyAddress(data.publicUrl, data.drawId)),
    notice: noticeOf(data),
    facts: factsOf(data),
    sum: sumOf(data),
    strata: strataOf(data.frame),
    replacement: replacementOf(data),
    matching: matchingOf(data),
    appointments: appointmentsOf(data),
    outcome: outcomeOf(data),
    hashes: hashesOf(data),
    parties: data.parties.map(({ party, commitment, nonce, by, at }) => ({
      name: partyName(party),
      code: party,
      by:
        nonce === null
          ? data.state === 'void'
            ? '未揭示'
            : '尚未揭示'
          : `${by === null || by === partyName(party) ? '' : `${by}　`}${when(at)} 揭示`,
      commitment,
      nonce,
    })),
    beacon: beaconOf(data.beacon),
    log: logOf(data),
    verdict: verdictOf(data),
    how: howTo(data),
  },
})

function noticeOf({ state, voided }: CertificateData): Json {
  if (state === 'void')
    return {
      strong: true,
      heading: '本次抽取已作废　VOID',
      text:
        voided === null
          ? ''
          : `理由：${voidReasons[voided.reason].zh}。${voided.note === null ? '' : `说明：${voided.note}　`}作废时间：${when(voided.at)}。本次抽取不产生结果，作废记录永久公开。`,
    }
  if (state === 'closed') return null
  return {
    strong: false,
    heading: `阶段性证书　${stateName(state)}`,
    text: '本次抽取尚未复核归档，结果尚未生效。本证书只证明截至出具时的事实，归档后以正式证书为准。',
  }
}

function factsOf(data: CertificateData): Json {
  return [
    ['抽取编号', data.drawId],
    ['抽取种类', kindName(data.kind)],
    ['任务编号', data.task.no],
    ['状态', stateName(data.state)],
    ['计划编号', data.plan?.no ?? '—'],
    ['抽取模式', modeName(data.frame.mode)],
    ['名单时点', when(data.snapshotAt)],
    ['封存承诺', when(data.committedAt)],
    ['揭示期限', when(data.revealBy)],
    ['产生结果', when(data.resultAt)],
    ['复核归档', when(data.closedAt)],
    ['替代的抽取', data.supersedes ?? '无'],
    ['密码算法', suiteName(data.suite)],
    ['软件', data.software],
  ]
}

/** 名录总数 = 入池 + 各项排除: nobody of the register is left unaccounted for. A replacement draws from the list that is sealed already. */
function sumOf({ kind, registerCount, excluded, poolSize }: CertificateData): Json {
  if (kind === 'R') return { line: `沿用原对象抽取的名单，共 ${count(poolSize)}，不重新编制。`, rows: [], total: '' }
  const out = excluded.reduce((sum, { count: n }) => sum + n, 0)
  return {
    line: `名录总数 ${count(registerCount)} ＝ 入池 ${count(poolSize)} ＋ 排除 ${count(out)}`,
    rows: [['入池', count(poolSize)], ...excluded.map(({ reason, count: n }) => [`排除：${exclusionReasons[reason].zh}`, count(n)])],
    total: count(registerCount),
  }
}

function strataOf(frame: FrameFacts): Json {
  if (frame.mode === 'sealed') return null
  return {
    rows: frame.strata.map((stratum) => [stratum.name, count(stratum.n), ruleOf(stratum), count(stratum.target)]),
    n: count(frame.strata.reduce((sum, { n }) => sum + n, 0)),
    target: count(targetOf(frame) ?? 0),
  }
}

function replacementOf({ replacement }: CertificateData): Json {
  if (replacement === null) return null
  const { objectDraw, reason, replaced, substitute } = replacement
  const named = (one: Named): string => `${one.name}（${one.subject}）`
  return [
    ['原对象抽取', objectDraw],
    ['更换原因', isReplacementReason(reason) ? replacementReasons[reason].zh : reason],
    ...(replaced === null ? [] : [['被更换对象', named(replaced)]]),
    ...(substitute === null ? [] : [['替补对象', named(substitute)]]),
  ]
}

function outcomeOf({ selectedCount, frame, kind, state }: CertificateData): string {
  if (selectedCount === null) return state === 'void' ? '没有抽取结果。' : '尚无抽取结果。'
  const target = targetOf(frame)
  if (kind === 'P') return `全部 ${count(selectedCount)} 名执法检查人员均已排定随机顺序，并据此与检查对象匹配。`
  return `${target === null ? '' : `应抽 ${count(target)}，`}抽中 ${count(selectedCount)}。`
}

const howTo = ({ frame }: CertificateData): Json => [
  '扫描首页二维码，或打开下方网址：网页在您自己的设备上逐项复算本次抽取，不依赖本平台的结论。',
  '需要离线核验的，下载核验包和核验程序（单个文件，装有 Node 20 的电脑即可运行），断网运行后看每一项结论。',
  frame.mode === 'open'
    ? '将核验结果、透明日志与本证书上的指纹逐组比对，一字不差即为同一次抽取；有任何一组不同，请向发证机关或其监督部门反映。'
    : '将核验结果、透明日志与本证书上的指纹逐组比对，一字不差即为同一次抽取；企业可申请本户凭证，核验自己是否在名单之内、为何抽中或未抽中。',
]
