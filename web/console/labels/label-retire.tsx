/** Retiring a label: said what it means, asked why. */
import type { ReactNode } from 'react'
import type { Label } from '#contract/labels.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ReasonModal } from './reason-modal.tsx'

export function RetireDialog({ label, onClose }: { readonly label: Label; readonly onClose: () => void }): ReactNode {
  const retire = useCommand(client.labels.retire, { announce: false, done: t('label.retired'), onDone: onClose })
  return (
    <ReasonModal
      title={t('label.retireTitle', { name: label.name })}
      okText={t('label.retire')}
      danger
      command={retire}
      onReason={(reason) => void retire.run({ labelId: label.id, reason })}
      onClose={onClose}
    >
      <p>{t('label.retireText')}</p>
    </ReasonModal>
  )
}
