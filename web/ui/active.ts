/** Is somebody at the desk? Lists refresh themselves only then, so that an unattended screen does not keep its session alive. */
import { useSyncExternalStore } from 'react'

const idleAfter = 5 * 60_000

let active = true
let timer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

/** True until five minutes after the last key, touch or wheel. */
export const useActive = (): boolean => useSyncExternalStore(subscribe, () => active)

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) for (const event of events) addEventListener(event, wake, { passive: true, capture: true })
  listeners.add(listener)
  wake()
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) for (const event of events) removeEventListener(event, wake, { capture: true })
  }
}

const events = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const

function wake(): void {
  clearTimeout(timer)
  timer = setTimeout(() => set(false), idleAfter)
  set(true)
}

function set(next: boolean): void {
  if (next === active) return
  active = next
  for (const listener of listeners) listener()
}
