/** SQL of risk classes in time and of flags. Whoever calls has asked for `risk.read`. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type RiskRecord = { readonly riskClass: string; readonly asOf: string; readonly source: string }

/** Every class that an object was given, newest first, at most 100. */
export async function riskHistoryOf(tx: Tx, subject: string): Promise<(RiskRecord & { readonly recordedAt: string })[]> {
  return await tx
    .selectFrom('entity_risk_history')
    .select(['risk_class as riskClass', 'as_of as asOf', 'source', 'recorded_at as recordedAt'])
    .where('subject', '=', subject)
    .orderBy('recorded_at', 'desc')
    .limit(100)
    .execute()
}

export type FlagRecord = {
  readonly flag: string
  readonly zh: string
  readonly en: string
  readonly since: string
  readonly until: string | null
  readonly source: string
}

/** Flags, those that stand first, then newest first. */
export async function flagsOf(tx: Tx, subject: string): Promise<FlagRecord[]> {
  return await tx
    .selectFrom('entity_flag')
    .innerJoin('flag_kind', 'flag_kind.code', 'entity_flag.flag')
    .select(['flag', 'zh', 'en', 'since', 'until', 'source'])
    .where('subject', '=', subject)
    .orderBy(sql`until is not null`)
    .orderBy('since', 'desc')
    .orderBy('flag')
    .limit(100)
    .execute()
}
