/** What a person decides about an import: write it, drop it, take it back. Each says what it does before it does it. */
import './imports.css'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { countedText } from './import-words.ts'

type DialogProps = { readonly batch: ImportRow; readonly onClose: () => void }

/** Objects that leave are named once more, and the clerk says so with a tick. */
export function CommitDialog({ batch, onClose }: DialogProps): ReactNode {
  const [sure, setSure] = useState(false)
  const { added, changed, leaving } = batch.rows
  const commit = useCommand(client.imports.commit, { announce: false, done: t('import.commitStarted'), onDone: onClose })
  return (
    <DecisionModal
      title={t('import.commitTitle')}
      okText={t('import.commit', { n: added + changed + leaving })}
      command={commit}
      danger={leaving > 0}
      notYet={leaving > 0 && !sure ? t('import.commitSureFirst') : null}
      onOk={() => void commit.run({ importId: batch.id })}
      onClose={onClose}
    >
      <p>{added + changed + leaving === 0 ? t('import.nothing') : t('import.commitText', { added, changed })}</p>
      {leaving > 0 && (
        <>
          <p className="red import-gap">{t('import.commitLeaving', { n: leaving })}</p>
          <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>
            {t('import.commitLeavingSure', { n: leaving })}
          </Checkbox>
        </>
      )}
    </DecisionModal>
  )
}

export function DiscardDialog({ batch, onClose }: DialogProps): ReactNode {
  const discard = useCommand(client.imports.discard, { announce: false, done: t('import.discarded'), onDone: onClose })
  return (
    <DecisionModal
      title={t('import.discardTitle')}
      okText={t('import.discard')}
      command={discard}
      onOk={() => void discard.run({ importId: batch.id })}
      onClose={onClose}
    >
      <p>{t('import.discardText')}</p>
    </DecisionModal>
  )
}

/** Says first what stands against it; then there is nothing to press. */
export function UndoDialog({ batch, onClose }: DialogProps): ReactNode {
  const [reason, setReason] = useState('')
  const undo = useCommand(client.imports.undo, { announce: false, done: t('import.undoStarted'), onDone: onClose })
  const query = useQuery(api.imports.dependencies.queryOptions({ input: { importId: batch.id }, gcTime: 0 }))
  const free = query.data !== undefined && query.data.blocking.length === 0
  const notYet = !free
    ? t(query.data === undefined ? 'kit.loading' : 'import.undoBlockedShort')
    : reason.trim().length < 2
      ? t('import.undoReasonShort')
      : null
  return (
    <DecisionModal
      title={t('import.undoTitle')}
      okText={t('import.undo')}
      command={undo}
      danger
      notYet={notYet}
      onOk={() => void undo.run({ importId: batch.id, reason: reason.trim() })}
      onClose={onClose}
    >
      <Loaded query={query}>
        {({ blocking }) =>
          blocking.length > 0 ? (
            <>
              <p className="red">{t('import.undoBlocked')}</p>
              <ul className="import-blocking">
                {blocking.map(({ code, rows }) => (
                  <li key={code}>{countedText('block', code, rows)}</li>
                ))}
              </ul>
              <p className="quiet">{t('import.undoBlockedDo')}</p>
            </>
          ) : (
            <>
              <p>{t('import.undoText')}</p>
              <p className="quiet small import-gap">{t('import.undoFree')}</p>
              <label htmlFor="import-undo-reason" className="import-reason">
                {t('import.undoReason')}
              </label>
              <Input.TextArea
                id="import-undo-reason"
                autoFocus
                rows={3}
                maxLength={200}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            </>
          )
        }
      </Loaded>
    </DecisionModal>
  )
}
