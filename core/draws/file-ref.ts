/** Lists too long for their document: a file beside it, named by its hash (draw protocol §5, §8). */
import { hexOf, record, refine, type Shape, text } from './shape.ts'

/** A list too long for its document, in a file of its own: `file` is the hash and `.jsonl`, `hash` is H of the file's bytes. */
export type FileRef = { readonly file: string; readonly hash: string }

/** Above so many entries a list goes into a file of its own (§4). */
export const longestInline = 10_000

export const fileRefShape: Shape<FileRef> = refine(
  record<FileRef>({ file: text(100), hash: hexOf(32) }),
  'a file named by its hash',
  namedByHash,
)

/** The list itself, or the file that holds it. */
export function listOrFile<T>(inline: Shape<readonly T[]>): Shape<readonly T[] | FileRef> {
  return (value, path, report): value is readonly T[] | FileRef =>
    Array.isArray(value) ? inline(value, path, report) : fileRefShape(value, path, report)
}

/** Whether a file has the one name that its hash gives it. */
export function namedByHash({ file, hash: of }: FileRef): boolean {
  return file === `${of}.jsonl`
}
