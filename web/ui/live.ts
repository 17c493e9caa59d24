/** Server-sent states as query data: the newest value of an event iterator, reconnecting while it should go on. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { problemOf } from '../api/problem.ts'

export type Live<Value> = { readonly value: Value | undefined; readonly broken: boolean }

/**
 * Watches `open` and keeps what it sends under `key` in the query cache, so that `useQuery` of the same key sees it too.
 * `enabled` false stops watching. A broken line is opened again after 1, 2, 4 … 15 seconds; a refusal (4xx) is not.
 */
export function useLive<Value>(
  key: readonly unknown[],
  open: (signal: AbortSignal) => Promise<AsyncIterable<Value>>,
  enabled: boolean,
): Live<Value> {
  const queries = useQueryClient()
  const [broken, setBroken] = useState(false)
  const [value, setValue] = useState<Value>()
  const name = JSON.stringify(key)

  // An event stream is a thing outside React: it is opened with the page and closed with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for `open`, which is new in every render
  useEffect(() => {
    if (!enabled) return
    const stop = new AbortController()
    const watch = async (): Promise<void> => {
      for (let failures = 0; !stop.signal.aborted; failures += 1) {
        try {
          for await (const value of await open(stop.signal)) {
            failures = 0
            setBroken(false)
            setValue(value)
            queries.setQueryData<unknown>(key, value)
          }
          // Ended by the server: nothing more will come.
          return
        } catch (error) {
          if (stop.signal.aborted) return
          const { status } = problemOf(error)
          if (status >= 400 && status < 500) return
          setBroken(true)
          await pause(Math.min(15_000, 1000 * 2 ** failures), stop.signal)
        }
      }
    }
    void watch()
    return () => stop.abort()
  }, [name, enabled, queries])

  return { value, broken }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
