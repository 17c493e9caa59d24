/** A move that needs a word beside it: taking back, giving back, declining. It says what it does, and takes a reason where one is due. */
import './plan-people.css'
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ShownProblem } from '#web/api/problem.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type ReasonDialogProps = {
  readonly title: string
  readonly text: string
  readonly okText: string
  readonly command: { readonly pending: boolean; readonly problem: ShownProblem | null }
  /** A reason is needed, wanted, or not asked for. */
  readonly reason: 'needed' | 'optional' | 'none'
  readonly label?: string
  readonly danger?: boolean
  readonly onOk: (reason: string) => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const { title, text, okText, command, reason, label = t('contribution.reason'), danger = false, onOk, onClose, children } = props
  const [typed, setTyped] = useState('')
  const short = reason === 'needed' && typed.trim().length < 2
  return (
    <DecisionModal
      title={title}
      okText={okText}
      command={command}
      danger={danger}
      notYet={short ? t('contribution.reasonRule') : null}
      onOk={() => onOk(typed.trim())}
      onClose={onClose}
    >
      <p className="pp-lead">{text}</p>
      {children}
      {reason !== 'none' && (
        <>
          <label htmlFor="people-reason" className="pp-label">
            {reason === 'needed' ? label : `${label} (${t('kit.optional')})`}
          </label>
          <Input.TextArea id="people-reason" rows={3} maxLength={500} value={typed} onChange={(event) => setTyped(event.target.value)} />
        </>
      )}
    </DecisionModal>
  )
}
