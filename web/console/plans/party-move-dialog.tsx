/** What is done with one invitation: asking again and withdrawing by who invites; confirming and declining by who is invited. */
import { type ReactNode, useState } from 'react'
import type { Party } from '#contract/plan-parties.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

export type PartyMoveProps = {
  readonly party: Party
  readonly verb: 'ask' | 'withdraw' | 'confirm' | 'decline'
  readonly onClose: () => void
}

export function PartyMoveDialog({ party, verb, onClose }: PartyMoveProps): ReactNode {
  const [dueOn, setDueOn] = useState<string | null>(party.dueOn)
  const done = { done: t(`party.${verb}.done`), onDone: onClose, announce: false }
  const ask = useCommand(client.planParties.ask, done)
  const withdraw = useCommand(client.planParties.withdraw, done)
  const confirm = useCommand(client.planParties.confirm, done)
  const decline = useCommand(client.planParties.decline, done)
  const command = { ask, withdraw, confirm, decline }[verb]
  const one = { partyId: party.id, seen: party.updatedAt }
  const send = (words: string): void => {
    if (verb === 'ask') void ask.run({ ...one, note: words, dueOn: dueOn ?? party.dueOn })
    else if (verb === 'withdraw') void withdraw.run({ ...one, reason: words })
    else if (verb === 'confirm') void confirm.run({ ...one, content: party.content, note: words })
    else void decline.run({ ...one, content: party.content, reason: words })
  }
  const needed = verb === 'withdraw' || verb === 'decline'
  return (
    <ReasonDialog
      title={`${t(`party.${verb}`)}：${party.orgName}`}
      text={verb === 'ask' || verb === 'withdraw' ? t(`party.${verb}.text`, { org: party.orgName }) : t(`party.${verb}.text`)}
      okText={t(`party.${verb}`)}
      command={command}
      reason={needed ? 'needed' : 'optional'}
      label={needed ? t('party.reason') : t('party.note')}
      danger={needed}
      onOk={send}
      onClose={onClose}
    >
      {verb === 'ask' && (
        <>
          <label className="pp-label" htmlFor="party-due">
            {t('party.due')}
          </label>
          <PlainDateInput id="party-due" value={dueOn} onChange={setDueOn} />
        </>
      )}
    </ReasonDialog>
  )
}
