/** 一份抽查计划: what it is, where it stands, its rows, who did what. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Plan } from '#contract/plans.ts'
import { api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatRate, formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps, type StepItem, Steps } from '#web/ui/steps.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { useMayReason } from './may-reason.ts'
import { PlanMoveDialog, type PlanVerb } from './plan-move-dialog.tsx'
import { PlanStateTag } from './plan-state.tsx'

export function PlanPage(): ReactNode {
  const { planId } = useParams({ from: '/signed-in/shell/plans/$planId' })
  const query = useQuery(api.plans.get.queryOptions({ input: { planId } }))
  return <Loaded query={query}>{(plan) => <PlanDetail plan={plan} />}</Loaded>
}

function PlanDetail({ plan }: { readonly plan: Plan }): ReactNode {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<PlanVerb | null>(null)
  const next = nextOf[plan.state] ?? null
  return (
    <Page
      title={plan.name}
      state={<PlanStateTag state={plan.state} />}
      lead={
        <>
          <span className="mono">{plan.planNo}</span>
          <span>
            {t('plan.year')} {plan.year}
          </span>
          <span>{plan.orgName}</span>
          <span>
            {t('plan.by')} {plan.createdBy}
          </span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => window.print()}>{t('plan.print')}</ActionButton>
          <ActionButton
            ability={plan.abilities.edit}
            onClick={() => void navigate({ to: '/plans/$planId/edit', params: { planId: plan.id } })}
          >
            {t('plan.edit')}
          </ActionButton>
          <ActionButton ability={plan.abilities.return} onClick={() => setAsked('return')}>
            {t('plan.return')}
          </ActionButton>
          {next !== null && (
            <ActionButton primary ability={plan.abilities[next]} onClick={() => setAsked(next)}>
              {t(`plan.${next}`)}
            </ActionButton>
          )}
        </>
      }
    >
      <Steps items={stepsOf(plan)} />
      <Section title={t('plan.rows')} note={t('plan.rowsNote', { n: plan.rows.length })}>
        <Rows plan={plan} />
      </Section>
      <Section title={t('plan.record')}>
        <RecordSteps
          steps={plan.steps}
          say={(step) => tMaybe(`plan.verb.${verbOf(step.verb)}`, step.verb)}
          more={(step) => noteOf(step.facts)}
        />
      </Section>
      {asked !== null && <PlanMoveDialog plan={plan} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

function Rows({ plan }: { readonly plan: Plan }): ReactNode {
  const navigate = useNavigate()
  const mayMake = useMayReason('task.edit')
  const reason = plan.state === 'published' ? mayMake : t('plan.notPublished')
  const columns: Column<Plan['rows'][number]>[] = [
    { key: 'seq', title: t('plan.row.seq'), width: 44, cell: (row) => row.seq },
    { key: 'name', wide: true, title: t('plan.row.name'), cell: (row) => <b>{row.name}</b> },
    { key: 'type', title: t('plan.row.type'), width: 76, cell: (row) => t(row.directed ? 'plan.row.directed' : 'plan.row.undirected') },
    { key: 'items', wide: true, title: t('plan.row.items'), cell: (row) => row.itemNames.join('；') },
    { key: 'scope', wide: true, title: t('plan.row.scope'), cell: (row) => row.objectScope },
    { key: 'rate', title: t('plan.row.rate'), width: 76, align: 'right', cell: (row) => formatRate(row.ratePpm) },
    {
      key: 'window',
      title: t('plan.row.window'),
      width: 108,
      cell: (row) => (
        <span className="nowrap">
          {row.from} —<br />
          {row.to}
        </span>
      ),
    },
    { key: 'office', title: t('plan.row.office'), width: 104, cell: (row) => row.office },
    {
      key: 'tasks',
      title: t('plan.row.tasks'),
      width: 104,
      cell: (row) => (
        <div className="mj-row-tasks">
          {row.taskIds.map((taskId, index) => (
            <Link key={taskId} to="/tasks/$taskId" params={{ taskId }}>
              {row.taskIds.length === 1 ? t('plan.row.hasTasks', { n: 1 }) : `#${index + 1}`}{' '}
            </Link>
          ))}
          <ActionButton
            link
            size="small"
            disabledReason={reason}
            onClick={() => void navigate({ to: '/tasks/new', search: { plan: plan.id, row: row.id } })}
          >
            {t('plan.row.newTask')}
          </ActionButton>
        </div>
      ),
    },
  ]
  return <Table columns={columns} rows={plan.rows} rowKey={(row) => row.id} caption={t('plan.rows')} />
}

const nextOf: Readonly<Record<string, 'submit' | 'approve' | 'publish'>> = { draft: 'submit', submitted: 'approve', approved: 'publish' }
const moves = ['create', 'submit', 'approve', 'publish'] as const
const reached: Readonly<Record<string, number>> = { draft: 1, submitted: 2, approved: 3, published: 4 }

function stepsOf(plan: Plan): StepItem[] {
  const at = reached[plan.state] ?? 0
  const last = (verb: string): Plan['steps'][number] | undefined => plan.steps.filter((step) => verbOf(step.verb) === verb).at(-1)
  const returned = last('return')
  return moves.map((move, index) => {
    const step = last(move)
    if (index < at)
      return { title: t(`plan.step.${move}`), state: 'done', lines: step === undefined ? [plan.createdBy] : [formatTime(step.at), step.by] }
    const waits = move === 'create' ? [] : [t(`plan.wait.${move}`)]
    const note = move === 'submit' && index === at && returned !== undefined ? [t('plan.returned', { note: noteOf(returned.facts) })] : []
    return { title: t(`plan.step.${move}`), state: index === at ? 'now' : 'waiting', lines: index === at ? [...note, ...waits] : [] }
  })
}

const verbOf = (verb: string): string => verb.slice(verb.lastIndexOf('.') + 1)

const noteOf = (facts: Readonly<Record<string, unknown>>): string => (typeof facts.note === 'string' ? facts.note : '')
