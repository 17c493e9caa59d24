/** The requests to replace objects of a draw. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Draw } from '#contract/draws.ts'
import { type Answers, api } from '#web/api/client.ts'

/** Of any draw but a closed object draw there are none, and none are asked for. */
export const useReplacements = (draw: Draw): UseQueryResult<Answers['replacements']['list']> =>
  useQuery({
    ...api.replacements.list.queryOptions({ input: { drawId: draw.id } }),
    enabled: draw.kind === 'O' && draw.state === 'closed',
  })
