/** 工作台: what waits for me by deadline, whom I wait for, and how things stand. */
import './workbench.css'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { isRole, roles } from '#core/access/roles.ts'
import { type Answers, api } from '#web/api/client.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { useActive } from '#web/ui/active.ts'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatCount, formatLongDate, formatNumber, formatShare, formatWait } from '#web/ui/format.ts'
import { Page, Section } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { FirstSteps } from './first-steps.tsx'
import { RecentImports } from './recent-imports.tsx'
import { TodoAgenda } from './todo-agenda.tsx'

type Workbench = Answers['record']['workbench']

export function WorkbenchPage(): ReactNode {
  const active = useActive()
  const query = useQuery(api.record.workbench.queryOptions({ refetchInterval: active ? 30_000 : false }))
  return (
    <Loaded query={query}>
      {(bench) => (
        <Page
          title={t('workbench.title')}
          state={<span className="quiet small">{formatLongDate(new Date())}</span>}
          actions={
            <Button className="bench-print" onClick={() => print()}>
              {t('workbench.print')}
            </Button>
          }
        >
          {bench.calendarUnknown !== null && (
            <Alert
              className="bench-calendar"
              type="warning"
              showIcon
              title={t('workbench.calendarUnknown', { year: String(bench.calendarUnknown) })}
            />
          )}
          <Figures figures={bench.figures} />
          <div className="bench-columns">
            <Section
              title={t('workbench.todos')}
              {...(bench.todos.length === 0
                ? {}
                : { note: t('workbench.todosNote', { n: bench.todos.reduce((sum, todo) => sum + todo.count, 0) }) })}
            >
              {bench.todos.length === 0 ? (
                <Empty title={t('workbench.noTodos')}>{t('workbench.noTodosText')}</Empty>
              ) : (
                <TodoAgenda todos={bench.todos} />
              )}
            </Section>
            <div>
              <FirstSteps figures={bench.figures} />
              <Waiting waitingFor={bench.waitingFor} />
              <RecentImports />
            </div>
          </div>
        </Page>
      )}
    </Loaded>
  )
}

const Figures = ({ figures }: { readonly figures: Workbench['figures'] }): ReactNode => (
  <dl className="bench-figures" aria-label={t('workbench.figures')}>
    <div>
      <dt>{t('workbench.entities')}</dt>
      <dd className="bench-value">
        {formatCount(figures.entities)}
        <small>{t('register.unit')}</small>
      </dd>
      <dd className="quiet small">{t('workbench.inRegister')}</dd>
    </div>
    <div>
      <dt>{t('workbench.officers')}</dt>
      <dd className="bench-value">
        {formatCount(figures.officers)}
        <small>{t('officer.unit')}</small>
      </dd>
      <dd className="quiet small">{t('workbench.inRegister')}</dd>
    </div>
    <div>
      <dt>{t('workbench.openTasks')}</dt>
      <dd className="bench-value">{formatNumber(figures.openTasks)}</dd>
      <dd className="quiet small">{t('workbench.openTasksNote')}</dd>
    </div>
    <div>
      <dt>{t('workbench.published')}</dt>
      <dd className="bench-value">{formatShare(figures.published, figures.drawn)}</dd>
      {figures.drawn === 0 ? (
        <dd className="quiet small">{t('workbench.noneDrawn')}</dd>
      ) : (
        <dd className="quiet small">
          <BarWithTick
            value={figures.published / figures.drawn}
            label={t('workbench.publishedOf', { published: figures.published, drawn: figures.drawn })}
          />
          {t('workbench.publishedOf', { published: figures.published, drawn: figures.drawn })}
        </dd>
      )}
    </div>
  </dl>
)

const Waiting = ({ waitingFor }: { readonly waitingFor: Workbench['waitingFor'] }): ReactNode => (
  <Section
    title={t('workbench.waiting')}
    {...(waitingFor.length === 0 ? {} : { note: t('workbench.waitingNote', { n: waitingFor.length }) })}
  >
    {waitingFor.length === 0 ? (
      <p className="quiet small">{t('workbench.nobody')}</p>
    ) : (
      <ul className="bench-wait">
        {waitingFor.map((wait) => (
          <li key={`${wait.thing} ${wait.who} ${wait.what}`}>
            <div>
              <b>{isRole(wait.who) ? roles[wait.who][language()] : wait.who}</b>
              <PathLink path={wait.thing}>{tMaybe(`todo.${wait.what}`, wait.what)}</PathLink>
            </div>
            <span className={Date.now() - Date.parse(wait.since) > 3 * 86_400_000 ? 'amber' : 'quiet'}>{formatWait(wait.since)}</span>
          </li>
        ))}
      </ul>
    )}
  </Section>
)
