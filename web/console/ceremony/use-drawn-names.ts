/** The drawn, fetched to the end as soon as there is a result, so that reading them out does not need the network any more. */
import { useEffect, useState } from 'react'
import { client } from '#web/api/client.ts'
import { problemOf } from '#web/api/problem.ts'
import type { SelectedRow } from '#web/console/draws/draw-selected.tsx'

export type DrawnNames = { readonly rows: readonly SelectedRow[]; readonly complete: boolean; readonly broken: boolean }

const pageSize = 200
/** Nobody reads out more than this; the rest is on the verification page. */
const most = 20_000

/**
 * `unlinked`: of a sealed draw the names come in the order of their codes and only when all are here, so that neither their order nor the
 * moment in which they appear tells a ticket.
 */
export function useDrawnNames(drawId: string, ready: boolean, unlinked = false): DrawnNames {
  const [names, setNames] = useState<DrawnNames>({ rows: [], complete: false, broken: false })
  useEffect(() => {
    if (!ready) return
    let stopped = false
    const load = async (): Promise<void> => {
      let rows: SelectedRow[] = []
      let cursor: string | undefined
      for (let failures = 0; !stopped; ) {
        try {
          const page = await client.draws.selected({ drawId, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
          if (stopped) return
          failures = 0
          rows = [...rows, ...page.rows]
          cursor = page.next ?? undefined
          const complete = page.next === null || rows.length >= most
          if (!unlinked) setNames({ rows, complete, broken: false })
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
  }, [drawId, ready, unlinked])
  return names
}

const byCode = (a: SelectedRow, b: SelectedRow): number => (a.subject < b.subject ? -1 : 1)
