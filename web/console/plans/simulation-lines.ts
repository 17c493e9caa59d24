/** The lists of a simulation as query data. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { SimulationLine, SimulationPart } from '#contract/simulation.ts'
import { client } from '#web/api/client.ts'

type Line<Part extends SimulationPart> = Extract<SimulationLine, { part: Part }>

/** All lines of a short list: months, places, offices. */
export function useAllLines<Part extends SimulationPart>(simulationId: string, part: Part): readonly Line<Part>[] {
  const query = useQuery({ queryKey: ['simulation-lines', simulationId, part, 'all'], queryFn: () => all(simulationId, part) })
  return query.data ?? []
}

/** A long list, a page after another. */
export function useLines<Part extends SimulationPart>(simulationId: string, part: Part) {
  const query = useInfiniteQuery({
    queryKey: ['simulation-lines', simulationId, part],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      client.simulation.lines({ simulationId, part, limit: 20, ...(pageParam === '' ? {} : { cursor: pageParam }) }),
    getNextPageParam: ({ next }) => next,
  })
  const rows = (query.data?.pages ?? []).flatMap((page) => page.rows.filter((row): row is Line<Part> => row.part === part))
  return { rows, more: query.hasNextPage, loading: query.isFetching, next: () => void query.fetchNextPage() }
}

async function all<Part extends SimulationPart>(simulationId: string, part: Part): Promise<readonly Line<Part>[]> {
  const found: Line<Part>[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof client.simulation.lines>> = await client.simulation.lines({
      simulationId,
      part,
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    })
    found.push(...page.rows.filter((row): row is Line<Part> => row.part === part))
    cursor = page.next
  }
  return found
}
