/** 专项库: the libraries of the department in its place and below, and the joint ones. */

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Library } from '#contract/libraries.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page, Tag } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'
import { kindText } from '../registers/entity-words.ts'
import { LibraryDialog } from './library-dialog.tsx'

const states = ['active', 'retired'] as const

export function LibraryListPage(): ReactNode {
  const [adding, setAdding] = useState(false)
  const make = useQuery(api.libraries.list.queryOptions({ input: { limit: 1 } })).data?.abilities.make
  const add = (
    <ActionButton primary icon={<Icon name="plus" />} {...(make === undefined ? {} : { ability: make })} onClick={() => setAdding(true)}>
      {t('library.add')}
    </ActionButton>
  )
  return (
    <Page title={t('library.title')} lead={t('library.lead')} actions={add}>
      <DataList<Library>
        id="libraries"
        unit={t('library.unit')}
        columns={columns}
        rowKey={({ id }) => id}
        source={(page, filter) =>
          api.libraries.list.queryOptions({ input: { ...page, q: filter.q, state: states.find((state) => state === filter.state) } })
        }
        filters={[
          { key: 'q', label: t('library.q') },
          { key: 'state', label: t('library.state'), options: states.map((value) => ({ value, label: t(`library.state.${value}`) })) },
        ]}
        empty={{ title: t('library.empty'), text: t('library.emptyText'), action: <div style={{ marginTop: 16 }}>{add}</div> }}
        exportAs={t('library.export')}
      />
      {adding && <LibraryDialog library={null} onClose={() => setAdding(false)} />}
    </Page>
  )
}

const kindsText = ({ objectKinds }: Library): string =>
  objectKinds.length === 0 ? t('library.allKinds') : objectKinds.map(kindText).join('、')

const columns: readonly Column<Library>[] = [
  {
    key: 'name',
    title: t('library.name'),
    fixed: true,
    cell: (library) => (
      <>
        <Link to="/libraries/$libraryId" params={{ libraryId: library.id }}>
          {library.name}
        </Link>{' '}
        {library.joint && <Tag tone="accent">{t('library.joint')}</Tag>}{' '}
        {library.state === 'retired' && <Tag>{t('library.state.retired')}</Tag>}
      </>
    ),
    text: ({ name }) => name,
  },
  { key: 'org', title: t('library.org'), cell: ({ orgName }) => orgName, text: ({ orgName }) => orgName },
  {
    key: 'labels',
    title: t('library.labels'),
    wide: true,
    cell: ({ labels }) => labels.map(({ name }) => name).join('、'),
    text: ({ labels }) => labels.map(({ name }) => name).join('、'),
  },
  { key: 'kinds', title: t('library.kinds'), cell: kindsText, text: kindsText },
  {
    key: 'entries',
    title: t('library.entries'),
    align: 'right',
    width: 96,
    cell: ({ entries }) => `${formatNumber(entries.value)}${entries.capped ? '+' : ''}`,
    text: ({ entries }) => entries.value,
  },
]
