/** 备份条: the nonce as a file, and on paper. Printed from a part of the page that screens never show. */
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { createPortal } from 'react-dom'
import { t, tMaybe } from '#web/i18n/t.ts'
import { saveBlob } from '#web/ui/csv.ts'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { type HeldNonce, slipName, slipText } from './nonce.ts'

export type SlipButtonsProps = {
  readonly held: HeldNonce
  readonly account: string
  readonly taskName: string
  readonly onBackedUp: () => void
}

export function SlipButtons({ held, account, taskName, onBackedUp }: SlipButtonsProps): ReactNode {
  const [printing, setPrinting] = useState(false)
  const print = (): void => {
    setPrinting(true)
    // After the slip stands in the page: the print dialog blocks, and what it prints is what stands there then.
    setTimeout(() => {
      document.body.classList.add('mj-printing-slip')
      window.print()
      document.body.classList.remove('mj-printing-slip')
      setPrinting(false)
      onBackedUp()
    }, 100)
  }
  return (
    <>
      <Button
        onClick={() => {
          saveBlob(slipName(held), new Blob([slipText(held)], { type: 'application/json' }))
          onBackedUp()
        }}
      >
        <Icon name="download" />
        {t('draw.nonce.download')}
      </Button>
      <Button onClick={print}>
        <Icon name="file" />
        {t('draw.nonce.print')}
      </Button>
      {printing && createPortal(<Slip held={held} account={account} taskName={taskName} />, document.body)}
    </>
  )
}

const Slip = ({ held, account, taskName }: Omit<SlipButtonsProps, 'onBackedUp'>): ReactNode => (
  <div className="mj-slip">
    <h1>{t('draw.slip.title')}</h1>
    <dl>
      <dt>{t('draw.task')}</dt>
      <dd>{taskName}</dd>
      <dt>{t('draw.no')}</dt>
      <dd>{held.drawId}</dd>
      <dt>{t('draw.slip.party')}</dt>
      <dd>{tMaybe(`draw.party.${held.party}`, held.party)}</dd>
      <dt>{t('draw.slip.by')}</dt>
      <dd>{account}</dd>
      <dt>{t('draw.slip.at')}</dt>
      <dd>{formatTime(held.madeAt)}</dd>
    </dl>
    <div className="mj-slip-hex">
      {(held.nonce.match(/.{8}/g) ?? []).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of a block
        <span key={index}>{block}</span>
      ))}
    </div>
    <p>{t('draw.slip.use')}</p>
    <p>
      <b>{t('draw.slip.secret')}</b>
    </p>
    <p>
      {t('draw.nonce.commitment')} {held.commitment}
    </p>
  </div>
)
