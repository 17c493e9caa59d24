/** 一个子任务: whose it is and by what rule, its objects, the answer to it, and whom they are given to instead. */
import './tasks.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { SubTask, SubTaskObject } from '#contract/sub-tasks.ts'
import { api } from '#web/api/client.ts'
import { AcceptDialog, ReturnDialog } from '#web/console/dispatch/answer-dialogs.tsx'
import { RedispatchDialog } from '#web/console/dispatch/redispatch-dialog.tsx'
import { returnedText, ruleWords, SubTaskStateTag } from '#web/console/dispatch/sub-task-words.tsx'
import { VisitStateTag } from '#web/console/inspections/visit-words.tsx'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatRange, formatTime } from '#web/ui/format.ts'
import { ActionButton, Columns, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps } from '#web/ui/steps.tsx'
import type { Column } from '#web/ui/table.tsx'

export function SubTaskPage(): ReactNode {
  const { subTaskId } = useParams({ from: '/signed-in/shell/sub-tasks/$subTaskId' })
  const query = useQuery(api.subTasks.get.queryOptions({ input: { subTaskId } }))
  return <Loaded query={query}>{(subTask) => <SubTaskDetail subTask={subTask} />}</Loaded>
}

type Asked = 'accept' | 'return' | readonly SubTaskObject[]

function SubTaskDetail({ subTask }: { readonly subTask: SubTask }): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null)
  const { accept, return: back, redispatch } = subTask.abilities
  const close = () => setAsked(null)
  return (
    <Page
      title={subTask.taskName}
      state={<SubTaskStateTag state={subTask.state} />}
      lead={
        <>
          <span className="mono">{subTask.taskNo}</span>
          <Link to="/tasks/$taskId" params={{ taskId: subTask.taskId }}>
            {t('subTask.task')}
          </Link>
          <span>{formatRange(subTask.from, subTask.to)}</span>
          <span>{subTask.orgName}</span>
        </>
      }
      actions={
        <>
          {(redispatch.allowed || byChange.has(redispatch.reason)) && (
            <ActionButton ability={redispatch} onClick={() => setAsked([])}>
              {t('subTask.redispatchAll')}
            </ActionButton>
          )}
          {back.allowed && <ActionButton onClick={() => setAsked('return')}>{t('subTask.return')}</ActionButton>}
          {subTask.state === 'waiting' && (
            <ActionButton primary ability={accept} onClick={() => setAsked('accept')}>
              {t('subTask.accept')}
            </ActionButton>
          )}
        </>
      }
    >
      <Standing subTask={subTask} />
      <Columns
        main={
          <Section title={t('subTask.objects')} note={t('subTask.objectsN', { n: subTask.objects })}>
            <Objects subTask={subTask} onChosen={setAsked} />
          </Section>
        }
        side={
          <>
            <Section title={t('subTask.panel')}>
              <Facts facts={factsOf(subTask)} />
            </Section>
            {subTask.steps.length > 0 && (
              <Section title={t('subTask.record')}>
                <RecordSteps
                  steps={subTask.steps}
                  say={({ verb }) => tMaybe(`subTask.verb.${verb.split('.').at(-1)}`, tMaybe(`verb.${verb}`, verb))}
                />
              </Section>
            )}
          </>
        }
      />
      {asked === 'accept' && <AcceptDialog subTask={subTask} onClose={close} />}
      {asked === 'return' && <ReturnDialog subTask={subTask} onClose={close} />}
      {asked !== null && typeof asked !== 'string' && <RedispatchDialog subTask={subTask} objects={asked} onClose={close} />}
    </Page>
  )
}

/** Whoever dispatched reads why it does not change hands by their word alone, and what does it. */
const byChange: ReadonlySet<string> = new Set(['sub_task_accepted', 'redispatch_officers_drawn'])

/** What has to happen next, where somebody has to act. */
function Standing({ subTask }: { readonly subTask: SubTask }): ReactNode {
  const returned = subTask.state === 'returned' ? returnedText(subTask) : null
  if (returned !== null) return <div className="mj-note mj-note-amber">{returned}</div>
  const isNobodys = subTask.takesRest && subTask.rule === 'own' && subTask.state === 'waiting' && subTask.objects > 0
  return isNobodys ? <div className="mj-note mj-note-amber">{t('subTask.nobody', { n: subTask.objects })}</div> : null
}

const factsOf = (subTask: SubTask) => [
  { label: t('subTask.org'), value: subTask.orgName, wide: true },
  { label: t('subTask.from'), value: subTask.fromName, wide: true },
  { label: t('subTask.rule'), value: ruleWords(subTask.rule) },
  ...(subTask.state === 'waiting' && subTask.acceptBy !== null ? [{ label: t('subTask.acceptBy'), value: subTask.acceptBy }] : []),
  { label: t('subTask.progress'), value: `${subTask.settled} / ${subTask.objects}` },
  ...(subTask.reused === 0 ? [] : [{ label: t('reuse.title'), value: t('subTask.reused', { n: subTask.reused }) }]),
  ...(subTask.acceptedBy === null || subTask.acceptedAt === null
    ? []
    : [
        {
          label: t('subTask.accepted'),
          value: t('subTask.acceptedBy', { who: subTask.acceptedBy, at: formatTime(subTask.acceptedAt) }),
          wide: true,
        },
      ]),
]

function Objects({
  subTask,
  onChosen,
}: {
  readonly subTask: SubTask
  readonly onChosen: (objects: readonly SubTaskObject[]) => void
}): ReactNode {
  return (
    <DataList<SubTaskObject>
      id="sub-task-objects"
      unit={t('subTask.objectsUnit')}
      columns={columns}
      rowKey={({ subject }) => subject}
      source={(page) => api.subTasks.objects.queryOptions({ input: { ...page, subTaskId: subTask.id } })}
      empty={{ title: t('subTask.noObjects') }}
      exportAs={`${subTask.taskName} ${subTask.orgName}`}
      {...(subTask.abilities.redispatch.allowed && {
        selection: {
          nameOf: ({ name }: SubTaskObject) => name,
          refused: ({ visitState }: SubTaskObject) => (visitState === null || visitState === 'assigned' ? null : t('subTask.hasResult')),
          actions: (chosen: readonly SubTaskObject[]) => (
            <Button onClick={() => onChosen(chosen)}>{t('subTask.redispatchChosen', { n: chosen.length })}</Button>
          ),
        },
      })}
    />
  )
}

const columns: readonly Column<SubTaskObject>[] = [
  { key: 'name', title: t('subTask.object'), fixed: true, wide: true, text: ({ name }) => name, cell: ({ name }) => name },
  {
    key: 'subject',
    title: t('entry.subject'),
    text: ({ subject }) => subject,
    cell: ({ subject }) => <span className="mono">{subject}</span>,
  },
  { key: 'place', title: t('subTask.place'), text: ({ regionName }) => regionName, cell: ({ regionName }) => regionName },
  {
    key: 'visit',
    title: t('subTask.visit'),
    width: 130,
    cell: ({ visitId, visitState }) =>
      visitId === null || visitState === null ? (
        <span className="quiet">{t('subTask.visitNone')}</span>
      ) : (
        <Link to="/visits/$visitId" params={{ visitId }}>
          <VisitStateTag state={visitState} />
        </Link>
      ),
  },
  {
    key: 'reason',
    title: t('subTask.handReason'),
    wide: true,
    text: ({ reason }) => reason,
    cell: ({ reason }) => reason || <span className="quiet">—</span>,
  },
]
