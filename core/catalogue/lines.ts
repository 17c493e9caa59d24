/** What became of each line of a checklist between two versions: a line is known by its words, whatever their spacing and final stop. */
import type { CheckLine } from './item.ts'

export type LinePart = keyof CheckLine

export type LineChange =
  | { readonly kind: 'same' | 'moved'; readonly from: CheckLine; readonly to: CheckLine }
  | { readonly kind: 'changed'; readonly from: CheckLine; readonly to: CheckLine; readonly parts: readonly LinePart[] }
  | { readonly kind: 'added'; readonly to: CheckLine }
  | { readonly kind: 'removed'; readonly from: CheckLine }

/** Every line of both versions exactly once, in the order of the new one, what is gone where it stood. */
export function diffLines(from: readonly CheckLine[], to: readonly CheckLine[]): readonly LineChange[] {
  const kept = commonRun(from, to)
  const partner = new Map(kept.map(([a, b]) => [b, a]))
  const taken = new Set(kept.map(([a]) => a))
  const moved = new Set<number>()
  for (const [b, line] of to.entries()) {
    if (partner.has(b)) continue
    const same = from.findIndex((one, a) => !taken.has(a) && sameLine(one, line))
    const found = same < 0 ? mostAlike(from, taken, line) : same
    if (found < 0) continue
    taken.add(found)
    partner.set(b, found)
    moved.add(b)
  }
  return inOrder(from, to, partner, moved)
}

/** The same question asked: its words are equal but for blanks and a final stop. */
export const sameLine = (a: CheckLine, b: CheckLine): boolean => plain(a.content) === plain(b.content)

/** Is the line the same question and the same method, defaults and materials? */
export const partsChanged = (a: CheckLine, b: CheckLine): readonly LinePart[] =>
  (['content', 'method', 'yes', 'no', 'materials'] as const).filter((part) =>
    part === 'materials' ? JSON.stringify(a.materials) !== JSON.stringify(b.materials) : a[part] !== b[part],
  )

const plain = (text: string): string => text.replaceAll(/\s/g, '').replace(/[。．.；;，,]+$/, '')

function inOrder(
  from: readonly CheckLine[],
  to: readonly CheckLine[],
  partner: ReadonlyMap<number, number>,
  moved: ReadonlySet<number>,
): readonly LineChange[] {
  const gone = from.map((_, a) => a).filter((a) => ![...partner.values()].includes(a))
  const changes: LineChange[] = []
  // What is gone is shown before the line that followed it.
  const leave = (before: number): void => {
    while (gone[0] !== undefined && gone[0] < before) {
      const line = from[gone.shift() ?? 0]
      if (line !== undefined) changes.push({ kind: 'removed', from: line })
    }
  }
  for (const [b, line] of to.entries()) {
    const a = partner.get(b)
    const old = a === undefined ? undefined : from[a]
    if (a === undefined || old === undefined) {
      changes.push({ kind: 'added', to: line })
      continue
    }
    if (!moved.has(b)) leave(a)
    const parts = partsChanged(old, line)
    if (parts.length > 0) changes.push({ kind: 'changed', from: old, to: line, parts })
    else changes.push({ kind: moved.has(b) ? 'moved' : 'same', from: old, to: line })
  }
  leave(from.length)
  return changes
}

/** The longest run of questions that both have in the same order, as pairs of places. */
function commonRun(from: readonly CheckLine[], to: readonly CheckLine[]): readonly (readonly [number, number])[] {
  const best = from.map(() => to.map(() => 0))
  const at = (a: number, b: number): number => best[a]?.[b] ?? 0
  const isSame = (a: number, b: number): boolean => {
    const [x, y] = [from[a], to[b]]
    return x !== undefined && y !== undefined && sameLine(x, y)
  }
  for (let a = from.length - 1; a >= 0; a--) {
    const row = best[a]
    if (row === undefined) continue
    for (let b = to.length - 1; b >= 0; b--) row[b] = isSame(a, b) ? 1 + at(a + 1, b + 1) : Math.max(at(a + 1, b), at(a, b + 1))
  }
  const pairs: (readonly [number, number])[] = []
  let [a, b] = [0, 0]
  while (a < from.length && b < to.length) {
    if (isSame(a, b)) {
      pairs.push([a, b])
      a++
      b++
    } else if (at(a + 1, b) >= at(a, b + 1)) a++
    else b++
  }
  return pairs
}

/** A reworded question: at least half of the pairs of characters are shared. -1 when there is none. */
function mostAlike(from: readonly CheckLine[], taken: ReadonlySet<number>, line: CheckLine): number {
  let [found, most] = [-1, 0.5]
  for (const [a, one] of from.entries()) {
    const alike = taken.has(a) ? 0 : likeness(plain(one.content), plain(line.content))
    if (alike > most || (alike === most && found < 0 && alike >= 0.5)) [found, most] = [a, alike]
  }
  return found
}

function likeness(a: string, b: string): number {
  const [x, y] = [pairsOf(a), pairsOf(b)]
  if (x.size + y.size === 0) return 0
  return (2 * [...x].filter((pair) => y.has(pair)).length) / (x.size + y.size)
}

const pairsOf = (text: string): ReadonlySet<string> => {
  const letters = [...text]
  return new Set(letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`))
}
