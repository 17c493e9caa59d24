/** The left column: sealed list, sealed numbers, seed; numbered in the order of the proof. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { beaconWords } from '#web/console/draws/beacon-words.ts'
import { drawnKind } from '#web/console/draws/draw-state.tsx'
import { eventOf } from '#web/console/draws/draw-steps.tsx'
import { t } from '#web/i18n/t.ts'
import { formatClock, formatNumber, formatTime } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'

export function CeremonyProof({ draw }: { readonly draw: Draw }): ReactNode {
  const target = targetOf(draw)
  return (
    <div className="cer-proof">
      <section>
        <Heading n={1} title={t(draw.poolRoot === null ? 'ceremony.sealing' : 'ceremony.sealed')} note={timeOf(draw, 'freeze')} />
        <p className="cer-pool">
          <b>{formatNumber(draw.poolSize)}</b>
          <span>
            {drawnKind(draw) === 'P'
              ? t('ceremony.poolP')
              : target === null
                ? t('ceremony.poolSealed')
                : t('ceremony.poolO', { n: target })}
          </span>
        </p>
        <p className="cer-label">{t('ceremony.root')}</p>
        {draw.poolRoot === null ? (
          <p className="cer-hex cer-none">{t('ceremony.seedLater')}</p>
        ) : (
          <Hex className="cer-hex" hex={draw.poolRoot} />
        )}
      </section>
      <section>
        <Heading n={2} title={t('ceremony.numbers', { n: draw.parties.length })} note={t('ceremony.numbersNote')} />
        <ul className="cer-parties">
          {draw.parties.map(({ party, commitment, nonce }) => (
            <li key={party}>
              <b>{t(`draw.party.${party}`)}</b>
              <span className="cer-mono">{commitment?.slice(0, 12) ?? t('ceremony.notSealed')}</span>
              <span className="cer-quiet">→</span>
              <span className={nonce === null ? 'cer-quiet' : 'cer-mono cer-strong'}>
                {nonce?.slice(0, 12) ?? t('ceremony.notRevealed')}
              </span>
              <span className="cer-ok">{nonce !== null && <Icon name="check" size={24} />}</span>
            </li>
          ))}
          <BeaconLine draw={draw} />
        </ul>
      </section>
      <section>
        <Heading n={3} title={t('ceremony.seed')} note={draw.seed === null ? '' : timeOf(draw, 'result')} />
        {draw.seed === null ? <p className="cer-seed cer-none">{t('ceremony.seedLater')}</p> : <Hex className="cer-seed" hex={draw.seed} />}
        <p className="cer-sub">{t(draw.beacon === null ? 'ceremony.seedHow' : 'ceremony.seedHowBeacon')}</p>
      </section>
    </div>
  )
}

/** The public value beside the parties' numbers: named at the commit, known only later. */
function BeaconLine({ draw }: { readonly draw: Draw }): ReactNode {
  const { beacon, beaconValue } = draw
  const shown = beaconValue ?? beacon
  if (shown === null) return null
  const value = beaconValue === null ? null : beaconValue.kind === 'drand' ? beaconValue.signature.slice(0, 12) : beaconValue.value
  return (
    <li>
      <b>{t('beacon.title')}</b>
      <span className="cer-beacon" title={beaconWords(shown)}>
        {beaconWords(shown)}
      </span>
      <span className="cer-quiet">→</span>
      <span className={value === null ? 'cer-quiet' : 'cer-mono cer-strong cer-beacon'}>
        {value ?? (beacon === null ? '' : formatTime(beacon.at).slice(5))}
      </span>
      <span className="cer-ok">{value !== null && <Icon name="check" size={24} />}</span>
    </li>
  )
}

/** How many will be drawn; null while a sealed draw keeps its strata from this reader and there is no result. */
function targetOf({ kind, seats, selected, strata }: Draw): number | null {
  if (kind === 'R' && seats === null) return 1
  if (strata.length > 0) return strata.reduce((sum, { target }) => sum + target, 0)
  return selected
}

export const Heading = ({ n, title, note }: { readonly n?: number; readonly title: string; readonly note: string }): ReactNode => (
  <h2 className="cer-h">
    {n !== undefined && <i>{n}</i>}
    {title}
    <small>{note}</small>
  </h2>
)

const Hex = ({ hex, className }: { readonly hex: string; readonly className: string }): ReactNode => (
  <p className={className}>
    {(hex.match(/.{8}/g) ?? []).map((block, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: position is the identity of a block
      <span key={index}>{block}</span>
    ))}
  </p>
)

function timeOf(draw: Draw, type: string): string {
  const event = eventOf(draw, type)
  return event === null ? '' : formatClock(event.at)
}
