/** 综合查一次: what a search found, what it saves, and who has still to answer. */
import '../plans/simulation.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import type { MergeHead, MergeRun } from '#contract/merge.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { MergeStateTag, mergeStates, whenText } from './merge-words.tsx'

type Summary = Answers['merge']['summary']

export function MergeListPage(): ReactNode {
  const query = useQuery(api.merge.summary.queryOptions({ input: {} }))
  return <Loaded query={query}>{(summary) => <View summary={summary} again={() => void query.refetch()} />}</Loaded>
}

function View({ summary, again }: { readonly summary: Summary; readonly again: () => void }): ReactNode {
  const { run, abilities } = summary
  const find = useCommand(client.merge.find, { done: t('merge.started') })
  return (
    <Page
      title={t('merge.title')}
      lead={run === null ? t('merge.never') : <LastRun run={run} />}
      actions={
        <ActionButton primary ability={abilities.find} loading={find.pending} onClick={() => void find.run({})}>
          {t(run === null ? 'merge.findFirst' : 'merge.find')}
        </ActionButton>
      }
    >
      {run !== null && run.finishedAt === null && <Running run={run} onEnd={again} />}
      <Sums summary={summary} />
      <DataList<MergeHead>
        id="merges"
        unit={t('merge.unit')}
        columns={columns()}
        rowKey={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('merge.state'),
            options: [
              { value: 'waiting', label: t('merge.waiting') },
              ...mergeStates.map((state) => ({ value: state, label: t(`merge.state.${state}`) })),
            ],
          },
        ]}
        hiddenFilters={['thing']}
        source={(page, { state, thing }) =>
          api.merge.list.queryOptions({
            input: { ...page, ...(state === undefined ? {} : { state }), ...(thing === undefined ? {} : { thing }) },
          })
        }
        empty={{ title: t('merge.empty'), text: t('merge.emptyText') }}
        exportAs={t('merge.title')}
      />
    </Page>
  )
}

function LastRun({ run }: { readonly run: MergeRun }): ReactNode {
  const { startedBy, finishedAt, tasks, objects, shared, windowDays } = run
  if (finishedAt === null) return t('merge.lead')
  return t('merge.lastRun', {
    ...{ who: startedBy, at: formatTime(finishedAt), days: windowDays },
    ...{ tasks: tasks ?? 0, objects: objects ?? 0, shared: shared ?? 0 },
  })
}

function Running({ run, onEnd }: { readonly run: MergeRun; readonly onEnd: () => void }): ReactNode {
  const { value = run } = useLive(['merge-run', run.id], (signal) => client.merge.watch({ runId: run.id }, { signal }), true)
  const ended = value.finishedAt !== null
  // The page behind is another query: it is asked again when the watched search has ended.
  useEffect(() => {
    if (ended) onEnd()
  }, [ended, onEnd])
  if (value.progress === null) return null
  if (value.progress.state === 'failed') return <p className="mj-note mj-note-amber">{t('merge.failed')}</p>
  return (
    <ProgressBar progress={value.progress} phaseText={(phase) => t('merge.running', { phase: tMaybe(`merge.phase.${phase}`, phase) })} />
  )
}

function Sums({ summary }: { readonly summary: Summary }): ReactNode {
  const figures = [
    { label: t('merge.waiting'), value: summary.waiting, state: 'waiting' },
    { label: t('merge.open'), value: summary.open, state: 'open' },
    { label: t('merge.couldSave'), value: summary.couldSave, state: 'open' },
    { label: t('merge.accepted'), value: summary.accepted, state: 'accepted' },
    { label: t('merge.savedSum'), value: summary.saved, state: 'accepted' },
  ]
  return (
    <dl className="sim-figures">
      {figures.map(({ label, value, state }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Link to="/merges" search={{ state }}>
              {formatNumber(value)}
            </Link>
          </dd>
        </div>
      ))}
    </dl>
  )
}

const columns = (): readonly Column<MergeHead>[] => [
  {
    key: 'parties',
    title: t('merge.parties'),
    fixed: true,
    wide: true,
    text: ({ parties }) => parties.map(({ name }) => name).join('、'),
    cell: ({ id, parties }) => (
      <TwoLines
        first={
          <Link to="/merges/$proposalId" params={{ proposalId: id }}>
            {parties.map(({ name }) => name).join('、')}
          </Link>
        }
        second={[...new Set(parties.map(({ orgName }) => orgName))].join('、')}
      />
    ),
  },
  {
    key: 'state',
    title: t('merge.state'),
    text: ({ state }) => tMaybe(`merge.state.${state}`, state),
    cell: ({ state }) => <MergeStateTag state={state} />,
  },
  {
    key: 'source',
    title: t('merge.source'),
    text: ({ source }) => t(`merge.source.${source}`),
    cell: ({ source }) => t(`merge.source.${source}`),
  },
  {
    key: 'objects',
    title: t('merge.objects'),
    align: 'right',
    text: ({ objects }) => objects,
    cell: ({ objects }) => formatNumber(objects),
  },
  { key: 'saved', title: t('merge.saved'), align: 'right', text: ({ saved }) => saved, cell: ({ saved }) => formatNumber(saved) },
  { key: 'when', title: t('merge.when'), text: whenText, cell: whenText },
]
