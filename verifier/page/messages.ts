/** What the page and its worker say to each other. The worker holds the files, so that hashing never stops the page. */
import type { FileRole, LookUp, Report } from '../given-files.ts'

export type ToWorker =
  /** Adds files to those in hand and checks all of them; a file of the same name takes the place of the one before. */
  | { readonly type: 'add'; readonly files: readonly File[] }
  /** The key of the log that the reader trusts; null: none. Checks again when files are in hand. */
  | { readonly type: 'trust'; readonly logKey: string | null }
  /** Seeks one subject in the list of a draw in hand. */
  | { readonly type: 'look_up'; readonly drawId: string; readonly subject: string }
  /** Forgets every file. */
  | { readonly type: 'clear' }

export type HeldFile = { readonly name: string; readonly size: number; readonly role: FileRole }

export type FromWorker =
  | { readonly type: 'reading'; readonly name: string }
  | { readonly type: 'checking' }
  | {
      readonly type: 'report'
      readonly files: readonly HeldFile[]
      readonly report: Report
      readonly milliseconds: number
      readonly simd: boolean
    }
  | { readonly type: 'looked_up'; readonly drawId: string; readonly subject: string; readonly found: LookUp }
  /** A file that the browser could not read, or an error of ours. */
  | { readonly type: 'fault'; readonly message: string }
