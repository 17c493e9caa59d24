/** 下达填报任务: which offices write rows, until when, and what is wanted of them. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ContributionChoice } from '#contract/plan-contributions.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Loaded } from '#web/ui/states.tsx'

type Asked = { readonly key: number; readonly orgId: string; readonly accountId: string | null; readonly office: string }

export function ContributionInviteDialog({ planId, onClose }: { readonly planId: string; readonly onClose: () => void }): ReactNode {
  const choices = useQuery(api.planContributions.choices.queryOptions({ input: { planId } }))
  const [asked, setAsked] = useState<readonly Asked[] | null>(null)
  const [dueOn, setDueOn] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const invite = useCommand(client.planContributions.invite, { done: t('contribution.invited'), onDone: onClose, announce: false })
  const rows = asked ?? [blank(choices.data?.choices ?? [], 0)]
  const change = (key: number, part: Partial<Asked>): void => setAsked(rows.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const to = rows.map(({ orgId, accountId, office }) => ({ orgId, accountId, office: office.trim() }))
  return (
    <DecisionModal
      width={720}
      title={t('contribution.invite')}
      okText={t('contribution.invite')}
      command={invite}
      notYet={notYet(to, dueOn)}
      onOk={() => void invite.run({ planId, to, dueOn: dueOn ?? '', note: note.trim() })}
      onClose={onClose}
    >
      <p className="pp-lead">{t('contribution.inviteText')}</p>
      <Loaded query={choices}>
        {({ choices: orgs }) => (
          <>
            {rows.map((one, index) => (
              <Invited
                key={one.key}
                one={one}
                index={index}
                orgs={orgs}
                only={rows.length === 1}
                onChange={(part) => change(one.key, part)}
                onRemove={() => setAsked(rows.filter(({ key }) => key !== one.key))}
              />
            ))}
            <ActionButton
              link
              size="small"
              icon={<Icon name="plus" size={14} />}
              onClick={() => setAsked([...rows, blank(orgs, 1 + Math.max(...rows.map(({ key }) => key)))])}
            >
              {t('contribution.add')}
            </ActionButton>
          </>
        )}
      </Loaded>
      <div className="pp-fields">
        <div>
          <label className="pp-label" htmlFor="contribution-due">
            {t('contribution.due')}
          </label>
          <PlainDateInput id="contribution-due" value={dueOn} onChange={setDueOn} />
        </div>
        <div className="pp-wide">
          <label className="pp-label" htmlFor="contribution-note">
            {t('contribution.note')} ({t('kit.optional')})
          </label>
          <Input.TextArea id="contribution-note" rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        </div>
      </div>
    </DecisionModal>
  )
}

type InvitedProps = {
  readonly one: Asked
  readonly index: number
  readonly orgs: readonly ContributionChoice[]
  readonly only: boolean
  readonly onChange: (part: Partial<Asked>) => void
  readonly onRemove: () => void
}

function Invited({ one, index, orgs, only, onChange, onRemove }: InvitedProps): ReactNode {
  const org = orgs.find(({ orgId }) => orgId === one.orgId)
  const people = [
    { value: '', label: t('contribution.anyone') },
    ...(org?.people ?? []).map(({ accountId, name }) => ({ value: accountId, label: name })),
  ]
  const pick = (orgId: string): void => {
    const chosen = orgs.find((some) => some.orgId === orgId)
    onChange({ orgId, accountId: null, ...(chosen !== undefined && !chosen.own && one.office === '' && { office: chosen.orgName }) })
  }
  return (
    <section className="pp-one" aria-label={t('contribution.nth', { n: index + 1 })}>
      <div className="pp-one-head">
        <b className="small">{t('contribution.nth', { n: index + 1 })}</b>
        {!only && (
          <ActionButton link size="small" onClick={onRemove}>
            {t('contribution.remove')}
          </ActionButton>
        )}
      </div>
      <div className="pp-fields">
        <div>
          <label className="pp-label" htmlFor={`contribution-org-${one.key}`}>
            {t('contribution.org')}
          </label>
          <Select
            id={`contribution-org-${one.key}`}
            style={{ width: '100%' }}
            value={one.orgId}
            showSearch={{ optionFilterProp: 'label' }}
            options={orgs.map(({ orgId, orgName, own }) => ({
              value: orgId,
              label: own ? t('contribution.ownOrg') : orgName,
            }))}
            onChange={pick}
          />
        </div>
        <div>
          <label className="pp-label" htmlFor={`contribution-office-${one.key}`}>
            {t('contribution.office')}
          </label>
          <Input
            id={`contribution-office-${one.key}`}
            maxLength={60}
            value={one.office}
            placeholder={t('contribution.officeHint')}
            onChange={(event) => onChange({ office: event.target.value })}
          />
        </div>
        <div>
          <label className="pp-label" htmlFor={`contribution-person-${one.key}`}>
            {t('contribution.person')}
          </label>
          <Select
            id={`contribution-person-${one.key}`}
            style={{ width: '100%' }}
            value={one.accountId ?? ''}
            options={people}
            onChange={(accountId: string) => onChange({ accountId: accountId === '' ? null : accountId })}
          />
        </div>
      </div>
    </section>
  )
}

const blank = (orgs: readonly ContributionChoice[], key: number): Asked => ({
  key,
  orgId: orgs.find(({ own }) => own)?.orgId ?? orgs[0]?.orgId ?? '',
  accountId: null,
  office: '',
})

function notYet(to: readonly { readonly office: string }[], dueOn: string | null): string | null {
  if (to.some(({ office }) => office === '')) return t('contribution.officeRule')
  return dueOn === null ? t('contribution.dueRule') : null
}
