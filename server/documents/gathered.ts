/** What is known of a thing before its paper is written. */
import type { ProblemCode } from '#contract/problems.ts'
import type { DocumentData, Values } from '#core/documents/fill.ts'
import { dateAt, type Instant } from '#core/time.ts'
import { chineseDate } from './chinese-date.ts'
import type { Issuer } from './facts-store.ts'

export type Frequency = {
  readonly verdict: 'ok' | 'warned' | 'blocked' | 'excepted'
  readonly number: number
  readonly cap: number
  /** An item whose own yearly cap is reached before this visit. */
  readonly item: { readonly name: string; readonly cap: number; readonly used: number } | null
}

export type Gathered = {
  readonly issuer: Issuer
  /** What the paper is about, by its name. */
  readonly about: string
  /** The task it belongs to. */
  readonly taskId: string | null
  readonly data: DocumentData
  /** What the typed placeholders begin with. */
  readonly suggested: Values
  /** Why it cannot be issued now; null: it can. */
  readonly notNow: ProblemCode | null
  readonly frequency: Frequency | null
  /** A paper that was issued before this instant says what held before; null: one paper is enough for ever. */
  readonly since: string | null
}

/** What every paper says. */
export function commonFields(issuer: Issuer, now: Instant): Values {
  return { 发文机关: issuer.name, 部门简称: issuer.shortName, 成文日期: chineseDate(now), 年: dateAt(now).slice(0, 4) }
}
