/** The lists behind the numbers: rows, strata, items, the objects visited twice, the rows that could be merged. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { RowName, SimulationLine, SimulationPart } from '#contract/simulation.ts'
import type { Ability } from '#core/access/can.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber, formatRange, formatRate } from '#web/ui/format.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { useLines } from './simulation-lines.ts'
import { VerdictTag } from './simulation-verdict.tsx'

type Line<Part extends SimulationPart> = Extract<SimulationLine, { part: Part }>

export function SimulationLists({ simulationId, propose }: { readonly simulationId: string; readonly propose: Ability }): ReactNode {
  return (
    <>
      <List
        id={simulationId}
        part="combination"
        title={t('simulation.combinations')}
        note={t('simulation.combinationsNote')}
        columns={combinationColumns()}
      />
      <Groups id={simulationId} propose={propose} />
      <List id={simulationId} part="item" title={t('simulation.items')} columns={itemColumns()} />
      <List id={simulationId} part="row" title={t('simulation.rows')} columns={rowColumns()} />
      <List id={simulationId} part="stratum" title={t('simulation.strata')} columns={stratumColumns()} />
    </>
  )
}

type ListProps<Part extends SimulationPart> = {
  readonly id: string
  readonly part: Part
  readonly title: string
  readonly note?: string
  readonly columns: readonly Column<Line<Part>>[]
}

function List<Part extends SimulationPart>({ id, part, title, note, columns }: ListProps<Part>): ReactNode {
  const { rows, more, loading, next } = useLines(id, part)
  return (
    <div id={`sim-${part}`}>
      <Section title={title} note={note}>
        {rows.length === 0 && !loading ? (
          <p className="quiet">{t('simulation.none')}</p>
        ) : (
          <Table dense rows={rows} rowKey={({ code }) => code} caption={title} columns={columns} />
        )}
        {more && (
          <Button className="sim-more" size="small" loading={loading} onClick={next}>
            {t('simulation.more')}
          </Button>
        )}
      </Section>
    </div>
  )
}

function Groups({ id, propose }: { readonly id: string; readonly propose: Ability }): ReactNode {
  const command = useCommand(client.simulation.propose, { done: t('simulation.proposed') })
  const columns: readonly Column<Line<'group'>>[] = [
    { key: 'rows', title: t('simulation.together'), wide: true, cell: ({ figures }) => <Rows rows={figures.rows} leads /> },
    count('items', t('simulation.items'), ({ figures }) => figures.items),
    count('common', t('simulation.common'), ({ figures }) => figures.common),
    count('saved', t('simulation.saved'), ({ figures }) => figures.saved),
    { key: 'gap', title: t('simulation.gap'), cell: ({ figures }) => gapText(figures.gapDays) },
    {
      key: 'act',
      title: '',
      cell: ({ code }) => (
        <ActionButton
          link
          size="small"
          ability={propose}
          loading={command.pending}
          onClick={() => void command.run({ simulationId: id, group: code })}
        >
          {t('simulation.propose')}
        </ActionButton>
      ),
    },
  ]
  return <List id={id} part="group" title={t('simulation.groups')} note={t('simulation.groupsNote')} columns={columns} />
}

const gapText = (days: number): string => (days === 0 ? t('simulation.gapNone') : t('simulation.gapDays', { n: days }))

const combinationColumns = (): readonly Column<Line<'combination'>>[] => [
  { key: 'rows', title: t('simulation.reachedBy'), wide: true, cell: ({ figures }) => <Rows rows={figures.rows} /> },
  {
    key: 'objects',
    title: t('simulation.inGroup'),
    align: 'right',
    cell: ({ figures }) => (
      <TwoLines first={formatNumber(figures.objects)} second={<ObjectsLink filters={figures.rows.map(({ filter }) => filter)} />} />
    ),
  },
  count('twice', t('simulation.twiceShort'), ({ figures }) => figures.twice),
  count('saved', t('simulation.saved'), ({ figures }) => figures.saved),
]

const rowColumns = (): readonly Column<Line<'row'>>[] => [
  {
    key: 'row',
    title: t('simulation.row'),
    wide: true,
    cell: ({ figures }) => <TwoLines first={`${figures.seq}. ${figures.name}`} second={formatRange(figures.from, figures.to)} />,
  },
  {
    key: 'base',
    title: t('simulation.base'),
    align: 'right',
    cell: ({ figures }) => <TwoLines first={formatNumber(figures.base)} second={<ObjectsLink filters={[figures.filter]} />} />,
  },
  count('target', t('simulation.target'), ({ figures }) => figures.target),
  { key: 'rate', title: t('simulation.rate'), align: 'right', cell: ({ figures }) => formatRate(figures.ratePpm) },
  count('shared', t('simulation.shared'), ({ figures }) => figures.shared),
]

const stratumColumns = (): readonly Column<Line<'stratum'>>[] => [
  { key: 'row', title: t('simulation.row'), wide: true, cell: ({ figures }) => `${figures.seq}. ${figures.rowName}` },
  { key: 'name', title: t('simulation.stratum'), cell: ({ figures }) => figures.name },
  count('n', t('simulation.base'), ({ figures }) => figures.n),
  count('target', t('simulation.target'), ({ figures }) => figures.target),
  { key: 'rate', title: t('simulation.rate'), align: 'right', cell: ({ figures }) => formatRate(figures.ratePpm) },
]

const itemColumns = (): readonly Column<Line<'item'>>[] => [
  {
    key: 'item',
    title: t('simulation.item'),
    wide: true,
    cell: ({ figures }) => <TwoLines first={figures.name} second={t(`simulation.class.${figures.itemClass}`)} />,
  },
  count('base', t('simulation.base'), ({ figures }) => figures.base),
  count('target', t('simulation.target'), ({ figures }) => figures.target),
  { key: 'rate', title: t('simulation.rate'), align: 'right', cell: ({ figures }) => formatRate(figures.ratePpm) },
  {
    key: 'limits',
    title: t('simulation.limits'),
    cell: ({ figures }) => `${formatRate(figures.ratioFloorPpm)} ～ ${formatRate(figures.ratioCapPpm)}`,
  },
  { key: 'verdict', title: t('simulation.verdict'), cell: ({ figures }) => <VerdictTag verdict={figures.verdict} /> },
]

const count = <Row,>(key: string, title: string, value: (row: Row) => number): Column<Row> => ({
  key,
  title,
  align: 'right',
  cell: (row) => formatNumber(Math.round(value(row))),
})

/** `leads`: the first would lead the joint visit. */
const Rows = ({ rows, leads = false }: { readonly rows: readonly RowName[]; readonly leads?: boolean }): ReactNode => (
  <ul className="sim-rows">
    {rows.map(({ id, seq, name, own, planName, orgName, from, to }, i) => (
      <li key={id}>
        {leads && i === 0 && <Tag tone="accent">{t('simulation.leads')}</Tag>} {seq}. {name}{' '}
        <span className="quiet small">{formatRange(from, to)}</span>
        {!own && <span className="quiet small"> {t('simulation.otherPlan', { org: orgName, plan: planName })}</span>}
      </li>
    ))}
  </ul>
)

/** The list of the register under the conditions of all the rows: who is meant, page by page. */
function ObjectsLink({ filters }: { readonly filters: readonly RowName['filter'][] }): ReactNode {
  const active = { field: 'state', op: 'in', values: ['active'] }
  const all = [...new Map([active, ...filters.flatMap((one) => one.all)].map((one) => [JSON.stringify(one), one])).values()]
  // A filter of the register takes fifty conditions.
  if (all.length > 50) return null
  return (
    <Link className="small" to="/register" search={{ filter: JSON.stringify({ version: 1, all }) }}>
      {t('simulation.showObjects')}
    </Link>
  )
}
