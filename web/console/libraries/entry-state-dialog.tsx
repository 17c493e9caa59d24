/** Disabling or enabling an entry: says what becomes of the label, asks why. */
import type { ReactNode } from 'react'
import type { Entry, Library } from '#contract/libraries.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ReasonModal } from '../labels/reason-modal.tsx'

export function EntryStateDialog({
  library,
  entry,
  onClose,
}: {
  readonly library: Library
  readonly entry: Entry
  readonly onClose: () => void
}): ReactNode {
  const move = useCommand(client.libraries.setEntryState, { announce: false, done: t('entry.moved'), onDone: onClose })
  const verb = entry.state === 'valid' ? 'disable' : 'enable'
  return (
    <ReasonModal
      title={t(`entry.${verb}Title`, { name: entry.name === '' ? entry.subject : entry.name })}
      okText={t(`entry.${verb}`)}
      danger={verb === 'disable'}
      command={move}
      onReason={(reason) =>
        void move.run({ libraryId: library.id, entryId: entry.id, state: entry.state === 'valid' ? 'invalid' : 'valid', reason })
      }
      onClose={onClose}
    >
      <p>{t(`entry.${verb}Text`, { label: entry.labelName })}</p>
    </ReasonModal>
  )
}
