/** CSV that Excel opens as it is meant: UTF-8 with a mark, CRLF, and no cell that starts a formula. */
export type Cell = string | number | null

export function csvText(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cellText).join(',')).join('\r\n')}\r\n`
}

/** Lets the user keep the rows as `name.csv`. */
export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  saveBlob(`${name}.csv`, new Blob([csvText(rows)], { type: 'text/csv;charset=utf-8' }))
}

export function saveBlob(fileName: string, blob: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  const text = typeof cell === 'number' ? String(cell) : guarded(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

// A firm may register a name that a spreadsheet would run: =HYPERLINK(…). The apostrophe keeps it text.
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
