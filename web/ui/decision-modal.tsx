/**
 * A decision: says what it does, sends its command, shows a refusal in place. A lost race leaves nothing to press: the page behind
 * shows already where the thing stands now.
 */
import { Button, Modal } from 'antd'
import type { ReactNode } from 'react'
import type { ShownProblem } from '../api/problem.ts'
import { t } from '../i18n/t.ts'
import { ProblemAlert } from './states.tsx'

export type DecisionModalProps = {
  readonly title: string
  readonly okText: string
  readonly command: { readonly pending: boolean; readonly problem: ShownProblem | null }
  readonly onOk: () => void
  readonly onClose: () => void
  /** Why it cannot be pressed yet, in words; null when it can. */
  readonly notYet?: string | null
  readonly danger?: boolean
  readonly width?: number
  /** The refusal shown in the dialog's own way instead of the alert. */
  readonly refusal?: ReactNode
  readonly children: ReactNode
}

/** Refusals that mean: someone was quicker, and the thing stands elsewhere by now. */
const lostRaces: ReadonlySet<string> = new Set([
  'wrong_state',
  'task_locked',
  'changed_meanwhile',
  'draw_already_open',
  'already_pledged',
  'already_revealed',
  'void_already_requested',
  'beacon_not_expected',
  'replacement_already_requested',
  'replacement_decided',
  'seat_already_requested',
  'result_exists',
  'review_exists',
  'filing_decided',
])

export function DecisionModal(props: DecisionModalProps): ReactNode {
  const { title, okText, command, onOk, onClose, notYet = null, danger = false, width = 520, refusal, children } = props
  const lost = command.problem !== null && lostRaces.has(command.problem.code)
  return (
    <Modal
      open
      width={width}
      title={title}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        lost ? (
          <Button type="primary" onClick={onClose}>
            {t('kit.close')}
          </Button>
        ) : (
          <>
            {notYet !== null && <span className="mj-not-yet quiet small">{notYet}</span>}
            <Button onClick={onClose}>{t('kit.cancel')}</Button>
            <Button type="primary" danger={danger} disabled={notYet !== null} loading={command.pending} onClick={onOk}>
              {okText}
            </Button>
          </>
        )
      }
    >
      {refusal ?? <ProblemAlert problem={command.problem} />}
      {lost ? <p>{t('kit.lostRace')}</p> : children}
    </Modal>
  )
}
