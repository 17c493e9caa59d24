/** 邀请部门: which departments at the place take part, with what part each, and until when they answer. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Checkbox, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PartyChoice } from '#contract/plan-parties.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Tag } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded } from '#web/ui/states.tsx'

type Duties = Readonly<Record<string, string>>

export function PartyInviteDialog({ planId, onClose }: { readonly planId: string; readonly onClose: () => void }): ReactNode {
  const query = useQuery(api.planParties.choices.queryOptions({ input: { planId } }))
  const [typed, setTyped] = useState<Duties | null>(null)
  const [dueOn, setDueOn] = useState<string | null>(null)
  const invite = useCommand(client.planParties.invite, { done: t('party.invited'), onDone: onClose, announce: false })
  const chosen = typed ?? startWith(query.data?.choices ?? [])
  const to = Object.entries(chosen).map(([orgId, duty]) => ({ orgId, duty: duty.trim() }))
  return (
    <DecisionModal
      title={t('party.invite')}
      okText={t('party.invite')}
      command={invite}
      notYet={to.length === 0 ? t('party.chooseRule') : dueOn === null ? t('contribution.dueRule') : null}
      onOk={() => void invite.run({ planId, to, dueOn: dueOn ?? '' })}
      onClose={onClose}
    >
      <p className="pp-lead">{t('party.inviteText')}</p>
      <Loaded query={query}>
        {({ choices }) =>
          choices.length === 0 ? (
            <p className="mj-note">{t('party.nobody')}</p>
          ) : (
            <fieldset className="mj-fieldset">
              <legend>{t('party.choose')}</legend>
              {choices.map((choice) => (
                <Choice
                  key={choice.orgId}
                  choice={choice}
                  duty={chosen[choice.orgId]}
                  onChange={(duty) => setTyped(changed(chosen, choice.orgId, duty))}
                />
              ))}
            </fieldset>
          )
        }
      </Loaded>
      <label className="pp-label" htmlFor="party-invite-due">
        {t('party.due')}
      </label>
      <PlainDateInput id="party-invite-due" value={dueOn} onChange={setDueOn} />
    </DecisionModal>
  )
}

type ChoiceProps = { readonly choice: PartyChoice; readonly duty: string | undefined; readonly onChange: (duty: string | null) => void }

const Choice = ({ choice, duty, onChange }: ChoiceProps): ReactNode => (
  <div className="pp-one">
    <Checkbox disabled={choice.invited} checked={duty !== undefined} onChange={(event) => onChange(event.target.checked ? '' : null)}>
      {choice.orgName} {choice.named && <Tag tone="accent">{t('party.named')}</Tag>} {choice.invited && <Tag>{t('party.already')}</Tag>}
    </Checkbox>
    {duty !== undefined && (
      <Input
        aria-label={`${choice.orgName} ${t('party.duty')}`}
        placeholder={`${t('party.duty')}，${t('party.dutyHint')}`}
        maxLength={500}
        value={duty}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </div>
)

/** Departments that rows name and nobody asked yet are ticked from the start. */
const startWith = (choices: readonly PartyChoice[]): Duties =>
  Object.fromEntries(choices.filter(({ named, invited }) => named && !invited).map(({ orgId }) => [orgId, '']))

function changed(duties: Duties, orgId: string, duty: string | null): Duties {
  const { [orgId]: _, ...others } = duties
  return duty === null ? others : { ...others, [orgId]: duty }
}
