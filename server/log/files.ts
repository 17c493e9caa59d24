/** The log as static files (C2SP tlog-tiles): `<folder>/tile/…` and `<folder>/checkpoint`. What is there is whole, because it is renamed into place. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Tile, tilePath, tileWidth } from '#core/log/tiles.ts'

/** The checkpoint as it is served; null when there is none yet. */
export const readCheckpointFile = (folder: string): Promise<string | null> =>
  readFile(join(folder, 'checkpoint'), 'utf8').catch(nullIfMissing)

export const readTileFile = (folder: string, tile: Tile): Promise<Buffer | null> =>
  readFile(join(folder, tilePath(tile))).catch(nullIfMissing)

/**
 * Writes a tile or a bundle once. Answers false, and writes nothing, when the file is there with other bytes: files of a log never change,
 * so either somebody changed it or this database tells another story.
 */
export async function writeTileFile(folder: string, tile: Tile, bytes: Uint8Array): Promise<boolean> {
  const there = await readTileFile(folder, tile)
  if (there !== null) return there.equals(bytes)
  await writeWhole(join(folder, tilePath(tile)), bytes)
  return true
}

/** Written last: whoever reads a checkpoint finds its tiles. */
export const writeCheckpointFile = (folder: string, note: string): Promise<void> =>
  writeWhole(join(folder, 'checkpoint'), Buffer.from(note))

/** Partial files of a tile that is full by now may go (tlog-tiles, Partial Tiles). */
export async function removePartials(folder: string, tile: Tile): Promise<void> {
  if (tile.width === tileWidth) await rm(join(folder, `${tilePath(tile)}.p`), { recursive: true, force: true })
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomUUID()}.draft`
  try {
    const file = await open(draft, 'wx', 0o644)
    try {
      await file.writeFile(bytes)
      // The name must never outlive the bytes in a power cut.
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync().finally(() => folder.close())
}

function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
  throw error
}
