/** The middle: the names in ticket order, the one being read out as the last row; before there is a result, what happens next. */
import type { ReactNode } from 'react'
import type { Draw } from '#contract/draws.ts'
import { beaconWords, leftWords } from '#web/console/draws/beacon-words.ts'
import type { SelectedRow } from '#web/console/draws/draw-selected.tsx'
import { drawnKind } from '#web/console/draws/draw-state.tsx'
import { partiesWithout } from '#web/console/draws/draw-steps.tsx'
import { useNow } from '#web/console/draws/use-now.ts'
import { byRole, roleMark } from '#web/console/matching/words.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Heading } from './ceremony-proof.tsx'
import { windowOf } from './pace.ts'

const room = 15

export type CeremonyListProps = {
  readonly draw: Draw
  readonly rows: readonly SelectedRow[]
  readonly position: number
  readonly calm: boolean
}

export function CeremonyList({ draw, rows, position, calm }: CeremonyListProps): ReactNode {
  const officers = drawnKind(draw) === 'P'
  // A sealed draw names the drawn without their tickets: the two together would tell who stood in which stratum.
  const tickets = !officers && draw.mode === 'open'
  const { from, to } = windowOf(position, room, calm)
  return (
    <div className="cer-list">
      <Heading
        n={4}
        title={t(officers ? 'ceremony.listP' : 'ceremony.listO')}
        note={t(officers ? 'ceremony.listPNote' : tickets ? 'ceremony.listNote' : 'ceremony.listSealedNote')}
      />
      {rows.length === 0 ? (
        <Stage draw={draw} />
      ) : (
        <div className={officers ? 'cer-rows cer-rows-p' : tickets ? 'cer-rows' : 'cer-rows cer-rows-sealed'}>
          <div className="cer-head">
            <span>{t('ceremony.order')}</span>
            {tickets && <span>{t('ceremony.ticket')}</span>}
            <span>{t('ceremony.name')}</span>
            {officers && <span>{t('ceremony.officers')}</span>}
            {!officers && <span>{t('ceremony.place')}</span>}
          </div>
          <ol>
            {rows.slice(from, to).map((row, index) => (
              <li key={row.subject} className={from + index === position - 1 ? 'cer-now' : ''}>
                <span className="cer-no">{formatNumber(tickets || officers ? row.order : from + index + 1)}</span>
                {tickets && (
                  <span className="cer-mono">
                    <b>{row.ticket?.slice(0, 8)}</b>
                    {row.ticket?.slice(8, 12)}
                  </span>
                )}
                <span className={row.name.length > (from + index === position - 1 ? 13 : 15) ? 'cer-name cer-long' : 'cer-name'}>
                  {row.name}
                </span>
                {officers && <span className="cer-team">{teamOf(row)}</span>}
                {!officers && <span className="cer-place">{shortPlace(row.regionName)}</span>}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  )
}

function Stage({ draw }: { readonly draw: Draw }): ReactNode {
  const unsealed = partiesWithout(draw, 'commitment')
  const stage =
    draw.state === 'frozen' && unsealed === ''
      ? 'allSealed'
      : draw.state === 'drawing' || draw.state === 'result' || draw.state === 'closed'
        ? drawnKind(draw) === 'P'
          ? 'drawingP'
          : 'drawing'
        : draw.state
  const progress = draw.progress !== null && draw.progress.state === 'running' ? draw.progress : null
  return (
    <div className="cer-stage-words" role="status">
      <p>
        {stage === 'frozen'
          ? t('ceremony.stage.frozen', { who: unsealed })
          : stage === 'committed'
            ? t('ceremony.stage.committed', { who: partiesWithout(draw, 'nonce') })
            : stage === 'awaiting_beacon' && draw.beacon !== null
              ? t('ceremony.stage.awaiting', { what: beaconWords(draw.beacon) })
              : tMaybe(`ceremony.stage.${stage}`, stage)}
      </p>
      <p className="cer-then">
        {tMaybe(draw.beacon !== null && stage === 'committed' ? 'ceremony.then.beacon' : `ceremony.then.${stage}`, '')}
      </p>
      {stage === 'awaiting_beacon' && draw.beacon !== null && <Countdown at={draw.beacon.at} />}
      {progress !== null && progress.total !== null && progress.total > 0 && (
        <span className="cer-bar" role="progressbar" aria-valuenow={Math.round((100 * progress.done) / progress.total)}>
          <i style={{ width: `${(100 * progress.done) / progress.total}%` }} />
        </span>
      )}
    </div>
  )
}

/** To the instant when the public value is due, on the clock of this computer. */
function Countdown({ at }: { readonly at: string }): ReactNode {
  const left = Date.parse(at) - useNow(true)
  return <p className="cer-countdown">{left > 0 ? leftWords(left) : t('beacon.dueNow')}</p>
}

const teamOf = (row: SelectedRow): string =>
  byRole(row.officers)
    .map(({ name, role }) => `${name}${roleMark(role)}`)
    .join('　')

/** The last part of a place such as 兰州市城关区: a projector's column is narrow. */
export const shortPlace = (name: string): string => {
  const rest = name.slice(cityOf(name).length)
  return rest.length >= 2 ? rest : name
}

/** 兰州市 of 兰州市城关区. */
export const cityOf = (name: string): string => /^.{2,}?(?:自治州|地区|[市州盟])/.exec(name)?.[0] ?? name
