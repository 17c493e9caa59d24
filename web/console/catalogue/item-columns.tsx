/** The columns of the list of items. */
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import type { Ability } from '#core/access/can.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatDate } from '#web/ui/format.ts'
import { ActionButton, Tag, type Tone } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'

const tones: Readonly<Record<Item['state'], Tone>> = { draft: 'amber', published: 'green', superseded: 'plain' }

export const itemColumns = (edit: Ability, open: (item: Item) => void): readonly Column<Item>[] => [
  {
    key: 'name',
    title: t('item.nameCode'),
    textTitle: t('item.name'),
    fixed: true,
    cell: (item) => <TwoLines first={<b>{item.name}</b>} second={`${item.code} · ${t('item.versionN', { n: item.version })}`} />,
    text: (item) => item.name,
  },
  {
    key: 'code',
    title: t('item.code'),
    startsHidden: true,
    cell: (item) => <span className="mono">{item.code}</span>,
    text: (item) => item.code,
  },
  { key: 'category', width: 128, title: t('item.category'), cell: (item) => item.category, text: (item) => item.category },
  {
    key: 'class',
    width: 104,
    title: t('item.class'),
    cell: (item) => (item.itemClass === 'key' ? <Tag tone="strong">{t('item.class.key')}</Tag> : t('item.class.general')),
    text: (item) => t(`item.class.${item.itemClass}`),
  },
  { key: 'basis', wide: true, title: t('item.basis'), cell: (item) => item.basis, text: (item) => item.basis },
  { key: 'scope', title: t('item.scope'), startsHidden: true, cell: (item) => item.objectScope, text: (item) => item.objectScope },
  { key: 'methods', title: t('item.methods'), startsHidden: true, cell: methodText, text: methodText },
  {
    key: 'checklist',
    title: t('item.checklist'),
    align: 'right',
    cell: (item) => t('item.lines', { n: item.checklist.length }),
    text: (item) => item.checklist.join(';'),
  },
  { key: 'team', wide: true, title: t('item.team'), cell: (item) => <Team item={item} />, text: (item) => teamLines(item).join('；') },
  {
    key: 'state',
    title: t('item.state'),
    width: 88,
    cell: (item) => <Tag tone={tones[item.state]}>{t(`item.state.${item.state}`)}</Tag>,
    text: (item) => t(`item.state.${item.state}`),
  },
  { key: 'editedBy', title: t('item.editedBy'), cell: (item) => item.editedBy, text: (item) => item.editedBy },
  {
    key: 'published',
    width: 104,
    title: t('item.publishedBy'),
    cell: (item) => (item.publishedBy === null ? '—' : <TwoLines first={item.publishedBy} second={formatDate(item.publishedAt)} />),
    text: (item) => item.publishedBy,
  },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 64,
    cell: (item) =>
      item.state === 'superseded' ? null : (
        <ActionButton link size="small" ability={item.state === 'draft' ? item.abilities.edit : edit} onClick={() => open(item)}>
          {item.state === 'draft' ? t('item.edit') : t('item.revise')}
        </ActionButton>
      ),
  },
]

/** 资格 特种设备安全监察员 / 专家 药品GSP: what the item asks of a team; a dash when it asks nothing. */
const teamLines = ({ qualifications, expertise, expertKinds }: Item): readonly string[] =>
  [
    { label: t('item.qualificationsShort'), words: qualifications },
    { label: t('item.expertiseShort'), words: expertise },
    { label: t('item.expertKindsShort'), words: expertKinds },
  ].flatMap(({ label, words }) => (words.length === 0 ? [] : [`${label} ${words.join('、')}`]))

function Team({ item }: { readonly item: Item }): ReactNode {
  const lines = teamLines(item)
  return lines.length === 0 ? <span className="quiet">—</span> : lines.map((line) => <div key={line}>{line}</div>)
}

const methodText = (item: Item): string => item.methods.map((method) => methods[method][language()]).join('、')
