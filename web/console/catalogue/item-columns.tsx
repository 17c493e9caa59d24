/** The columns of the list of items. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { layers } from '#core/catalogue/item.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatDate } from '#web/ui/format.ts'
import { Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { ratioText, StandingTag, validityText } from './item-words.tsx'

export const itemColumns = (): readonly Column<Item>[] => [
  {
    key: 'name',
    title: t('item.nameCode'),
    textTitle: t('item.name'),
    fixed: true,
    width: 260,
    cell: (item) => (
      <TwoLines
        first={
          <Link to="/items/$itemId" params={{ itemId: item.id }}>
            <b>{item.name}</b>
          </Link>
        }
        second={`${item.code} · ${t('item.versionN', { n: item.version })}${item.subItem === '' ? '' : ` · ${item.subItem}`}`}
      />
    ),
    text: (item) => item.name,
  },
  {
    key: 'code',
    title: t('item.code'),
    startsHidden: true,
    cell: (item) => <span className="mono">{item.code}</span>,
    text: (item) => item.code,
  },
  { key: 'layer', width: 88, title: t('item.layer'), cell: layerText, text: layerText },
  { key: 'category', width: 128, title: t('item.category'), cell: (item) => item.category, text: (item) => item.category },
  {
    key: 'class',
    width: 112,
    title: t('item.class'),
    cell: (item) => (item.itemClass === 'key' ? <Tag tone="strong">{t('item.class.key')}</Tag> : t('item.class.general')),
    text: (item) => t(`item.class.${item.itemClass}`),
  },
  { key: 'basis', wide: true, title: t('item.basis'), cell: (item) => item.basis, text: (item) => item.basis },
  { key: 'scope', title: t('item.scope'), startsHidden: true, cell: (item) => item.objectScope, text: (item) => item.objectScope },
  { key: 'methods', title: t('item.methods'), startsHidden: true, cell: methodText, text: methodText },
  { key: 'ratio', title: t('item.ratio'), startsHidden: true, cell: ratioText, text: ratioText },
  { key: 'frequency', title: t('item.frequency'), startsHidden: true, cell: frequencyOf, text: frequencyOf },
  {
    key: 'checklist',
    title: t('item.checklist'),
    align: 'right',
    width: 88,
    cell: (item) => t('item.lines', { n: item.checklist.length }),
    text: (item) => item.checklist.map(({ content }) => content).join(';'),
  },
  {
    key: 'team',
    wide: true,
    startsHidden: true,
    title: t('item.team'),
    cell: (item) => <Team item={item} />,
    text: (item) => teamLines(item).join('；'),
  },
  {
    key: 'state',
    title: t('item.state'),
    width: 96,
    cell: (item) => <StandingTag of={item} />,
    text: (item) =>
      item.state === 'published' && item.standing !== null ? t(`item.standing.${item.standing}`) : t(`item.state.${item.state}`),
  },
  { key: 'validity', width: 176, title: t('item.validity'), cell: validityText, text: validityText },
  { key: 'editedBy', title: t('item.editedBy'), startsHidden: true, cell: (item) => item.editedBy, text: (item) => item.editedBy },
  {
    key: 'published',
    width: 104,
    startsHidden: true,
    title: t('item.publishedBy'),
    cell: (item) => (item.publishedBy === null ? '—' : <TwoLines first={item.publishedBy} second={formatDate(item.publishedAt)} />),
    text: (item) => item.publishedBy,
  },
]

const frequencyOf = (item: Item): string => (item.frequencyCap === null ? t('item.noCap') : t('item.perYear', { n: item.frequencyCap }))

const layerText = (item: Item): string => layers[item.layer][language()]

const methodText = (item: Item): string => item.methods.map((method) => methods[method][language()]).join('、')

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
