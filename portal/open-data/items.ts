/** The items in force as one CSV and one JSON file. */
import { layers, listKinds } from '#core/catalogue/item.ts'
import { methods } from '#core/inspections/outcomes.ts'
import type { Ask } from '../ask.ts'
import { today } from '../catalogue/page.ts'
import { findItems, type Item, type ItemPlace } from '../catalogue/store.ts'
import { type Dataset, filesOf } from './dataset.ts'

const batch = 500

export const items = {
  name: 'items',
  title: { zh: '现行有效的抽查事项', en: 'Items in force' },
  text: { zh: '今天有效的抽查事项清单，含依据、比例和频次。', en: 'The items in force today, with rules, ratios and caps.' },
  notes: [{ zh: '首次发布。', en: 'First published.' }],
  columns: [
    ['id', '事项标识', (item) => item.id],
    ['code', '事项编码', (item) => item.code],
    ['version', '版本', (item) => item.version],
    ['list', '清单类别', (item) => listKinds[item.listKind].zh],
    ['layer', '清单层级', (item) => layers[item.layer].zh],
    ['category', '抽查类别', (item) => item.category],
    ['name', '抽查事项', (item) => item.name],
    ['class', '事项类别', (item) => (item.itemClass === 'key' ? '重点检查事项' : '一般检查事项')],
    ['objects', '检查对象', (item) => item.objectScope],
    [
      'methods',
      '检查方式',
      (item) => item.methods.map((method) => Object.entries(methods).find(([code]) => code === method)?.[1].zh ?? method).join('、'),
    ],
    ['bodies', '检查主体', (item) => (item.content.bodies ?? []).join('、')],
    ['ratio_floor_ppm', '抽查比例下限（百万分之）', (item) => item.content.ratioFloorPpm ?? ''],
    ['ratio_cap_ppm', '抽查比例上限（百万分之）', (item) => item.content.ratioCapPpm ?? ''],
    ['frequency_cap', '年度频次上限', (item) => item.content.frequencyCap ?? ''],
    ['basis', '检查依据', (item) => item.basis],
    ['local_basis', '地方依据', (item) => item.content.localBasis ?? ''],
    ['checklist', '检查内容', (item) => (item.content.checklist ?? []).map(({ content }) => content).join('；')],
    ['org', '公布机关', (item) => item.orgName],
    ['valid_from', '生效日期', (item) => item.validFrom],
    ['valid_to', '有效期止', (item) => item.validTo ?? ''],
  ],
} as const satisfies Dataset<Item>

export const itemFiles = filesOf<Item>(items, allItems)

/** A catalogue has hundreds of items, of all places a few thousand: they are read in batches and held at once. */
async function allItems(deps: Ask['deps']): Promise<readonly Item[]> {
  const day = today(deps)
  const all: Item[] = []
  let after: ItemPlace | undefined
  for (;;) {
    const rows = await findItems(deps.db, { day, after, limit: batch })
    all.push(...rows)
    after = rows.at(-1)
    if (rows.length < batch) return all
  }
}
