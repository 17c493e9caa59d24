/** 结果互认 on the page of an inspection: published results of other bodies that could stand for it, and what was proposed. */
import '#web/console/draws/draws.css'
import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ReusableResult } from '#contract/reuse.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { may, meQuery } from '#web/api/session.ts'
import { Outcome } from '#web/console/inspections/visit-words.tsx'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { ReuseLines } from './reuse-lines.tsx'

export function ReusePanel({ visit }: { readonly visit: { readonly id: string; readonly state: string } }): ReactNode {
  const me = useQuery(meQuery)
  const reads = me.data !== undefined && me.data !== null && may(me.data, 'task.read')
  return reads && (visit.state === 'assigned' || visit.state === 'reused') ? <Panel visit={visit} /> : null
}

function Panel({ visit }: { readonly visit: { readonly id: string; readonly state: string } }): ReactNode {
  const [asked, setAsked] = useState<ReusableResult | null>(null)
  const found = useQuery(api.reuses.candidates.queryOptions({ input: { visitId: visit.id } }))
  const proposed = useQuery(api.reuses.list.queryOptions({ input: { visitId: visit.id, limit: 20 } }))
  const results = visit.state === 'assigned' ? (found.data?.rows ?? []) : []
  const proposals = proposed.data?.rows ?? []
  const error = found.error ?? proposed.error
  if (error === null && results.length === 0 && proposals.length === 0) return null
  return (
    <Section title={t('reuse.panel')} note={t('reuse.panelNote', { days: found.data?.days ?? 0 })}>
      <ProblemAlert error={error} onRetry={() => void Promise.all([found.refetch(), proposed.refetch()])} />
      {proposals.length > 0 && <ReuseLines rows={proposals} />}
      {results.length > 0 && (
        <Table
          columns={columns(found.data?.abilities.request, setAsked)}
          rows={results}
          rowKey={({ resultId }) => resultId}
          caption={t('reuse.panel')}
        />
      )}
      {asked !== null && <AskDialog visitId={visit.id} result={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}

type May = { readonly allowed: true } | { readonly allowed: false; readonly reason: string }

const columns = (request: May | undefined, onAsk: (result: ReusableResult) => void): Column<ReusableResult>[] => [
  { key: 'org', title: t('reuse.by'), wide: true, cell: ({ orgName }) => orgName },
  { key: 'date', title: t('reuse.date'), width: 110, cell: ({ date }) => date },
  { key: 'outcome', title: t('reuse.outcome'), cell: ({ outcome }) => <Outcome code={outcome} /> },
  {
    key: 'items',
    title: t('reuse.items'),
    wide: true,
    cell: ({ items, missing }) =>
      missing.length === 0 ? items.join('、') : <span className="quiet">{t('reuse.missing', { items: missing.join('、') })}</span>,
  },
  {
    key: 'ask',
    title: '',
    width: 110,
    cell: (result) => (
      <ActionButton size="small" ability={request?.allowed === false ? request : result.usable} onClick={() => onAsk(result)}>
        {t('reuse.ask')}
      </ActionButton>
    ),
  },
]

function AskDialog({
  visitId,
  result,
  onClose,
}: {
  readonly visitId: string
  readonly result: ReusableResult
  readonly onClose: () => void
}): ReactNode {
  const [note, setNote] = useState('')
  const ask = useCommand(client.reuses.request, { done: t('reuse.asked'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('reuse.askTitle')}
      okText={t('reuse.ask')}
      command={ask}
      notYet={note.trim().length < 4 ? t('reuse.noteNeeded') : null}
      onOk={() => void ask.run({ visitId, resultId: result.resultId, note: note.trim() })}
      onClose={onClose}
    >
      <p>
        <b>{result.orgName}</b> {result.date} <Outcome code={result.outcome} />
      </p>
      <p>{t('reuse.askText')}</p>
      <label className="mj-label" htmlFor="reuse-note">
        {t('reuse.note')}
      </label>
      <Input.TextArea id="reuse-note" rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
    </DecisionModal>
  )
}
