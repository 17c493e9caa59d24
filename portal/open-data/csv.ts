/** CSV that a spreadsheet may open without harm: RFC 4180, and no cell that it would take for a formula. */

/** One line, ended by CRLF. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Names are chosen by strangers: `=HYPERLINK(…)` as a company name must stay text (OWASP, CSV injection). */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Spreadsheets read UTF-8 as such only after this mark. */
export const byteOrderMark = '\ufeff'
