/** 批量打标签记录: what was labelled by query, by whom, and the way back. */
import './labels.css'
import { type ReactNode, useState } from 'react'
import type { LabelBatch } from '#contract/labels.ts'
import { filterFields, filterOps } from '#core/draws/filter.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { entityStateText, kindText } from '../registers/entity-words.ts'
import { BatchProgress } from './batch-dialog.tsx'
import { ReasonModal } from './reason-modal.tsx'
import { signalWords } from './signal-words.ts'

export function LabelBatchPage(): ReactNode {
  const [undoing, setUndoing] = useState<LabelBatch | null>(null)
  return (
    <Page title={t('labelBatch.title')} lead={t('labelBatch.lead')}>
      <DataList<LabelBatch>
        id="label-batches"
        unit={t('labelBatch.unit')}
        columns={columns(setUndoing)}
        rowKey={({ id }) => id}
        source={(page) => api.labels.batches.queryOptions({ input: page })}
        empty={{ title: t('labelBatch.empty'), text: t('labelBatch.emptyText') }}
        refreshEvery={2000}
      />
      {undoing !== null && <UndoDialog batch={undoing} onClose={() => setUndoing(null)} />}
    </Page>
  )
}

function UndoDialog({ batch, onClose }: { readonly batch: LabelBatch; readonly onClose: () => void }): ReactNode {
  const undo = useCommand(client.labels.undoBatch, { announce: false, done: t('labelBatch.undone'), onDone: onClose })
  return (
    <ReasonModal
      title={t('labelBatch.undoTitle', { n: formatNumber(batch.objects) })}
      okText={t('labelBatch.undo')}
      danger
      command={undo}
      onReason={(reason) => void undo.run({ batchId: batch.id, reason })}
      onClose={onClose}
    >
      <p>{t('labelBatch.undoText')}</p>
    </ReasonModal>
  )
}

const columns = (undo: (batch: LabelBatch) => void): readonly Column<LabelBatch>[] => [
  {
    key: 'label',
    title: t('labelBatch.label'),
    fixed: true,
    cell: ({ labelName, action }) => (
      <>
        <span className="quiet">{t(`labelBatch.${action}`)}</span> <b className="strong">{labelName}</b>
      </>
    ),
  },
  {
    key: 'query',
    title: t('labelBatch.conditions'),
    wide: true,
    cell: ({ query, signal, reason }) => <Conditions query={query} signal={signal} reason={reason} />,
  },
  { key: 'objects', title: t('labelBatch.objects'), align: 'right', width: 88, cell: ({ objects }) => formatNumber(objects) },
  { key: 'by', title: t('labelBatch.by'), width: 128, cell: ({ startedBy }) => startedBy },
  { key: 'at', title: t('labelBatch.at'), width: 144, cell: ({ startedAt }) => formatTime(startedAt) },
  { key: 'state', title: t('labelBatch.state'), width: 128, cell: (batch) => <State batch={batch} /> },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 96,
    cell: (batch) =>
      batch.state === 'undone' ? null : (
        <ActionButton link size="small" ability={batch.abilities.undo} onClick={() => undo(batch)}>
          {t('labelBatch.undo')}
        </ActionButton>
      ),
  },
]

const State = ({ batch }: { readonly batch: LabelBatch }): ReactNode =>
  batch.state === 'running' || batch.state === 'undoing' ? (
    <BatchProgress batch={batch} />
  ) : (
    <Tag tone={batch.state === 'done' ? 'green' : batch.state === 'failed' ? 'red' : 'plain'}>{t(`labelBatch.state.${batch.state}`)}</Tag>
  )

/** The query in the words of the filter's own table. */
function Conditions({ query, signal, reason }: Pick<LabelBatch, 'query' | 'signal' | 'reason'>): ReactNode {
  const word = (one: { readonly zh: string; readonly en: string }): string => (language() === 'en' ? one.en : one.zh)
  const parts = [
    ...(signal === null ? [] : [signalWords(signal)]),
    ...(query.q === null ? [] : [`“${query.q}”`]),
    ...(query.address === null ? [] : [`“${query.address}”`]),
    ...query.filter.all.map(
      ({ field, op, values }) =>
        `${word(filterFields[field])} ${word(filterOps[op])} ${values.map((value) => valueText(field, value)).join('、')}`,
    ),
  ]
  return (
    <>
      {parts.length === 0 ? t('labelBatch.everything') : parts.join('；')}
      <div className="quiet small">{reason}</div>
    </>
  )
}

/** Kinds and states in words; places, items and the rest are shown as they were asked for. */
const valueText = (field: keyof typeof filterFields, value: string): string =>
  field === 'kind' ? kindText(value) : field === 'state' ? entityStateText(value) : value
