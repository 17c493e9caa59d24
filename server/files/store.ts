/** The bytes of files, on disk under their SHA-256: `<root>/ab/cd/abcd…`. What is there is whole, because it is renamed into place. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { Problem } from '#server/http/problem.ts'

export type StoredBytes = { readonly sha256: string; readonly size: number }

export type FileStore = {
  /**
   * Keeps the bytes of a stream, however long, in little memory. Throws `Problem` `file_too_large`, `file_empty`, `disk_full`; then, and when
   * the stream breaks off, nothing is kept.
   */
  readonly put: (
    bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    options?: { readonly maxBytes?: number; readonly allowEmpty?: boolean },
  ) => Promise<StoredBytes>
  /** Keeps a file as it lies in a folder of `scratch`: it is read once for its hash and moved, not copied. An empty one is refused as `put` does. */
  readonly adopt: (path: string) => Promise<StoredBytes>
  /** A folder for the working files of one piece of work, on the disk of the store; removed when the work is over. */
  readonly scratch: <T>(work: (folder: string) => Promise<T>) => Promise<T>
  /** A stream of the bytes, or null when they are not here. With `verify` it ends in an error when they are not what their hash says. */
  readonly open: (sha256: string, options?: { readonly verify?: boolean }) => Promise<Readable | null>
  /** Takes bytes away that nothing names any more; no trouble when they are not here. */
  readonly remove: (sha256: string) => Promise<void>
  /** Where the bytes lie, for readers that need a path; the file is never written to. */
  readonly path: (sha256: string) => string
}

/** The store in a folder. Drafts that a crash left behind are removed. */
export async function openFileStore(root: string): Promise<FileStore> {
  const drafts = join(root, 'drafts')
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  for (const name of await readdir(drafts)) {
    const abandoned = Date.now() - (await stat(join(drafts, name)).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs > 24 * 3600_000
    if (abandoned) await rm(join(drafts, name), { recursive: true, force: true })
  }
  const path = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not a SHA-256 in lowercase hex')
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }
  return {
    path,
    put: async (bytes, { maxBytes = Number.POSITIVE_INFINITY, allowEmpty = false } = {}) => {
      const draft = join(drafts, randomUUID())
      try {
        const stored = await writeDraft(draft, bytes, maxBytes)
        if (stored.size === 0 && !allowEmpty) throw new Problem('file_empty')
        await moveInto(draft, path(stored.sha256))
        return stored
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined)
        throw isFull(error) ? new Problem('disk_full', {}, { cause: error }) : error
      }
    },
    adopt: async (file) => {
      const stored = await hashFile(file)
      if (stored.size === 0) throw new Problem('file_empty')
      await moveInto(file, path(stored.sha256))
      return stored
    },
    scratch: async (work) => {
      const folder = join(drafts, randomUUID())
      await mkdir(folder, { mode: 0o700 })
      try {
        return await work(folder)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    remove: (sha256) => rm(path(sha256), { force: true }),
    open: async (sha256, { verify = false } = {}) => {
      const file = await open(path(sha256), 'r').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null
        throw error
      })
      if (file === null) return null
      const bytes = file.createReadStream({ highWaterMark: 1 << 18 })
      return verify ? bytes.pipe(verifier(sha256)).on('close', () => bytes.destroy()) : bytes
    },
  }
}

async function writeDraft(draft: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number): Promise<StoredBytes> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(draft, 'wx', 0o600)
  try {
    for await (const chunk of bytes) {
      size += chunk.byteLength
      if (size > maxBytes) throw new Problem('file_too_large', { maxBytes })
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    // The name must never outlive the bytes in a power cut.
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), size }
}

async function hashFile(path: string): Promise<StoredBytes> {
  const hash = createHash('sha256')
  let size = 0
  const file = await open(path, 'r')
  try {
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false })) {
      hash.update(chunk)
      size += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), size }
}

async function moveInto(draft: string, place: string): Promise<void> {
  const folder = join(place, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(draft, place)
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function verifier(sha256: string): Transform {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk)
      next(null, chunk)
    },
    flush(next) {
      next(hash.digest('hex') === sha256 ? null : new Problem('file_damaged', { sha256 }))
    },
  })
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG')
