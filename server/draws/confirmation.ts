/**
 * 对象抽取情况确认书（监督记录）: the facts of a draw in short, who was drawn, and who was there, on paper that is signed.
 * 国办发〔2019〕5号 asks that the process leaves a trace that can be traced back; auditors ask for the page with the signatures.
 */
import { longestInline, protocol } from '#core/draws/documents.ts'
import type { Json } from '#server/documents/printable.ts'
import type { Paper } from '#server/documents/render-pdf.ts'
import {
  type BeaconFacts,
  count,
  type DrawFacts,
  type FrameFacts,
  kindName,
  modeName,
  partyName,
  percent,
  qrCode,
  ruleOf,
  stateName,
  suiteName,
  targetOf,
  verifyAddress,
  when,
} from './paper-words.ts'

export type SignOffFacts = {
  readonly duty: 'organiser' | 'supervisor' | 'witness'
  readonly name: string
  readonly unit: string
  readonly opinion: string
  /** Who recorded the signature of a witness without an account; null when the person signed in the console. */
  readonly recordedBy: string | null
  readonly at: string
}

/** One drawn object: `officers` are the names of its team in kind P, else empty. */
export type DrawnFacts = {
  readonly order: number
  readonly subject: string
  readonly name: string
  readonly region: string
  readonly officers: readonly string[]
}

export type ConfirmationData = DrawFacts & {
  /** Where it was held; null leaves a line to write on. */
  readonly place: string | null
  /** From the COMMIT to the RESULT. */
  readonly heldFrom: string
  readonly heldTo: string | null
  readonly parties: readonly { readonly party: string; readonly by: string | null; readonly at: string | null }[]
  readonly signOffs: readonly SignOffFacts[]
  /** Null before the result. Above `longestInline` (10,000) only where the full list is, in words. */
  readonly drawn: { readonly rows: readonly DrawnFacts[]; readonly byCode?: boolean } | { readonly elsewhere: string } | null
  /** The instant of the last fact stated here. */
  readonly asOf: string
}

/** Up to here the list stands in the paper itself; above, in an annex of its own pages. */
const shortList = 12
/** Up to here the annex is marked for screen readers: the marks of 10,000 rows would make the file twenty times as large. */
const longestTagged = 500
/** More strata than these would push the signatures to the next page; the certificate has them all. */
const mostStrata = 8
/** Characters of opinions up to which the signatures stay on one page; longer ones may run over. */
const shortOpinions = 400

const titles = { O: '对象抽取情况确认书', P: '执法检查人员抽取情况确认书', R: '抽中对象更换情况确认书' } as const
const duties = { organiser: '组织部门', supervisor: '监督部门', witness: '见证人' } as const

/** The confirmation as a paper for `renderPdf`. A list above 10,000 is a mistake of the caller and throws a RangeError. */
export function confirmation(data: ConfirmationData): Paper {
  const rows = rowsOf(data)
  if (rows.length > longestInline) throw new RangeError('a list above 10,000 is named by its fingerprint, not printed')
  const address = verifyAddress(data.publicUrl, data.drawId)
  return {
    template: 'draws/confirmation.typ',
    title: `${titles[data.kind]} ${data.drawId}`,
    asOf: data.asOf,
    tagged: rows.length <= longestTagged,
    content: {
      heading: titles[data.kind],
      issuer: data.issuer,
      drawId: data.drawId,
      protocol,
      asOf: when(data.asOf),
      address,
      qr: qrCode(address),
      void: data.state === 'void',
      facts: factsOf(data),
      hashes: hashesOf(data),
      list: {
        title: data.kind === 'P' ? '检查对象与检查人员' : '抽中名单',
        head: ['序号', '代码', '名称', data.kind === 'P' ? '检查人员' : '所在地区'],
        rows: rows.map((row, i) => [String(i + 1), row.subject, row.name, data.kind === 'P' ? row.officers.join('、') : row.region]),
        annex: rows.length > shortList,
        note: listNote(data, rows.length),
      },
      statement: statementOf(data),
      signatures: signaturesOf(data),
      together: data.signOffs.reduce((sum, { opinion }) => sum + opinion.length, 0) <= shortOpinions && data.signOffs.length <= 8,
    },
  }
}

/** In ticket order; of a sealed draw, and of the officer draw over one, in the order of the codes, so that the paper tells no ticket and no class. */
function rowsOf({ drawn, frame }: ConfirmationData): readonly DrawnFacts[] {
  if (drawn === null || 'elsewhere' in drawn) return []
  const key = (row: DrawnFacts): string | number => (isByCode({ drawn, frame }) ? row.subject : row.order)
  return drawn.rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

const isByCode = ({ drawn, frame }: Pick<ConfirmationData, 'drawn' | 'frame'>): boolean =>
  frame.mode === 'sealed' || (drawn !== null && 'rows' in drawn && drawn.byCode === true)

function listNote({ drawn, frame, kind, selectedCount, state }: ConfirmationData, listed: number): string {
  if (drawn === null) return state === 'void' ? '本次抽取作废，没有抽中名单。' : '尚无抽取结果。'
  if ('elsewhere' in drawn)
    return `抽中 ${count(selectedCount ?? 0)}，名单较长，不在此列出。完整名单：${drawn.elsewhere}；其指纹即上列“抽中名单指纹”。`
  const order = isByCode({ drawn, frame }) ? '按代码排列，不反映抽取先后' : kind === 'P' ? '按对象的签号排列' : '按签号排列'
  return `共 ${count(listed)} 户，${order}。`
}

function factsOf(data: ConfirmationData): Json {
  const { task, plan, frame, poolSize, registerCount, selectedCount } = data
  return [
    ['抽查任务', `${task.name}（${task.no}）`],
    ['抽查计划', plan === null ? '—' : plan.name === null ? plan.no : `${plan.name}（${plan.no}）`],
    ['抽取种类', `${kindName(data.kind)}，${modeName(frame.mode)}，${stateName(data.state)}`],
    ['组织单位', data.issuer],
    ['地点', data.place ?? ''],
    ['时间', `${when(data.heldFrom)} 封存承诺${data.heldTo === null ? '' : `，${when(data.heldTo)} 产生结果`}`],
    ['名单', `名录总数 ${count(registerCount)}，入池 ${count(poolSize)}，排除 ${count(registerCount - poolSize)}`],
    ['抽取数', targetWords(data)],
    ...(frame.mode === 'open' && frame.strata.length > 1 ? [['分层', strataWords(frame)]] : []),
    ['抽取结果', selectedCount === null ? '' : data.kind === 'P' ? `排定 ${count(selectedCount)} 人` : `抽中 ${count(selectedCount)}`],
    ['抽取方法', methodOf(data)],
    ['公开信标', beaconWords(data.beacon)],
    ['随机数提供方', partyWords(data)],
  ]
}

function targetWords({ frame, poolSize, kind }: ConfirmationData): string {
  const target = targetOf(frame)
  if (kind === 'P') return '全部入池人员排定随机顺序'
  if (kind === 'R') return '替补 1 户'
  if (target === null) return '—'
  const share = poolSize === 0 ? 0 : Math.round((target * 10_000) / poolSize) * 100
  return `应抽 ${count(target)}，占名单 ${percent(share)}`
}

const strataWords = ({ strata }: FrameFacts & { readonly mode: 'open' }): string =>
  strata.length > mostStrata
    ? `共 ${count(strata.length)} 层，各层名单数与应抽数见抽取证书`
    : strata.map((stratum) => `${stratum.name}：${count(stratum.n)} 中抽 ${count(stratum.target)}（${ruleOf(stratum)}）`).join('；')

const choices = {
  O: '每户一签，签号最小者抽中',
  P: '每人一签，按签号排定顺序并与检查对象匹配',
  R: '在原名单同层未抽中的对象中，签号最小者替补',
} as const

const methodOf = ({ kind, suite }: ConfirmationData): string =>
  `名单先封存，各方随机数后揭示；种子由承诺指纹与全部随机数算出；${choices[kind]}（${protocol}，${suiteName(suite)}）`

function beaconWords(beacon: BeaconFacts | null): string {
  if (beacon === null) return '未使用'
  if (beacon.kind === 'drand')
    return `drand 公开信标，第 ${count(beacon.value?.round ?? beacon.round)} 轮${beacon.value === null ? '，尚未公布' : ''}`
  const { what, at } = beacon.value ?? beacon
  return `${what}（${when(at)}）：${beacon.value?.value ?? '尚未公布'}`
}

const partyWords = ({ parties }: ConfirmationData): string =>
  parties
    .map(({ party, by, at }) => {
      const name = partyName(party)
      return `${name}${by === null || by === name ? '' : ` ${by}`}（${at === null ? '未揭示' : `${when(at)} 揭示`}）`
    })
    .join('；')

function hashesOf(data: ConfirmationData): Json {
  const rows: readonly (readonly [string, string | null])[] = [
    ['名单指纹', data.poolRoot],
    ['承诺指纹', data.commitHash],
    ['种子', data.seed],
    ['抽中名单指纹', data.selectedRoot],
    ['结果指纹', data.resultHash],
  ]
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
}

const statementOf = ({ state, drawn }: ConfirmationData): string =>
  state === 'void'
    ? '下列人员对本次抽取的过程及其作废予以确认。'
    : drawn === null
      ? '本次抽取尚无结果。下列人员只对已进行的步骤予以确认。'
      : '名单封存在先，种子产生在后；抽取按上列方法公开进行，其间未更换名单，未重复抽取。下列人员对以上情况予以确认。'

/** By duty: those who signed, then an empty line where nobody has signed yet, and for witnesses up to two. */
function signaturesOf({ signOffs }: ConfirmationData): Json {
  const lines = { organiser: 1, supervisor: 1, witness: 2 } as const
  return keysOf(lines).flatMap((duty) => {
    const signed = signOffs.filter((one) => one.duty === duty)
    const empty = { duty: duties[duty], name: '', unit: '', opinion: '', at: '', signature: '', byHand: true }
    return [
      ...signed.map(({ name, unit, opinion, recordedBy, at }) => ({
        duty: duties[duty],
        name,
        unit,
        opinion,
        at: when(at),
        signature: recordedBy === null ? '已在系统签署' : `（${recordedBy} 录入）`,
        // A witness without account signs here as well: the record of the console says only that somebody wrote it down.
        byHand: recordedBy !== null,
      })),
      ...Array.from({ length: Math.max(0, lines[duty] - signed.length) }, () => empty),
    ]
  })
}

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(table) as K[] // its own keys
