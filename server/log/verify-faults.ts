/** What verifying the log can find, and how it is told: one sentence that names the row or the file. */
import { never } from '#core/result.ts'
import type { EvidenceTable } from '#server/record/evidence-store.ts'
import type { ChainFault } from '#server/record/verify.ts'

export type LogFault =
  | { readonly type: 'checkpoint_missing'; readonly where: string }
  | { readonly type: 'checkpoint_refused'; readonly why: string }
  | { readonly type: 'file_missing'; readonly path: string }
  | { readonly type: 'file_altered'; readonly path: string; readonly index: number | null }
  | { readonly type: 'root_differs'; readonly size: number }
  | { readonly type: 'entry_unreadable'; readonly index: number }
  | { readonly type: 'leaf_missing'; readonly index: number }
  | { readonly type: 'leaf_altered'; readonly index: number }
  | { readonly type: 'entry_missing'; readonly index: number; readonly entryId: string }
  | {
      readonly type: 'entry_altered'
      readonly index: number
      readonly entryId: string
      readonly entry: string
      readonly drawId: string | null
    }
  | { readonly type: 'entry_lost'; readonly entryId: string; readonly entry: string; readonly drawId: string | null }
  | { readonly type: 'checkpoint_altered'; readonly size: number }
  | { readonly type: 'cosignature_altered'; readonly size: number; readonly witness: string }
  | { readonly type: 'head_differs'; readonly index: number; readonly date: string; readonly seq: number }
  | {
      readonly type: 'draw_event_altered'
      readonly drawId: string
      readonly seq: number
      readonly event: string
      readonly index: number | null
    }
  | { readonly type: 'draw_event_missing'; readonly drawId: string; readonly entry: string; readonly index: number }
  | { readonly type: 'draw_event_unlogged'; readonly drawId: string; readonly seq: number; readonly event: string }
  | { readonly type: 'draw_secret_altered'; readonly drawId: string }
  | { readonly type: 'evidence_altered'; readonly table: EvidenceTable; readonly of: string; readonly recordId: string }
  | { readonly type: 'evidence_unrecorded'; readonly table: EvidenceTable; readonly of: string }
  | { readonly type: 'record'; readonly fault: ChainFault }

/** The column by which a fault names rows of evidence. */
const keyOf: Readonly<Record<EvidenceTable, string>> = {
  result: 'id',
  review: 'result_id',
  drawn_object: 'draw_id',
  assignment: 'draw_id',
  assignment_end: 'by',
}

export type Lang = 'zh' | 'en'

/** The sentence of a fault. */
export function sentenceOf(fault: LogFault, lang: Lang): string {
  const [zh, en] = words(fault)
  return lang === 'zh' ? zh : en
}

function words(fault: LogFault): readonly [zh: string, en: string] {
  switch (fault.type) {
    case 'checkpoint_missing':
      return [`${fault.where} 没有检查点`, `there is no checkpoint at ${fault.where}`]
    case 'checkpoint_refused':
      return [`检查点不成立(${fault.why})`, `the checkpoint does not hold (${fault.why})`]
    case 'file_missing':
      return [`缺少文件 ${fault.path}`, `the file ${fault.path} is missing`]
    case 'file_altered': {
      const [zh, en] = fault.index === null ? ['', ''] : [`(第 ${fault.index} 条)`, ` (entry ${fault.index})`]
      return [`文件 ${fault.path} 被改动${zh}`, `the file ${fault.path} was altered${en}`]
    }
    case 'root_differs':
      return [`${fault.size} 个条目的树根与检查点不符`, `the root over ${fault.size} entries is not that of the checkpoint`]
    case 'entry_unreadable':
      return [`第 ${fault.index} 条不是日志条目`, `entry ${fault.index} is no entry of this log`]
    case 'leaf_missing':
      return [`表 log_leaf 缺少 index = ${fault.index} 的行`, `table log_leaf lacks the row index = ${fault.index}`]
    case 'leaf_altered':
      return [`表 log_leaf 中 index = ${fault.index} 的行被改动`, `the row index = ${fault.index} of table log_leaf was altered`]
    case 'entry_missing':
      return [
        `表 log_entry 缺少 id = ${fault.entryId} 的行(日志第 ${fault.index} 条)`,
        `table log_entry lacks the row id = ${fault.entryId} (entry ${fault.index} of the log)`,
      ]
    case 'entry_altered':
      return [
        `表 log_entry 中 id = ${fault.entryId} 的行被改动(日志第 ${fault.index} 条,${about(fault)})`,
        `the row id = ${fault.entryId} of table log_entry was altered (entry ${fault.index} of the log, ${about(fault)})`,
      ]
    case 'entry_lost':
      return [
        `表 log_entry 中 id = ${fault.entryId} 的行(${about(fault)})既不在日志中,也不在待入队列中`,
        `the row id = ${fault.entryId} of table log_entry (${about(fault)}) is neither in the log nor waiting for it`,
      ]
    case 'checkpoint_altered':
      return [`表 log_checkpoint 中 size = ${fault.size} 的行被改动`, `the row size = ${fault.size} of table log_checkpoint was altered`]
    case 'cosignature_altered':
      return [
        `表 log_cosignature 中 size = ${fault.size}、witness = ${fault.witness} 的行被改动`,
        `the row size = ${fault.size}, witness = ${fault.witness} of table log_cosignature was altered`,
      ]
    case 'head_differs':
      return [
        `表 record_seal 中 seq = ${fault.seq} 的行与日志第 ${fault.index} 条(${fault.date} 的链头)不符:业务留痕的链被重写`,
        `the row seq = ${fault.seq} of table record_seal is not what entry ${fault.index} of the log (head of ${fault.date}) says: the chain of the record was written anew`,
      ]
    case 'draw_event_altered': {
      const [zh, en] = fault.index === null ? ['', ''] : [`,见日志第 ${fault.index} 条`, `, see entry ${fault.index} of the log`]
      return [
        `表 draw_event 中 draw_id = ${fault.drawId}、seq = ${fault.seq} 的行(${fault.event})被改动${zh}`,
        `the row draw_id = ${fault.drawId}, seq = ${fault.seq} of table draw_event (${fault.event}) was altered${en}`,
      ]
    }
    case 'draw_event_missing':
      return [
        `表 draw_event 缺少 draw_id = ${fault.drawId} 的一行(${fault.entry},日志第 ${fault.index} 条)`,
        `table draw_event lacks a row of draw_id = ${fault.drawId} (${fault.entry}, entry ${fault.index} of the log)`,
      ]
    case 'draw_event_unlogged':
      return [
        `表 draw_event 中 draw_id = ${fault.drawId}、seq = ${fault.seq} 的行(${fault.event})不在日志中:是事后加入的`,
        `the row draw_id = ${fault.drawId}, seq = ${fault.seq} of table draw_event (${fault.event}) is not in the log: it was added later`,
      ]
    case 'draw_secret_altered':
      return [
        `表 draw_secret 中 draw_id = ${fault.drawId} 的行被改动或丢失:密钥不是承诺的密钥`,
        `the row draw_id = ${fault.drawId} of table draw_secret was altered or is gone: its key is not the one committed to`,
      ]
    case 'evidence_altered':
      return [
        `表 ${fault.table} 中 ${keyOf[fault.table]} = ${fault.of} 的行被改动、增加或删除(业务留痕 ${fault.recordId} 记下了它原来的指纹)`,
        `rows ${keyOf[fault.table]} = ${fault.of} of table ${fault.table} were altered, added or removed (record ${fault.recordId} keeps their digest as they were)`,
      ]
    case 'evidence_unrecorded':
      return [
        `表 ${fault.table} 中 ${keyOf[fault.table]} = ${fault.of} 的行没有业务留痕:是事后加入的`,
        `the row ${keyOf[fault.table]} = ${fault.of} of table ${fault.table} is in no record: it was added later`,
      ]
    case 'record':
      return recordWords(fault.fault)
    default:
      return never(fault)
  }
}

function recordWords(fault: ChainFault): readonly [string, string] {
  switch (fault.type) {
    case 'row_altered':
      return [
        `表 record 中 id = ${fault.recordId} 的行(${fault.verb},${fault.thing})被改动,链号 ${fault.seq}`,
        `the row id = ${fault.recordId} of table record (${fault.verb} of ${fault.thing}) was altered, seal ${fault.seq}`,
      ]
    case 'row_missing':
      return [
        `表 record 缺少 id = ${fault.recordId} 的行,链号 ${fault.seq}`,
        `table record lacks the row id = ${fault.recordId}, seal ${fault.seq}`,
      ]
    case 'seal_missing':
      return [`表 record_seal 缺少 seq = ${fault.seq} 的行`, `table record_seal lacks the row seq = ${fault.seq}`]
    case 'row_unsealed':
      return [
        `表 record 中 id = ${fault.recordId} 的行(${fault.verb},${fault.thing})没有链号:是事后加入的`,
        `the row id = ${fault.recordId} of table record (${fault.verb} of ${fault.thing}) has no seal: it was added later`,
      ]
    default:
      return never(fault)
  }
}

const about = ({ entry, drawId }: { readonly entry: string; readonly drawId: string | null }): string =>
  drawId === null ? entry : `${entry} ${drawId}`
