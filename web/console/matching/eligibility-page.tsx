/** 人员资格预览: how many are eligible for each object and which rule keeps whom away, before anything is drawn. */
import './matching.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Preview } from '#contract/matching.ts'
import type { Task } from '#contract/tasks.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { formatRange, formatRate } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Empty, Loaded, Loading, ProblemAlert } from '#web/ui/states.tsx'
import { EligibilityClasses } from './eligibility-classes.tsx'
import { EligibilityHistogram } from './eligibility-histogram.tsx'
import { ShortageReport } from './shortage-report.tsx'
import { scopeWords, unitWords } from './words.ts'

export function EligibilityPage(): ReactNode {
  const { taskId } = useParams({ from: '/signed-in/shell/tasks/$taskId/eligibility' })
  const query = useQuery(api.tasks.get.queryOptions({ input: { taskId } }))
  return <Loaded query={query}>{(task) => <Eligibility task={task} />}</Loaded>
}

function Eligibility({ task }: { readonly task: Task }): ReactNode {
  const navigate = useNavigate()
  const ability = task.abilities.previewOfficers
  const query = useQuery({ ...api.matching.preview.queryOptions({ input: { taskId: task.id } }), enabled: ability.allowed })
  return (
    <Page
      title={t('matching.preview.page')}
      lead={
        <>
          <span>{task.name}</span>
          <span>{formatRange(task.from, task.to)}</span>
          <span>{t('matching.preview.lead')}</span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => void navigate({ to: '/tasks/$taskId', params: { taskId: task.id } })}>
            {t('matching.preview.back')}
          </ActionButton>
          <ActionButton loading={query.isFetching} ability={ability} onClick={() => void query.refetch()}>
            {t('matching.preview.again')}
          </ActionButton>
        </>
      }
    >
      {!ability.allowed && <Empty title={t('matching.preview.none')}>{reasonText(ability.reason)}</Empty>}
      {ability.allowed && query.isPending && <Loading />}
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.data !== undefined && <Answer task={task} preview={query.data} />}
    </Page>
  )
}

function Answer({ task, preview }: { readonly task: Task; readonly preview: Preview }): ReactNode {
  const populations = (['officers', 'experts'] as const).filter((one) => preview.histogram.some(({ population }) => population === one))
  if (preview.objects === 0) return <Empty title={t('matching.preview.none')}>{t('matching.preview.noneText')}</Empty>
  return (
    <>
      <Sentence preview={preview} />
      {!preview.feasible && <ShortageReport objects={shortObjects(preview)} shortages={preview.shortages} task={task} />}
      <Said preview={preview} task={task} />
      {populations.map((population) => (
        <Section
          key={population}
          title={
            populations.length === 1 ? t('matching.histogram') : `${t('matching.histogram')}：${t(`matching.population.${population}`)}`
          }
          note={t('matching.histogram.note')}
        >
          <EligibilityHistogram
            bars={preview.histogram.filter((bar) => bar.population === population)}
            need={needOf(task, population)}
            least={population === 'officers' ? task.team.leastEligible : 1}
            unit={unitWords(task.team.teamUnit, population)}
          />
        </Section>
      ))}
      <Section
        title={t('matching.classes')}
        note={
          preview.classCount > preview.classes.length
            ? t('matching.classes.cut', { n: preview.classes.length, total: preview.classCount })
            : t('matching.classes.note')
        }
      >
        <EligibilityClasses classes={preview.classes} least={task.team.leastEligible} unit={task.team.teamUnit} />
      </Section>
    </>
  )
}

/** A group goes as a whole. */
const needOf = ({ team }: Task, population: 'officers' | 'experts'): number =>
  population === 'experts' || team.teamUnit === 'group' ? 1 : team.officersPerObject

/** “1,200 户、60 名执法人员：全部可以匹配” */
function Sentence({ preview }: { readonly preview: Preview }): ReactNode {
  const people = [
    t('matching.preview.people', { n: preview.officers }),
    ...(preview.experts > 0 ? [t('matching.preview.experts', { n: preview.experts })] : []),
    ...(preview.groups > 0 ? [t('matching.preview.groups', { n: preview.groups })] : []),
  ].join(t('matching.and'))
  return (
    <p className={preview.feasible ? 'mat-sentence green' : 'mat-sentence red'} role="status">
      <Icon name={preview.feasible ? 'check' : 'warning'} size={20} />
      <span>{t('matching.preview.sum', { objects: preview.objects, people })}</span>
      <b>{preview.feasible ? t('matching.preview.ok') : t('matching.preview.short', { n: shortObjects(preview) })}</b>
    </p>
  )
}

const shortObjects = ({ shortages }: Preview): number => shortages.reduce((sum, { objects }) => sum + objects, 0)

/** What the settings had to give way to, never silently; each population by itself. */
function Said({ preview, task }: { readonly preview: Preview; readonly task: Task }): ReactNode {
  const { widened, histogram } = preview
  const { leastEligible: least, pairCapPpm } = task.team
  const gaps = (['officers', 'experts'] as const).map((population) => {
    const count = (holds: (eligible: number) => boolean): number =>
      histogram.filter((bar) => bar.population === population && holds(bar.eligible)).reduce((sum, { objects }) => sum + objects, 0)
    return {
      population,
      people: t(`matching.population.${population}`),
      below: count((eligible) => eligible < least),
      // With so few, even equal chances are above the cap (draw protocol §6).
      lifted: count((eligible) => eligible >= needOf(task, population) && eligible * pairCapPpm < needOf(task, population) * 1_000_000),
    }
  })
  return (
    <ul className="mat-said">
      {widened.length === 0 && <li>{t('matching.preview.widenedNone')}</li>}
      {widened.map(({ scope, objects }) => (
        <li key={scope}>{t('matching.preview.widened', { n: objects, scope: scopeWords(scope) })}</li>
      ))}
      {gaps.map(
        ({ population, people, below }) =>
          below > 0 && (
            <li key={`below ${population}`} className="amber">
              {t('matching.preview.below', { n: below, least, people })}
            </li>
          ),
      )}
      {gaps.map(
        ({ population, people, lifted }) =>
          lifted > 0 && (
            <li key={`cap ${population}`} className="amber">
              {t('matching.preview.cap', { n: lifted, cap: formatRate(pairCapPpm), people })}
            </li>
          ),
      )}
      {gaps.every(({ below, lifted }) => below === 0 && lifted === 0) && <li>{t('matching.preview.belowNone')}</li>}
    </ul>
  )
}
