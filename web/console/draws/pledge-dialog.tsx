/** 封存本方随机数: made here, backed up, and only then is its fingerprint sent. */
import { Button, Checkbox, Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { HashBlocks } from '#web/ui/figures.tsx'
import { Tag } from '#web/ui/page.tsx'
import { type HeldNonce, heldNonce, makeNonce, markBackedUp, type NonceOwner } from './nonce.ts'
import { SlipButtons } from './nonce-slip.tsx'

export type PledgeDialogProps = { readonly draw: Draw; readonly owner: NonceOwner; readonly account: string; readonly onClose: () => void }

export function PledgeDialog({ draw, owner, account, onClose }: PledgeDialogProps): ReactNode {
  const [held, setHeld] = useState<HeldNonce | null>(() => heldNonce(owner))
  const [typed, setTyped] = useState('')
  const [notKept, setNotKept] = useState(false)
  const [onlyHere, setOnlyHere] = useState(false)
  const [found] = useState(held !== null)
  // Announced too: when another of the same party was quicker, this dialog closes with the refresh.
  const pledge = useCommand(client.draws.pledge, { done: t('draw.done.pledge'), onDone: onClose })
  const make = (): void => {
    const made = makeNonce(owner, draw.suite, typed, new Date())
    setHeld(made)
    setNotKept(made === null)
    setTyped('')
  }
  const ready = held !== null && (held.backedUp || onlyHere)
  return (
    <DecisionModal
      width={600}
      title={t('draw.nonce.title')}
      okText={t('draw.nonce.seal')}
      notYet={ready ? null : held === null ? '' : t('draw.nonce.sealNeeds')}
      command={pledge}
      onOk={() => {
        if (held !== null) void pledge.run({ drawId: draw.id, commitment: held.commitment })
      }}
      onClose={onClose}
    >
      <p>{t('draw.nonce.what')}</p>
      {notKept && (
        <p className="mj-note mj-note-amber" role="alert">
          {t('draw.nonce.notKept')}
        </p>
      )}
      {held === null ? (
        <div className="mj-dialog-part">
          <label className="mj-label" htmlFor="nonce-typed">
            {t('draw.nonce.typed')}（{t('kit.optional')}）
          </label>
          <Input
            id="nonce-typed"
            value={typed}
            maxLength={200}
            autoComplete="off"
            placeholder={t('draw.nonce.typedHint')}
            onChange={(event) => setTyped(event.target.value)}
          />
          <div className="mj-dialog-row">
            <Button type="primary" onClick={make}>
              {t('draw.nonce.make')}
            </Button>
          </div>
        </div>
      ) : (
        <>
          {found && <p className="quiet small">{t('draw.nonce.already')}</p>}
          <div className="mj-dialog-part">
            <Veiled hex={held.nonce} />
            <p className="mj-label">{t('draw.nonce.commitment')}</p>
            <HashBlocks hex={held.commitment} />
          </div>
          <div className="mj-dialog-part">
            <b>{t('draw.nonce.backup')}</b> {held.backedUp && <Tag tone="green">{t('draw.nonce.backedUp')}</Tag>}
            <p className="small">{t('draw.nonce.backupText')}</p>
            <div className="mj-dialog-row">
              <SlipButtons held={held} account={account} taskName={draw.taskName} onBackedUp={() => setHeld(markBackedUp(owner, held))} />
            </div>
            {!held.backedUp && (
              <Checkbox checked={onlyHere} onChange={(event) => setOnlyHere(event.target.checked)}>
                {t('draw.nonce.only')}
              </Checkbox>
            )}
          </div>
        </>
      )}
    </DecisionModal>
  )
}

/** The nonce behind a veil: in a hall with a projector nobody should read it by accident. */
function Veiled({ hex }: { readonly hex: string }): ReactNode {
  const [shown, setShown] = useState(false)
  return (
    <>
      <p className="mj-label">
        {t('draw.nonce.made')}{' '}
        <Button type="link" size="small" onClick={() => setShown(!shown)}>
          {shown ? t('draw.nonce.hide') : t('draw.nonce.show')}
        </Button>
      </p>
      <div className="mj-dialog-row">
        {shown ? <HashBlocks hex={hex} copy={false} /> : <span className="mj-veiled">•••••••• {t('draw.nonce.hidden')}</span>}
      </div>
    </>
  )
}
