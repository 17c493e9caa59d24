/** 揭示本方随机数: from this browser, or from the slip; checked against the sealed fingerprint before it is sent. */
import { Button, Input } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { HashBlocks } from '#web/ui/figures.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { type HeldNonce, keepNonce, type NonceOwner, readSlip, type SlipFailure } from './nonce.ts'

export type RevealDialogProps = {
  readonly draw: Draw
  readonly owner: NonceOwner
  readonly held: HeldNonce | null
  readonly sealed: string
  readonly onClose: () => void
}

export function RevealDialog({ draw, owner, held: kept, sealed, onClose }: RevealDialogProps): ReactNode {
  const [held, setHeld] = useState(kept)
  const reveal = useCommand(client.draws.reveal, { done: t('draw.done.reveal'), onDone: onClose, announce: false })
  const others = draw.parties.filter(({ party, nonce }) => nonce === null && party !== owner.party && party !== 'system')
  const take = (slip: HeldNonce): void => {
    keepNonce(owner, slip)
    setHeld(slip)
  }
  return (
    <DecisionModal
      width={600}
      title={t('draw.reveal.title')}
      okText={t('draw.reveal')}
      notYet={held === null ? t('draw.reveal.needs') : null}
      command={reveal}
      onOk={() => {
        if (held !== null) void reveal.run({ drawId: draw.id, nonce: held.nonce })
      }}
      onClose={onClose}
    >
      {held === null ? (
        <Import draw={draw} owner={owner} sealed={sealed} onSlip={take} />
      ) : (
        <>
          <p className="green">
            <Icon name="check" /> {t('draw.reveal.ready')}
          </p>
          <HashBlocks hex={held.commitment} />
        </>
      )}
      <div className="mj-dialog-part">
        <p>{t('draw.reveal.text')}</p>
        <p>
          {others.length === 0
            ? t(draw.beacon === null ? 'draw.reveal.last' : 'draw.reveal.lastBeacon')
            : t('draw.reveal.others', { who: others.map(({ party }) => t(`draw.party.${party}`)).join('、') })}
        </p>
      </div>
    </DecisionModal>
  )
}

type ImportProps = { readonly draw: Draw; readonly owner: NonceOwner; readonly sealed: string; readonly onSlip: (slip: HeldNonce) => void }

function Import({ draw, owner, sealed, onSlip }: ImportProps): ReactNode {
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<SlipFailure | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const length = typed.normalize('NFKC').replace(/\s/g, '').length
  const read = (text: string): void => {
    const slip = readSlip(text, owner, draw.suite, sealed, new Date())
    setFailure(slip.ok ? null : slip.failure)
    if (slip.ok) onSlip(slip.held)
  }
  return (
    <>
      <p className="mj-note mj-note-amber">{t('draw.nonce.away')}</p>
      <b>{t('draw.reveal.import')}</b>
      <p className="small">{t('draw.reveal.importText')}</p>
      <div className="mj-dialog-row">
        <Button onClick={() => chooser.current?.click()}>
          <Icon name="upload" />
          {t('draw.reveal.file')}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json,text/plain"
          hidden
          aria-label={t('draw.reveal.file')}
          onChange={(event) => {
            const file = event.target.files?.[0]
            event.target.value = ''
            if (file !== undefined) void file.text().then(read)
          }}
        />
      </div>
      <label className="mj-label" htmlFor="slip-typed">
        {t('draw.reveal.typed')}
      </label>
      <Input.TextArea
        id="slip-typed"
        className="mono"
        rows={2}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        status={failure === null ? '' : 'error'}
        onChange={(event) => {
          setTyped(event.target.value)
          const text = event.target.value.normalize('NFKC').replace(/\s/g, '')
          if (text.length >= 64) read(text)
          else setFailure(null)
        }}
      />
      {failure === null ? (
        <p className="quiet tiny">{t('draw.reveal.count', { n: length })}</p>
      ) : (
        <p className="red small" role="alert">
          {t(`draw.slip.${failure}`)}
        </p>
      )}
    </>
  )
}
