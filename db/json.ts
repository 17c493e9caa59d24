/** A value as jsonb: the driver would turn a top-level array into a PostgreSQL array. */
import { type RawBuilder, sql } from 'kysely'
import type { Json } from './rows.gen.ts'

export const json = (value: unknown): RawBuilder<Json> => sql<Json>`${JSON.stringify(value)}::jsonb`
