/** The grid of a month of leave. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Leave } from '#contract/officers.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange } from '#web/ui/format.ts'
import { awayByDay, type Day, type LeaveRow } from './leave-month.ts'

export const LeaveGrid = ({
  caption,
  rows,
  days,
  today,
  onPress,
}: {
  readonly caption: string
  readonly rows: readonly LeaveRow[]
  readonly days: readonly Day[]
  readonly today: string
  /** What a press on a leave does; null: nothing may be done about it. */
  readonly onPress: ((leave: Leave) => void) | null
}): ReactNode => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable with the keyboard
  <section className="leave-scroll" tabIndex={0} aria-label={caption}>
    <table className="leave-grid">
      <caption className="leave-caption">{caption}</caption>
      <thead>
        <tr>
          <th scope="col" className="leave-name">
            {t('leave.name')}
          </th>
          {days.map((day) => (
            <th
              key={day.date}
              scope="col"
              className={dayClass(day, today)}
              aria-current={day.date === today ? 'date' : undefined}
              title={day.date === today ? t('kit.today') : undefined}
            >
              {day.number}
            </th>
          ))}
          <th scope="col" className="num">
            {t('leave.sum')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.officerId}>
            <th scope="row" className="leave-name">
              <Link to="/officers/$officerId" params={{ officerId: row.officerId }}>
                {row.name}
              </Link>
              <small>{row.orgName}</small>
            </th>
            {row.cells.map((leave, index) => {
              const day = days[index]
              return day === undefined ? null : (
                <td key={day.date} className={dayClass(day, today)}>
                  {leave !== null && <Mark leave={leave} day={day} today={today} onPress={onPress} />}
                </td>
              )
            })}
            <td className="num">{row.days}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="leave-name">
            {t('leave.perDay')}
          </th>
          {awayByDay(rows, days).map((n, index) => {
            const day = days[index]
            return day === undefined ? null : (
              <td key={day.date} className={dayClass(day, today)}>
                {n === 0 ? '' : n}
              </td>
            )
          })}
          <td className="num" />
        </tr>
      </tfoot>
    </table>
  </section>
)

/** One letter for the kind. Only the first day of a leave, or of the month, is a stop of the keyboard. */
function Mark({
  leave,
  day,
  today,
  onPress,
}: {
  readonly leave: Leave
  readonly day: Day
  readonly today: string
  readonly onPress: ((leave: Leave) => void) | null
}): ReactNode {
  const words = t('leave.cell', { day: day.number, kind: t(`leave.kind.${leave.kind}`) })
  const title = `${formatRange(leave.from, leave.to)} ${t(`leave.kind.${leave.kind}`)}${leave.note === '' ? '' : ` · ${leave.note}`}`
  const shown = t(`leave.short.${leave.kind}`)
  const className = `leave-mark leave-${leave.kind}`
  if (onPress === null || leave.to < today)
    return (
      <span className={className} title={title}>
        <span aria-hidden="true">{shown}</span>
        <span className="hidden-text">{words}</span>
      </span>
    )
  const starts = leave.from === day.date || day.number === 1
  return (
    <button
      type="button"
      className={className}
      title={title}
      tabIndex={starts ? 0 : -1}
      aria-label={`${words} ${t('leave.cancel')}`}
      onClick={() => onPress(leave)}
    >
      {shown}
    </button>
  )
}

const dayClass = (day: Day, today: string): string =>
  [day.weekend ? 'leave-weekend' : '', day.date === today ? 'leave-today' : ''].filter((name) => name !== '').join(' ')
