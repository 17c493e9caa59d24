/** 结果审核: what waits for review; several at once, with the result of each one click away. */
import './inspections.css'
import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import type { VisitRow } from '#contract/inspections.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { ResultView } from './result-view.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { some } from './visit-list-page.tsx'
import { Due, Officers, Outcome, outcomeWords } from './visit-words.tsx'

type Asked = { readonly visits: readonly VisitRow[]; readonly verdict: 'pass' | 'return'; readonly clear: () => void }

export function ReviewPage(): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null)
  const [shown, setShown] = useState<VisitRow | null>(null)
  const tasks = useQuery(api.tasks.list.queryOptions({ input: { limit: 200 } }))
  return (
    <Page title={t('visit.review')} lead={t('visit.reviewLead')}>
      <DataList
        id="review"
        columns={columns(setShown)}
        rowKey={(visit) => visit.id}
        unit={t('visit.unit')}
        filters={[
          { key: 'q', label: t('visit.q') },
          {
            key: 'taskId',
            label: t('visit.task'),
            options: (tasks.data?.rows ?? []).map((task) => ({ value: task.id, label: task.name })),
          },
        ]}
        source={(page, { q, taskId }) =>
          api.inspections.list.queryOptions({ input: { ...page, state: 'submitted', ...some({ q, taskId }) } })
        }
        empty={{ title: t('visit.reviewEmpty'), text: t('visit.reviewEmptyText') }}
        selection={{
          nameOf: (visit) => visit.name,
          actions: (visits, clear) => (
            <>
              <ActionButton size="small" onClick={() => setAsked({ visits, verdict: 'return', clear })}>
                {t('visit.return')}
              </ActionButton>
              <ActionButton size="small" primary onClick={() => setAsked({ visits, verdict: 'pass', clear })}>
                {t('visit.pass')}
              </ActionButton>
            </>
          ),
        }}
      />
      {shown !== null && (
        <Preview
          row={shown}
          onClose={() => setShown(null)}
          onVerdict={(verdict) => setAsked({ visits: [shown], verdict, clear: () => setShown(null) })}
        />
      )}
      {asked !== null && (
        <ReviewDialog
          visits={asked.visits}
          verdict={asked.verdict}
          onClose={() => setAsked(null)}
          onDone={() => {
            asked.clear()
            setAsked(null)
          }}
        />
      )}
    </Page>
  )
}

type PreviewProps = { readonly row: VisitRow; readonly onClose: () => void; readonly onVerdict: (verdict: 'pass' | 'return') => void }

/** The result beside the list, so that the list is not lost. */
function Preview({ row, onClose, onVerdict }: PreviewProps): ReactNode {
  const query = useQuery(api.inspections.get.queryOptions({ input: { visitId: row.id } }))
  const ability = query.data?.abilities.review
  return (
    <Drawer
      open
      size={560}
      title={row.name}
      onClose={onClose}
      extra={
        ability !== undefined && (
          <span className="mj-dialog-actions">
            <ActionButton ability={ability} onClick={() => onVerdict('return')}>
              {t('visit.return')}
            </ActionButton>
            <ActionButton primary ability={ability} onClick={() => onVerdict('pass')}>
              {t('visit.pass')}
            </ActionButton>
          </span>
        )
      }
    >
      <Loaded query={query}>
        {(visit) => (
          <>
            <p className="quiet small">
              {visit.subject}　{visit.taskName}
            </p>
            <p>
              {t('visit.officers')} <Officers officers={visit.officers} />
            </p>
            <ResultView visit={visit} />
          </>
        )}
      </Loaded>
    </Drawer>
  )
}

const columns = (onShow: (visit: VisitRow) => void): Column<VisitRow>[] => [
  {
    key: 'name',
    title: t('visit.name'),
    fixed: true,
    text: (visit) => visit.name,
    cell: (visit) => <TwoLines first={<b>{visit.name}</b>} second={visit.subject} />,
  },
  { key: 'task', title: t('visit.task'), text: (visit) => visit.taskName, cell: (visit) => visit.taskName },
  {
    key: 'outcome',
    title: t('visit.outcome'),
    text: (visit) => outcomeWords(visit.outcome),
    cell: (visit) => <Outcome code={visit.outcome} />,
  },
  { key: 'officers', title: t('visit.officers'), cell: (visit) => <Officers officers={visit.officers} /> },
  { key: 'due', title: t('visit.discloseBy'), width: 140, cell: (visit) => <Due visit={visit} /> },
  {
    key: 'do',
    title: '',
    width: 64,
    cell: (visit) => (
      <ActionButton link size="small" onClick={() => onShow(visit)}>
        {t('visit.preview')}
      </ActionButton>
    ),
  },
]
