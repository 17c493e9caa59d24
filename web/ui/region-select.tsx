/** The regions of one's jurisdiction as choices, indented by level through their full name. */
import { useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'

export type RegionOption = { readonly value: string; readonly label: string }

/** The jurisdiction itself and what lies below: 兰州市, 兰州市 城关区. The name of the jurisdiction is left out of those below it. */
export function useRegionOptions(): readonly RegionOption[] {
  const rows = useQuery(api.registers.regions.queryOptions({ input: {}, staleTime: 600_000 })).data ?? []
  const nameByPath = new Map(rows.map((row) => [row.path, row.name]))
  return rows.map(({ path }) => ({ value: path, label: labelOf(path, nameByPath) }))
}

function labelOf(path: string, nameByPath: ReadonlyMap<string, string>): string {
  const parts = path.split('.')
  const names = parts.flatMap((_, index) => nameByPath.get(parts.slice(0, index + 1).join('.')) ?? [])
  return names.length > 1 ? names.slice(1).join(' ') : (names[0] ?? path)
}
