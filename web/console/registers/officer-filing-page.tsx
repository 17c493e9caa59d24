/** 名录备案: the register filed with the level above, and its answer. */
import './officers.css'
import { type ReactNode, useState } from 'react'
import type { Filing } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag, type Tone } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { FilingDecideDialog, FilingSubmitDialog } from './officer-filing-dialogs.tsx'
import { OfficerTabs } from './officer-tabs.tsx'
import { useOfficerAbility } from './use-officer-ability.ts'

export function OfficerFilingPage(): ReactNode {
  const ability = useOfficerAbility('officer.file')
  const [submitting, setSubmitting] = useState(false)
  const [deciding, setDeciding] = useState<Filing | null>(null)
  const submit = (
    <ActionButton primary icon={<Icon name="upload" />} ability={ability} onClick={() => setSubmitting(true)}>
      {t('filing.submit')}
    </ActionButton>
  )
  return (
    <Page title={t('filing.title')} lead={t('filing.lead')} actions={submit}>
      <OfficerTabs />
      <DataList<Filing>
        id="officer-filings"
        unit={t('filing.unit')}
        columns={columns(setDeciding)}
        rowKey={({ id }) => id}
        source={(page) => api.officers.listFilings.queryOptions({ input: { ...page } })}
        empty={{ title: t('filing.empty'), text: t('filing.emptyText'), action: <div style={{ marginTop: 16 }}>{submit}</div> }}
        exportAs={t('filing.export')}
      />
      {submitting && <FilingSubmitDialog onClose={() => setSubmitting(false)} />}
      {deciding !== null && <FilingDecideDialog filing={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

type Standing = 'waiting' | 'accepted' | 'returned'
const standingOf = ({ decision }: Filing): Standing => (decision === null ? 'waiting' : decision.accepted ? 'accepted' : 'returned')
const tones: Readonly<Record<Standing, Tone>> = { waiting: 'amber', accepted: 'green', returned: 'red' }

const columns = (decide: (filing: Filing) => void): readonly Column<Filing>[] => [
  {
    key: 'org',
    title: t('filing.from'),
    fixed: true,
    cell: ({ orgName, toName }) => <TwoLines first={<b>{orgName}</b>} second={`${t('filing.to')}：${toName}`} />,
    text: ({ orgName }) => orgName,
  },
  { key: 'to', title: t('filing.to'), startsHidden: true, cell: ({ toName }) => toName, text: ({ toName }) => toName },
  {
    key: 'officers',
    title: t('filing.officers'),
    align: 'right',
    width: 72,
    cell: ({ officers }) => formatNumber(officers),
    text: ({ officers }) => officers,
  },
  {
    key: 'at',
    title: t('filing.at'),
    width: 144,
    cell: ({ submittedAt, submittedBy }) => <TwoLines first={formatTime(submittedAt)} second={submittedBy} />,
    text: ({ submittedAt }) => formatTime(submittedAt),
  },
  { key: 'note', title: t('filing.note'), wide: true, cell: ({ note }) => (note === '' ? '—' : note), text: ({ note }) => note },
  {
    key: 'file',
    title: t('filing.file'),
    width: 136,
    cell: ({ id, orgName, sha256 }) => (
      <TwoLines
        first={
          <a
            href={`/api/v1/officer-filings/${encodeURIComponent(id)}/file`}
            download
            className="accent"
            aria-label={t('filing.downloadOf', { org: orgName })}
          >
            <Icon name="download" size={14} /> {t('filing.download')}
          </a>
        }
        second={<span title={sha256}>{sha256.slice(0, 8)}…</span>}
      />
    ),
    text: ({ sha256 }) => sha256,
  },
  {
    key: 'state',
    title: t('filing.state'),
    width: 96,
    cell: (filing) => <Tag tone={tones[standingOf(filing)]}>{t(`filing.${standingOf(filing)}`)}</Tag>,
    text: (filing) => t(`filing.${standingOf(filing)}`),
  },
  {
    key: 'opinion',
    title: t('filing.opinion'),
    wide: true,
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
    text: ({ decision }) => decision?.opinion ?? '',
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 64,
    cell: (filing) =>
      filing.decision === null ? (
        <ActionButton link size="small" ability={filing.abilities.decide} onClick={() => decide(filing)}>
          {t('filing.decide')}
        </ActionButton>
      ) : null,
  },
]
