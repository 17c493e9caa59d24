/** The guard across bodies (检查频次) at its points: plan, draw, notice, result, scan. It counts the visits of every authority and judges by core. */
import type { LedgerException, StatedException } from '#core/ledger/exceptions.ts'
import {
  type FrequencyRules,
  frequencyRules,
  type ItemUse,
  judgeItems,
  judgeVisit,
  type Used,
  unused,
  type Verdict,
} from '#core/ledger/guard.ts'
import { dateAt, type Instant, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { policyAt } from '#server/policy/at.ts'
import { itemUseBefore } from './item-store.ts'
import * as lines from './line-store.ts'
import * as store from './store.ts'

/** Where in the life of a visit the question is asked; it goes into the refusal and the record. */
export type GuardPoint = 'plan' | 'draw' | 'notice' | 'scan'

export type GuardAsked = {
  readonly subjects: readonly string[]
  readonly planned: boolean
  readonly year: number
  /** Path of the body that wants to visit: its cap is the one that counts. */
  readonly place: string
  readonly day: PlainDate
  readonly exception?: StatedException | null
}

export type GuardRow = Used & { readonly subject: string; readonly verdict: Verdict['kind']; readonly number: number }

/** `rows`: one for each subject, in their order. */
export type GuardAnswer = Readonly<Record<Verdict['kind'], number>> & {
  readonly point: GuardPoint
  readonly rules: FrequencyRules
  readonly cap: number
  readonly rows: readonly GuardRow[]
}

/** Judges one more visit to each of these objects. */
export async function guard(tx: Tx, asked: GuardAsked, point: GuardPoint): Promise<GuardAnswer> {
  const rules = frequencyRules(await policyAt(tx, asked.place, asked.day))
  const used = await store.usedOf(tx, asked.subjects, asked.year)
  const all = asked.subjects.map((subject) =>
    rowOf(subject, used.get(subject) ?? unused, { planned: asked.planned, rules, exception: asked.exception ?? null }),
  )
  const count = (kind: Verdict['kind']): number => all.filter(({ verdict }) => verdict === kind).length
  return {
    point,
    rules,
    cap: rules.cap,
    ok: count('ok'),
    warned: count('warned'),
    excepted: count('excepted'),
    blocked: count('blocked'),
    rows: all,
  }
}

/** `item`: the item of the visit with which its object was inspected as often as the item itself allows. */
export type GuardedVisit = GuardRow & {
  readonly rules: FrequencyRules
  readonly exception: LedgerException | null
  readonly item: ItemUse | null
}

/**
 * Judges a visit in hand by what comes before it in the year of a day, with the exception it carries: the day on which it was held, or else the first one
 * from today on which it can be. A visit that is not in the ledger is a fault of ours.
 */
export async function guardVisit(
  tx: Tx,
  visit: { readonly subject: string; readonly id: string },
  now: Instant,
  heldOn: string | null = null,
): Promise<GuardedVisit> {
  const line = await lines.findLine(tx, visit.id)
  if (line === null) throw new Error(`visit ${visit.id} is not in the ledger`)
  const today = dateAt(now)
  const rules = frequencyRules(await policyAt(tx, line.orgPath, today))
  const on = heldOn ?? (line.from !== null && line.from > today ? line.from : today)
  const used = (await store.usedBefore(tx, [visit.id], on)).get(visit.id) ?? unused
  const by = { planned: line.planned, rules, exception: line.exception }
  const { verdict, item } = judgeItems(judgeVisit({ used, ...by }), {
    ...by,
    items: line.planned ? await itemUseBefore(tx, visit.id, on) : [],
  })
  return {
    ...{ subject: line.subject, ...used, verdict: verdict.kind, number: verdict.number },
    ...{ rules, exception: line.exception?.code ?? null, item },
  }
}

function rowOf(
  subject: string,
  used: Used,
  by: { readonly planned: boolean; readonly rules: FrequencyRules; readonly exception: StatedException | null },
): GuardRow {
  const { kind, number } = judgeVisit({ used, ...by })
  return { subject, ...used, verdict: kind, number }
}
