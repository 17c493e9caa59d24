/** 我的随机数: where it is kept, whether it is backed up, and a word of warning before a page is left with the only copy in it. */
import { useBlocker } from '@tanstack/react-router'
import { Modal } from 'antd'
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Tag } from '#web/ui/page.tsx'
import { type HeldNonce, markBackedUp, type NonceOwner } from './nonce.ts'
import { SlipButtons } from './nonce-slip.tsx'
import { useMyNonce } from './use-my-nonce.ts'

export function MyNonce({ draw }: { readonly draw: Draw }): ReactNode {
  const { state, account, reread } = useMyNonce(draw)
  switch (state.at) {
    case 'nothing':
      return null
    case 'to_pledge':
      return draw.abilities.pledge.allowed ? (
        <div className="mj-my-nonce">
          <Icon name="lock" />
          <div>
            <b>{t('draw.nonce.yours')}</b>
            <p>{t('draw.nonce.yoursNote')}</p>
          </div>
        </div>
      ) : null
    case 'here':
      return <Here draw={draw} owner={state.owner} held={state.held} account={account} onBackedUp={reread} />
    case 'away':
      return (
        <div className="mj-my-nonce mj-amber">
          <Icon name="warning" />
          <div>
            <b>{t('draw.nonce.away')}</b>
            <p>
              {sealedBy(draw)}
              {t('draw.nonce.awayNote')}
            </p>
          </div>
        </div>
      )
  }
}

/** Two people may share a duty: whose number it is decides who reveals it. */
function sealedBy(draw: Draw): string {
  const mine = draw.parties.find(({ party }) => party === draw.myParty)
  return mine === undefined || mine.by === null || mine.at === null
    ? ''
    : t('draw.nonce.sealedBy', { who: mine.by, at: formatTime(mine.at) })
}

type HereProps = {
  readonly draw: Draw
  readonly owner: NonceOwner
  readonly held: HeldNonce
  readonly account: string
  readonly onBackedUp: () => void
}

function Here({ draw, owner, held, account, onBackedUp }: HereProps): ReactNode {
  const leaving = useBlocker({ shouldBlockFn: () => !held.backedUp, enableBeforeUnload: () => !held.backedUp, withResolver: true })
  const backedUp = (): void => {
    markBackedUp(owner, held)
    onBackedUp()
  }
  return (
    <div className={held.backedUp ? 'mj-my-nonce' : 'mj-my-nonce mj-amber'}>
      <Icon name="lock" />
      <div>
        <b>{t('draw.nonce.here')}</b>{' '}
        {held.backedUp ? <Tag tone="green">{t('draw.nonce.backedUp')}</Tag> : <Tag tone="amber">{t('draw.nonce.hereUnbacked')}</Tag>}
        <p>{t('draw.nonce.hereNote', { account, at: formatTime(held.madeAt) })}</p>
      </div>
      <div className="mj-dialog-row">
        <SlipButtons held={held} account={account} taskName={draw.taskName} onBackedUp={backedUp} />
      </div>
      {leaving.status === 'blocked' && (
        <Modal
          open
          title={t('draw.nonce.leave')}
          okText={t('draw.nonce.leaveNo')}
          cancelText={t('draw.nonce.leaveYes')}
          onOk={leaving.reset}
          onCancel={leaving.proceed}
          closable={false}
          mask={{ closable: false }}
          keyboard={false}
        >
          {t('draw.nonce.leaveText')}
        </Modal>
      )}
    </div>
  )
}
