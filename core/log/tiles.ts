/** The layout of C2SP tlog-tiles: the tree as static files of up to 256 hashes, the entries as bundles beside them. */
import { concat } from '../bytes.ts'
import { longestEntry } from './entry.ts'
import { type HashReader, nodeHash } from './tree.ts'

/** Hashes in a full tile, entries in a full bundle. */
export const tileWidth = 256

/** Hashes `index·256 … ` of tree level `8·level`, or the entries of tile 0/`index`. `width` is 256 or, for the last one of a level, less. */
export type Tile = { readonly level: number | 'entries'; readonly index: number; readonly width: number }

/** `tile/0/x001/x234/067`, `tile/entries/000.p/17`: below the prefix of the log. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const parts = padded.match(/.{3}/g) ?? []
  const name = parts.map((part, i) => (i < parts.length - 1 ? `x${part}` : part)).join('/')
  return `tile/${level}/${name}${width === tileWidth ? '' : `.p/${width}`}`
}

/** The tile a path names in its one valid form; null for every other path. */
export function parseTilePath(path: string): Tile | null {
  const [, level = '', name = '', width = '256'] =
    /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,4}[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path) ?? []
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(name.replaceAll(/[x/]/g, '')),
    width: Number(width),
  }
  const known = level === 'entries' || Number(level) <= 63
  return level !== '' && known && tile.width >= 1 && tile.width <= tileWidth && tilePath(tile) === path ? tile : null
}

/** The tiles of hashes that the tree of `size` leaves has and the tree of `from` leaves had not, full ones and the partial one at each end. */
export function tilesAdded(from: number, size: number): readonly Tile[] {
  const tiles: Tile[] = []
  for (let level = 0, span = 1; span <= size; level++, span *= tileWidth) {
    const had = Math.floor(from / span)
    const has = Math.floor(size / span)
    if (has > had) tiles.push(...tilesBetween(level, had, has))
  }
  return tiles
}

/** The bundles of entries, likewise. */
export const bundlesAdded = (from: number, size: number): readonly Tile[] => (size > from ? tilesBetween('entries', from, size) : [])

/** How wide the tile at `index` of a level is in the tree of `size` leaves; 0: there is none. */
export function widthAt(level: number | 'entries', index: number, size: number): number {
  const has = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(tileWidth, has - index * tileWidth))
}

/** The bytes of a tile of hashes. */
export function tileBytes(read: HashReader, { level, index, width }: Tile & { readonly level: number }): Uint8Array {
  return concat(...Array.from({ length: width }, (_, i) => read(8 * level, index * tileWidth + i)))
}

/** Reads the tree of `size` leaves from its tiles; hashes between the levels of tiles are computed. */
export function tileReader(size: number, tileAt: (tile: Tile & { readonly level: number }) => Uint8Array): HashReader {
  const read: HashReader = (level, index) => {
    if (level % 8 !== 0) return nodeHash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))
    const tile = { level: level / 8, index: Math.floor(index / tileWidth) }
    const bytes = tileAt({ ...tile, width: widthAt(tile.level, tile.index, size) })
    const at = (index % tileWidth) * 32
    if (bytes.length < at + 32) throw new RangeError('the tree has no such subtree')
    return bytes.subarray(at, at + 32)
  }
  return read
}

/** Entries in a row, each behind its length as an unsigned big-endian integer of 16 bits. */
export const entriesBytes = (entries: readonly Uint8Array[]): Uint8Array =>
  concat(...entries.flatMap((entry) => [lengthBytes(entry.length), entry]))

/** The entries of a bundle; null when the bytes are not whole entries. */
export function parseEntries(bytes: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
    if (at + 2 > bytes.length || end > bytes.length) return null
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}

function lengthBytes(length: number): Uint8Array {
  if (length > longestEntry) throw new RangeError(`an entry has at most ${longestEntry} bytes`)
  return Uint8Array.of(length >> 8, length)
}

function tilesBetween(level: number | 'entries', had: number, has: number): readonly Tile[] {
  const tiles: Tile[] = []
  for (let index = Math.floor(had / tileWidth); index * tileWidth < has; index++)
    tiles.push({ level, index, width: Math.min(tileWidth, has - index * tileWidth) })
  return tiles
}
