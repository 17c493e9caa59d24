/** 给全部线索对象打标签: a known label or a new one, the number before anything is done, the work watched, and the directed draw after it. */
import { useQuery } from '@tanstack/react-query'
import { Form, Input, Modal, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Signal } from '#contract/signals.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { problemOf } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { PathLink } from '#web/ui/path-link.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'
import { BatchProgress } from './batch-dialog.tsx'
import { ReasonModal } from './reason-modal.tsx'
import { SignalNext } from './signal-next.tsx'

export function SignalLabelDialog({ signal, onClose }: { readonly signal: Signal; readonly onClose: () => void }): ReactNode {
  const [batchId, setBatchId] = useState<string | null>(null)
  const dictionary = useQuery(api.labels.list.queryOptions({ input: { state: 'active' } })).data
  if (batchId !== null) return <Labelled batchId={batchId} onClose={onClose} />
  return dictionary === undefined ? null : <Choose signal={signal} dictionary={dictionary} onStarted={setBatchId} onClose={onClose} />
}

type Reach = Answers['labels']['list']['choices']['reaches'][number]
type Chosen = { readonly labelId: string } | { readonly name: string; readonly reach: Reach }

function Choose({
  signal,
  dictionary,
  onStarted,
  onClose,
}: {
  readonly signal: Signal
  readonly dictionary: Answers['labels']['list']
  readonly onStarted: (batchId: string) => void
  readonly onClose: () => void
}): ReactNode {
  const usable = dictionary.rows.filter(({ abilities }) => abilities.use.allowed)
  const makes = dictionary.abilities.make.allowed
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [validTo, setValidTo] = useState<string | null>(null)
  const preview = useQuery({
    ...api.signals.preview.queryOptions({ input: { signal, label: askedOf(chosen) } }),
    enabled: chosen !== null,
    retry: false,
  })
  const label = useCommand(client.signals.label, { announce: false, onDone: (answer) => onStarted(answer.batchId) })
  const counts = chosen === null ? undefined : preview.data
  const fresh = chosen !== null && 'name' in chosen
  return (
    <ReasonModal
      title={t('signal.label')}
      okText={t('labelBatch.start', { n: formatNumber(counts?.changing ?? 0) })}
      command={label}
      notYet={notYet(chosen, counts)}
      onReason={(reason) => chosen !== null && void label.run({ signal, label: chosen, validTo, reason, expected: counts?.changing ?? 0 })}
      onClose={onClose}
    >
      <Radio.Group
        aria-label={t('signal.which')}
        value={fresh ? 'fresh' : 'known'}
        options={[
          { value: 'known', label: t('signal.known') },
          { value: 'fresh', label: t('signal.fresh'), disabled: !makes },
        ]}
        onChange={(event) => setChosen(event.target.value === 'fresh' ? { name: '', reach: 'region' } : null)}
      />
      {!makes && <p className="quiet small">{t('signal.freshByRegistrar')}</p>}
      <Form layout="vertical" component="div" style={{ marginTop: 8 }}>
        {fresh ? (
          <Fresh value={chosen} dictionary={dictionary} onChange={setChosen} />
        ) : (
          <Form.Item label={t('signal.which')} htmlFor="signal-label">
            <Select
              id="signal-label"
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('label.choose')}
              value={chosen === null ? null : chosen.labelId}
              options={usable.map((one) => ({ value: one.id, label: `${one.name}（${t(`label.reach.${one.reach}`)} · ${one.orgName}）` }))}
              onChange={(labelId) => setChosen(labelId === null ? null : { labelId })}
            />
          </Form.Item>
        )}
        <Form.Item label={t('label.validTo')} extra={t('label.foreverNote')}>
          <PlainDateInput aria-label={t('label.validTo')} value={validTo} onChange={setValidTo} />
        </Form.Item>
      </Form>
      <div role="status">
        {chosen !== null && preview.isPending && <span className="quiet small">{t('labelBatch.counting')}</span>}
        {chosen !== null && preview.isError && <ProblemAlert problem={problemOf(preview.error)} />}
        {counts !== undefined && <p>{t('signal.counts', wordsOf(counts))}</p>}
      </div>
    </ReasonModal>
  )
}

const askedOf = (chosen: Chosen | null) =>
  chosen === null ? { labelId: '' } : 'name' in chosen ? { reach: chosen.reach } : { labelId: chosen.labelId }

const wordsOf = ({ found, matching, changing }: Answers['signals']['preview']) => ({
  found: formatNumber(found),
  matching: formatNumber(matching),
  had: formatNumber(matching - changing),
  changing: formatNumber(changing),
})

function notYet(chosen: Chosen | null, counts: Answers['signals']['preview'] | undefined): string | null {
  if (chosen === null || ('name' in chosen && chosen.name.trim().length < 2)) return t('label.choose')
  if (counts === undefined) return t('labelBatch.counting')
  return counts.changing === 0 ? t('labelBatch.nothing') : null
}

const Fresh = ({
  value,
  dictionary,
  onChange,
}: {
  readonly value: { readonly name: string; readonly reach: Reach }
  readonly dictionary: Answers['labels']['list']
  readonly onChange: (chosen: Chosen) => void
}): ReactNode => (
  <>
    <Form.Item label={t('label.name')} htmlFor="signal-name" extra={t('label.nameNote', { prefix: dictionary.prefix })}>
      <Input id="signal-name" maxLength={40} value={value.name} onChange={(event) => onChange({ ...value, name: event.target.value })} />
    </Form.Item>
    <Form.Item label={t('label.reach')} extra={t('label.reachNote')}>
      <Radio.Group
        aria-label={t('label.reach')}
        value={value.reach}
        options={dictionary.choices.reaches.map((reach) => ({ value: reach, label: t(`label.reach.${reach}`) }))}
        onChange={(event) =>
          onChange({ ...value, reach: dictionary.choices.reaches.find((one) => one === event.target.value) ?? 'region' })
        }
      />
    </Form.Item>
  </>
)

/** Watched to its end; then what the label is for. */
function Labelled({ batchId, onClose }: { readonly batchId: string; readonly onClose: () => void }): ReactNode {
  const options = api.labels.getBatch.queryOptions({ input: { batchId } })
  const batch = useQuery(options).data
  useLive(options.queryKey, (signal) => client.labels.watchBatch({ batchId }, { signal }), true)
  return (
    <Modal
      open
      title={t('signal.label')}
      cancelText={t('labelBatch.close')}
      okButtonProps={{ style: { display: 'none' } }}
      onCancel={onClose}
    >
      {batch === undefined ? (
        <Loading />
      ) : batch.state === 'done' ? (
        <p role="status">{t('signal.done', { n: formatNumber(batch.objects), label: batch.labelName })}</p>
      ) : (
        <BatchProgress batch={batch} />
      )}
      {batch?.state === 'done' && <SignalNext label={batch.labelName} />}
      <p style={{ marginTop: 12 }} className="small">
        <PathLink path="/labels/batches">{t('signal.undo')}</PathLink>
      </p>
    </Modal>
  )
}
