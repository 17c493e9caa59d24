/** 抽取结果: the drawn in ticket order, page by page, with what was replaced. Who inspects them stands in the list of pairs (console/matching). */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type * as z from 'zod'
import type { Draw, Selected } from '#contract/draws.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { ReplacementAskDialog } from './replacement-ask-dialog.tsx'
import { useReplacements } from './use-replacements.ts'

export type SelectedRow = z.infer<typeof Selected>

export function SelectedList({ draw }: { readonly draw: Draw }): ReactNode {
  const [asked, setAsked] = useState<SelectedRow | null>(null)
  const replaceable = draw.kind === 'O' && draw.state === 'closed'
  const waiting = new Set(
    useReplacements(draw)
      .data?.rows.filter(({ state }) => state === 'requested')
      .map(({ subject }) => subject),
  )
  const columns = [
    ...first(waiting),
    ...(draw.mode === 'sealed' && draw.strata.length === 0 ? [] : [ticket()]),
    subject(),
    ...(draw.strata.length === 0 ? [] : [stratum()]),
    region(),
    ...(replaceable ? [askColumn(draw, waiting, setAsked)] : []),
  ]
  return (
    <Section title={t('draw.list')} note={t('draw.listNote', { n: draw.selected ?? 0 })}>
      <DataList<SelectedRow>
        id={`draw-selected-${draw.kind}`}
        columns={columns}
        rowKey={(row) => row.subject}
        unit={t('draw.list.unit')}
        exportAs={t('draw.list.file', { id: draw.id })}
        source={(page) => api.draws.selected.queryOptions({ input: { ...page, drawId: draw.id } })}
        empty={{ title: t('kit.empty') }}
      />
      {asked !== null && <ReplacementAskDialog draw={draw} row={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}

const first = (waiting: ReadonlySet<string>): Column<SelectedRow>[] => [
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
    cell: (row) => <TwoLines first={<Named row={row} waiting={waiting.has(row.subject)} />} second={row.subject} />,
  },
]

const Named = ({ row, waiting }: { readonly row: SelectedRow; readonly waiting: boolean }): ReactNode => (
  <span>
    <Link className={row.replacedBy === null ? '' : 'mj-replaced'} to="/register/$subject" params={{ subject: row.subject }}>
      {row.name}
    </Link>{' '}
    {row.replacedBy !== null ? <ReplacedTag by={row.replacedBy} /> : waiting && <Tag tone="amber">{t('replacement.waiting')}</Tag>}
  </span>
)

const ReplacedTag = ({ by }: { readonly by: string }): ReactNode => (
  <Link to="/draws/$drawId" params={{ drawId: by }} title={by}>
    <Tag>{t('replacement.by')}</Tag>
  </Link>
)

/** Asking is possible while nobody has begun to inspect the object; the server says so when it is not. */
const askColumn = (draw: Draw, waiting: ReadonlySet<string>, ask: (row: SelectedRow) => void): Column<SelectedRow> => ({
  key: 'ask',
  title: '',
  width: 84,
  cell: (row) =>
    row.replacedBy === null &&
    !waiting.has(row.subject) && (
      <ActionButton link size="small" ability={draw.abilities.requestReplacement} onClick={() => ask(row)}>
        {t('replacement.ask')}
      </ActionButton>
    ),
})

const ticket = (): Column<SelectedRow> => ({
  key: 'ticket',
  wide: true,
  title: t('draw.list.ticket'),
  width: 150,
  text: (row) => row.ticket,
  cell: (row) => (
    <span className="mono mj-ticket" title={row.ticket ?? ''}>
      <b>{row.ticket?.slice(0, 8) ?? '—'}</b>
      <span className="quiet">{row.ticket?.slice(8, 16)}</span>
    </span>
  ),
})

const subject = (): Column<SelectedRow> => ({
  key: 'subject',
  startsHidden: true,
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
  cell: (row) => <span className="mono quiet">{row.stratum ?? '—'}</span>,
})

const region = (): Column<SelectedRow> => ({
  key: 'region',
  title: t('draw.list.region'),
  width: 118,
  text: (row) => row.regionName,
  cell: (row) => row.regionName,
})
