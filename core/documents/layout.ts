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
