/** 备案, on the page of a plan: with whom which version was filed, and what they said. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { PlanFiling } from '#contract/plan-filings.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { PlanFileDialog, PlanFilingDecideDialog, PlanFilingRegisterDialog } from './filing-dialogs.tsx'
import { FilingTag } from './people-states.tsx'

export type FilingsPanelProps = {
  readonly planId: string
  /** The version in force; 0 while the plan was never published. */
  readonly version: number
}

export function FilingsPanel({ planId, version }: FilingsPanelProps): ReactNode {
  const query = useQuery(api.planFilings.ofPlan.queryOptions({ input: { planId } }))
  const [open, setOpen] = useState<'file' | 'register' | null>(null)
  const [deciding, setDeciding] = useState<PlanFiling | null>(null)
  return (
    <Loaded query={query}>
      {({ filings, superior, abilities }) => (
        <Section
          title={t('planFiling.section')}
          extra={
            <>
              <ActionButton size="small" ability={abilities.register} onClick={() => setOpen('register')}>
                {t('planFiling.register')}
              </ActionButton>{' '}
              <ActionButton size="small" ability={abilities.file} onClick={() => setOpen('file')}>
                {t('planFiling.file')}
              </ActionButton>
            </>
          }
        >
          {isBehind(filings, version) && (
            <p className="mj-note mj-note-amber">{t('planFiling.compare', { filed: newest(filings), now: version })}</p>
          )}
          {filings.length === 0 ? (
            <p className="quiet small">{t('planFiling.none')}</p>
          ) : (
            <Table columns={filingColumns(setDeciding)} rows={filings} rowKey={({ id }) => id} caption={t('planFiling.section')} />
          )}
          {open === 'file' && <PlanFileDialog planId={planId} version={version} to={superior ?? ''} onClose={() => setOpen(null)} />}
          {open === 'register' && <PlanFilingRegisterDialog planId={planId} onClose={() => setOpen(null)} />}
          {deciding !== null && <PlanFilingDecideDialog filing={deciding} onClose={() => setDeciding(null)} />}
        </Section>
      )}
    </Loaded>
  )
}

const newest = (filings: readonly PlanFiling[]): number => Math.max(0, ...filings.map(({ version }) => version))
const isBehind = (filings: readonly PlanFiling[], version: number): boolean => filings.length > 0 && newest(filings) < version

/** Shared with the list of what was received. */
export const filingColumns = (decide: (filing: PlanFiling) => void): readonly Column<PlanFiling>[] => [
  {
    key: 'to',
    title: t('planFiling.to'),
    text: ({ toName }) => toName,
    cell: ({ toName, number }) => <TwoLines first={toName} second={number} />,
  },
  {
    key: 'version',
    title: t('planFiling.version'),
    width: 80,
    text: ({ version }) => version,
    cell: ({ version }) => t('planFiling.versionN', { n: version }),
  },
  {
    key: 'at',
    title: t('planFiling.at'),
    width: 144,
    text: ({ filedOn }) => filedOn,
    cell: ({ filedOn, filedAt, filedBy, state }) => (
      <TwoLines first={state === 'registered' ? filedOn : formatTime(filedAt)} second={filedBy} />
    ),
  },
  {
    key: 'state',
    title: t('planFiling.state'),
    width: 96,
    text: ({ state }) => t(`planFiling.state.${state}`),
    cell: ({ state }) => <FilingTag state={state} />,
  },
  { key: 'note', title: t('planFiling.note'), wide: true, text: ({ note }) => note, cell: ({ note }) => (note === '' ? '—' : note) },
  {
    key: 'opinion',
    title: t('planFiling.opinion'),
    wide: true,
    text: ({ decision }) => decision?.opinion ?? '',
    cell: ({ decision }) =>
      decision === null ? (
        '—'
      ) : (
        <>
          {decision.opinion}
          <br />
          <span className="quiet tiny">
            {decision.by} {formatTime(decision.at)}
          </span>
        </>
      ),
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 72,
    cell: (filing) =>
      filing.state === 'filed' ? (
        <ActionButton link size="small" ability={filing.abilities.accept} onClick={() => decide(filing)}>
          {t('planFiling.decide')}
        </ActionButton>
      ) : null,
  },
]
