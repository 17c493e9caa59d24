/** The drawn, fetched to the end as soon as there is a result, so that reading them out does not need the network any more. */
import { useEffect, useState } from 'react'
import type { Pair } from '#contract/matching.ts'
import { client } from '#web/api/client.ts'
import { problemOf } from '#web/api/problem.ts'
import type { SelectedRow } from '#web/console/draws/draw-selected.tsx'

export type DrawnNames = { readonly rows: readonly SelectedRow[]; readonly complete: boolean; readonly broken: boolean }

const pageSize = 200
/** Nobody reads out more than this; the rest is on the verification page. */
const most = 20_000

/** What is read out: objects with their tickets, objects without, or the teams that a draw of people gave them. */
export type DrawnKind = 'linked' | 'unlinked' | 'teams'

/**
 * `unlinked`: of a sealed draw the names come in the order of their codes and only when all are here, so that neither their order nor the
 * moment in which they appear tells a ticket.
 */
export function useDrawnNames(drawId: string, ready: boolean, kind: DrawnKind): DrawnNames {
  const [names, setNames] = useState<DrawnNames>({ rows: [], complete: false, broken: false })
  useEffect(() => {
    if (!ready) return
    let stopped = false
    const load = async (): Promise<void> => {
      let rows: SelectedRow[] = []
      let cursor: string | undefined
      for (let failures = 0; !stopped; ) {
        try {
          const page = await read[kind]({ drawId, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
          if (stopped) return
          failures = 0
          rows = [...rows, ...page.rows]
          cursor = page.next ?? undefined
          const complete = page.next === null || rows.length >= most
          if (kind !== 'unlinked') setNames({ rows, complete, broken: false })
          else if (complete) setNames({ rows: rows.toSorted(byCode), complete, broken: false })
          if (complete) return
        } catch (error) {
          if (stopped) return
          const { status } = problemOf(error)
          if (status >= 400 && status < 500) return
          setNames((before) => ({ ...before, broken: true }))
          await new Promise((resolve) => setTimeout(resolve, Math.min(15_000, 1000 * 2 ** failures)))
          failures += 1
        }
      }
    }
    void load()
    return () => {
      stopped = true
    }
  }, [drawId, ready, kind])
  return names
}

type Page = { readonly rows: readonly SelectedRow[]; readonly next: string | null }
type Ask = { readonly drawId: string; readonly limit: number; readonly cursor?: string }

const read: Readonly<Record<DrawnKind, (ask: Ask) => Promise<Page>>> = {
  linked: (ask) => client.draws.selected(ask),
  unlinked: (ask) => client.draws.selected(ask),
  teams: async (ask) => {
    const { rows, next } = await client.matching.pairs(ask)
    return { rows: rows.map(asDrawn), next }
  },
}

const asDrawn = ({ order, subject, name, regionName, seats }: Pair): SelectedRow => ({
  order,
  subject,
  name,
  regionName,
  stratum: null,
  ticket: null,
  replacedBy: null,
  officers: seats.map(({ officerId, name, role }) => ({ id: officerId, name, role })),
})

const byCode = (a: SelectedRow, b: SelectedRow): number => (a.subject < b.subject ? -1 : 1)
