/** 计划推演: the numbers of a plan before it is approved, with the list behind each. */
import './simulation.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import type { Simulation, SimulationTotals } from '#contract/simulation.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatNumber, formatRate, formatShare, formatTime } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { ActionButton, Page, Section, Tag } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { SimulationCharts } from './simulation-charts.tsx'
import { SimulationLists } from './simulation-lists.tsx'
import { VerdictTag } from './simulation-verdict.tsx'

type Latest = Answers['simulation']['latest']

export function SimulationPage(): ReactNode {
  const { planId } = useParams({ from: '/signed-in/shell/plans/$planId/simulation' })
  const query = useQuery(api.simulation.latest.queryOptions({ input: { planId } }))
  return <Loaded query={query}>{(latest) => <View planId={planId} latest={latest} again={() => void query.refetch()} />}</Loaded>
}

function View({ planId, latest, again }: { readonly planId: string; readonly latest: Latest; readonly again: () => void }): ReactNode {
  const { simulation, plan, abilities } = latest
  const [withOthers, setWithOthers] = useState(true)
  const start = useCommand(client.simulation.start, { done: t('simulation.started') })
  const running = simulation !== null && simulation.finishedAt === null
  return (
    <Page
      title={t('simulation.title')}
      lead={
        <>
          <PathLink path={`/plans/${planId}`}>
            {plan.planNo} {plan.name}
          </PathLink>
          <span>{t('simulation.lead')}</span>
        </>
      }
      actions={
        <>
          <Checkbox checked={withOthers} onChange={(event) => setWithOthers(event.target.checked)}>
            {t('simulation.others')}
          </Checkbox>
          <ActionButton primary ability={abilities.run} loading={start.pending} onClick={() => void start.run({ planId, withOthers })}>
            {t(simulation === null ? 'simulation.start' : 'simulation.again')}
          </ActionButton>
        </>
      }
    >
      {simulation === null && <Empty title={t('simulation.never')}>{t('simulation.neverText')}</Empty>}
      {running && <Running simulation={simulation} onEnd={again} />}
      {simulation !== null && simulation.totals !== null && <Result simulation={simulation} totals={simulation.totals} latest={latest} />}
    </Page>
  )
}

function Running({ simulation, onEnd }: { readonly simulation: Simulation; readonly onEnd: () => void }): ReactNode {
  const { value = simulation } = useLive(
    ['simulation', simulation.id],
    (signal) => client.simulation.watch({ simulationId: simulation.id }, { signal }),
    true,
  )
  const ended = value.finishedAt !== null
  // The page behind is another query: it is asked again when the watched simulation has ended.
  useEffect(() => {
    if (ended) onEnd()
  }, [ended, onEnd])
  if (value.progress === null) return null
  if (value.progress.state === 'failed') return <p className="mj-note mj-note-amber">{t('simulation.failed')}</p>
  return <ProgressBar progress={value.progress} phaseText={(phase) => tMaybe(`simulation.phase.${phase}`, phase)} />
}

type Done = { readonly simulation: Simulation; readonly totals: SimulationTotals; readonly latest: Latest }

function Result({ simulation, totals, latest }: Done): ReactNode {
  return (
    <>
      {simulation.stale && <p className="mj-note mj-note-amber">{t('simulation.stale')}</p>}
      <p className="quiet small">
        {t('simulation.by', { who: simulation.startedBy, at: formatTime(simulation.finishedAt) })}
        {' · '}
        {simulation.withOthers ? t('simulation.withOthers', { n: totals.otherRows }) : t('simulation.alone')}
      </p>
      <Figures totals={totals} />
      <Floors totals={totals} />
      {!latest.abilities.risk.allowed && <p className="mj-note">{t('simulation.riskHidden')}</p>}
      <SimulationCharts simulationId={simulation.id} />
      <SimulationLists simulationId={simulation.id} propose={latest.abilities.propose} />
    </>
  )
}

function Figures({ totals }: { readonly totals: SimulationTotals }): ReactNode {
  const whole = (value: number): string => formatNumber(Math.round(value))
  const figures = [
    { label: t('simulation.visits'), value: whole(totals.visits), note: null, bad: false, list: 'row' },
    {
      label: t('simulation.visited'),
      value: whole(totals.visited),
      note: t('simulation.visitedOf', { n: totals.objects, share: formatShare(totals.visited, totals.objects) }),
      bad: false,
      list: 'row',
    },
    { label: t('simulation.twice'), value: whole(totals.twice), note: null, bad: totals.twice >= 1, list: 'combination' },
    {
      label: t('simulation.beyond', { cap: totals.plannedCap }),
      value: whole(totals.beyondCap),
      note: null,
      bad: totals.beyondCap >= 1,
      list: 'combination',
    },
    {
      label: t('simulation.saved'),
      value: whole(totals.saved),
      note: t('simulation.savedNote', { n: totals.windowDays }),
      bad: false,
      list: 'group',
    },
  ]
  return (
    <dl className="sim-figures">
      {figures.map(({ label, value, note, bad, list }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <a className={bad ? 'sim-warn' : ''} href={`#sim-${list}`}>
              {value}
            </a>
          </dd>
          {note !== null && <dd className="quiet small">{note}</dd>}
        </div>
      ))}
    </dl>
  )
}

/** To a hundredth of a percent, cut and not rounded: what is below a floor never reads as if it held it. */
const cut = (ppm: number): number => Math.floor(ppm / 100) * 100

function Floors({ totals }: { readonly totals: SimulationTotals }): ReactNode {
  const lines = [
    {
      label: t('simulation.floor.undirected'),
      verdict: totals.undirected,
      text: t('simulation.floorText', { share: formatRate(cut(totals.undirectedPpm)), floor: formatRate(totals.undirectedFloorPpm) }),
    },
    {
      label: t('simulation.floor.directed'),
      verdict: totals.directed,
      text: t('simulation.floorText', { share: formatRate(cut(totals.directedPpm)), floor: formatRate(totals.directedFloorPpm) }),
    },
  ]
  return (
    <Section title={t('simulation.floors')}>
      <ul className="sim-floors">
        {lines.map(({ label, verdict, text }) => (
          <li key={label}>
            <b>{label}</b>
            <span>{text}</span>
            <VerdictTag verdict={verdict} />
          </li>
        ))}
        {totals.shortStrata > 0 && (
          <li>
            <Tag tone="red">{t('simulation.short', { n: totals.shortStrata })}</Tag>
          </li>
        )}
      </ul>
    </Section>
  )
}
