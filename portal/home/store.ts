/** Figures for the home page. Counts stop at a million: nobody needs the exact eighth digit, and an exact count of 10 million rows takes a second. */
import { sql } from 'kysely'
import type { Db } from '#db/connect.ts'

export type Figures = { readonly results: number; readonly draws: number; readonly tasks: number; readonly plans: number }

export const mostCounted = 1_000_000

export async function figures(db: Db): Promise<Figures> {
  const { rows } = await sql<Figures>`select
    (select count(*) from (select from published.result limit ${mostCounted}) as counted) as results,
    (select count(*) from published.draw) as draws,
    (select count(*) from published.task) as tasks,
    (select count(*) from published.plan) as plans`.execute(db)
  return rows[0] ?? { results: 0, draws: 0, tasks: 0, plans: 0 }
}
