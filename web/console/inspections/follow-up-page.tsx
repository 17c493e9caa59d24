/** 后续处置: the problems that inspections found, the oldest first, until each is finished. */
import './inspections.css'
import { Link } from '@tanstack/react-router'
import { Form, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { FoundProblem } from '#contract/follow-ups.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { HandDialog } from '#web/console/cases/hand-dialog.tsx'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { formatTime, today } from '#web/ui/format.ts'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { outcomeWords } from './visit-words.tsx'

export function FollowUpPage(): ReactNode {
  const [asked, setAsked] = useState<FoundProblem | null>(null)
  const [handed, setHanded] = useState<FoundProblem | null>(null)
  return (
    <Page title={t('followUp.title')} lead={t('followUp.lead')}>
      <DataList
        id="follow-ups"
        columns={columns(setAsked, setHanded)}
        rowKey={(row) => row.visitId}
        unit={t('followUp.unit')}
        exportAs={t('followUp.title')}
        filters={[
          { key: 'q', label: t('followUp.q') },
          {
            key: 'state',
            label: t('followUp.state'),
            options: (['open', 'closed'] as const).map((state) => ({ value: state, label: t(`followUp.${state}`) })),
          },
        ]}
        source={(page, { q, state, taskId }) =>
          api.followUps.list.queryOptions({
            input: {
              ...page,
              ...(q === undefined ? {} : { q }),
              ...(state === 'open' || state === 'closed' ? { state } : {}),
              ...(taskId === undefined ? {} : { taskId }),
            },
          })
        }
        empty={{ title: t('followUp.empty'), text: t('followUp.emptyText') }}
      />
      {asked !== null && <CloseDialog problem={asked} onClose={() => setAsked(null)} />}
      {handed !== null && <HandDialog problem={handed} onClose={() => setHanded(null)} />}
    </Page>
  )
}

type Ask = (problem: FoundProblem) => void

const columns = (onClose: Ask, onHand: Ask): Column<FoundProblem>[] => [
  {
    key: 'object',
    title: t('followUp.object'),
    fixed: true,
    text: (row) => row.name,
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/visits/$visitId" params={{ visitId: row.visitId }}>
            {row.name}
          </Link>
        }
        second={`${row.subject}　${row.regionName}`}
      />
    ),
  },
  {
    key: 'problem',
    title: t('followUp.problem'),
    text: (row) => row.problem,
    cell: (row) => <TwoLines first={row.problem} second={outcomeWords(row.outcome)} />,
  },
  { key: 'disposal', wide: true, title: t('followUp.disposal'), text: (row) => row.disposal, cell: (row) => row.disposal },
  {
    key: 'task',
    wide: true,
    title: t('followUp.task'),
    text: (row) => row.taskName,
    cell: (row) => (
      <Link to="/tasks/$taskId" params={{ taskId: row.taskId }}>
        {row.taskName}
      </Link>
    ),
  },
  {
    key: 'since',
    wide: true,
    title: t('followUp.since'),
    width: 140,
    text: (row) => formatTime(row.openedAt),
    cell: (row) => formatTime(row.openedAt),
  },
  {
    key: 'state',
    title: t('followUp.state'),
    width: 240,
    text: (row) => (row.closed === null ? t('followUp.open') : row.closed.on),
    cell: (row) =>
      row.closed === null ? (
        <span className="mj-follow-up">
          <Tag tone="amber">{t('followUp.open')}</Tag>
          <ActionButton link size="small" ability={row.close} onClick={() => onClose(row)}>
            {t('followUp.close')}
          </ActionButton>
          <ActionButton link size="small" ability={row.hand} onClick={() => onHand(row)}>
            {t('clue.hand')}
          </ActionButton>
          <Clue row={row} />
        </span>
      ) : (
        <TwoLines
          first={<Tag tone="green">{`${t('followUp.closed')} ${row.closed.on}`}</Tag>}
          second={`${row.closed.by}：${row.closed.text}`}
        />
      ),
  },
]

/** Where a problem that was handed over stands. */
function Clue({ row: { clue } }: { readonly row: FoundProblem }): ReactNode {
  if (clue === null) return null
  const { toOrg: org, state, reason } = clue
  return (
    <span className="quiet small">
      {reason === null ? t('clue.with', { org, state: tMaybe(`clue.state.${state}`, state) }) : t('clue.cameBack', { org, reason })}
    </span>
  )
}

function CloseDialog({ problem, onClose }: { readonly problem: FoundProblem; readonly onClose: () => void }): ReactNode {
  const [on, setOn] = useState(today())
  const [text, setText] = useState('')
  const close = useCommand(client.followUps.close, {
    done: ({ taskState }) => t(taskState === 'done' ? 'followUp.taskDone' : 'followUp.done'),
    onDone: onClose,
    announce: false,
  })
  return (
    <DecisionModal
      title={t('followUp.close.title')}
      okText={t('followUp.close')}
      command={close}
      notYet={text.trim().length < 2 || on === '' ? t('followUp.text.rule') : null}
      onOk={() => void close.run({ visitId: problem.visitId, on, text: text.trim() })}
      onClose={onClose}
    >
      <p>
        {problem.name}：{problem.problem}
      </p>
      <Form layout="vertical" component="div">
        <Form.Item label={t('followUp.on')}>
          <PlainDateInput aria-label={t('followUp.on')} value={on} max={today()} onChange={(day) => setOn(day ?? '')} />
        </Form.Item>
        <Form.Item label={t('followUp.text')}>
          <Input.TextArea
            aria-label={t('followUp.text')}
            rows={3}
            maxLength={500}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}
