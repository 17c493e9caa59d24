/** 公开信标 on the page of a draw: what was fixed, how long until it is due, who has typed what, and what came. */
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import { t } from '#web/i18n/t.ts'
import { HashBlocks } from '#web/ui/figures.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { BeaconDialog } from './beacon-dialog.tsx'
import { lastReveal, noneLeft, postponed } from './beacon-standing.ts'
import { beaconWords, leftWords, type ShownBeacon } from './beacon-words.ts'
import { useNow } from './use-now.ts'

/** While it is awaited: the one thing on the page that matters now. */
export function BeaconPanel({ draw }: { readonly draw: Draw }): ReactNode {
  const [asked, setAsked] = useState(false)
  const now = useNow(draw.state === 'awaiting_beacon')
  if (draw.state !== 'awaiting_beacon' || draw.beacon === null) return null
  const { beacon, beaconProposed } = draw
  const left = Date.parse(beacon.at) - now
  const lost = noneLeft(draw) || (beacon.kind === 'drand' && !beacon.known)
  return (
    <section className={lost ? 'mj-my-nonce mj-amber' : 'mj-my-nonce'} aria-label={t('beacon.title')}>
      <Icon name={lost ? 'warning' : 'clock'} />
      <div>
        <b>{beaconWords(beacon)}</b>　<span className="quiet small">{dueWords(beacon)}</span>
        <p>{lost ? t(beacon.kind === 'drand' ? 'beacon.unknownChain' : 'beacon.noneLeft') : next(beacon, left <= 0)}</p>
        <Postponed draw={draw} />
        {beaconProposed !== null && (
          <p>
            {beaconProposed.mine
              ? t('beacon.proposedByMe')
              : t('beacon.proposed', { who: beaconProposed.by, at: formatTime(beaconProposed.at) })}
          </p>
        )}
      </div>
      {!lost && (
        <div className="mj-dialog-row">
          <span className="mj-countdown" role="timer">
            {left > 0 ? t('beacon.wait', { left: leftWords(left) }) : t('beacon.dueNow')}
          </span>
          <ActionButton
            primary={left <= 0 && draw.abilities.giveBeacon.allowed}
            ability={draw.abilities.giveBeacon}
            disabledReason={left > 0 ? t('beacon.notDue') : undefined}
            onClick={() => setAsked(true)}
          >
            {t(beaconProposed === null || beaconProposed.mine ? 'beacon.give' : 'beacon.giveSecond')}
          </ActionButton>
        </div>
      )}
      {asked && (
        <BeaconDialog
          draw={draw}
          beacon={beacon}
          second={beaconProposed !== null && !beaconProposed.mine}
          onClose={() => setAsked(false)}
        />
      )}
    </section>
  )
}

/** Beside the seals: what was fixed at the COMMIT, and the value once there is one. */
export function BeaconFacts({ draw }: { readonly draw: Draw }): ReactNode {
  const { beacon, beaconValue } = draw
  const shown = beaconValue ?? beacon
  if (shown === null) return null
  return (
    <Section title={t('beacon.title')} note={t('beacon.note')}>
      <p className="small">{beaconValue === null ? t('beacon.afterReveal', { what: beaconWords(shown) }) : beaconWords(shown)}</p>
      {beacon !== null && beaconValue === null && <p className="quiet small">{dueWords(beacon)}</p>}
      {draw.state !== 'awaiting_beacon' && <Postponed draw={draw} />}
      {beaconValue?.kind === 'drand' && (
        <>
          <span className="mj-label">{t('beacon.used.signature')}</span>
          <HashBlocks hex={beaconValue.signature} />
        </>
      )}
      {beaconValue?.kind === 'announced' && <p className="mj-beacon-value mono">{beaconValue.value}</p>}
    </Section>
  )
}

function Postponed({ draw }: { readonly draw: Draw }): ReactNode {
  const due = draw.beaconValue ?? draw.beacon
  const at = lastReveal(draw)
  if (due === null || at === null || !postponed(draw)) return null
  return (
    <p className="small">
      {due.kind === 'drand'
        ? t('beacon.postponed.drand', { at: formatTime(at), round: String(due.round) })
        : t('beacon.postponed.announced', { at: formatTime(at), what: due.what })}
    </p>
  )
}

const dueWords = (beacon: ShownBeacon): string =>
  t(beacon.kind === 'drand' ? 'beacon.due.at' : 'beacon.due.announcedAt', { at: formatTime(beacon.at) })

const next = (beacon: ShownBeacon, due: boolean): string =>
  beacon.kind === 'drand' ? t(due ? 'beacon.dueDrand' : 'beacon.arrives') : t(due ? 'beacon.dueAnnounced' : 'beacon.waitAnnounced')
