/**
 * 抽取批次: the order of one draw cut into parts, each with its own days. Key items that cover everybody are drawn for their order only (domain.md §6 R4):
 * the lot then says who comes when, and nobody can be moved to another batch. The same cut serves items that are inspected at a share of the drawn.
 */
import { fail, ok, type Result } from '../result.ts'

export type BatchDraft = { readonly sharePpm: number; readonly from: string; readonly to: string }

export type BatchRefused =
  | { readonly type: 'batch_shares'; readonly sumPpm: number; readonly percent: number }
  | { readonly type: 'batch_days' | 'batch_overlap'; readonly no: number }

/** Shares make the whole; days lie in the task's, and a batch begins after the one ahead of it has ended: whose turn it is says the day. None is one batch. */
export function checkBatches(
  batches: readonly BatchDraft[],
  window: { readonly from: string; readonly to: string },
): Result<true, BatchRefused> {
  if (batches.length === 0) return ok(true)
  const sumPpm = batches.reduce((sum, { sharePpm }) => sum + sharePpm, 0)
  if (sumPpm !== million) return fail({ type: 'batch_shares', sumPpm, percent: sumPpm / 10_000 })
  const wrong = batches.findIndex(({ from, to }) => from > to || from < window.from || to > window.to)
  if (wrong >= 0) return fail({ type: 'batch_days', no: wrong + 1 })
  const early = batches.findIndex(({ from }, i) => from <= (batches[i - 1]?.to ?? ''))
  return early < 0 ? ok(true) : fail({ type: 'batch_overlap', no: early + 1 })
}

/** The last rank of each batch among `total` drawn: cumulated shares, rounded half up; the last one takes the rest. */
export function lastRanks(batches: readonly BatchDraft[], total: number): readonly number[] {
  let sum = 0
  return batches.map(({ sharePpm }) => {
    sum += sharePpm
    return rankOf(sum, total)
  })
}

/** Of `total` drawn, how many are the first `ppm` parts: half up, exact for any count of a register. */
export const rankOf = (ppm: number, total: number): number => Math.floor((ppm * total + million / 2) / million)

export type ShareRefused =
  | { readonly type: 'item_share_unknown' }
  | { readonly type: 'item_share_of_key'; readonly item: string }
  | { readonly type: 'no_item_everywhere' }

/** 一般事项 may be inspected at a share of the drawn, 重点事项 never (国市监信规〔2024〕5号 二(二)); something is inspected at everybody. */
export function checkShares(
  shares: readonly { readonly itemId: string; readonly sharePpm: number }[],
  items: readonly { readonly id: string; readonly name: string; readonly itemClass: string }[],
): Result<true, ShareRefused> {
  const byId = new Map(items.map((item) => [item.id, item]))
  for (const { itemId, sharePpm } of shares) {
    const item = byId.get(itemId)
    if (item === undefined) return fail({ type: 'item_share_unknown' })
    if (item.itemClass === 'key' && sharePpm < million) return fail({ type: 'item_share_of_key', item: item.name })
  }
  const partial = new Set(shares.filter(({ sharePpm }) => sharePpm < million).map(({ itemId }) => itemId))
  return items.length > 0 && items.every(({ id }) => partial.has(id)) ? fail({ type: 'no_item_everywhere' }) : ok(true)
}

const million = 1_000_000
