/** SQL of the places for which a reader may ask what holds. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** The reader's place and those above it, the chosen place with what lies between, and the places right below the chosen one. */
export async function placesAround(tx: Tx, own: string, chosen: string): Promise<{ path: string; name: string }[]> {
  const { rows } = await sql<{ path: string; name: string }>`
    select path, label as name from region
    where path = any (${[...upTo(own), ...upTo(chosen)]}::text[])
      or (path like ${chosen} || '.%' and path not like ${chosen} || '.%.%' and (path like ${own} || '.%' or path = ${own}))
    order by path limit 500`.execute(tx)
  return rows
}

const upTo = (place: string): string[] => place.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))
