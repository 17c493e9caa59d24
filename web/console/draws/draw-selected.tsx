/** 抽取结果: the drawn in ticket order, page by page; of an officer draw, with who inspects them. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type * as z from 'zod'
import type { Draw, Selected } from '#contract/draws.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Section } from '#web/ui/page.tsx'
import type { Column } from '#web/ui/table.tsx'

export type SelectedRow = z.infer<typeof Selected>

export function SelectedList({ draw }: { readonly draw: Draw }): ReactNode {
  const officers = draw.kind === 'P'
  return (
    <Section
      title={t(officers ? 'draw.listP' : 'draw.list')}
      note={officers ? t('draw.listPNote') : t('draw.listNote', { n: draw.selected ?? 0 })}
    >
      <DataList<SelectedRow>
        id={`draw-selected-${draw.kind}`}
        columns={officers ? [...first(), officersColumn(), region()] : [...first(), ticket(), subject(), stratum(), region()]}
        rowKey={(row) => row.subject}
        unit={t('draw.list.unit')}
        exportAs={t('draw.list.file', { id: draw.id })}
        source={(page) => api.draws.selected.queryOptions({ input: { ...page, drawId: draw.id } })}
        empty={{ title: t('kit.empty') }}
      />
    </Section>
  )
}

const first = (): Column<SelectedRow>[] => [
  {
    key: 'order',
    title: t('draw.list.order'),
    width: 48,
    fixed: true,
    text: (row) => row.order,
    cell: (row) => <span className="quiet">{row.order}</span>,
  },
  {
    key: 'name',
    wide: true,
    title: t('draw.list.name'),
    fixed: true,
    text: (row) => row.name,
    cell: (row) => (
      <Link to="/register/$subject" params={{ subject: row.subject }}>
        {row.name}
      </Link>
    ),
  },
]

const ticket = (): Column<SelectedRow> => ({
  key: 'ticket',
  wide: true,
  title: t('draw.list.ticket'),
  width: 150,
  text: (row) => row.ticket,
  cell: (row) => (
    <span className="mono mj-ticket" title={row.ticket}>
      <b>{row.ticket.slice(0, 8)}</b>
      <span className="quiet">{row.ticket.slice(8, 16)}</span>
    </span>
  ),
})

const subject = (): Column<SelectedRow> => ({
  key: 'subject',
  wide: true,
  title: t('draw.list.subject'),
  width: 164,
  text: (row) => row.subject,
  cell: (row) => <span className="mono quiet">{row.subject}</span>,
})

const stratum = (): Column<SelectedRow> => ({
  key: 'stratum',
  title: t('draw.list.stratum'),
  width: 44,
  text: (row) => row.stratum,
  cell: (row) => <span className="mono quiet">{row.stratum}</span>,
})

const region = (): Column<SelectedRow> => ({
  key: 'region',
  title: t('draw.list.region'),
  width: 96,
  text: (row) => row.regionName,
  cell: (row) => row.regionName,
})

const officersColumn = (): Column<SelectedRow> => ({
  key: 'officers',
  wide: true,
  title: t('draw.list.officers'),
  text: (row) => row.officers.map(({ name, role }) => (role === 'lead' ? `${name}★` : name)).join('、'),
  cell: (row) =>
    [...row.officers]
      .sort((a, b) => Number(b.role === 'lead') - Number(a.role === 'lead'))
      .map(({ id, name, role }) => (
        <span key={id} className="mj-officer">
          {name}
          {role === 'lead' && <span title={t('draw.list.lead')}>★</span>}
        </span>
      )),
})
