/** Changing something: one commandId for each intended change, kept while the outcome is unknown, so that a retry is never a second change. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useRef, useState } from 'react'
import { problemOf, type ShownProblem } from './problem.ts'

/** A fresh command id; `crypto.randomUUID` needs a secure context, which a county intranet over plain HTTP is not. */
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, (byte, index) =>
    (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0'),
  ).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export type Command<Input, Output> = {
  /** Runs the command; resolves to its answer, or to null when it was refused (the problem is in `problem`). */
  readonly run: (input: Omit<Input, 'commandId'>) => Promise<Output | null>
  readonly pending: boolean
  readonly problem: ShownProblem | null
  readonly reset: () => void
}

export type CommandOptions<Output> = {
  /** Said briefly when it worked. */
  readonly done?: string | ((answer: Output) => string)
  readonly onDone?: (answer: Output) => void
  /** Show a refusal as a passing message too (default true); false when the page shows `problem` beside the form. */
  readonly announce?: boolean
}

/**
 * A command as a hook: `const approve = useCommand(client.plans.approve, { done: t('plan.approved') })`, then `approve.run({ planId })`.
 * Connection losses are retried twice with the same commandId; a later press with the same input reuses it too. Every query is refreshed afterwards.
 */
export function useCommand<Input extends { commandId: string }, Output>(
  call: (input: Input) => Promise<Output>,
  options: CommandOptions<Output> = {},
): Command<Input, Output> {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const open = useRef<{ readonly input: string; readonly commandId: string } | null>(null)

  const mutation = useMutation({
    mutationFn: (input: Input) => call(input),
    retry: (failures, error) => failures < 2 && problemOf(error).uncertain,
    retryDelay: (failures) => 600 * 2 ** failures,
  })

  // From the press until the page shows what came of it, a second press of the same is the first one.
  const running = useRef<{ readonly input: string; readonly answer: Promise<Output | null> } | null>(null)
  const [busy, setBusy] = useState(false)

  const run = (input: Omit<Input, 'commandId'>): Promise<Output | null> => {
    const key = JSON.stringify(input)
    if (running.current?.input === key) return running.current.answer
    const answer = send(input, key).finally(() => {
      running.current = null
      setBusy(false)
    })
    running.current = { input: key, answer }
    setBusy(true)
    return answer
  }

  const send = async (input: Omit<Input, 'commandId'>, key: string): Promise<Output | null> => {
    const commandId = open.current?.input === key ? open.current.commandId : newCommandId()
    open.current = { input: key, commandId }
    try {
      // The input is completed here: Omit<Input, 'commandId'> & { commandId } is Input, which the compiler cannot see for a generic.
      const answer = await mutation.mutateAsync({ ...input, commandId } as unknown as Input)
      open.current = null
      await queries.invalidateQueries()
      if (options.done !== undefined) message.success(typeof options.done === 'function' ? options.done(answer) : options.done)
      options.onDone?.(answer)
      return answer
    } catch (error) {
      const problem = problemOf(error)
      if (!problem.uncertain) open.current = null
      if (options.announce !== false) message.error({ content: problem.text, duration: 6 })
      // Someone else may have moved it: show where it stands now.
      if (problem.status === 409) void queries.invalidateQueries()
      return null
    }
  }

  return { run, pending: busy, problem: mutation.error === null ? null : problemOf(mutation.error), reset: mutation.reset }
}
