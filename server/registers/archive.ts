/** What a zip archive says of itself, before anything in it is inflated: hostile workbooks end here (PKWARE APPNOTE 4.3). */
import type { ProblemCode } from '#contract/problems.ts'
import { fail, ok, type Result } from '#core/result.ts'

export type ArchiveRefused = { readonly type: ProblemCode & `workbook_${string}`; readonly why?: string; readonly what?: string }

type Entry = { readonly name: string; readonly packed: number; readonly inflated: number; readonly locked: boolean }

/** A workbook that needs more is a register for CSV. The reader holds every entry to the size it declares, so declared sizes bound the memory. */
const limits = { entries: 5000, inflatedMiB: 256 } as const

/** How large the file itself may be; whoever reads it whole asks first. */
export const mostPackedMiB = 128

/** Whether the archive may be opened as a workbook: whole, without password and macros, and of a size that a spreadsheet has. */
export function checkArchive(bytes: Buffer): Result<null, ArchiveRefused> {
  const entries = entriesOf(bytes)
  if (entries === null) return fail({ type: 'workbook_broken', why: 'zip' })
  if (entries.length > limits.entries) return fail({ type: 'workbook_too_large', what: `> ${limits.entries} files` })
  if (entries.some(({ locked }) => locked)) return fail({ type: 'workbook_old_or_locked' })
  if (entries.some(({ name }) => /vbaProject|macrosheets\//i.test(name))) return fail({ type: 'workbook_macros' })
  const names = new Set(entries.map(({ name }) => name))
  // Nothing is ever written where a name says; whoever unpacks the copy that comes back should not have to trust that.
  const outside = [...names].find((name) => /^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[A-Za-z]:/.test(name))
  if (outside !== undefined) return fail({ type: 'workbook_broken', why: outside.slice(0, 60) })
  if (names.size < entries.length) return fail({ type: 'workbook_broken', why: 'zip: one name twice' })
  if (!names.has('[Content_Types].xml') || ![...names].some((name) => name.startsWith('xl/')))
    return fail({ type: 'workbook_broken', why: [...names].find((name) => !name.endsWith('/')) ?? 'zip' })
  if (entries.some(({ packed, inflated }) => packed > 2 && inflated === 0))
    return fail({ type: 'workbook_broken', why: 'zip: a size is missing' })
  const inflated = entries.reduce((sum, one) => sum + one.inflated, 0)
  return inflated > limits.inflatedMiB * 2 ** 20 ? fail({ type: 'workbook_too_large', what: `> ${limits.inflatedMiB} MiB` }) : ok(null)
}

/** The central directory; null when there is none that can be read to its end. */
function entriesOf(bytes: Buffer): Entry[] | null {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0 || end + 22 > bytes.length) return null
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const entries: Entry[] = []
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null
    const [nameLength, extraLength, noteLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const declared = bytes.readUInt32LE(at + 24)
    const inflated = declared === 0xffffffff ? longSize(extra) : declared
    entries.push({ name, packed: bytes.readUInt32LE(at + 20), inflated, locked: (bytes.readUInt16LE(at + 8) & 1) === 1 })
    at += 46 + nameLength + extraLength + noteLength
  }
  return entries
}

/** The inflated size in a ZIP64 extra field, where it stands first; one that is not there is beyond every limit. */
function longSize(extra: Buffer): number {
  for (let at = 0; at + 12 <= extra.length; at += 4 + extra.readUInt16LE(at + 2))
    if (extra.readUInt16LE(at) === 1) return Number(extra.readBigUInt64LE(at + 4))
  return Number.POSITIVE_INFINITY
}
