/** 检查实施: the visits; an inspector sees theirs, an organiser or a reviewer those of the jurisdiction. */
import './inspections.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { VisitRow } from '#contract/inspections.ts'
import { api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'
import { byRole, roleMark } from '#web/console/matching/words.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { Due, Officers, Outcome, outcomeWords, VisitStateTag, visitStates } from './visit-words.tsx'

export function VisitListPage(): ReactNode {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const readsTasks = me !== undefined && me !== null && may(me, 'task.read')
  const reviews = me !== undefined && me !== null && may(me, 'inspection.review')
  const enters = me !== undefined && me !== null && may(me, 'inspection.enter')
  const mine = me !== undefined && me !== null && !may(me, 'inspection.read')
  const tasks = useQuery({ ...api.tasks.list.queryOptions({ input: { limit: 200 } }), enabled: readsTasks })
  const taskFilter = {
    key: 'taskId',
    label: t('visit.task'),
    options: (tasks.data?.rows ?? []).map((task) => ({ value: task.id, label: task.name })),
  }
  return (
    <Page
      title={t(mine ? 'visit.mine' : 'visit.title')}
      lead={t('visit.lead')}
      actions={
        reviews && (
          <ActionButton primary onClick={() => void navigate({ to: '/visits/review' })}>
            {t('visit.goReview')}
          </ActionButton>
        )
      }
    >
      <DataList
        id="visits"
        columns={columns(enters)}
        rowKey={(visit) => visit.id}
        unit={t('visit.unit')}
        exportAs={t('visit.title')}
        filters={[
          { key: 'q', label: t('visit.q') },
          {
            key: 'state',
            label: t('visit.state'),
            options: visitStates.map((state) => ({ value: state, label: t(`visit.state.${state}`) })),
          },
          ...(readsTasks ? [taskFilter] : []),
        ]}
        source={(page, { q, state, taskId }) => api.inspections.list.queryOptions({ input: { ...page, ...some({ q, state, taskId }) } })}
        empty={{ title: t('visit.empty'), text: t('visit.emptyText') }}
      />
    </Page>
  )
}

/** Only what is there: the contract's optional members may be left out, but not undefined. */
export const some = <Values extends Record<string, string | undefined>>(values: Values): { [K in keyof Values]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof Values]?: string }

const columns = (enters: boolean): Column<VisitRow>[] => [
  {
    key: 'name',
    title: t('visit.name'),
    fixed: true,
    text: (visit) => visit.name,
    cell: (visit) => (
      <TwoLines
        first={
          <Link to="/visits/$visitId" params={{ visitId: visit.id }}>
            {visit.name}
          </Link>
        }
        second={visit.subject}
      />
    ),
  },
  {
    key: 'subject',
    title: t('draw.list.subject'),
    startsHidden: true,
    text: (visit) => visit.subject,
    cell: (visit) => <span className="mono">{visit.subject}</span>,
  },
  { key: 'place', wide: true, title: t('visit.place'), text: (visit) => visit.regionName, cell: (visit) => <Place visit={visit} /> },
  { key: 'task', title: t('visit.task'), text: (visit) => visit.taskName, cell: (visit) => visit.taskName },
  {
    key: 'officers',
    title: t('visit.officers'),
    width: 128,
    text: (visit) =>
      byRole(visit.officers)
        .map(({ name, role }) => `${name}${roleMark(role)}`)
        .join('、'),
    cell: (visit) => <Officers officers={visit.officers} />,
  },
  {
    key: 'state',
    title: t('visit.state'),
    width: 80,
    text: (visit) => tMaybe(`visit.state.${visit.state}`, visit.state),
    cell: (visit) => <VisitStateTag state={visit.state} />,
  },
  {
    key: 'outcome',
    title: t('visit.outcome'),
    text: (visit) => outcomeWords(visit.outcome),
    cell: (visit) => <Outcome code={visit.outcome} />,
  },
  { key: 'due', title: t('visit.due'), width: 140, text: (visit) => visit.dueOn, cell: (visit) => <Due visit={visit} /> },
  {
    key: 'updated',
    title: t('visit.updated'),
    startsHidden: true,
    text: (visit) => formatTime(visit.updatedAt),
    cell: (visit) => formatTime(visit.updatedAt),
  },
  { key: 'do', title: '', wide: true, width: 76, cell: (visit) => <Go visit={visit} enters={enters} /> },
]

const Place = ({ visit }: { readonly visit: VisitRow }): ReactNode => (
  <>
    {visit.regionName}
    {visit.address !== null && <span className="quiet tiny"> {visit.address}</span>}
  </>
)

function Go({ visit, enters }: { readonly visit: VisitRow; readonly enters: boolean }): ReactNode {
  const due = enters && (visit.state === 'assigned' || visit.state === 'returned')
  return (
    <Link className={due ? 'mj-thumb mj-thumb-due' : 'mj-thumb'} to="/visits/$visitId" params={{ visitId: visit.id }}>
      {t(due ? 'visit.enter' : 'visit.open')}
    </Link>
  )
}
