/** 提醒方式: where one wants to be reached outside the console, and for what. */
import { useQuery } from '@tanstack/react-query'
import { Input, Modal, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import { NoticeAddress, type NoticeChannel, NoticeLeast } from '#contract/notices.ts'
import { type Answers, api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { ActionButton } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'

type Address = Answers['notices']['address']

export function ReachDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const query = useQuery(api.notices.address.queryOptions())
  return (
    <Modal open title={t('remind.title')} footer={null} mask={{ closable: false }} onCancel={onClose}>
      <p className="quiet small">{t('remind.lead')}</p>
      <Loaded query={query}>{(address) => <ReachForm address={address} />}</Loaded>
    </Modal>
  )
}

function ReachForm({ address }: { readonly address: Address }): ReactNode {
  const [email, setEmail] = useState(address.email ?? '')
  const [mobile, setMobile] = useState(address.mobile ?? '')
  const [least, setLeast] = useState(address.least)
  const save = useCommand(client.notices.saveAddress, { announce: false, done: t('remind.saved') })
  const test = useCommand(client.notices.test, { announce: false, done: t('remind.tested') })
  const typed = { email: filled(email), mobile: filled(mobile), least }
  const fits = NoticeAddress.safeParse(typed)
  const wrong = new Set(fits.error?.issues.map(({ path }) => String(path[0])) ?? [])
  const missing = (['email', 'sms'] as const).filter((channel) => !address.channels.includes(channel))
  return (
    <div className="reach">
      <ProblemAlert problem={save.problem ?? test.problem} />
      <div>
        <label className="mj-label" htmlFor="reach-email">
          {t('remind.email')}
        </label>
        <Input
          id="reach-email"
          type="email"
          status={wrong.has('email') ? 'error' : ''}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <div>
        <label className="mj-label" htmlFor="reach-mobile">
          {t('remind.mobile')}
        </label>
        <Input
          id="reach-mobile"
          inputMode="numeric"
          maxLength={11}
          status={wrong.has('mobile') ? 'error' : ''}
          value={mobile}
          onChange={(event) => setMobile(event.target.value)}
        />
      </div>
      <div>
        <span className="mj-label">{t('remind.least')}</span>
        <Radio.Group aria-label={t('remind.least')} value={least} onChange={(event) => setLeast(event.target.value)}>
          {NoticeLeast.options.map((one) => (
            <Radio key={one} value={one}>
              {t(`remind.least.${one}`)}
            </Radio>
          ))}
        </Radio.Group>
      </div>
      {missing.length > 0 && <p className="quiet small">{t('remind.notReady', { channels: missing.map(channelWords).join('、') })}</p>}
      <div className="reach-actions">
        <ActionButton loading={test.pending} onClick={() => void test.run({})}>
          {t('remind.test')}
        </ActionButton>
        <ActionButton
          primary
          loading={save.pending}
          disabledReason={
            fits.success ? undefined : [...wrong].map((field) => t(field === 'email' ? 'remind.email' : 'remind.mobile')).join('、')
          }
          onClick={() => void save.run({ ...typed, seen: address.updatedAt })}
        >
          {t('remind.save')}
        </ActionButton>
      </div>
    </div>
  )
}

export const channelWords = (channel: NoticeChannel): string => t(`remind.channel.${channel}`)

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
