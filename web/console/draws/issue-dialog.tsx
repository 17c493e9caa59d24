/** 出具本户凭证: what it is for and for whom, then one file. */
import type { ReactNode } from 'react'
import type { Explained } from '#contract/draws.ts'
import { canonicalBytes } from '#core/canonical.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { saveBlob } from '#web/ui/csv.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export type IssueDialogProps = { readonly subject: string; readonly name: string; readonly row: Explained; readonly onClose: () => void }

export function IssueDialog({ subject, name, row, onClose }: IssueDialogProps): ReactNode {
  const issue = useCommand(client.draws.issueOpening, {
    done: t('explain.issued'),
    announce: false,
    onDone: ({ opening }) => {
      saveBlob(
        `${t('explain.file', { drawId: row.drawId, subject })}.json`,
        new Blob([new Uint8Array(canonicalBytes(opening)), '\n'], { type: 'application/json' }),
      )
      onClose()
    },
  })
  return (
    <DecisionModal
      title={t('explain.issueTitle')}
      okText={t('explain.issueOk')}
      command={issue}
      onOk={() => void issue.run({ drawId: row.drawId, subject })}
      onClose={onClose}
    >
      <p>
        <b>{name}</b> <span className="mono quiet">{row.drawId}</span>
      </p>
      <p>{t('explain.issueText')}</p>
      <p className="quiet small">{t('explain.issuePrivacy')}</p>
    </DecisionModal>
  )
}
