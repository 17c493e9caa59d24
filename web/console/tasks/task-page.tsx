/** 一个抽查任务: what it is, where it stands, its frame that closes, its draws, its record. */
import './tasks.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Task } from '#contract/tasks.ts'
import { isNamed, taskSources } from '#core/tasks/source.ts'
import { api } from '#web/api/client.ts'
import { ChangeButton } from '#web/console/changes/change-button.tsx'
import { DrawStateTag } from '#web/console/draws/draw-state.tsx'
import { departmentName, Participants } from '#web/console/matching/team-settings.tsx'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { formatRange, formatTime } from '#web/ui/format.ts'
import { ActionButton, Columns, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps, type StepItem, Steps } from '#web/ui/steps.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { DocumentMenu } from '../documents/document-menu.tsx'
import { SubTaskPanel } from './sub-task-panel.tsx'
import { Batches, JointItem, NamedObjects, TaskBasis, TaskFollowUp, TaskItems } from './task-basis.tsx'
import { ConfirmTaskDialog, FreezeDialog } from './task-dialogs.tsx'
import { TaskFrame } from './task-frame.tsx'
import { needsApproval, type TaskMoveAsked, TaskMoveButtons, TaskMoveDialog } from './task-moves.tsx'
import { TaskSettings } from './task-settings.tsx'
import { TaskStateTag } from './task-state.tsx'

export function TaskPage(): ReactNode {
  const { taskId } = useParams({ from: '/signed-in/shell/tasks/$taskId' })
  const query = useQuery(api.tasks.get.queryOptions({ input: { taskId } }))
  return <Loaded query={query}>{(task) => <TaskDetail task={task} />}</Loaded>
}

function TaskDetail({ task }: { readonly task: Task }): ReactNode {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'confirm' | 'O' | 'P' | null>(null)
  const { confirm, drawObjects, drawOfficers, previewOfficers } = task.abilities
  const named = isNamed(task.source)
  const framed = !named && (task.state === 'draft' || task.state === 'submitted' || task.state === 'confirmed')
  const [move, setMove] = useState<TaskMoveAsked | null>(null)
  return (
    <Page
      title={task.name}
      state={<TaskStateTag state={task.state} />}
      lead={
        <>
          <span className="mono">{task.taskNo}</span>
          {task.planId === null ? (
            <span>{taskSources[task.source][language()]}</span>
          ) : (
            <Link to="/plans/$planId" params={{ planId: task.planId }}>
              {task.planName}
            </Link>
          )}
          <span>{formatRange(task.from, task.to)}</span>
          <span>{task.orgName}</span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => window.print()}>{t('task.print')}</ActionButton>
          <DocumentMenu kind="task" id={task.id} />
          <ChangeButton task={task} />
          {task.state === 'draft' ? (
            <ActionButton
              ability={task.abilities.edit}
              onClick={() => void navigate({ to: '/tasks/$taskId/edit', params: { taskId: task.id } })}
            >
              {t('task.edit')}
            </ActionButton>
          ) : (
            <ActionButton onClick={() => void navigate({ to: '/tasks/new', search: { like: task.id } })}>{t('task.another')}</ActionButton>
          )}
          <TaskMoveButtons task={task} onAsk={setMove} />
          {!needsApproval(task) && task.state !== 'submitted' && framed && (
            <ActionButton primary={task.state === 'draft'} ability={confirm} onClick={() => setAsked('confirm')}>
              {t('task.confirm')}
            </ActionButton>
          )}
          {framed && (
            <ActionButton primary={task.state === 'confirmed' && drawObjects.allowed} ability={drawObjects} onClick={() => setAsked('O')}>
              {t('task.drawObjects')}
            </ActionButton>
          )}
          {previewOfficers.allowed && (
            <ActionButton onClick={() => void navigate({ to: '/tasks/$taskId/eligibility', params: { taskId: task.id } })}>
              {t('matching.preview')}
            </ActionButton>
          )}
          {!named && task.state !== 'done' && task.state !== 'cancelled' && (
            <ActionButton primary={task.state === 'drawn' && drawOfficers.allowed} ability={drawOfficers} onClick={() => setAsked('P')}>
              {t('task.drawOfficers')}
            </ActionButton>
          )}
        </>
      }
    >
      <Steps items={stepsOf(task)} />
      <Columns
        main={
          <>
            <TaskBasis task={task} />
            {framed && <TaskFrame task={task} />}
            {!named && (
              <Section title={t('task.draws')}>
                <Draws task={task} />
              </Section>
            )}
            <JointItem task={task} />
            <TaskItems task={task} />
            <NamedObjects task={task} />
            <Batches task={task} />
            <Participants task={task} />
            <SubTaskPanel taskId={task.id} />
          </>
        }
        side={
          <>
            <TaskFollowUp task={task} />
            {!named && <TaskSettings task={task} />}
            <Section title={t('task.record')}>
              <RecordSteps
                steps={task.steps}
                say={(step) => tMaybe(`task.verb.${verbOf(step.verb)}`, tMaybe(`verb.${step.verb}`, step.verb))}
              />
            </Section>
          </>
        }
      />
      {move !== null && <TaskMoveDialog task={task} verb={move} onClose={() => setMove(null)} />}
      {asked === 'confirm' && <ConfirmTaskDialog task={task} onClose={() => setAsked(null)} />}
      {(asked === 'O' || asked === 'P') && <FreezeDialog task={task} kind={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

function Draws({ task }: { readonly task: Task }): ReactNode {
  if (task.draws.length === 0) return <p className="quiet small">{t('task.drawsNone')}</p>
  const columns: Column<Task['draws'][number]>[] = [
    {
      key: 'id',
      title: t('draw.no'),
      cell: (draw) => (
        <Link className="mono" to="/draws/$drawId" params={{ drawId: draw.drawId }}>
          {draw.drawId}
        </Link>
      ),
    },
    { key: 'kind', title: t('draw.kind'), width: 120, cell: (draw) => tMaybe(`draw.kind.${draw.kind}`, draw.kind) },
    ...(task.participants.length === 0
      ? []
      : [{ key: 'dept', title: t('team.dept'), cell: (draw: Task['draws'][number]) => departmentName(task, draw.dept) }]),
    { key: 'state', title: t('draw.state'), width: 120, cell: (draw) => <DrawStateTag state={draw.state} /> },
  ]
  return <Table columns={columns} rows={task.draws} rowKey={(draw) => draw.drawId} caption={t('task.draws')} />
}

type StepName = 'create' | 'confirm' | 'approval' | 'objects' | 'officers' | 'dispatch' | 'visits'

/** What comes one after the other: a plan task is confirmed, every other one approved; who is named is not drawn. */
const stepsFor = (task: Task): readonly StepName[] => {
  if (isNamed(task.source)) return ['create', 'approval', 'dispatch', 'visits']
  return ['create', isApproved(task) ? 'approval' : 'confirm', 'objects', 'officers', 'visits']
}
/** By a second person, or on the way to one. */
const isApproved = (task: Task): boolean => needsApproval(task) || task.submittedBy !== null

const reached: Readonly<Record<string, number>> = { draft: 1, submitted: 1, confirmed: 2, drawn: 3, executing: 4, done: 5, cancelled: 1 }

function stepsOf(task: Task): StepItem[] {
  const steps = stepsFor(task)
  const at = isNamed(task.source) && task.state === 'executing' ? 3 : (reached[task.state] ?? 1)
  return steps.map((step, index) => {
    const state = index < at ? 'done' : index === at && task.state !== 'cancelled' ? 'now' : 'waiting'
    return { title: t(`task.step.${step}`), state, lines: linesOf(task, step, state) }
  })
}

const doneBy: Readonly<Partial<Record<StepName, string>>> = {
  create: 'create',
  confirm: 'confirm',
  approval: 'approve',
  dispatch: 'approve',
}

function linesOf(task: Task, step: StepName, state: 'done' | 'now' | 'waiting'): ReactNode[] {
  const verb = doneBy[step]
  if (verb !== undefined) {
    const made = state === 'done' ? task.steps.filter((one) => verbOf(one.verb) === verb).at(-1) : undefined
    if (made !== undefined) return [formatTime(made.at), made.by]
    return state === 'now' ? [waitingFor(task)] : []
  }
  if (step === 'visits') return task.drawn === null || state === 'waiting' ? [] : [<Visits key="visits" task={task} />]
  const draws = newestByDepartment(task, step === 'objects' ? 'O' : 'P')
  if (draws.length === 0)
    return state === 'done'
      ? []
      : [
          t(
            state === 'now'
              ? 'task.wait.freeze'
              : step === 'officers'
                ? 'task.wait.officers'
                : task.state === 'draft' && !isApproved(task)
                  ? 'task.wait.confirmFirst'
                  : 'task.wait.approveFirst',
          ),
        ]
  return draws.map((draw) => (
    <Link key={draw.drawId} to="/draws/$drawId" params={{ drawId: draw.drawId }}>
      {draws.length > 1 && `${departmentName(task, draw.dept)} `}
      {tMaybe(`draw.state.${draw.state}`, draw.state)}
    </Link>
  ))
}

/** Who is waited for before anything is drawn. */
function waitingFor(task: Task): string {
  const open = task.participants.filter(({ state }) => state === 'invited').length
  if (open > 0) return t('task.wait.answers', { n: open })
  if (!isApproved(task)) return t('task.wait.confirm')
  return t(task.state === 'submitted' ? 'task.wait.approval' : 'task.wait.submit')
}

/** Of each department the last draw of a kind that is not void: each draws its own officers. */
function newestByDepartment(task: Task, kind: 'O' | 'P'): Task['draws'][number][] {
  const newest = new Map<string, Task['draws'][number]>()
  for (const draw of task.draws) if (draw.kind === kind && draw.state !== 'void') newest.set(draw.dept, draw)
  return [...newest.values()]
}

const Visits = ({ task }: { readonly task: Task }): ReactNode => (
  <Link to="/visits" search={{ taskId: task.id }}>
    {t('task.wait.visits', { n: task.published, total: task.drawn ?? 0 })}
  </Link>
)

const verbOf = (verb: string): string => verb.slice(verb.lastIndexOf('.') + 1)
