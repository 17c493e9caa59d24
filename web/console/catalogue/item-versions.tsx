/** Every version of an item: when it holds, who published it, and what changed from the one before. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ItemPage } from '#contract/catalogue.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { type Column, Table } from '#web/ui/table.tsx'
import { StandingTag, validityText } from './item-words.tsx'

type Version = ItemPage['versions'][number]

export function ItemVersions({ item }: { readonly item: ItemPage }): ReactNode {
  const before = (version: Version): Version | undefined =>
    item.versions.find((one) => one.version < version.version && one.state !== 'discarded')
  const columns: readonly Column<Version>[] = [
    {
      key: 'version',
      title: t('joint.versions'),
      width: 112,
      cell: (version) =>
        version.id === item.id ? (
          <b>{t('item.versionN', { n: version.version })}</b>
        ) : (
          <Link to="/items/$itemId" params={{ itemId: version.id }}>
            {t('item.versionN', { n: version.version })}
          </Link>
        ),
    },
    { key: 'state', title: t('item.state'), width: 112, cell: (version) => <StandingTag of={version} /> },
    { key: 'validity', title: t('item.validity'), cell: validityText },
    {
      key: 'published',
      title: t('item.publishedBy'),
      cell: (version) => (version.publishedBy === null ? '—' : `${version.publishedBy} ${formatTime(version.publishedAt)}`),
    },
    {
      key: 'diff',
      title: t('item.compareWith'),
      align: 'right',
      cell: (version) => {
        const old = before(version)
        return old === undefined ? null : (
          <Link to="/items/$itemId/diff" params={{ itemId: version.id }} search={{ against: old.id }}>
            {t('item.compare')}
          </Link>
        )
      },
    },
  ]
  return <Table columns={columns} rows={item.versions} rowKey={({ id }) => id} dense caption={t('item.versions')} />
}
