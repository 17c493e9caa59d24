/** 录入公开信标: drand's signature, checked here before it is sent; or an announced value, typed by two people who do not see each other's. */
import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { DecisionModal } from '#web/ui/decision-modal.tsx'
import { copyText } from '#web/ui/figures.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { type BeaconRules, useBeaconRules } from './beacon-rules.ts'
import { lastReveal } from './beacon-standing.ts'
import { beaconWords, type ShownBeacon } from './beacon-words.ts'

export type BeaconDialogProps = {
  readonly draw: Draw
  readonly beacon: ShownBeacon
  /** Another person has typed a value already. */
  readonly second: boolean
  readonly onClose: () => void
}

export function BeaconDialog({ draw, beacon, second, onClose }: BeaconDialogProps): ReactNode {
  const [typed, setTyped] = useState('')
  const rules = useBeaconRules()
  const give = useCommand(client.draws.giveBeacon, {
    done: ({ state }) => t(state === 'awaiting_beacon' ? 'beacon.doneFirst' : 'beacon.done'),
    onDone: onClose,
    announce: false,
  })
  const value = beacon.kind === 'drand' ? signatureOf(typed) : (rules?.parseAnnounced(typed) ?? null)
  const refused = value === null || rules === undefined ? null : refusedHere(rules, draw, beacon, value)
  const differs = give.problem?.code === 'beacon_values_differ'
  const send = (): void => {
    if (value === null) return
    const given = beacon.kind === 'drand' ? { kind: 'drand' as const, signature: value } : { kind: 'announced' as const, value }
    void give.run({ drawId: draw.id, value: given })
  }
  return (
    <DecisionModal
      width={600}
      title={t(beacon.kind === 'drand' ? 'beacon.give' : second ? 'beacon.giveSecond' : 'beacon.giveFirst')}
      okText={t('beacon.confirm')}
      notYet={value === null || refused !== null ? '' : null}
      command={give}
      refusal={differs ? <Differs /> : undefined}
      onOk={send}
      onClose={onClose}
    >
      <p>
        <b>{beaconWords(beacon)}</b>
      </p>
      <p>{t(beacon.kind === 'drand' ? 'beacon.giveText.drand' : second ? 'beacon.giveText.second' : 'beacon.giveText.first')}</p>
      {beacon.kind === 'drand' && <Address chain={beacon.chain} round={beacon.round} />}
      <div className="mj-dialog-part">
        <label className="mj-label" htmlFor="beacon-typed">
          {t(beacon.kind === 'drand' ? 'beacon.signature' : 'beacon.value')}
        </label>
        <Input.TextArea
          id="beacon-typed"
          className="mono"
          rows={beacon.kind === 'drand' ? 3 : 2}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          status={refused === null ? '' : 'error'}
          placeholder={beacon.kind === 'announced' ? t('beacon.valueHint') : ''}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Said kind={beacon.kind} typed={typed} value={value} refused={refused} checked={rules !== undefined} />
      </div>
    </DecisionModal>
  )
}

type SaidProps = {
  readonly kind: ShownBeacon['kind']
  readonly typed: string
  readonly value: string | null
  readonly refused: string | null
  readonly checked: boolean
}

/** What the browser makes of it while it is typed. */
function Said({ kind, typed, value, refused, checked }: SaidProps): ReactNode {
  if (refused !== null)
    return (
      <p className="red small" role="alert">
        {refused}
      </p>
    )
  const length = plain(typed).length
  if (kind === 'drand') {
    if (value !== null) return <p className="green small">{checked && t('beacon.signatureRight')}</p>
    return length > 96 || /[^0-9a-f]/.test(plain(typed)) ? (
      <p className="red small">{t('beacon.signatureShort')}</p>
    ) : (
      <p className="quiet tiny">{t('beacon.count', { n: length })}</p>
    )
  }
  if (value !== null) return <p className="small mono">{t('beacon.readAs', { value })}</p>
  return <p className={length === 0 ? 'quiet small' : 'red small'}>{t('beacon.valueWrong')}</p>
}

const Differs = (): ReactNode => (
  <div className="mj-problem" role="alert">
    <Icon name="warning" />
    <div>
      <b>{t('beacon.differ')}</b>
      {t('beacon.differText')}
    </div>
  </div>
)

function Address({ chain, round }: { readonly chain: string; readonly round: number }): ReactNode {
  const address = `https://api.drand.sh/${chain}/public/${round}`
  return (
    <p className="mj-command">
      <span>{address}</span>
      <button type="button" aria-label={t('kit.copy')} title={t('kit.copy')} onClick={() => void copyText(address)}>
        <Icon name="copy" size={14} />
      </button>
    </p>
  )
}

/** Why it cannot be the value of this round; null when it can, or when this browser does not know the chain and the server decides. */
function refusedHere(rules: BeaconRules, draw: Draw, beacon: ShownBeacon, value: string): string | null {
  const revealedAt = lastReveal(draw)
  if (beacon.kind !== 'drand' || beacon.chain !== rules.quicknet.hash || revealedAt === null) return null
  const given = { kind: 'drand', round: beacon.round, signature: value, revealedAt } as const
  const genuine = rules.checkBeaconGenuine({ kind: 'drand', chain: beacon.chain, round: beacon.round }, given, [])
  return genuine.ok ? null : t('beacon.signatureWrong')
}

const plain = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/[\s"']/g, '')
    .toLowerCase()

const signatureOf = (typed: string): string | null => (/^[0-9a-f]{96}$/.test(plain(typed)) ? plain(typed) : null)
