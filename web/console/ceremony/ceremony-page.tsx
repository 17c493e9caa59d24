/** 大屏摇号: the draw for a hall, driven by what the server says, read out at a speaking pace, and going on when the network does not. */
import './ceremony.css'
import './ceremony-columns.css'
import './ceremony-flow.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import type { Draw } from '#contract/draws.ts'
import { api, client } from '#web/api/client.ts'
import { drawnKind, isOver } from '#web/console/draws/draw-state.tsx'
import { t } from '#web/i18n/t.ts'
import { formatClock, formatLongDate } from '#web/ui/format.ts'
import { useLive } from '#web/ui/live.ts'
import { Loaded } from '#web/ui/states.tsx'
import { CeremonyControls } from './ceremony-controls.tsx'
import { CeremonyList } from './ceremony-list.tsx'
import { CeremonyPlaces } from './ceremony-places.tsx'
import { CeremonyProof } from './ceremony-proof.tsx'
import { type DrawnNames, useDrawnNames } from './use-drawn-names.ts'
import { useRoll } from './use-roll.ts'

export function CeremonyPage(): ReactNode {
  const { drawId } = useParams({ from: '/signed-in/ceremony/$drawId' })
  // What was read once stays when a later request fails: the hall does not see an error page.
  const query = useQuery({
    ...api.draws.get.queryOptions({ input: { drawId } }),
    refetchOnWindowFocus: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const watched = query.data === undefined || !isOver(query.data.state)
  const live = useLive(api.draws.get.queryKey({ input: { drawId } }), (signal) => client.draws.watch({ drawId }, { signal }), watched)
  return <Loaded query={query}>{(draw) => <Ceremony draw={draw} broken={live.broken} />}</Loaded>
}

function Ceremony({ draw, broken }: { readonly draw: Draw; readonly broken: boolean }): ReactNode {
  const navigate = useNavigate()
  const drawn = draw.state === 'result' || draw.state === 'closed'
  const kind = drawnKind(draw) === 'P' ? 'teams' : draw.mode === 'sealed' ? 'unlinked' : 'linked'
  const names = useDrawnNames(draw.id, drawn, kind)
  const total = names.complete ? names.rows.length : Math.max(names.rows.length, draw.selected ?? 0)
  const roll = useRoll(draw.id, names.rows.length, drawn ? total : 0)
  const calm = useMedia('(prefers-reduced-motion: reduce)')
  const scale = useScale()

  useEffect(() => {
    document.title = `${draw.taskName} · ${t('ceremony.public')}`
  }, [draw.taskName])

  return (
    <div className={scale === null ? 'cer cer-flow' : 'cer'}>
      <div className="cer-page" style={scale === null ? {} : { transform: `translate(${scale.x}px, ${scale.y}px) scale(${scale.by})` }}>
        <header className="cer-top">
          <div>
            <p>
              {draw.orgName}　{t(draw.seats === null ? titles[draw.kind] : 'ceremony.publicSeats')}
            </p>
            <h1>{draw.taskName}</h1>
          </div>
          <Clock />
        </header>
        <main>
          <CeremonyProof draw={draw} />
          <CeremonyList draw={draw} rows={names.rows} position={Math.min(roll.position, names.rows.length)} calm={calm} />
          <CeremonyPlaces draw={draw} rows={names.rows} position={Math.min(roll.position, names.rows.length)} total={drawn ? total : 0} />
        </main>
        <footer className="cer-foot">
          <span>
            {t('ceremony.drawNo')}　<span className="cer-mono">{draw.id}</span>
          </span>
          <span>{t('ceremony.record', { n: draw.steps.length })}</span>
          <span>{t('ceremony.rule', { suite: draw.suite === 'sm3' ? 'SM3' : 'SHA-256' })}</span>
          <CeremonyControls
            roll={roll}
            total={names.rows.length}
            onBack={() => void navigate({ to: '/draws/$drawId', params: { drawId: draw.id } })}
          />
          <Kept names={names} broken={broken} total={total} drawn={drawn} />
        </footer>
      </div>
    </div>
  )
}

const titles = { O: 'ceremony.public', P: 'ceremony.publicP', R: 'ceremony.publicR' } as const

type KeptProps = { readonly names: DrawnNames; readonly broken: boolean; readonly total: number; readonly drawn: boolean }

/** Says only what is so: that the list is here is said when the last name has arrived. */
function Kept({ names, broken, total, drawn }: KeptProps): ReactNode {
  const lost = broken || names.broken
  const words = names.complete
    ? t('ceremony.kept')
    : lost
      ? t('ceremony.offline')
      : drawn
        ? t('ceremony.keeping', { done: names.rows.length, total })
        : t('ceremony.live')
  return (
    <span className="cer-kept" role="status">
      <i className={names.complete || !lost ? 'cer-dot' : 'cer-dot cer-dot-lost'} />
      {words}
    </span>
  )
}

function Clock(): ReactNode {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000)
    return () => clearInterval(timer)
  }, [])
  return (
    <p className="cer-clock">
      <b>{formatClock(now.toISOString())}</b>
      {formatLongDate(now)}
    </p>
  )
}

/** The page is drawn at 1920 × 1080 and scaled to the screen; on a phone it flows instead. */
function useScale(): { readonly by: number; readonly x: number; readonly y: number } | null {
  const size = useSyncExternalStore(onResize, () => `${innerWidth}x${innerHeight}`)
  const [width = 0, height = 0] = size.split('x').map(Number)
  if (width < 900) return null
  const by = Math.min(width / 1920, height / 1080)
  return { by, x: (width - 1920 * by) / 2, y: (height - 1080 * by) / 2 }
}

function onResize(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}

const useMedia = (media: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      const list = matchMedia(media)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    () => matchMedia(media).matches,
  )
