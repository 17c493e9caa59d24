/** Every published cap on visits as one CSV and one JSON file. Fields are only ever added. */
import type { Ask } from '../ask.ts'
import { today } from '../catalogue/page.ts'
import { type Cap, capsOn, findCaps } from '../ledger/store.ts'
import { type Columns, csvFile, csvOf, fieldsOf, jsonFile } from './table.ts'

type Row = Cap & { readonly inForce: boolean }

const columns = [
  ['path', '地区路径', (row) => row.path],
  ['version', '版本', (row) => row.version],
  ['place', '地区', (row) => row.placeName],
  ['org', '公布机关', (row) => row.orgName],
  ['cap', '年度上限（次）', (row) => row.cap],
  ['warn_at', '第几次起提醒', (row) => row.warnAt],
  ['exceptions', '例外情形代码', (row) => row.exceptions.join('|')],
  ['basis', '依据', (row) => row.basis],
  ['valid_from', '生效日期', (row) => row.validFrom],
  ['valid_to', '有效期止', (row) => row.validTo ?? ''],
  ['in_force', '今天是否有效', (row) => row.inForce],
  ['published_at', '公布时间', (row) => row.at],
] as const satisfies Columns<Row>

export const capsCsv = async ({ deps }: Ask): Promise<Response> => csvFile(csvOf(columns, await allCaps(deps)), 'frequency-caps.csv')

export const capsJson = async ({ deps }: Ask): Promise<Response> => jsonFile(fieldsOf(columns, await allCaps(deps)), 'frequency-caps.json')

async function allCaps(deps: Ask['deps']): Promise<readonly Row[]> {
  const caps = await findCaps(deps.db)
  const now = new Set(capsOn(caps, today(deps)))
  return caps.filter(({ own }) => own).map((cap) => ({ ...cap, inForce: now.has(cap) }))
}
