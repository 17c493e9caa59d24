/** Reading out: where it stands, whether it runs, how fast. It outlives a reload of the page, and never runs ahead of what has arrived. */
import { useEffect, useState } from 'react'
import { type Pace, positionAfter, stepMs } from './pace.ts'

export type Roll = {
  readonly position: number
  readonly running: boolean
  readonly pace: Pace
  readonly toggle: () => void
  readonly setPace: (pace: Pace) => void
  readonly jump: (position: number) => void
}

export function useRoll(drawId: string, arrived: number, total: number): Roll {
  const [position, setPosition] = useState(() => stored(drawId))
  const [running, setRunning] = useState(true)
  const [pace, setPace] = useState<Pace>('normal')
  const [jumps, setJumps] = useState(0)
  const perName = stepMs(total, pace)
  const over = total > 0 && position >= total

  // Time is outside React. It restarts from where it stands whenever pace, pause, place or the supply of names changes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the position is the starting point, not a cause
  useEffect(() => {
    if (!running || arrived === 0 || over) return
    const started = performance.now()
    const from = Math.min(position, arrived)
    const timer = setInterval(
      () => {
        const next = positionAfter(from, performance.now() - started, perName, arrived)
        setPosition(next)
        store(drawId, next)
      },
      Math.max(60, perName / 2),
    )
    return () => clearInterval(timer)
  }, [running, perName, arrived, over, drawId, jumps])

  const jump = (next: number): void => {
    const bounded = Math.max(0, Math.min(arrived, next))
    setPosition(bounded)
    setJumps(jumps + 1)
    store(drawId, bounded)
  }
  return { position, running: running && !over, pace, toggle: () => setRunning(!running), setPace, jump }
}

const keyOf = (drawId: string): string => `mingjian.ceremony.${drawId}`

function stored(drawId: string): number {
  try {
    return Number(sessionStorage.getItem(keyOf(drawId)) ?? 0) || 0
  } catch {
    return 0
  }
}

function store(drawId: string, position: number): void {
  try {
    sessionStorage.setItem(keyOf(drawId), String(position))
  } catch {
    return
  }
}
