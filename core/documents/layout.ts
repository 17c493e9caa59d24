/**
 * The page of an official paper after GB/T 9704—2012 (党政机关公文格式): 5.1 paper, 5.2.1 margins, 5.2.3 type and lines, 7.5 page numbers.
 * Lengths in millimetres, type in points. Both writers of papers, PDF and DOCX, take their numbers here.
 */

const pointsPerMm = 72 / 25.4

export const layout = {
  page: { width: 210, height: 297 },
  /** 天头 37 mm, 订口 28 mm; with a type area of 156 × 225 mm these leave 26 mm and 35 mm. */
  margin: { top: 37, left: 28, right: 26, bottom: 35 },
  area: { width: 156, height: 225 },
  linesPerPage: 22,
  charactersPerLine: 28,
  /** 三号. */
  body: 16,
  /** 二号. */
  title: 22,
  /** 四号, for page numbers and the cells of forms. */
  small: 14,
  /** 五号, for the cells of wide tables. */
  cell: 10.5,
  /** 页码: the dash lies 7 mm below the type area. */
  pageNumberBelow: 7,
} as const

/** From line to line, in points: 22 lines fill the type area. */
export const linePitch = (layout.area.height * pointsPerMm) / layout.linesPerPage

/** From character to character, in points: 28 fill a line, which is a little less than 三号 is wide. */
export const characterPitch = (layout.area.width * pointsPerMm) / layout.charactersPerLine

/** What is taken from between two characters so that 28 of them fill a line; negative, in points. */
export const tracking = characterPitch - layout.body

/** Twentieths of a point, the unit of DOCX. */
export const twips = (points: number): number => Math.round(points * 20)
export const twipsOfMm = (mm: number): number => Math.round(mm * pointsPerMm * 20)

/** The mark of the organ that issues (发文机关标志, 7.2.4: no larger than 22 mm high), as large as its name lets it be on one line, in points. */
export function markSize(name: string): number {
  const room = layout.area.width * pointsPerMm
  const largest = 44
  return Math.min(largest, Math.floor(room / Math.max(1, [...name].length) / 1.06))
}

/**
 * How far the middle of 署名 and 成文日期 lies from the right edge of the type area, in points: the date ends four characters from the edge and the name is
 * centred over it (7.3.5.1); a name so long that it would leave the page moves both to the left.
 */
export function signatureCentre(name: string, date: string): number {
  const half = (text: string): number =>
    (characterPitch * [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 0x2000 ? 0.5 : 1), 0)) / 2
  // A little more than half a name: typefaces differ, and a name must not lose its last character to a line of its own.
  return Math.max(4 * characterPitch + half(date), half(name) + characterPitch / 4)
}

/**
 * Whether a row of a table stays on one page: a row that most of a page would not hold is broken, or it would be cut off. `widths` are those of its cells in
 * millimetres, `size` that of its type in points.
 */
export function staysWhole(texts: readonly string[], widths: readonly number[], size: number): boolean {
  const lines = texts.map((text, at) => linesOf(text, ((widths[at] ?? 0) * pointsPerMm) / size - 1))
  return Math.max(0, ...lines) * size * 1.5 < (layout.area.width / 2) * pointsPerMm
}

const linesOf = (text: string, characters: number): number =>
  text.split('\n').reduce((sum, one) => sum + Math.max(1, Math.ceil([...one].length / Math.max(1, characters))), 0)

/** The columns of a wide table in millimetres, on a page that stands or lies on its side. */
export function columnsOf(shares: readonly number[], landscape: boolean): readonly number[] {
  const { page, margin } = layout
  const whole = (landscape ? page.height : page.width) - margin.left - margin.right
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => (whole * share) / sum)
}

/** A form has two pairs of label and value; a value alone takes the rest of its row. In millimetres. */
export const formColumns = { label: 26, value: layout.area.width / 2 - 26 } as const
