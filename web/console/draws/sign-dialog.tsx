/** 签署: one's own name, or that of a witness who has no account. */
import { useQuery } from '@tanstack/react-query'
import { Input, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'

export function SignDialog({ draw, onClose }: { readonly draw: Draw; readonly onClose: () => void }): ReactNode {
  const { data: me } = useQuery(meQuery)
  const [who, setWho] = useState<'me' | 'witness'>('me')
  const [name, setName] = useState('')
  const [unit, setUnit] = useState('')
  const [opinion, setOpinion] = useState<string>(t('sign.opinionUsual'))
  const sign = useCommand(client.draws.signOff, { done: t('sign.done'), onDone: onClose, announce: false })
  const witness = who === 'witness' ? { name: name.trim(), unit: unit.trim() } : null
  const missing =
    witness !== null && (witness.name.length < 2 || witness.unit.length < 2)
      ? t('sign.needs.witness')
      : opinion.trim().length < 2
        ? t('sign.needs.opinion')
        : null
  return (
    <DecisionModal
      title={t('sign.dialog')}
      okText={t('sign.do')}
      notYet={missing}
      command={sign}
      onOk={() => void sign.run({ drawId: draw.id, opinion: opinion.trim(), witness })}
      onClose={onClose}
    >
      <p>{t('sign.text')}</p>
      <div className="mj-dialog-part">
        <fieldset className="mj-fieldset">
          <legend className="mj-label">{t('sign.who')}</legend>
          <Radio.Group value={who} onChange={(event) => setWho(event.target.value)}>
            <Radio value="me">
              {t('sign.me')}
              {me !== undefined && me !== null && <span className="quiet">（{me.name}）</span>}
            </Radio>
            <Radio value="witness">{t('sign.witness')}</Radio>
          </Radio.Group>
          {who === 'witness' && (
            <>
              <p className="quiet small">{t('sign.witnessNote')}</p>
              <label className="mj-label" htmlFor="sign-name">
                {t('sign.name')}
              </label>
              <Input id="sign-name" value={name} maxLength={60} autoComplete="off" onChange={(event) => setName(event.target.value)} />
              <label className="mj-label" htmlFor="sign-unit">
                {t('sign.unit')}
              </label>
              <Input id="sign-unit" value={unit} maxLength={100} autoComplete="off" onChange={(event) => setUnit(event.target.value)} />
            </>
          )}
        </fieldset>
      </div>
      <label className="mj-label" htmlFor="sign-opinion">
        {t('sign.opinion')}
      </label>
      <Input.TextArea id="sign-opinion" rows={3} maxLength={500} value={opinion} onChange={(event) => setOpinion(event.target.value)} />
    </DecisionModal>
  )
}
