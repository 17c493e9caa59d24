/** 一份变更申请: both versions, the reason, who did what; deciding it. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Change } from '#contract/changes.ts'
import { thingPath } from '#contract/thing-path.ts'
import { api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatBytes, formatTime } from '#web/ui/format.ts'
import { ActionButton, Columns, Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { PathLink } from '#web/ui/path-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { DecideDialog, type Verdict } from './change-dialogs.tsx'
import { changeTones, kindWords, reasonWords } from './change-words.ts'
import { Versions } from './versions.tsx'

export function ChangePage(): ReactNode {
  const { changeId } = useParams({ from: '/signed-in/shell/changes/$changeId' })
  const query = useQuery(api.changes.get.queryOptions({ input: { changeId } }))
  return <Loaded query={query}>{(change) => <ChangeDetail change={change} />}</Loaded>
}

function ChangeDetail({ change }: { readonly change: Change }): ReactNode {
  const [asked, setAsked] = useState<Verdict | null>(null)
  const { approve, reject, withdraw } = change.abilities
  const open = change.state === 'requested'
  return (
    <Page
      title={`${kindWords(change.kind)}：${change.thingName}`}
      state={<Tag tone={changeTones[change.state]}>{t(`change.state.${change.state}`)}</Tag>}
      lead={
        <>
          <span className="mono">{change.changeNo}</span>
          <PathLink path={thingPath(change.thing) ?? '/tasks'}>{change.thingName}</PathLink>
          <span>{change.orgName}</span>
        </>
      }
      actions={
        <>
          <Button href={`/api/v1/changes/${change.id}/form`}>{t('change.form')}</Button>
          {open && withdraw.allowed && <ActionButton onClick={() => setAsked('withdraw')}>{t('change.withdraw')}</ActionButton>}
          {open && (
            <ActionButton ability={reject} onClick={() => setAsked('reject')}>
              {t('change.reject')}
            </ActionButton>
          )}
          {open && (
            <ActionButton primary ability={approve} onClick={() => setAsked('approve')}>
              {t('change.approve')}
            </ActionButton>
          )}
        </>
      }
    >
      <Columns
        main={
          <>
            <Section title={t('change.versions')}>
              <Versions fields={change.fields} done={change.state === 'applied'} />
            </Section>
            <Section title={t('change.asked')}>
              <Facts facts={factsOf(change)} />
            </Section>
          </>
        }
        side={
          <Section title={t('change.steps')}>
            <ol className="change-steps">
              {change.steps.map((step) => (
                <li key={`${step.verb} ${step.at}`}>
                  <b>{tMaybe(`change.step.${step.verb}`, step.verb)}</b> {step.by} <span className="quiet small">{step.orgName}</span>
                  <div className="quiet small">{formatTime(step.at)}</div>
                  {step.note !== '' && <p>{step.note}</p>}
                </li>
              ))}
            </ol>
          </Section>
        }
      />
      {asked !== null && <DecideDialog change={change} verdict={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

const factsOf = (change: Change) => [
  { label: t('change.reason'), value: reasonWords(change.reason) },
  { label: t('change.by'), value: `${change.requestedBy}　${formatTime(change.requestedAt)}` },
  { label: t('change.dueOn'), value: change.dueOn ?? '—' },
  { label: t('change.evidence'), value: <Evidence change={change} /> },
  { label: t('change.note'), value: change.note, wide: true },
  ...(change.opinion === null || change.opinion === '' ? [] : [{ label: t('change.opinion'), value: change.opinion, wide: true }]),
]

const Evidence = ({ change }: { readonly change: Change }): ReactNode =>
  change.evidence === null ? (
    t('change.noEvidence')
  ) : (
    <a href={`/api/v1/changes/${change.id}/evidence`}>
      {change.evidence.name} <span className="quiet small">{formatBytes(change.evidence.size)}</span>
    </a>
  )
