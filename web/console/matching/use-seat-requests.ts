/** The requests to change officers of a draw. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Draw } from '#contract/draws.ts'
import { type Answers, api } from '#web/api/client.ts'

/** Of any draw but a closed officer draw there are none, and none are asked for. */
export const useSeatRequests = (draw: Draw): UseQueryResult<Answers['seats']['list']> =>
  useQuery({
    ...api.seats.list.queryOptions({ input: { drawId: draw.id } }),
    enabled: draw.kind === 'P' && draw.state === 'closed',
  })
