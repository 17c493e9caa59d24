/** The buttons of a draw: what can be done now, refused with its reason where not by you; the next step is the primary one. */
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { CommitDialog } from './commit-dialog.tsx'
import { ApproveVoidDialog, CloseDialog, RequestVoidDialog } from './decision-dialogs.tsx'
import { isOver } from './draw-state.tsx'
import { PledgeDialog } from './pledge-dialog.tsx'
import { RevealDialog } from './reveal-dialog.tsx'
import { useMyNonce } from './use-my-nonce.ts'

type Action = 'pledge' | 'commit' | 'reveal' | 'close' | 'requestVoid' | 'approveVoid'

/** What is next in a state; of those that are allowed, the first is the primary button. */
const nextOf: Readonly<Record<string, readonly ('pledge' | 'commit' | 'reveal' | 'close')[]>> = {
  frozen: ['pledge', 'commit'],
  committed: ['reveal'],
  result: ['close'],
}

export function DrawActions({ draw }: { readonly draw: Draw }): ReactNode {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Action | null>(null)
  const { state: mine, account } = useMyNonce(draw)
  const next = nextOf[draw.state] ?? []
  const primary = next.find((action) => draw.abilities[action].allowed)
  const close = (): void => setAsked(null)
  return (
    <>
      <ActionButton icon={<Icon name="screen" />} onClick={() => void navigate({ to: '/ceremony/$drawId', params: { drawId: draw.id } })}>
        {t('draw.screen')}
      </ActionButton>
      <ActionButton onClick={() => window.print()}>{t('draw.print')}</ActionButton>
      {!isOver(draw.state) && draw.voidRequest === null && (
        <ActionButton ability={draw.abilities.requestVoid} onClick={() => setAsked('requestVoid')}>
          {t('draw.void')}
        </ActionButton>
      )}
      {!isOver(draw.state) && draw.voidRequest !== null && (
        <ActionButton danger ability={draw.abilities.approveVoid} onClick={() => setAsked('approveVoid')}>
          {t('draw.approveVoid')}
        </ActionButton>
      )}
      {next.map((action) => (
        <ActionButton key={action} primary={action === primary} ability={draw.abilities[action]} onClick={() => setAsked(action)}>
          {t(`draw.${action}`)}
        </ActionButton>
      ))}
      {asked === 'pledge' && mine.at === 'to_pledge' && <PledgeDialog draw={draw} owner={mine.owner} account={account} onClose={close} />}
      {asked === 'reveal' && (mine.at === 'here' || mine.at === 'away') && (
        <RevealDialog draw={draw} owner={mine.owner} held={mine.held} sealed={mine.sealed} onClose={close} />
      )}
      {asked === 'commit' && <CommitDialog draw={draw} onClose={close} />}
      {asked === 'close' && <CloseDialog draw={draw} onClose={close} />}
      {asked === 'requestVoid' && <RequestVoidDialog draw={draw} onClose={close} />}
      {asked === 'approveVoid' && <ApproveVoidDialog draw={draw} onClose={close} />}
    </>
  )
}
