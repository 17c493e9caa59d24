/** Entries of the transparency log (draw protocol §7): what a draw may be held to, and the daily head of the business record. No names, no strata, no filters. */
import { fromUtf8 } from '../bytes.ts'
import { canonicalBytes, canonicalJson } from '../canonical.ts'
import type { HashedCommit } from '../draws/documents.ts'

export const logFormat = 'mingjian-log/1'

/** An entry bundle gives the length of an entry in 16 bits (C2SP tlog-tiles). */
export const longestEntry = 65_535

export type LogEntry =
  | {
      readonly type: 'freeze'
      readonly at: string
      readonly drawId: string
      readonly registerCount: number
      readonly poolSize: number
      readonly poolRoot: string
    }
  | { readonly type: 'commit'; readonly at: string; readonly commit: HashedCommit }
  | { readonly type: 'reveal'; readonly at: string; readonly drawId: string; readonly party: string; readonly nonce: string }
  | {
      readonly type: 'replace_request'
      readonly at: string
      /** The draw of kind R that the request opened. */
      readonly drawId: string
      readonly objectDraw: string
      /** The leaf of the object that is replaced. */
      readonly replaces: string
      readonly reason: string
      /** SHA-256 of the evidence file. */
      readonly evidence: string | null
    }
  | {
      readonly type: 'seat_request'
      readonly at: string
      /** The draw of kind R that the request opened. */
      readonly drawId: string
      /** The officer draw that filled the seats first. */
      readonly officerDraw: string
      readonly count: number
      /** Of the seats that fall free; who leaves them is in the bundle. */
      readonly vacatedDigest: string
      readonly reason: string
      /** SHA-256 of the evidence file. */
      readonly evidence: string | null
    }
  | {
      readonly type: 'result'
      readonly at: string
      readonly drawId: string
      readonly commitHash: string
      readonly seed: string
      readonly selectedCount: number
      readonly selectedRoot: string
      readonly resultHash: string
    }
  | { readonly type: 'close'; readonly at: string; readonly drawId: string; readonly resultHash: string }
  | { readonly type: 'void'; readonly at: string; readonly drawId: string; readonly reason: string }
  /** `seq` and `hash`: the newest seal of the business record on that day (Asia/Shanghai), 0 and zeros when it has none. */
  | { readonly type: 'record_head'; readonly at: string; readonly date: string; readonly seq: number; readonly hash: string }

export type LogEntryType = LogEntry['type']

/** In the order of a draw's life; the check `log_entry_type_known` of the migrations lists the same. */
export const logEntryTypes = [
  'replace_request',
  'seat_request',
  'freeze',
  'commit',
  'reveal',
  'result',
  'close',
  'void',
  'record_head',
] as const satisfies readonly LogEntryType[]

/** The bytes that are hashed and served: JCS of the entry with its format. Longer than an entry bundle can hold throws a RangeError. */
export function entryBytes(entry: LogEntry): Uint8Array {
  const bytes = canonicalBytes({ format: logFormat, ...entry })
  if (bytes.length > longestEntry)
    throw new RangeError(`an entry of the log has at most ${longestEntry} bytes, this ${entry.type} has ${bytes.length}`)
  return bytes
}

/** The draw an entry is about; null for the head of the record. */
export const drawIdOf = (entry: LogEntry): string | null =>
  entry.type === 'record_head' ? null : entry.type === 'commit' ? entry.commit.drawId : entry.drawId

/** What any entry tells about itself, read from bytes that may come from anywhere. */
export type EntryHead = {
  readonly type: LogEntryType
  readonly at: string
  readonly drawId: string | null
  /** Of `reveal`. */
  readonly party: string | null
  /** Of `record_head`. */
  readonly head: { readonly date: string; readonly seq: number; readonly hash: string } | null
}

/** The head of an entry, or null when the bytes are no entry of this format in its one canonical form. */
export function readEntry(bytes: Uint8Array): EntryHead | null {
  const value = parsed(bytes)
  if (!isObject(value) || value.format !== logFormat) return null
  const { type, at, date, seq, hash, party } = value
  const drawId = isObject(value.commit) ? value.commit.drawId : value.drawId
  if (!isType(type) || typeof at !== 'string') return null
  if (type === 'record_head')
    return typeof date === 'string' && typeof seq === 'number' && typeof hash === 'string'
      ? { type, at, drawId: null, party: null, head: { date, seq, hash } }
      : null
  if (typeof drawId !== 'string') return null
  if (type === 'reveal') return typeof party === 'string' ? { type, at, drawId, party, head: null } : null
  return { type, at, drawId, party: null, head: null }
}

/** JSON in canonical form only: a second way to write an entry would be a second leaf for the same statement. */
function parsed(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes)
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    const canonical = canonicalJson(value)
    return canonical.ok && canonical.value === text ? value : null
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isType = (value: unknown): value is LogEntryType => logEntryTypes.some((type) => type === value)
