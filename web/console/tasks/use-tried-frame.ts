/** The live count: settings that rest for a moment are tried on the register; what is superseded is cancelled, and the last answer stays meanwhile. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Answers } from '#web/api/client.ts'
import { api } from '#web/api/client.ts'
import { type FrameSpec, frameOfForm, type TaskForm } from './task-form.ts'

export type TriedFrame = {
  readonly frame: Answers['tasks']['tryFrame'] | null
  /** The answer is of older settings, and a newer one is on its way. */
  readonly stale: boolean
  /** The strata were complete when this was counted: targets mean something. */
  readonly strata: boolean
  readonly incomplete: boolean
  readonly error: unknown
  readonly retry: () => void
}

const restMs = 400

export function useTriedFrame(form: TaskForm): TriedFrame {
  const asked = frameOfForm(form)
  const rested = useRested(asked.frame)
  // The query hands its signal to the call: a newer question cancels the older one on the wire.
  const query = useQuery({
    ...api.tasks.tryFrame.queryOptions({ input: rested ?? emptyFrame }),
    enabled: rested !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 30_000,
  })
  const settled = JSON.stringify(rested) === JSON.stringify(asked.frame)
  return {
    frame: asked.frame === null ? null : (query.data ?? null),
    stale: !settled || query.isPlaceholderData || query.isFetching,
    strata: asked.strata,
    incomplete: asked.frame === null,
    error: settled && !query.isFetching ? query.error : null,
    retry: () => void query.refetch(),
  }
}

const emptyFrame: FrameSpec = {
  filter: { version: 1, all: [] },
  strata: [{ name: '-', values: [], ratePpm: 0, rounding: 'half-up', allowZero: true }],
}

/** A value once it has not changed for a moment; by content, because a form makes a new object with every key pressed. */
function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value)
  const key = JSON.stringify(value)
  // Time is outside React.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [key])
  return rested
}
