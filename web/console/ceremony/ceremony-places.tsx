/** The right column: how many so far, place by place, and where to check it all. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { SelectedRow } from '#web/console/draws/draw-selected.tsx'
import { drawnKind } from '#web/console/draws/draw-state.tsx'
import { exclusionWords } from '#web/console/draws/frame-sum.tsx'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { cityOf, shortPlace } from './ceremony-list.tsx'
import { Heading } from './ceremony-proof.tsx'
import { countsByPlace } from './pace.ts'
import { QrCode } from './qr-code.tsx'

const shownPlaces = 9

export type CeremonyPlacesProps = {
  readonly draw: Draw
  readonly rows: readonly SelectedRow[]
  readonly position: number
  readonly total: number
}

export function CeremonyPlaces({ draw, rows, position, total }: CeremonyPlacesProps): ReactNode {
  const address = `${location.origin}/draws/${encodeURIComponent(draw.id)}`
  return (
    <div className="cer-places">
      {rows.length === 0 ? <Frame draw={draw} /> : <Places rows={rows} position={position} total={total} />}
      <div className="cer-qr">
        <QrCode text={address} size={208} label={address} />
        <div>
          <b>{t('ceremony.verify')}</b>
          <p>{t(rows.length === 0 ? 'ceremony.verifyLater' : 'ceremony.verifyText')}</p>
        </div>
      </div>
    </div>
  )
}

function Places({ rows, position, total }: Omit<CeremonyPlacesProps, 'draw'>): ReactNode {
  const counts = withRest(countsByPlace(placesOf(rows.map((row) => row.regionName)), position))
  const largest = Math.max(1, ...counts.map((count) => count.total))
  return (
    <>
      <Heading title={t('ceremony.places')} note={t('ceremony.placesNote')} />
      <p className="cer-read">
        <b>{formatNumber(position)}</b>
        {total > 0 && <span>{t('ceremony.read', { n: total })}</span>}
      </p>
      <ul>
        {counts.map(({ place, read, total: all }) => (
          <li key={place}>
            <span className="cer-place-name">{place}</span>
            <span className="cer-bar" aria-hidden="true">
              <i style={{ width: `${(100 * read) / largest}%` }} />
              <u style={{ left: `${(100 * all) / largest}%` }} />
            </span>
            <b>{formatNumber(read)}</b>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Until there are names: where the pool comes from, with nobody left out unnamed. */
function Frame({ draw }: { readonly draw: Draw }): ReactNode {
  if (draw.registerCount === null) return <Heading title={t('draw.frame')} note="" />
  const reasons = draw.excluded.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count)
  const shown = reasons.slice(0, 5)
  const rest = reasons.slice(5).reduce((sum, { count }) => sum + count, 0)
  return (
    <>
      <Heading title={t('draw.frame')} note={t(drawnKind(draw) === 'P' ? 'ceremony.frameNoteP' : 'ceremony.frameNote')} />
      <dl className="cer-frame">
        <FrameLine label={t(`draw.frame.register.${drawnKind(draw)}`)} n={draw.registerCount} />
        {shown.map(({ reason, count }) => (
          <FrameLine key={reason} label={exclusionWords(reason)} n={-count} />
        ))}
        {rest > 0 && <FrameLine label={t('ceremony.otherReasons')} n={-rest} />}
        <FrameLine label={t(`draw.frame.included.${drawnKind(draw)}`)} n={draw.poolSize ?? 0} strong />
      </dl>
    </>
  )
}

const FrameLine = ({ label, n, strong = false }: { readonly label: string; readonly n: number; readonly strong?: boolean }): ReactNode => (
  <div className={strong ? 'cer-total' : ''}>
    <dt>{label}</dt>
    <dd>{n < 0 ? `− ${formatNumber(-n)}` : formatNumber(n)}</dd>
  </div>
)

type PlaceCount = { readonly place: string; readonly read: number; readonly total: number }

/** Counties while they fit on the screen; a province is counted by its cities. */
function placesOf(names: readonly string[]): readonly string[] {
  const counties = names.map(shortPlace)
  return new Set(counties).size <= shownPlaces ? counties : names.map(cityOf)
}

function withRest(counts: readonly PlaceCount[]): readonly PlaceCount[] {
  if (counts.length <= shownPlaces) return counts
  const rest = counts.slice(shownPlaces - 1)
  const sum = (key: 'read' | 'total'): number => rest.reduce((before, count) => before + count[key], 0)
  return [
    ...counts.slice(0, shownPlaces - 1),
    { place: t('ceremony.otherPlaces', { n: rest.length }), read: sum('read'), total: sum('total') },
  ]
}
