/** 数据质量: what the rules found in the register of this place, how much of it is still open, and whether it gets better. */
import './quality.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { Count } from '#web/ui/figures.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useLive } from '#web/ui/live.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { ProgressBar } from '#web/ui/steps.tsx'
import { QualityTabs } from './quality-tabs.tsx'
import { adviceText, phaseText, ruleText } from './quality-words.ts'

type Board = Answers['quality']['dashboard']
type Run = NonNullable<Board['run']>

export function QualityPage(): ReactNode {
  const query = useQuery(api.quality.dashboard.queryOptions({ input: {} }))
  return <Loaded query={query}>{(board) => <BoardView board={board} again={() => void query.refetch()} />}</Loaded>
}

function BoardView({ board, again }: { readonly board: Board; readonly again: () => void }): ReactNode {
  const { run, running, rules, abilities } = board
  const start = useCommand(client.quality.start, { done: t('quality.started') })
  const button = (
    <ActionButton
      primary
      icon={<Icon name="search" />}
      ability={abilities.run}
      loading={start.pending || running !== null}
      onClick={() => void start.run({})}
    >
      {t(run === null ? 'quality.first' : 'quality.start')}
    </ActionButton>
  )
  return (
    <Page title={t('quality.title')} lead={<Lead board={board} />} actions={button}>
      <QualityTabs />
      {running !== null && <Running run={running} onEnd={again} />}
      {run === null && running === null && (
        <Empty title={t('quality.never')} action={<div style={{ marginTop: 16 }}>{button}</div>}>
          {t('quality.neverText')}
        </Empty>
      )}
      {run !== null && (
        <>
          <Rules rules={rules} />
          {board.trend.length > 1 && <Trend trend={board.trend} />}
        </>
      )}
    </Page>
  )
}

function Lead({ board: { run, beforeAt } }: { readonly board: Board }): ReactNode {
  if (run === null) return t('quality.lead')
  return (
    <>
      <span>{t('quality.lastRun', { who: run.startedBy, at: formatTime(run.startedAt), n: run.objects })}</span>
      {beforeAt !== null && <span>{t('quality.beforeRun', { at: formatTime(beforeAt) })}</span>}
    </>
  )
}

function Running({ run, onEnd }: { readonly run: Run; readonly onEnd: () => void }): ReactNode {
  const { value = run } = useLive(['quality-run', run.id], (signal) => client.quality.watch({ runId: run.id }, { signal }), true)
  const ended = value.state !== 'running'
  // The board behind is another query: it is asked again when the watched run has ended.
  useEffect(() => {
    if (ended) onEnd()
  }, [ended, onEnd])
  if (value.state === 'failed') return <p className="mj-note mj-note-amber">{t('quality.failed')}</p>
  return <ProgressBar progress={value.progress} phaseText={(phase) => t('quality.running', { phase: phaseText(phase) })} />
}

/** Rules that found nothing share one line: the desk is about what is to be done. */
function Rules({ rules }: { readonly rules: Board['rules'] }): ReactNode {
  const busy = rules.filter(({ findings, open, before }) => findings > 0 || open.value > 0 || (before ?? 0) > 0)
  const clean = rules.filter((row) => !busy.includes(row))
  return (
    <>
      <div className="quality-rules">
        <div className="quality-rule quality-rule-head">
          <span>{t('quality.rule')}</span>
          <span>{t('quality.found')}</span>
          <span>{t('quality.openNow')}</span>
          <span>{t('quality.change')}</span>
        </div>
        {busy.map((row) => (
          <RuleLine key={row.rule} row={row} />
        ))}
      </div>
      {clean.length > 0 && (
        <p className="quiet quality-clean">
          {t('quality.clean', { n: clean.length })}
          {clean.map(({ rule }) => ruleText(rule)).join('、')}
        </p>
      )}
    </>
  )
}

function RuleLine({ row: { rule, findings, before, open } }: { readonly row: Board['rules'][number] }): ReactNode {
  const nothing = open.value === 0
  return (
    <div className="quality-rule">
      <div>
        {nothing && findings === 0 ? (
          <span>{ruleText(rule)}</span>
        ) : (
          <Link to="/quality/$rule" params={{ rule }}>
            {ruleText(rule)}
          </Link>
        )}
        {!nothing && <p className="quiet small">{adviceText(rule)}</p>}
      </div>
      <span className="quiet">{formatNumber(findings)}</span>
      <span className={nothing ? 'quiet' : 'quality-open'}>{nothing && findings === 0 ? t('quality.none') : <Count count={open} />}</span>
      <span className="quiet">{before === null ? '' : changeText(findings - before)}</span>
    </div>
  )
}

const changeText = (n: number): string => (n === 0 ? t('quality.same') : `${n > 0 ? '＋' : '−'}${formatNumber(Math.abs(n))}`)

function Trend({ trend }: { readonly trend: Board['trend'] }): ReactNode {
  const most = Math.max(1, ...trend.map(({ findings }) => findings))
  const words = trend.map(({ at, findings }) => t('quality.trendOf', { at: formatTime(at), n: findings }))
  return (
    <Section title={t('quality.trend')} note={words.at(-1)}>
      <div className="quality-trend" role="img" aria-label={words.join('，')}>
        {trend.map(({ at, findings }, i) => (
          <i key={at} title={words[i]} style={{ height: `${((findings / most) * 100).toFixed(1)}%` }} />
        ))}
      </div>
    </Section>
  )
}
