/** A decision that asks why: text, a reason, a button that stays shut until there is one. */
import { Input } from 'antd'
import { type ReactNode, useId, useState } from 'react'
import { t } from '#web/i18n/t.ts'
import { DecisionModal, type DecisionModalProps } from '#web/ui/decision-modal.tsx'

export type ReasonModalProps = Pick<DecisionModalProps, 'title' | 'okText' | 'command' | 'onClose' | 'danger'> & {
  /** Why it cannot be pressed yet besides the reason. */
  readonly notYet?: string | null
  readonly onReason: (reason: string) => void
  readonly children?: ReactNode
}

export function ReasonModal({ onReason, notYet = null, children, ...rest }: ReasonModalProps): ReactNode {
  const [reason, setReason] = useState('')
  const id = useId()
  return (
    <DecisionModal
      {...rest}
      notYet={notYet ?? (reason.trim().length < 2 ? t('label.reasonShort') : null)}
      onOk={() => onReason(reason.trim())}
    >
      {children}
      <label htmlFor={id} className="label-field">
        {t('label.reason')}
      </label>
      <Input.TextArea id={id} rows={2} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
    </DecisionModal>
  )
}
