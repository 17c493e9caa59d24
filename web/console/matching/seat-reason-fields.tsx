/** Reason, what happened, evidence: the part of a request that officer and organiser share. */
import '#web/console/draws/draws.css'
import { Input, Select } from 'antd'
import type { ReactNode } from 'react'
import type { UploadedFile } from '#contract/files.ts'
import { EvidenceField } from '#web/console/draws/evidence-field.tsx'
import { t } from '#web/i18n/t.ts'
import { needsEvidence, seatReasonOptions } from './seat-words.ts'

export type SeatReasonForm = { readonly reason: string | null; readonly note: string; readonly evidence: UploadedFile | null }

export const emptyReason: SeatReasonForm = { reason: null, note: '', evidence: null }

/** What is missing, in words; null when nothing is. */
export const reasonMissing = ({ reason, note, evidence }: SeatReasonForm): string | null =>
  reason === null
    ? t('replacement.needs.reason')
    : note.trim().length < 4
      ? t('replacement.needs.note')
      : needsEvidence(reason) && evidence === null
        ? t('replacement.needs.evidence')
        : null

export type SeatReasonFieldsProps = {
  readonly by: 'officer' | 'organiser'
  readonly value: SeatReasonForm
  readonly onChange: (next: SeatReasonForm) => void
}

export const SeatReasonFields = ({ by, value, onChange }: SeatReasonFieldsProps): ReactNode => (
  <>
    <label className="mj-label" htmlFor="seat-reason">
      {t('seat.reason')}
    </label>
    <Select
      id="seat-reason"
      value={value.reason}
      placeholder={t('replacement.reasonHint')}
      style={{ width: '100%' }}
      options={seatReasonOptions(by)}
      onChange={(reason: string) => onChange({ ...value, reason })}
    />
    <label className="mj-label" htmlFor="seat-note">
      {t('replacement.what')}
    </label>
    <Input.TextArea
      id="seat-note"
      rows={3}
      maxLength={500}
      value={value.note}
      onChange={(event) => onChange({ ...value, note: event.target.value })}
    />
    {by === 'organiser' && (
      <EvidenceField needed={needsEvidence(value.reason)} file={value.evidence} onFile={(evidence) => onChange({ ...value, evidence })} />
    )}
  </>
)
