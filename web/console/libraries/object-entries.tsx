/** 专项库与许可 of one object. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { Table } from '#web/ui/table.tsx'
import { untilText } from './entry-columns.tsx'

type Row = Answers['libraries']['entriesOfObject'][number]

export function ObjectEntries({ subject }: { readonly subject: string }): ReactNode {
  const query = useQuery(api.libraries.entriesOfObject.queryOptions({ input: { subject } }))
  return (
    <Section title={t('entry.ofObject')}>
      <Loaded query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <p className="quiet small">{t('entry.ofObjectNone')}</p>
          ) : (
            <Table dense rows={rows} rowKey={({ id }) => id} columns={columns} caption={t('entry.ofObject')} />
          )
        }
      </Loaded>
    </Section>
  )
}

const columns = [
  {
    key: 'library',
    title: t('library.one'),
    cell: ({ libraryId, libraryName }: Row) => (
      <Link to="/libraries/$libraryId" params={{ libraryId }}>
        {libraryName}
      </Link>
    ),
  },
  { key: 'label', title: t('entry.label'), cell: ({ labelName }: Row) => labelName },
  {
    key: 'licence',
    title: t('entry.licence'),
    cell: ({ licenceName, licenceNo }: Row) => (licenceName === '' ? '—' : `${licenceName} ${licenceNo}`),
  },
  { key: 'validTo', title: t('entry.validTo'), width: 112, cell: ({ validTo }: Row) => untilText(validTo) },
  {
    key: 'state',
    title: t('entry.state'),
    width: 72,
    cell: ({ state }: Row) => <Tag tone={state === 'valid' ? 'green' : 'plain'}>{t(`entry.state.${state}`)}</Tag>,
  },
] as const
