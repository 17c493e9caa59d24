/** 配对概率档案: every possible pair of a draw with its probability, for the review role alone. */
import './matching.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type * as z from 'zod'
import type { Draw } from '#contract/draws.ts'
import type { Propensity } from '#contract/matching.ts'
import { whole } from '#core/matching/graph.ts'
import { api, client } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList, type PageAsk, type PageQuery } from '#web/ui/data-list.tsx'
import { ExportButton } from '#web/ui/data-list-export.tsx'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { formatProbability } from './words.ts'

type Row = z.infer<typeof Propensity>
/** One line of the export: one possible pair. */
type Line = Omit<Row, 'units'> & { readonly unit: Row['units'][number] }

/** On the page of the draw: what it is for, and the way there. */
export function PropensitySection({ draw }: { readonly draw: Draw }): ReactNode {
  if (!draw.abilities.reviewPropensities.allowed) return null
  return (
    <Section
      title={t('matching.review')}
      note={t('matching.review.note')}
      extra={
        <Link to="/draws/$drawId/propensities" params={{ drawId: draw.id }}>
          {t('matching.review.open')}
        </Link>
      }
    >
      <p className="small">{t('matching.review.text')}</p>
    </Section>
  )
}

export function PropensityPage(): ReactNode {
  const { drawId } = useParams({ from: '/signed-in/shell/draws/$drawId/propensities' })
  const query = useQuery(api.draws.get.queryOptions({ input: { drawId } }))
  return <Loaded query={query}>{(draw) => <Archive draw={draw} />}</Loaded>
}

function Archive({ draw }: { readonly draw: Draw }): ReactNode {
  const navigate = useNavigate()
  return (
    <Page
      title={t('matching.review')}
      lead={
        <>
          <span className="mono">{draw.id}</span>
          <span>{draw.taskName}</span>
          <span>{t('matching.review.text')}</span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => void navigate({ to: '/draws/$drawId', params: { drawId: draw.id } })}>{t('draw.one')}</ActionButton>
          <ExportButton<Line>
            name={t('matching.review.file', { id: draw.id })}
            text={t('matching.review.export')}
            most={2_000_000}
            columns={lineColumns()}
            source={(page) => linesOf(draw.id, page)}
          />
        </>
      }
    >
      <DataList<Row>
        id="propensities"
        columns={columns(draw.id)}
        rowKey={(row) => `${row.subject} ${row.population}`}
        unit={t('matching.pairs.unit')}
        source={(page) => api.matching.propensities.queryOptions({ input: { ...page, drawId: draw.id } })}
        empty={{ title: t('kit.empty') }}
      />
    </Page>
  )
}

/** The pages of the archive, a pair a row. */
const linesOf = (drawId: string, page: PageAsk): PageQuery<Line> => ({
  queryKey: ['propensity lines', drawId, page.cursor ?? '', page.limit],
  queryFn: async () => {
    const answer = await client.matching.propensities({ ...page, drawId })
    return { ...answer, rows: answer.rows.flatMap(({ units, ...row }) => units.map((unit) => ({ ...row, unit }))) }
  },
})

const lineColumns = (): Column<Line>[] => {
  const column = (key: string, title: string, text: (line: Line) => string | number): Column<Line> => ({ key, title, text, cell: text })
  return [
    column('name', t('draw.list.name'), ({ name }) => name),
    column('subject', t('draw.list.subject'), ({ subject }) => subject),
    column('population', t('matching.review.population'), ({ population }) => t(`matching.population.${population}`)),
    column('unit', t('matching.review.person'), ({ unit }) => unit.name),
    column('probability', t('matching.review.probability'), ({ unit }) => (unit.share / whole).toFixed(6)),
    column('exact', t('matching.review.exact'), ({ unit }) => unit.share),
    column('drawn', t('matching.review.isDrawn'), ({ unit }) => t(unit.drawn ? 'kit.yes' : 'kit.no')),
  ]
}

const columns = (drawId: string): Column<Row>[] => [
  {
    key: 'name',
    wide: true,
    title: t('draw.list.name'),
    fixed: true,
    cell: ({ name, subject }) => (
      <TwoLines
        first={
          <Link to="/draws/$drawId/pairs/$subject" params={{ drawId, subject }}>
            {name}
          </Link>
        }
        second={subject}
      />
    ),
  },
  {
    key: 'population',
    width: 80,
    title: t('matching.review.population'),
    cell: ({ population }) => t(`matching.population.${population}`),
  },
  {
    key: 'eligible',
    align: 'right',
    width: 72,
    title: t('matching.pairs.eligible'),
    cell: ({ units }) => t('matching.pairs.people', { n: units.length }),
  },
  { key: 'units', wide: true, title: t('matching.review.units'), cell: ({ units }) => <Units units={units} /> },
]

const shownUnits = 12

function Units({ units }: { readonly units: Row['units'] }): ReactNode {
  const [open, setOpen] = useState(false)
  const sorted = units.toSorted((a, b) => Number(b.drawn) - Number(a.drawn) || a.name.localeCompare(b.name, 'zh-Hans-CN'))
  return (
    <span className="mat-seats">
      {(open ? sorted : sorted.slice(0, shownUnits)).map(({ id, name, share, drawn }) => (
        <span key={id} className={drawn ? 'strong' : ''}>
          {name}
          {drawn && '★'}
          <small>{formatProbability(share)}</small>
        </span>
      ))}
      {units.length > shownUnits && (
        <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('matching.why.less') : t('matching.review.all', { n: units.length })}
        </Button>
      )}
    </span>
  )
}
