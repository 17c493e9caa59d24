/** The list of the house: filters above, state in the address, keyset pages, capped counts, column settings, selection, export. */
import './table.css'
import { keepPreviousData, type QueryFunctionContext, type QueryKey, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { t } from '../i18n/t.ts'
import { useActive } from './active.ts'
import { useColumns } from './data-list-columns.tsx'
import { ExportButton } from './data-list-export.tsx'
import { type Filter, Filters } from './data-list-filters.tsx'
import { Pager } from './data-list-pager.tsx'
import { Empty, Loading, ProblemAlert } from './states.tsx'
import { type Column, rowNumber, type Selection, type Sorting, Table } from './table.tsx'

export type PageAsk = { readonly cursor?: string; readonly limit: number }
export type PageOf<Row> = {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly count: { readonly value: number; readonly capped: boolean }
  /** More matches than were looked at: the query is to be narrowed down. */
  readonly truncated?: boolean
}
export type PageQuery<Row> = {
  readonly queryKey: QueryKey
  readonly queryFn: (context: QueryFunctionContext) => PageOf<Row> | Promise<PageOf<Row>>
}
export type FilterValues = Readonly<Record<string, string | undefined>>

/** What stands above the rows may know of the list, and do with it. */
export type ListTools = {
  readonly filter: FilterValues
  /** Keys of the columns that are shown. */
  readonly shown: readonly string[]
  readonly sort: string | null
  readonly count: PageOf<never>['count'] | null
  /** Shows another query, with its columns where it has any. */
  readonly apply: (filter: FilterValues, columns: readonly string[]) => void
}

export type DataListProps<Row> = {
  /** Names the column settings in this browser: one per list. */
  readonly id: string
  readonly columns: readonly Column<Row>[]
  readonly rowKey: (row: Row) => string
  /** `(page, filter) => api.tasks.list.queryOptions({ input: { ...page, q: filter.q } })` */
  readonly source: (page: PageAsk, filter: FilterValues) => PageQuery<Row>
  readonly filters?: readonly Filter[]
  /** Keys of the address that narrow the list but are set elsewhere on the page. */
  readonly hiddenFilters?: readonly string[]
  /** Above the rows: saved views, and what is done to all objects of the query. */
  readonly tools?: (list: ListTools) => ReactNode
  /** Numbers the rows, as far as the way to this page is known. */
  readonly numbered?: boolean
  /** 户, 人, 项: what the count counts. */
  readonly unit: string
  /** Shown when there is nothing at all; a search without hits has its own words. */
  readonly empty: { readonly title: string; readonly text?: string; readonly action?: ReactNode }
  /** Makes rows selectable; the actions stand in the tinted line. Selection is of this page and is dropped with it. */
  readonly selection?: {
    readonly nameOf: (row: Row) => string
    readonly refused?: (row: Row) => string | null
    readonly actions: (chosen: readonly Row[], clear: () => void) => ReactNode
  }
  /** File name without ending; gives the list an export button (CSV made in the browser from the same pages). */
  readonly exportAs?: string
  /** What the export button says, when it is more than an export of rows. */
  readonly exportText?: string
  /** Asks again every so many milliseconds, for lists whose rows move by themselves. */
  readonly refreshEvery?: number
}

const pageSizes = [20, 50, 100, 200] as const

export function DataList<Row>(props: DataListProps<Row>): ReactNode {
  const { id, rowKey, source, filters = [], hiddenFilters = [], unit, empty, selection, exportAs, exportText, refreshEvery, tools } = props
  const { values, change } = useAddress()
  const limit = Number(values.limit ?? 50)
  const filter: FilterValues = Object.fromEntries([...filters.map(({ key }) => key), ...hiddenFilters].map((key) => [key, values[key]]))
  const cursor = values.cursor
  const active = useActive()
  const query = useQuery({
    ...source({ limit, ...(cursor === undefined ? {} : { cursor }) }, filter),
    placeholderData: keepPreviousData,
    ...(refreshEvery === undefined ? {} : { refetchInterval: active ? refreshEvery : false }),
  })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  // The pages walked through, first to last: keyset pages know their next page, not the one before.
  const [walked, setWalked] = useState<readonly (string | undefined)[]>([undefined])
  const place = walked.indexOf(cursor)
  const columns = useColumns(id, props.columns)

  const go = (next: FilterValues, pages: readonly (string | undefined)[] = [undefined]): void => {
    setChosen(new Set())
    setWalked(pages)
    change(next)
  }
  const searched = Object.entries(filter).some(([key, value]) => value !== undefined && key !== 'sort')
  const rows = query.data?.rows ?? []
  const chosenRows = rows.filter((row) => chosen.has(rowKey(row)))
  const tableSelection: Selection<Row> | undefined =
    selection === undefined
      ? undefined
      : {
          chosen,
          onChoose: setChosen,
          nameOf: selection.nameOf,
          ...(selection.refused === undefined ? {} : { refused: selection.refused }),
        }

  const sorted = sortingOf(filter.sort, (sort) => go({ ...filter, limit: values.limit, sort }))
  const start = place >= 0 ? place * limit : null
  const shown = props.numbered === true && start !== null ? [numberColumn<Row>(rows, start), ...columns.shown] : columns.shown

  return (
    <div>
      {filters.length > 0 && (
        <Filters key={JSON.stringify(filter)} filters={filters} values={filter} onSearch={(next) => go({ ...next, limit: values.limit })} />
      )}
      {tools?.({
        filter,
        shown: columns.shown.map(({ key }) => key),
        sort: filter.sort ?? null,
        count: query.data?.count ?? null,
        apply: (next, keys) => {
          if (keys.length > 0) columns.show(keys)
          go({ ...next, limit: values.limit })
        },
      })}
      {query.data?.truncated === true && <Alert type="info" showIcon message={t('kit.truncated')} style={{ marginBottom: 8 }} />}
      {query.error !== null && <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data !== undefined && rows.length === 0 && (
        <Empty
          title={searched ? t('kit.empty') : empty.title}
          action={searched ? <Button onClick={() => go({})}>{t('kit.reset')}</Button> : empty.action}
        >
          {searched ? t('kit.emptySearch') : empty.text}
        </Empty>
      )}
      {selection !== undefined && chosenRows.length > 0 && (
        <div className="mj-selection" role="status">
          <b>{t('kit.selected', { n: chosenRows.length, unit })}</b>
          <span className="quiet">{t('kit.selectedNote')}</span>
          <span className="mj-extra">
            {selection.actions(chosenRows, () => setChosen(new Set()))}
            <Button type="link" size="small" onClick={() => setChosen(new Set())}>
              {t('kit.cancel')}
            </Button>
          </span>
        </div>
      )}
      {rows.length > 0 && query.data !== undefined && (
        <>
          <Table columns={shown} rows={rows} rowKey={rowKey} selection={tableSelection} sorting={sorted} stale={query.isPlaceholderData} />
          <Pager
            rows={rows.length}
            count={query.data.count}
            unit={unit}
            limit={limit}
            sizes={pageSizes}
            first={cursor === undefined}
            trailLost={place < 1}
            last={query.data.next === null}
            onLimit={(next) => go({ ...filter, limit: String(next) })}
            onPrevious={() => go({ ...filter, limit: values.limit, cursor: walked[place - 1] }, walked)}
            onNext={() => {
              const next = query.data.next ?? undefined
              go({ ...filter, limit: values.limit, cursor: next }, [...walked.slice(0, place + 1), next])
            }}
          >
            {exportAs !== undefined && (
              <ExportButton
                name={exportAs}
                columns={props.columns}
                source={(page) => source(page, filter)}
                {...(exportText === undefined ? {} : { text: exportText })}
              />
            )}
            {columns.settings}
          </Pager>
        </>
      )}
    </div>
  )
}

/** `updated-desc` in the address: newest first. */
function sortingOf(text: string | undefined, onChange: (sort: string | undefined) => void): Sorting {
  const [key = null, way] = text?.split('-') ?? []
  return {
    key,
    descending: way === 'desc',
    onSort: (next) => onChange(next === null ? undefined : `${next.key}${next.descending ? '-desc' : ''}`),
  }
}

function numberColumn<Row>(rows: readonly Row[], start: number): Column<Row> {
  const numbers = new Map(rows.map((row, at) => [row, start + at + 1]))
  return { key: rowNumber, title: t('kit.number'), width: 56, cell: (row) => <span className="quiet">{numbers.get(row)}</span> }
}

/** The search part of the address as plain strings, and a way to change it. */
function useAddress(): { readonly values: FilterValues; readonly change: (next: FilterValues) => void } {
  const search = useRouterState({ select: (state) => state.location.search as Readonly<Record<string, unknown>> })
  const navigate = useNavigate()
  const values: FilterValues = Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  )
  const change = (next: FilterValues): void => {
    const kept = values.lang === undefined ? {} : { lang: values.lang }
    const search = Object.fromEntries(Object.entries({ ...kept, ...next }).filter(([, value]) => value !== undefined && value !== ''))
    // The list does not know which route it stands on; every list route takes plain optional strings.
    void navigate({ to: '.', search: search as never })
  }
  return { values, change }
}
