/** A plain table of the house: 41 px rows, hairlines, and on a phone each row becomes a small block of label and value. */
import './table.css'
import type { ReactNode } from 'react'
import { t } from '../i18n/t.ts'
import { formatRange } from './format.ts'

export type Column<Row> = {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ReactNode
  /** What an export writes; without it the column is not exported. */
  readonly text?: (row: Row) => string | number | null
  /** The heading in an export, when the cell shows more than `text` writes. */
  readonly textTitle?: string
  readonly align?: 'right'
  readonly width?: number
  /** Long text: on a phone it takes the whole width. */
  readonly wide?: boolean
  /** Cannot be switched off in the column settings. */
  readonly fixed?: boolean
  /** Off until the user switches it on. */
  readonly startsHidden?: boolean
  /** The list can stand in the order of this column; what the address calls it, and which way it begins. */
  readonly sort?: { readonly key: string; readonly descending?: true }
}

export type Sorting = {
  readonly key: string | null
  readonly descending: boolean
  /** Null: the order the list has by itself. */
  readonly onSort: (next: { readonly key: string; readonly descending: boolean } | null) => void
}

export type Selection<Row> = {
  readonly chosen: ReadonlySet<string>
  readonly onChoose: (chosen: ReadonlySet<string>) => void
  /** Why a row cannot be chosen, in words; null when it can. */
  readonly refused?: (row: Row) => string | null
  readonly nameOf: (row: Row) => string
}

export type TableProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly dense?: boolean
  readonly selection?: Selection<Row> | undefined
  readonly sorting?: Sorting
  readonly foot?: ReactNode
  readonly caption?: string
  readonly stale?: boolean
}

export function Table<Row>({
  columns,
  rows,
  rowKey,
  dense = false,
  selection,
  sorting,
  foot,
  caption,
  stale = false,
}: TableProps<Row>): ReactNode {
  const lead = columns[0]?.key === rowNumber ? 1 : 0
  return (
    <div className="mj-table-scroll">
      <table className={['mj-table', 'mj-table-stack', dense ? 'mj-table-dense' : '', stale ? 'mj-stale' : ''].join(' ')} aria-busy={stale}>
        {caption !== undefined && <caption className="hidden-text">{caption}</caption>}
        <thead>
          <tr>
            {selection !== undefined && <HeadCheck rows={rows} rowKey={rowKey} selection={selection} />}
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.align === 'right' ? 'num' : ''}
                style={column.width === undefined ? {} : { width: column.width }}
                {...(sorting !== undefined && column.sort !== undefined && { 'aria-sort': ariaSort(column.sort.key, sorting) })}
              >
                {sorting === undefined || column.sort === undefined ? column.title : <SortButton column={column} sorting={sorting} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={selection?.chosen.has(rowKey(row)) === true ? 'mj-chosen' : ''}>
              {selection !== undefined && <RowCheck row={row} id={rowKey(row)} selection={selection} />}
              {columns.map((column, index) => (
                <td
                  key={column.key}
                  data-label={column.title}
                  className={[
                    column.align === 'right' ? 'num' : '',
                    index === lead ? 'mj-lead' : '',
                    column.key === rowNumber ? 'mj-row-number' : '',
                    column.wide === true ? 'mj-long' : '',
                  ]
                    .join(' ')
                    .trim()}
                >
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot !== undefined && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  )
}

/** Key of a column that only counts rows: on a phone it says nothing. */
export const rowNumber = '#'

const ariaSort = (key: string, sorting: Sorting): 'ascending' | 'descending' | 'none' =>
  sorting.key !== key ? 'none' : sorting.descending ? 'descending' : 'ascending'

/** One way, the other way, and back to the order of the list itself. */
function SortButton<Row>({ column, sorting }: { readonly column: Column<Row>; readonly sorting: Sorting }): ReactNode {
  const { key = '', descending = false } = column.sort ?? {}
  const isOn = sorting.key === key
  const next = !isOn ? { key, descending } : sorting.descending === descending ? { key, descending: !descending } : null
  return (
    <button
      type="button"
      className={isOn ? 'mj-sort mj-sort-on' : 'mj-sort'}
      onClick={() => sorting.onSort(next)}
      title={t('kit.sortBy', { name: column.title })}
    >
      {column.title}
      <span aria-hidden="true">{isOn ? (sorting.descending ? ' ↓' : ' ↑') : ' ↕'}</span>
    </button>
  )
}

/** Name over code, the first cell of most lists. */
export const TwoLines = ({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }): ReactNode => (
  <div className="mj-two">
    {first}
    <small>{second}</small>
  </div>
)

/** A range of days in a narrow column: it breaks between the two, never within a day. */
export const Days = ({ from, to }: { readonly from: string; readonly to: string }): ReactNode => (
  <>
    <span className="nowrap">{from}</span> <span className="nowrap">{formatRange(from, to).slice(from.length + 1)}</span>
  </>
)

function HeadCheck<Row>({
  rows,
  rowKey,
  selection,
}: {
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly selection: Selection<Row>
}): ReactNode {
  const possible = rows.filter((row) => (selection.refused?.(row) ?? null) === null).map(rowKey)
  const all = possible.length > 0 && possible.every((id) => selection.chosen.has(id))
  return (
    <th scope="col" className="mj-check">
      <input
        type="checkbox"
        aria-label={t('kit.selectAll')}
        checked={all}
        disabled={possible.length === 0}
        onChange={() => selection.onChoose(new Set(all ? [] : possible))}
      />
    </th>
  )
}

function RowCheck<Row>({ row, id, selection }: { readonly row: Row; readonly id: string; readonly selection: Selection<Row> }): ReactNode {
  const refused = selection.refused?.(row) ?? null
  const toggle = (): void => {
    const next = new Set(selection.chosen)
    if (!next.delete(id)) next.add(id)
    selection.onChoose(next)
  }
  return (
    <td className="mj-check" title={refused ?? undefined}>
      <input
        type="checkbox"
        aria-label={
          refused === null
            ? t('kit.selectRow', { name: selection.nameOf(row) })
            : `${t('kit.selectRow', { name: selection.nameOf(row) })} (${refused})`
        }
        checked={selection.chosen.has(id)}
        disabled={refused !== null}
        onChange={toggle}
      />
    </td>
  )
}
