/** Lines of a registration authority into lines of our feed. Each authority writes its own; ours pass through. */

/** One line of theirs as one of ours; null: the line says nothing to us. What cannot be read passes as it is, to be refused with its reason. */
export type Codec = (line: string) => string | null

export const passThrough: Codec = (line) => line

/** The words of 登记机关 for what happened; 变更登记 has many names. */
const events: Readonly<Record<string, string>> = {
  设立: 'entered',
  设立登记: 'entered',
  开业: 'entered',
  变更: 'changed',
  变更登记: 'changed',
  备案: 'changed',
  吊销: 'revoked',
  注销: 'deregistered',
  注销登记: 'deregistered',
  迁出: 'moved_out',
  迁入: 'moved_in',
  恢复: 'restored',
  撤销吊销: 'restored',
  撤销注销: 'restored',
}

/** Their field → ours (core/registers/feed.ts feedFields). */
const fields: Readonly<Record<string, string>> = {
  名称: 'name',
  企业名称: 'name',
  主体类型: 'entityType',
  企业类型: 'entityType',
  行政区划: 'region',
  登记机关区划: 'region',
  成立日期: 'established',
  注册资本: 'capital',
  经营范围: 'scope',
  住所: 'address',
  法定代表人: 'legalRep',
  行业代码: 'industry',
}

const states: Readonly<Record<string, string>> = { 存续: 'active', 吊销: 'revoked', 注销: 'deregistered', 迁出: 'moved_out' }

/**
 * The form in which provincial market regulators commonly hand over daily changes: flat JSON lines with Chinese names (fixtures/bureau.ndjson).
 * 对账 lines carry their totals.
 */
export const bureauCodec: Codec = (line) => {
  const value = objectOf(line)
  if (value === null) return line
  if (value.类型 === '对账') return JSON.stringify(totalsOf(value))
  const data = Object.fromEntries(
    Object.entries(value).flatMap(([name, cell]) => {
      const own = fields[name]
      return own === undefined ? [] : [[own, own === 'established' ? dateOf(cell) : cell]]
    }),
  )
  const type = typeof value.变更类型 === 'string' ? (events[value.变更类型] ?? value.变更类型) : ''
  return JSON.stringify({ seq: Number(value.序号), type, subject: value.统一社会信用代码, effectiveOn: dateOf(value.核准日期), data })
}

const totalsOf = (value: Readonly<Record<string, unknown>>) => ({
  type: 'totals',
  asOf: dateOf(value.截止日期),
  rows: (Array.isArray(value.明细) ? value.明细 : []).map((row: Readonly<Record<string, unknown>>) => ({
    region: row.行政区划,
    state: typeof row.状态 === 'string' ? (states[row.状态] ?? row.状态) : row.状态,
    count: row.户数,
  })),
})

/** 20260331 and 2026/3/31 as 2026-03-31; anything else as it is, to be refused by name. */
function dateOf(cell: unknown): unknown {
  const parts = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(typeof cell === 'string' ? cell.trim() : '')
  return parts === null ? cell : `${parts[1]}-${(parts[2] ?? '').padStart(2, '0')}-${(parts[3] ?? '').padStart(2, '0')}`
}

function objectOf(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : null // checked on this line
  } catch {
    return null
  }
}
