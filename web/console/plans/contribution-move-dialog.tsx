/** One move of a contribution, with what it does in words: hand in, take back, decline; take in, give back, withdraw. */
import type { ReactNode } from 'react'
import type { Contribution } from '#contract/plan-contributions.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ReasonDialog } from './reason-dialog.tsx'

export type ContributionMove = 'handIn' | 'recall' | 'decline' | 'takeIn' | 'giveBack' | 'withdraw'

export function ContributionMoveDialog(props: {
  readonly of: Contribution
  readonly verb: ContributionMove
  readonly onClose: () => void
}): ReactNode {
  const { of, verb, onClose } = props
  const done = { done: t(`contribution.${verb}.done`), onDone: onClose, announce: false }
  const withNote = useCommand(client.planContributions.handIn, done)
  const bare = useCommand(client.planContributions[verb === 'recall' ? 'recall' : 'takeIn'], done)
  const withReason = useCommand(
    client.planContributions[verb === 'decline' ? 'decline' : verb === 'giveBack' ? 'giveBack' : 'withdraw'],
    done,
  )
  const kind = verb === 'handIn' ? 'optional' : verb === 'recall' || verb === 'takeIn' ? 'none' : 'needed'
  const command = kind === 'optional' ? withNote : kind === 'none' ? bare : withReason
  const one = { contributionId: of.id, seen: of.updatedAt }
  const send = (reason: string): void => {
    if (kind === 'optional') void withNote.run({ ...one, note: reason })
    else if (kind === 'none') void bare.run(one)
    else void withReason.run({ ...one, reason })
  }
  return (
    <ReasonDialog
      title={`${t(`contribution.${verb}`)}：${of.office}`}
      text={verb === 'takeIn' ? t('contribution.takeIn.text', { n: of.rowCount }) : t(`contribution.${verb}.text`)}
      okText={t(`contribution.${verb}`)}
      command={command}
      reason={kind}
      label={kind === 'optional' ? t('contribution.handIn.note') : t('contribution.reason')}
      danger={verb === 'withdraw'}
      onOk={send}
      onClose={onClose}
    />
  )
}
