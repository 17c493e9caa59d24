/** The facts of a notice, read with care: what is missing or of another kind is left out, never shown as it is. */
export type NoticeFacts = {
  readonly task: string
  readonly window: { readonly from: string; readonly to: string } | null
  readonly objects: number
  /** At most five of the objects. */
  readonly names: readonly string[]
}

export function noticeFacts(facts: Readonly<Record<string, unknown>>): NoticeFacts {
  const from = textOf(facts.from)
  const to = textOf(facts.to)
  const names = Array.isArray(facts.names) ? facts.names.filter((name): name is string => typeof name === 'string') : []
  return {
    task: textOf(facts.taskName),
    window: from === '' || to === '' ? null : { from, to },
    objects: typeof facts.objects === 'number' ? facts.objects : names.length,
    names,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
