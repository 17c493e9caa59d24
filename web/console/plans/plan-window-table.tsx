/**
 * The table of a long plan: only the rows in sight are in the document, so that five hundred of them are there at once. Rows are of one height, and what is long shares the width that the others leave; a
 * phone gets blocks, some at a time, and paper gets all of them.
 */
import { Button } from 'antd'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { t } from '#web/i18n/t.ts'
import { type Column, Table } from '#web/ui/table.tsx'

export type PlanWindowTableProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly caption: string
  readonly toneOf: (row: Row) => string
}

/** So many rows need no window. */
const few = 40
/** CSS gives each row this height (plans.css). */
const rowHeight = 57
const beyond = 6
const inSight = 16
const atOnce = 50

export function PlanWindowTable<Row>(props: PlanWindowTableProps<Row>): ReactNode {
  const printing = useSyncExternalStore(onPrint, () => paper)
  const narrow = useSyncExternalStore(onWidth, () => phone.matches)
  if (printing || props.rows.length <= few) return <Table {...props} />
  return narrow ? <Blocks {...props} /> : <Windowed {...props} />
}

function Windowed<Row>({ columns, rows, rowKey, caption, toneOf }: PlanWindowTableProps<Row>): ReactNode {
  const [step, setStep] = useState(0)
  const first = Math.max(0, Math.min(step, rows.length - 1) - beyond)
  const shown = rows.slice(first, first + inSight + 2 * beyond)
  const below = rows.length - first - shown.length
  return (
    <section
      className="mj-plan-window"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={caption}
      onScroll={(event) => setStep(stepAt(event.currentTarget.scrollTop))}
    >
      <table className="mj-table mj-plan-fixed" aria-rowcount={rows.length + 1}>
        <caption className="hidden-text">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={column.align === 'right' ? 'num' : ''}
                style={column.width === undefined || column.wide === true ? {} : { width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={first} />
          {shown.map((row, index) => (
            <tr key={rowKey(row)} aria-rowindex={first + index + 2} className={toneOf(row)}>
              {columns.map((column) => (
                <td key={column.key} className={column.align === 'right' ? 'num' : ''}>
                  <div>{column.cell(row)}</div>
                </td>
              ))}
            </tr>
          ))}
          <Gap rows={below} />
        </tbody>
      </table>
    </section>
  )
}

/** Five rows at a time: a scroll by a pixel draws nothing anew. */
const stepAt = (top: number): number => Math.floor(top / rowHeight / 5) * 5

const Gap = ({ rows }: { readonly rows: number }): ReactNode => (rows <= 0 ? null : <tr aria-hidden style={{ height: rows * rowHeight }} />)

function Blocks<Row>(props: PlanWindowTableProps<Row>): ReactNode {
  const [most, setMost] = useState(atOnce)
  const more = props.rows.length - most
  return (
    <>
      <Table {...props} rows={props.rows.slice(0, most)} />
      {more > 0 && (
        <Button block onClick={() => setMost(most + atOnce)}>
          {t('plan.rows.more', { n: more })}
        </Button>
      )}
    </>
  )
}

const phone = window.matchMedia('(max-width: 767px)')

function onWidth(changed: () => void): () => void {
  phone.addEventListener('change', changed)
  return () => phone.removeEventListener('change', changed)
}

let paper = false

function onPrint(changed: () => void): () => void {
  const set = (to: boolean) => (): void => {
    paper = to
    changed()
  }
  const [before, after] = [set(true), set(false)]
  window.addEventListener('beforeprint', before)
  window.addEventListener('afterprint', after)
  return () => {
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  }
}
