/** 批量打标签: one label for all objects of a query; the number is seen before anything is done, then the work is watched. */
import './labels.css'
import { useQuery } from '@tanstack/react-query'
import { Alert, Modal, Progress, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { LabelBatch, ObjectQuery } from '#contract/labels.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { problemOf } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { PathLink } from '#web/ui/path-link.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import { ReasonModal } from './reason-modal.tsx'

type Action = LabelBatch['action']

export function LabelBatchDialog({ query, onClose }: { readonly query: ObjectQuery; readonly onClose: () => void }): ReactNode {
  const [batchId, setBatchId] = useState<string | null>(null)
  return batchId === null ? <Start query={query} onStarted={setBatchId} onClose={onClose} /> : <Watch batchId={batchId} onClose={onClose} />
}

function Start({
  query,
  onStarted,
  onClose,
}: {
  readonly query: ObjectQuery
  readonly onStarted: (batchId: string) => void
  readonly onClose: () => void
}): ReactNode {
  const [action, setAction] = useState<Action>('attach')
  const [labelId, setLabelId] = useState<string | null>(null)
  const labels = useQuery(api.labels.list.queryOptions({ input: {} })).data?.rows ?? []
  const usable = labels.filter((label) =>
    action === 'detach' ? label.state === 'retired' || label.abilities.use.allowed : label.abilities.use.allowed,
  )
  const preview = useQuery({
    ...api.labels.previewBatch.queryOptions({ input: { labelId: labelId ?? '', action, query } }),
    enabled: labelId !== null,
  })
  const start = useCommand(client.labels.startBatch, { announce: false, onDone: (answer) => onStarted(answer.batchId) })
  const n = preview.data?.changing ?? 0
  const notYet =
    labelId === null ? t('label.choose') : preview.data === undefined ? t('labelBatch.counting') : n === 0 ? t('labelBatch.nothing') : null
  return (
    <ReasonModal
      title={t('labelBatch.open')}
      okText={t(action === 'attach' ? 'labelBatch.start' : 'labelBatch.startOff', { n: formatNumber(n) })}
      command={start}
      notYet={notYet}
      onReason={(reason) => labelId !== null && void start.run({ labelId, action, query, expected: n, reason })}
      onClose={onClose}
    >
      <Radio.Group
        value={action}
        onChange={(event) => setAction(event.target.value === 'detach' ? 'detach' : 'attach')}
        options={(['attach', 'detach'] as const).map((value) => ({ value, label: t(`labelBatch.${value}`) }))}
      />
      <label className="label-field" htmlFor="label-batch">
        {t('labelBatch.label')}
      </label>
      <Select
        id="label-batch"
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('label.choose')}
        value={labelId}
        onChange={setLabelId}
        options={usable.map((label) => ({
          value: label.id,
          label: `${label.name}（${t(`label.tier.${label.tier}`)} · ${label.orgName}）`,
        }))}
      />
      <div style={{ marginTop: 12 }} role="status">
        {labelId !== null && preview.isPending && <span className="quiet small">{t('labelBatch.counting')}</span>}
        {preview.isError && <ProblemAlert problem={problemOf(preview.error)} />}
        {preview.data !== undefined && <Counts {...preview.data} />}
      </div>
    </ReasonModal>
  )
}

const Counts = ({
  matching,
  changing,
  kept,
}: {
  readonly matching: number
  readonly changing: number
  readonly kept: number
}): ReactNode => (
  <>
    <p>{t('labelBatch.preview', { matching: formatNumber(matching), changing: formatNumber(changing) })}</p>
    {kept > 0 && <p className="quiet small">{t('labelBatch.kept', { kept: formatNumber(kept) })}</p>}
  </>
)

function Watch({ batchId, onClose }: { readonly batchId: string; readonly onClose: () => void }): ReactNode {
  const options = api.labels.getBatch.queryOptions({ input: { batchId } })
  const batch = useQuery(options).data
  useLive(options.queryKey, (signal) => client.labels.watchBatch({ batchId }, { signal }), true)
  return (
    <Modal
      open
      title={t('labelBatch.open')}
      cancelText={t('labelBatch.close')}
      okButtonProps={{ style: { display: 'none' } }}
      onCancel={onClose}
    >
      {batch === undefined ? <Loading /> : <BatchProgress batch={batch} />}
      <p style={{ marginTop: 12 }}>
        <PathLink path="/labels/batches">{t('label.batches')}</PathLink>
      </p>
    </Modal>
  )
}

export function BatchProgress({ batch }: { readonly batch: LabelBatch }): ReactNode {
  const { state, objects, progress } = batch
  if (state === 'failed' || progress?.state === 'failed') return <Alert type="error" showIcon title={t('labelBatch.state.failed')} />
  if (state !== 'running' && state !== 'undoing') return <p role="status">{t('labelBatch.finished', { n: formatNumber(objects) })}</p>
  const [done, total] = [progress?.done ?? 0, progress?.total ?? 0]
  return (
    <div role="status">
      <Progress percent={total === 0 ? 0 : Math.floor((done * 100) / total)} size="small" />
      <p className="quiet small">{t('labelBatch.progress', { done: formatNumber(done), total: formatNumber(total) })}</p>
    </div>
  )
}
