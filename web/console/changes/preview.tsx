/** What it would be, or why it cannot be, as the server says; asked anew whenever what is typed changes. */
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue } from 'react'
import type { Wanted } from '#contract/changes.ts'
import { api } from '#web/api/client.ts'
import { problemOf } from '#web/api/problem.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import { Versions } from './versions.tsx'

export function Preview({ thing, wanted }: { readonly thing: string; readonly wanted: Wanted }): ReactNode {
  const asked = useDeferredValue(wanted)
  const query = useQuery(api.changes.preview.queryOptions({ input: { thing, wanted: asked }, retry: false, staleTime: 10_000 }))
  if (query.error !== null) return <ProblemAlert problem={problemOf(query.error)} />
  return query.data === undefined ? null : <Versions fields={query.data.fields} done={false} />
}
