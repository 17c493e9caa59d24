/** 认定频次例外: which lawful reason, and what it rests on. */
import { Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { LedgerLine } from '#contract/ledger.ts'
import { type LedgerException, ledgerExceptions } from '#core/ledger/exceptions.ts'
import { leastNote } from '#core/ledger/guard.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { language, t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export function ExceptionDialog({
  line,
  exceptions,
  onClose,
}: {
  readonly line: LedgerLine
  readonly exceptions: readonly LedgerException[]
  readonly onClose: () => void
}): ReactNode {
  const [code, setCode] = useState<LedgerException | null>(line.exception?.code ?? null)
  const [note, setNote] = useState(line.exception?.note ?? '')
  const except = useCommand(client.ledger.except, { done: t('ledger.exceptDone'), announce: false, onDone: onClose })
  return (
    <DecisionModal
      title={t('ledger.exceptTitle')}
      okText={t('ledger.except')}
      command={except}
      notYet={code === null || note.trim().length < leastNote ? t('ledger.exceptNeeded') : null}
      onOk={() => void except.run({ visitId: line.visitId, code: code ?? '', note })}
      onClose={onClose}
    >
      <p>{t('ledger.exceptText')}</p>
      <Form layout="vertical">
        <Form.Item label={t('ledger.exceptReason')} htmlFor="except-code">
          <Select
            id="except-code"
            value={code}
            options={exceptions.map((value) => ({ value, label: ledgerExceptions[value][language()] }))}
            onChange={setCode}
          />
        </Form.Item>
        <Form.Item label={t('ledger.exceptNote')} htmlFor="except-note">
          <Input.TextArea
            id="except-note"
            rows={3}
            maxLength={300}
            placeholder={t('ledger.exceptNotePlaceholder')}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
    </DecisionModal>
  )
}
