/** What the fields of a filter may be, as the register has it; for those who make tasks. */
import { useQuery } from '@tanstack/react-query'
import { type Answers, api } from '#web/api/client.ts'
import { may, meQuery } from '#web/api/session.ts'

export type Choices = Answers['tasks']['frameFields']

/** Undefined while it loads, and for those who make neither tasks nor plans. */
export function useChoices(): Choices | undefined {
  const { data: me } = useQuery(meQuery)
  const edits = me !== undefined && me !== null && may(me, 'plan.contribute')
  return useQuery({ ...api.tasks.frameFields.queryOptions({ input: {} }), staleTime: 300_000, enabled: edits }).data
}
