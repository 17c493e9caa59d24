/** 登记变更: what people and senders read of the feed; the events themselves come in by feed-stream.ts and feed-pull-job.ts. */
import type { Receipt } from '#contract/feeds.ts'
import { type Actor, can, isPathWithin, spansDepartments } from '#core/access/can.ts'
import { dateAt, endOf, type Instant, parseDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { inScope, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { countsAsOf } from './as-of-store.ts'
import * as store from './feed-read-store.ts'
import { newestTotals, totalsOf } from './feed-total-store.ts'
import { regionLabels } from './regions.ts'

export const feedHandlers = {
  sources: os.feeds.sources.handler(query(({ tx, actor }) => store.listSources(tx, scopeOf(actor)))),

  receipts: os.feeds.receipts.handler(
    query(async ({ input, tx, actor, now }) => {
      const page = await store.listReceipts(tx, scopeOf(actor), input, now)
      return { ...page, rows: page.rows.map((row) => ({ ...row, refusedFirst: [] })) }
    }),
  ),

  receipt: os.feeds.receipt.handler(query(({ input, tx, actor, now }) => readReceipt(tx, actor, input.receiptId, now))),

  refusals: os.feeds.refusals.handler(
    query(async ({ input, tx, actor, now }) => {
      found(await store.findReceipt(tx, scopeOf(actor), input.receiptId, now))
      return await store.listRefusals(tx, input.receiptId, input)
    }),
  ),

  reconciliation: os.feeds.reconciliation.handler(
    query(async ({ input, tx, actor }) => {
      const { orgPath } = scopeOf(actor)
      const newest = await newestTotals(tx, { orgPath, source: input.source ?? null, receiptId: input.receiptId ?? null })
      if (newest === null) return null
      const rows = await totalsOf(tx, newest.receiptId)
      return { ...newest, rows: await named(tx, rows) }
    }),
  ),

  asOf: os.feeds.asOf.handler(
    query(async ({ input, tx, actor, now, services }) => {
      const place = input.place ?? actor.orgPath
      if (!isPathWithin(actor.orgPath, place)) throw new Problem('not_found')
      const today = dateAt(now)
      const date = parseDate(input.date) ?? today
      if (date > today) throw new Problem('as_of_in_future', { today })
      const at: Instant = date === today ? now : endOf(date)
      // Ten million objects are counted in more time than a request is given elsewhere.
      const rows = await inScope(services.longDb, actor, 'read only', (long) => countsAsOf(long, { at, place }))
      const labels = await regionLabels(tx, [place])
      return { at, place, placeName: labels.get(place) ?? place, rows: await named(tx, rows) }
    }),
  ),
}

/** A receipt with its first refused lines, for whoever may see it; 404 for everybody else. */
export async function readReceipt(tx: Tx, actor: Actor, receiptId: string, now: Instant): Promise<Receipt> {
  const receipt = found(await store.findReceipt(tx, scopeOf(actor), receiptId, now))
  const { rows } = await store.listRefusals(tx, receiptId, { limit: 100 })
  return { ...receipt, refusedFirst: rows.map(({ excerpt: _, ...row }) => row) }
}

/** Whoever reads the register sees the receipts of the jurisdiction; a feed account those of its own department there. */
function scopeOf(actor: Actor): store.FeedScope {
  if (can(actor, 'register.read').allowed) return { orgPath: actor.orgPath, dept: null }
  const may = can(actor, 'register.feed')
  if (!may.allowed) throw new Problem(may.reason)
  return { orgPath: actor.orgPath, dept: spansDepartments(actor) ? null : actor.dept }
}

async function named<Row extends { readonly regionPath: string }>(tx: Tx, rows: readonly Row[]): Promise<(Row & { regionName: string })[]> {
  const labels = await regionLabels(
    tx,
    rows.map(({ regionPath }) => regionPath),
  )
  return rows.map((row) => ({ ...row, regionName: labels.get(row.regionPath) ?? row.regionPath }))
}
