/** 请假日历: a month, a row for each person who is away in it, a column for each day. Letters say the kind, so that it reads in grey and on paper. */
import './leave-calendar.css'
import './officers.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Leave } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { Empty, Loading, ProblemAlert } from '#web/ui/states.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { LeaveGrid } from './leave-grid.tsx'
import { daysOf, leaveRows, monthAfter, monthOf } from './leave-month.ts'
import { OfficerTabs } from './officer-tabs.tsx'
import { leaveKinds } from './officer-words.tsx'
import { useCancelLeave } from './use-cancel-leave.ts'
import { useOfficerAbility } from './use-officer-ability.ts'

export function LeaveCalendarPage(): ReactNode {
  const search = useSearch({ from: '/signed-in/shell/officers/leaves' })
  const month = monthOf(search.month, today())
  const days = daysOf(month)
  const ability = useOfficerAbility('officer.import')
  const [adding, setAdding] = useState(false)
  const query = useQuery(
    api.officers.listLeaves.queryOptions({
      input: {
        from: `${month}-01`,
        to: days.at(-1)?.date ?? `${month}-28`,
        ...(search.orgPath === undefined ? {} : { orgPath: search.orgPath }),
      },
    }),
  )
  // A month that is over begins with its first day, the month that runs with today.
  const first = month === today().slice(0, 7) ? today() : `${month}-01`
  const add = (
    <ActionButton primary icon={<Icon name="plus" />} ability={ability} onClick={() => setAdding(true)}>
      {t('leave.add')}
    </ActionButton>
  )
  return (
    <Page
      title={t('leave.title')}
      lead={t('leave.lead')}
      actions={
        <>
          <Button onClick={() => print()}>{t('leave.print')}</Button>
          {add}
        </>
      }
    >
      <OfficerTabs />
      <MonthBar month={month} />
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data !== undefined && <Month month={month} leaves={query.data.rows} more={query.data.more} may={ability.allowed} add={add} />}
      {adding && <LeaveDialog officer={null} from={first} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Month({
  month,
  leaves,
  more,
  may,
  add,
}: {
  readonly month: string
  readonly leaves: readonly Leave[]
  readonly more: boolean
  readonly may: boolean
  readonly add: ReactNode
}): ReactNode {
  const cancel = useCancelLeave()
  const days = daysOf(month)
  const rows = leaveRows(leaves, days)
  if (rows.length === 0)
    return (
      <Empty title={t('leave.noneInMonth')} action={<div style={{ marginTop: 16 }}>{add}</div>}>
        {t('leave.noneText')}
      </Empty>
    )
  return (
    <>
      {more && <p className="mj-note mj-note-amber">{t('leave.more')}</p>}
      <p className="leave-key">
        <b>{t('leave.people', { n: rows.length, days: rows.reduce((sum, row) => sum + row.days, 0) })}</b>
        {leaveKinds.map((kind) => (
          <span key={kind}>
            <i className={`leave-mark leave-${kind}`} aria-hidden="true">
              {t(`leave.short.${kind}`)}
            </i>
            {t(`leave.kind.${kind}`)}
          </span>
        ))}
        <span>
          <i className="leave-mark leave-weekend" aria-hidden="true" />
          {t('leave.weekend')}
        </span>
      </p>
      <LeaveGrid
        caption={t('leave.caption', { month: monthText(month) })}
        rows={rows}
        days={days}
        today={today()}
        onPress={may ? cancel : null}
      />
    </>
  )
}

function MonthBar({ month }: { readonly month: string }): ReactNode {
  const search = useSearch({ from: '/signed-in/shell/officers/leaves' })
  const navigate = useNavigate()
  const regions = useRegionOptions()
  const to = (next: string, icon: 'left' | 'right', label: string): ReactNode => (
    <Link
      className="leave-step"
      to="/officers/leaves"
      search={{ ...search, month: next }}
      aria-label={`${label} ${monthText(next)}`}
      title={label}
    >
      <Icon name={icon} />
    </Link>
  )
  return (
    <div className="leave-bar">
      {to(monthAfter(month, -1), 'left', t('leave.previous'))}
      <h2>{monthText(month)}</h2>
      {to(monthAfter(month, 1), 'right', t('leave.next'))}
      <Link to="/officers/leaves" search={search.orgPath === undefined ? {} : { orgPath: search.orgPath }}>
        {t('leave.thisMonth')}
      </Link>
      <Select
        className="leave-region"
        value={search.orgPath ?? null}
        placeholder={t('officer.area')}
        aria-label={t('officer.area')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        options={[...regions]}
        onChange={(orgPath: string | null) =>
          void navigate({ to: '/officers/leaves', search: { month, ...(orgPath === null || orgPath === undefined ? {} : { orgPath }) } })
        }
      />
    </div>
  )
}

const monthText = (month: string): string => t('leave.monthOf', { year: month.slice(0, 4), month: String(Number(month.slice(5))) })
