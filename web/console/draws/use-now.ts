/** The clock of this computer, once a second while something counts down. */
import { useEffect, useState } from 'react'

export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now())
  // Time is outside React.
  useEffect(() => {
    if (!running) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return now
}
