/** What was done about findings: each batch with its reason, taken back as one. */
import './quality.css'
import { type ReactNode, useState } from 'react'
import type { QualityFix } from '#contract/quality.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { QualityTabs } from './quality-tabs.tsx'
import { actionText, fixState, ruleText } from './quality-words.ts'

export function FixListPage(): ReactNode {
  const [undoing, setUndoing] = useState<QualityFix | null>(null)
  return (
    <Page title={t('quality.fixes')} lead={t('quality.lead')}>
      <QualityTabs />
      <DataList<QualityFix>
        id="quality-fixes"
        unit={t('quality.fix.unit')}
        columns={columns(setUndoing)}
        rowKey={(row) => row.id}
        refreshEvery={4000}
        source={(page) => api.quality.fixes.queryOptions({ input: page })}
        empty={{ title: t('quality.fix.none'), text: t('quality.fix.noneText') }}
      />
      {undoing !== null && <UndoDialog fix={undoing} onClose={() => setUndoing(null)} />}
    </Page>
  )
}

function UndoDialog({ fix, onClose }: { readonly fix: QualityFix; readonly onClose: () => void }): ReactNode {
  const command = useCommand(client.quality.undoFix, { done: t('quality.fix.undoing'), onDone: onClose, announce: false })
  return (
    <DecisionModal
      title={t('quality.fix.undoTitle')}
      okText={t('quality.fix.undo')}
      command={command}
      onOk={() => void command.run({ fixId: fix.id })}
      onClose={onClose}
    >
      <p>
        {ruleText(fix.rule)} · {actionText(fix.action)}
      </p>
      <p>{t('quality.fix.undoText', { n: fix.objects })}</p>
    </DecisionModal>
  )
}

const columns = (undo: (fix: QualityFix) => void): readonly Column<QualityFix>[] => [
  {
    key: 'rule',
    title: t('quality.fix.rule'),
    fixed: true,
    cell: (row) => (
      <TwoLines
        first={ruleText(row.rule)}
        second={row.regionName === null ? actionText(row.action) : `${actionText(row.action)} → ${row.regionName}`}
      />
    ),
  },
  {
    key: 'state',
    title: t('quality.fix.state'),
    cell: (row) => {
      const { text, tone } = fixState(row.state)
      return <Tag tone={tone}>{text}</Tag>
    },
  },
  { key: 'objects', title: t('quality.fix.objects'), align: 'right', cell: (row) => formatNumber(row.objects) },
  { key: 'skipped', title: t('quality.fix.skipped'), align: 'right', cell: (row) => formatNumber(row.skipped) },
  {
    key: 'reason',
    title: t('quality.fix.reason'),
    wide: true,
    cell: (row) => <TwoLines first={row.reason} second={row.kept > 0 ? t('quality.fix.kept', { n: row.kept }) : ''} />,
  },
  { key: 'by', title: t('quality.fix.by'), cell: (row) => row.startedBy },
  { key: 'at', title: t('quality.fix.at'), width: 144, cell: (row) => formatTime(row.startedAt) },
  {
    key: 'undo',
    title: '',
    cell: (row) =>
      row.state === 'done' || row.state === 'failed' ? (
        <ActionButton link size="small" ability={row.abilities.undo} onClick={() => undo(row)}>
          {t('quality.fix.undo')}
        </ActionButton>
      ) : null,
  },
]
