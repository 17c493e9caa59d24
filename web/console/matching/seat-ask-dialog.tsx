/** 申请更换执法人员, by the organiser: whom, from which objects, why; who comes is drawn, or appointed in public. */
import './matching.css'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Radio, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { Pair } from '#contract/matching.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { OfficerSelect } from '#web/console/registers/officer-select.tsx'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { emptyReason, reasonMissing, SeatReasonFields } from './seat-reason-fields.tsx'

/** With `pair` it begins from one object; without, from an officer. */
export type SeatAskDialogProps = { readonly draw: Draw; readonly pair?: Pair; readonly onClose: () => void }

type Form = {
  readonly officerId: string | null
  /** Null: every object of the officer not yet inspected. */
  readonly subjects: readonly string[] | null
  /** Null: by lot. */
  readonly appoint: { readonly officerId: string | null; readonly sure: boolean } | null
}

export function SeatAskDialog({ draw, pair, onClose }: SeatAskDialogProps): ReactNode {
  const [form, setForm] = useState<Form>({ officerId: null, subjects: pair === undefined ? null : [pair.subject], appoint: null })
  const [reason, setReason] = useState(emptyReason)
  const ask = useCommand(client.seats.request, { done: t('seat.sent'), onDone: onClose, announce: false })
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change })
  const missing = formMissing(form) ?? reasonMissing(reason)
  return (
    <DecisionModal
      width={640}
      title={t('seat.askTitle')}
      okText={t('replacement.send')}
      notYet={missing}
      danger={form.appoint !== null}
      command={ask}
      onOk={() => {
        if (form.officerId === null || reason.reason === null) return
        void ask.run({
          drawId: draw.id,
          officerId: form.officerId,
          subjects: [...(form.subjects ?? [])],
          reason: reason.reason,
          note: reason.note.trim(),
          evidenceFileId: reason.evidence?.id ?? null,
          appointOfficerId: form.appoint?.officerId ?? null,
        })
      }}
      onClose={onClose}
    >
      <p className="small">{t('seat.askText')}</p>
      <div className="mj-dialog-part">
        {pair === undefined ? (
          <>
            <label className="mj-label" htmlFor="seat-officer">
              {t('seat.officer')}
            </label>
            <SeatedSelect draw={draw} value={form.officerId} onChange={(officerId) => set({ officerId, subjects: null })} />
          </>
        ) : (
          <PairSeats pair={pair} value={form.officerId} onChange={(officerId) => set({ officerId })} />
        )}
        {form.officerId !== null && (
          <ObjectChoice
            draw={draw}
            officerId={form.officerId}
            pair={pair}
            value={form.subjects}
            onChange={(subjects) => set({ subjects })}
          />
        )}
        <SeatReasonFields by="organiser" value={reason} onChange={setReason} />
        <HowChoice value={form.appoint} onChange={(appoint) => set({ appoint })} />
      </div>
    </DecisionModal>
  )
}

const formMissing = ({ officerId, subjects, appoint }: Form): string | null =>
  officerId === null
    ? t('seat.needs.officer')
    : subjects !== null && subjects.length === 0
      ? t('seat.needs.objects')
      : appoint !== null && appoint.officerId === null
        ? t('seat.needs.appoint')
        : appoint !== null && !appoint.sure
          ? t('seat.needs.sure')
          : null

type ChoiceProps = { readonly value: string | null; readonly onChange: (officerId: string) => void }

/** Everyone on a team of this draw; those who came later are found too, because they are looked for in the register. */
function SeatedSelect({ draw, value, onChange }: ChoiceProps & { readonly draw: Draw }): ReactNode {
  const loads = useQuery({
    ...api.matching.loads.queryOptions({ input: { drawId: draw.id } }),
    enabled: draw.abilities.readLoads.allowed,
  })
  if (!draw.abilities.readLoads.allowed)
    return <OfficerSelect id="seat-officer" {...(value === null ? {} : { value })} onChange={(id) => id !== undefined && onChange(id)} />
  const drawn = (loads.data?.officers ?? []).filter((one) => one.drawn > 0)
  return (
    <Select
      id="seat-officer"
      value={value}
      style={{ width: '100%' }}
      loading={loads.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('seat.officerHint')}
      options={drawn.map((one) => ({ value: one.id, label: `${one.name}　${one.orgName}　${t('seat.objectsN', { n: one.drawn })}` }))}
      onChange={onChange}
    />
  )
}

const PairSeats = ({ pair, value, onChange }: ChoiceProps & { readonly pair: Pair }): ReactNode => (
  <>
    <p>
      <b>{pair.name}</b> <span className="mono quiet">{pair.subject}</span>
    </p>
    <span className="mj-label">{t('seat.officer')}</span>
    <Radio.Group
      aria-label={t('seat.officer')}
      value={value}
      options={(pair.now ?? pair.seats).map(({ officerId, name, role }) => ({
        value: officerId,
        label: `${name}（${t(`matching.role.${role}`)}）`,
      }))}
      onChange={(event) => onChange(String(event.target.value))}
    />
  </>
)

type ObjectChoiceProps = {
  readonly draw: Draw
  readonly officerId: string
  readonly pair: Pair | undefined
  readonly value: readonly string[] | null
  readonly onChange: (subjects: readonly string[] | null) => void
}

function ObjectChoice({ draw, officerId, pair, value, onChange }: ObjectChoiceProps): ReactNode {
  const [q, setQ] = useState('')
  const found = useQuery({
    ...api.matching.pairs.queryOptions({ input: { drawId: draw.id, officerId, limit: 200, ...(q.trim() === '' ? {} : { q: q.trim() }) } }),
    enabled: value !== null,
  })
  const theirs = found.data?.rows ?? []
  const known = new Set(theirs.map(({ subject }) => subject))
  const kept = pair === undefined || known.has(pair.subject) ? [] : [pair]
  return (
    <>
      <span className="mj-label">{t('seat.objects')}</span>
      <Radio.Group
        aria-label={t('seat.objects')}
        value={value === null ? 'all' : 'some'}
        options={(['all', 'some'] as const).map((one) => ({ value: one, label: t(`seat.objects.${one}`) }))}
        onChange={(event) => onChange(event.target.value === 'all' ? null : pair === undefined ? [] : [pair.subject])}
      />
      {value !== null && (
        <Select
          mode="multiple"
          className="mat-objects"
          aria-label={t('seat.objects.some')}
          value={[...value]}
          loading={found.isFetching}
          placeholder={t('seat.objectsHint')}
          showSearch={{ filterOption: false, onSearch: setQ }}
          options={[...kept, ...theirs].map(({ subject, name }) => ({ value: subject, label: name }))}
          onChange={(subjects: string[]) => onChange(subjects)}
        />
      )}
    </>
  )
}

type HowChoiceProps = { readonly value: Form['appoint']; readonly onChange: (next: Form['appoint']) => void }

/** The lot is the way; an appointment is the exception that everybody will see. */
const HowChoice = ({ value, onChange }: HowChoiceProps): ReactNode => (
  <div className="mj-dialog-part">
    <fieldset className="mj-fieldset">
      <legend className="mj-label">{t('seat.how')}</legend>
      <Radio.Group
        className="mj-choices"
        value={value === null ? 'draw' : 'appoint'}
        onChange={(event) => onChange(event.target.value === 'draw' ? null : { officerId: null, sure: false })}
      >
        {(['draw', 'appoint'] as const).map((one) => (
          <Radio key={one} value={one}>
            {t(`seat.how.${one}`)}
            <span className="mj-choice-note">{t(`seat.how.${one}Note`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
    {value !== null && (
      <div className="mj-note mj-note-amber" role="alert">
        <p>{t('seat.appoint.warning')}</p>
        <label className="mj-label" htmlFor="seat-appoint">
          {t('seat.appoint.officer')}
        </label>
        <OfficerSelect
          id="seat-appoint"
          {...(value.officerId === null ? {} : { value: value.officerId })}
          onChange={(id) => onChange({ ...value, officerId: id ?? null })}
        />
        <Checkbox checked={value.sure} onChange={(event) => onChange({ ...value, sure: event.target.checked })}>
          {t('seat.appoint.sure')}
        </Checkbox>
      </div>
    )}
  </div>
)
