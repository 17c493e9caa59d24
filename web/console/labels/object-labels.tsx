/** 监管标签 of one object: what it carries, put on, taken off, and what it carried before. */
import './labels.css'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatDate, formatRange } from '#web/ui/format.ts'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { lastDayText } from './label-page.tsx'
import { ReasonModal } from './reason-modal.tsx'

type OfObject = Answers['labels']['ofObject']
type Carried = OfObject['labels'][number]

export function ObjectLabels({ subject }: { readonly subject: string }): ReactNode {
  const query = useQuery(api.labels.ofObject.queryOptions({ input: { subject } }))
  return <Loaded query={query}>{(labels) => <Labels subject={subject} labels={labels} />}</Loaded>
}

function Labels({ subject, labels }: { readonly subject: string; readonly labels: OfObject }): ReactNode {
  const [open, setOpen] = useState<'put' | Carried | null>(null)
  const put = (
    <ActionButton size="small" ability={labels.abilities.attach} onClick={() => setOpen('put')}>
      {t('label.put')}
    </ActionButton>
  )
  return (
    <Section title={t('label.of')} extra={put}>
      {labels.labels.length === 0 ? (
        <p className="quiet small">{t('label.ofNone')}</p>
      ) : (
        <Table dense rows={labels.labels} rowKey={({ labelId }) => labelId} columns={columns(setOpen)} caption={t('label.of')} />
      )}
      {labels.past.length > 0 && <Past past={labels.past} />}
      {open === 'put' && <PutDialog subject={subject} usable={labels.usable} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'put' && <TakeDialog subject={subject} label={open} onClose={() => setOpen(null)} />}
    </Section>
  )
}

const columns = (take: (label: Carried) => void) =>
  [
    { key: 'name', title: t('labelBatch.label'), cell: ({ name }: Carried) => <b className="strong">{name}</b> },
    { key: 'validTo', title: t('label.validTo'), width: 112, cell: ({ validTo }: Carried) => lastDayText(validTo) },
    {
      key: 'origin',
      title: t('labelBatch.by'),
      cell: ({ origin, setBy, since }: Carried) => `${t(`label.origin.${origin}`)} · ${setBy} · ${formatDate(since)}`,
    },
    {
      key: 'do',
      title: '',
      align: 'right',
      width: 72,
      cell: (label: Carried) => (
        <ActionButton link size="small" ability={label.abilities.detach} onClick={() => take(label)}>
          {t('label.takeShort')}
        </ActionButton>
      ),
    },
  ] as const

const Past = ({ past }: { readonly past: OfObject['past'] }): ReactNode => (
  <details style={{ marginTop: 12 }}>
    <summary className="small quiet">
      {t('label.history')} · {past.length}
    </summary>
    <ul className="label-history">
      {past.map((one) => (
        <li key={`${one.labelId} ${one.setAt} ${one.endedAt}`}>
          <b className="strong">{one.name}</b>{' '}
          <span className="quiet">
            {formatRange(one.since, one.endedAt)} · {t(`label.ended.${endedWord(one.endedBy)}`)} · {one.endedByName}
          </span>
        </li>
      ))}
    </ul>
  </details>
)

/** `batch:<id>` → batch; the id of a command is a hand. */
function endedWord(endedBy: string): 'expiry' | 'batch' | 'undo' | 'import' | 'library' | 'hand' {
  const [word = ''] = endedBy.split(':')
  return (['expiry', 'batch', 'undo', 'import', 'library'] as const).find((one) => one === word) ?? 'hand'
}

function PutDialog({
  subject,
  usable,
  onClose,
}: {
  readonly subject: string
  readonly usable: OfObject['usable']
  readonly onClose: () => void
}): ReactNode {
  const [labelId, setLabelId] = useState<string | null>(null)
  const [validTo, setValidTo] = useState<string | null>(null)
  const attach = useCommand(client.labels.attach, { announce: false, done: t('label.putDone'), onDone: onClose })
  return (
    <ReasonModal
      title={t('label.putTitle')}
      okText={t('label.put')}
      command={attach}
      notYet={labelId === null ? t('label.choose') : null}
      onReason={(reason) => labelId !== null && void attach.run({ subject, labelId, validTo, reason })}
      onClose={onClose}
    >
      <label className="label-field" htmlFor="label-put">
        {t('labelBatch.label')}
      </label>
      <Select
        id="label-put"
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('label.choose')}
        value={labelId}
        onChange={setLabelId}
        options={usable.map((one) => ({ value: one.labelId, label: `${one.name}（${t(`label.tier.${one.tier}`)}）` }))}
      />
      <label className="label-field" htmlFor="label-until">
        {t('label.validTo')}
      </label>
      <PlainDateInput id="label-until" value={validTo} onChange={setValidTo} />
    </ReasonModal>
  )
}

function TakeDialog({
  subject,
  label,
  onClose,
}: {
  readonly subject: string
  readonly label: Carried
  readonly onClose: () => void
}): ReactNode {
  const detach = useCommand(client.labels.detach, { announce: false, done: t('label.takeDone'), onDone: onClose })
  return (
    <ReasonModal
      title={t('label.take', { name: label.name })}
      okText={t('label.takeShort')}
      command={detach}
      onReason={(reason) => void detach.run({ subject, labelId: label.labelId, reason })}
      onClose={onClose}
    />
  )
}
