/** 抽取说明: one subject and one year; for a clerk who is asked why a firm was drawn, or why not. */
import './explain.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Explained } from '#contract/draws.ts'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { Empty, Loading, ProblemAlert } from '#web/ui/states.tsx'
import { ExplainedDraw } from './explained-draw.tsx'
import { IssueDialog } from './issue-dialog.tsx'

export function ExplainPage(): ReactNode {
  const navigate = useNavigate()
  const search = useSearch({ from: '/signed-in/shell/explain' })
  const subject = search.subject ?? ''
  const thisYear = Number(today().slice(0, 4))
  const year = Number(search.year ?? thisYear) || thisYear
  const query = useQuery({ ...api.draws.explain.queryOptions({ input: { subject, year } }), enabled: subject !== '' })
  const go = (next: { subject: string; year: number }): void =>
    void navigate({ to: '/explain', search: { subject: next.subject, year: String(next.year) } })
  return (
    <Page
      title={t('explain.title')}
      lead={t('explain.lead')}
      actions={query.data !== undefined && <ActionButton onClick={() => window.print()}>{t('explain.print')}</ActionButton>}
    >
      <div className="mj-explain-ask">
        <label htmlFor="explain-subject">{t('explain.subject')}</label>
        <SubjectSelect subject={subject} name={query.data?.name ?? null} onChange={(next) => go({ subject: next, year })} />
        <label htmlFor="explain-year">{t('explain.year')}</label>
        <Select
          id="explain-year"
          value={year}
          style={{ width: 104 }}
          options={Array.from({ length: thisYear - 2014 }, (_, ago) => ({ value: thisYear - ago, label: String(thisYear - ago) }))}
          onChange={(next) => go({ subject, year: next })}
        />
      </div>
      {subject === '' && <Empty title={t('explain.start')}>{t('explain.startText')}</Empty>}
      {subject !== '' && query.isPending && <Loading />}
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.data !== undefined && <Answer answer={query.data} year={year} />}
    </Page>
  )
}

function Answer({ answer, year }: { readonly answer: Answers['draws']['explain']; readonly year: number }): ReactNode {
  const [asked, setAsked] = useState<Explained | null>(null)
  const { rows, subject } = answer
  const name = answer.name ?? subject
  const count = (standing: Explained['standing']): number => rows.filter((row) => row.standing === standing).length
  if (rows.length === 0) return <Empty title={t('explain.none', { year: String(year) })}>{t('explain.noneText')}</Empty>
  return (
    <>
      <h2 className="mj-explain-who">
        {name} <span className="mono quiet">{subject}</span>
      </h2>
      <p className="quiet">
        {t('explain.sum', {
          year: String(year),
          n: rows.length,
          drawn: count('drawn'),
          pool: count('not_drawn'),
          excluded: count('excluded'),
        })}
      </p>
      <ol className="mj-explain">
        {rows.map((row) => (
          <ExplainedDraw key={row.drawId} row={row} onIssue={() => setAsked(row)} />
        ))}
      </ol>
      {asked !== null && <IssueDialog subject={subject} name={name} row={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

type SubjectSelectProps = { readonly subject: string; readonly name: string | null; readonly onChange: (subject: string) => void }

/** Found in the register by name or code; a whole code is taken as it is, for what has left the register since. */
function SubjectSelect({ subject, name, onChange }: SubjectSelectProps): ReactNode {
  const [typed, setTyped] = useState('')
  const q = typed.normalize('NFKC').trim()
  const found = useQuery({ ...api.registers.listEntities.queryOptions({ input: { q, limit: 20 } }), enabled: q.length >= 2 })
  const rows = (found.data?.rows ?? []).map((row) => ({ value: row.subject, label: `${row.name}　${row.subject}` }))
  const code = q.toUpperCase()
  const whole = /^[0-9A-Z]{18}$/.test(code) && !rows.some(({ value }) => value === code) ? [{ value: code, label: code }] : []
  const chosen = subject === '' || typed !== '' ? [] : [{ value: subject, label: name === null ? subject : `${name}　${subject}` }]
  return (
    <Select
      id="explain-subject"
      className="mj-explain-subject"
      value={subject === '' ? null : subject}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      placeholder={t('explain.subjectHint')}
      loading={found.isFetching}
      notFoundContent={q.length < 2 ? t('explain.subjectHint') : found.isFetching ? t('kit.loading') : t('kit.emptySearch')}
      options={[...chosen, ...rows, ...whole]}
      onChange={(next: string) => {
        setTyped('')
        onChange(next)
      }}
    />
  )
}
