/** The conditions of the list of objects, from its address, as one query: what is exported or labelled is what the list shows. */
import type * as z from 'zod'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Filter } from '#contract/tasks.ts'
import type { FilterValues } from '#web/ui/data-list.tsx'

export type FilterSpec = z.infer<typeof Filter>
type Clause = FilterSpec['all'][number]

/** As the server reads the same fields (server/registers/object-list.ts). */
export function queryOfAddress(values: FilterValues): ObjectQuery {
  const one = (field: Clause['field'], op: Clause['op'], value: string | undefined): Clause[] =>
    value === undefined ? [] : [{ field, op, values: [value] }]
  return {
    q: values.q ?? null,
    address: values.address ?? null,
    filter: {
      version: 1,
      all: [
        ...one('region', 'prefix', values.regionPath),
        ...one('kind', 'in', values.kind),
        ...one('state', 'in', values.state),
        ...one('label', 'anyOf', values.label),
        ...one('industry', 'prefix', values.industry),
        ...more(values.filter).all,
      ],
    },
  }
}

/** The further conditions in the address; what is no filter counts as none, and the server says so. */
export function more(text: string | undefined): FilterSpec {
  const none: FilterSpec = { version: 1, all: [] }
  if (text === undefined) return none
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'all' in value && Array.isArray(value.all) ? (value as FilterSpec) : none // checked by the server
  } catch {
    return none
  }
}

/** Conditions that have no field of their own in the call, as the JSON text that it takes. */
export function filterText(values: FilterValues): string | undefined {
  const { filter } = queryOfAddress({ label: values.label, industry: values.industry, filter: values.filter })
  return filter.all.length === 0 ? undefined : JSON.stringify(filter)
}
