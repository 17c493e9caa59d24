/** Every published cap on visits as one CSV and one JSON file. */
import type { Ask } from '../ask.ts'
import { today } from '../catalogue/page.ts'
import { type Cap, capsOn, findCaps, rulingCap } from '../ledger/store.ts'
import { type Dataset, filesOf } from './dataset.ts'

type Row = Cap & { readonly inForce: boolean; readonly holds: number | null }

export const caps = {
  name: 'frequency-caps',
  title: { zh: '年度检查频次上限', en: 'Yearly caps on visits' },
  text: {
    zh: '各地历次公布的上限。cap_today 是今天实际执行的：上级规定更严的，以上级为准。',
    en: 'Every cap that was published. cap_today is what holds today: the stricter cap of a place above, if there is one.',
  },
  notes: [
    { zh: '首次发布。', en: 'First published.' },
    { zh: '末尾增加 cap_today。', en: 'cap_today was added at the end.' },
  ],
  columns: [
    ['path', '地区路径', (row) => row.path],
    ['version', '版本', (row) => row.version],
    ['place', '地区', (row) => row.placeName],
    ['org', '公布机关', (row) => row.orgName],
    ['cap', '年度上限（次）', (row) => row.cap],
    ['warn_at', '第几次起提醒', (row) => row.warnAt],
    ['exceptions', '例外情形代码', (row) => row.exceptions.join('|')],
    ['basis', '依据或来源', (row) => row.basis],
    ['valid_from', '生效日期', (row) => row.validFrom],
    ['valid_to', '有效期止', (row) => row.validTo ?? ''],
    ['in_force', '今天是否有效', (row) => row.inForce],
    ['published_at', '公布时间', (row) => row.at],
    ['cap_today', '今天执行的上限（次）', (row) => row.holds ?? ''],
  ],
} as const satisfies Dataset<Row>

export const capFiles = filesOf<Row>(caps, allCaps)

async function allCaps(deps: Ask['deps']): Promise<readonly Row[]> {
  const published = await findCaps(deps.db)
  const day = today(deps)
  const now = new Set(capsOn(published, day))
  return published
    .filter(({ own }) => own)
    .map((cap) => ({ ...cap, inForce: now.has(cap), holds: now.has(cap) ? (rulingCap(published, cap, day) ?? cap).cap : null }))
}
