/** Writes a list as CSV in the browser, page by page from the same query, so that an export can hold nothing the list would not show. */
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { type ReactNode, useRef, useState } from 'react'
import { problemOf } from '../api/problem.ts'
import { t } from '../i18n/t.ts'
import { saveCsv } from './csv.ts'
import type { PageAsk, PageQuery } from './data-list.tsx'
import { Icon } from './icon.tsx'
import type { Column } from './table.tsx'

const pageSize = 200
const usualMost = 20_000

export function ExportButton<Row>({
  name,
  columns,
  source,
  text = t('kit.export'),
  most = usualMost,
}: {
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly source: (page: PageAsk) => PageQuery<Row>
  readonly text?: string
  /** Rows after which it stops and says so. */
  readonly most?: number
}): ReactNode {
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [done, setDone] = useState<number | null>(null)
  const stopped = useRef(false)
  const written = columns.filter((column) => column.text !== undefined)

  const run = async (): Promise<void> => {
    stopped.current = false
    const rows: Row[] = []
    try {
      for (let cursor: string | undefined, more = true; more && !stopped.current && rows.length < most; ) {
        setDone(rows.length)
        const page: PageOfQuery<Row> = await queries.fetchQuery({
          ...source({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) }),
          staleTime: 0,
          gcTime: 0,
        })
        rows.push(...page.rows)
        more = page.next !== null
        cursor = page.next ?? undefined
        if (more && rows.length >= most) message.warning(t('kit.exportCapped', { n: most }))
      }
      if (stopped.current) return
      saveCsv(name, [
        written.map(({ title, textTitle }) => textTitle ?? title),
        ...rows.map((row) => written.map((column) => column.text?.(row) ?? '')),
      ])
      message.success(t('kit.exported', { n: rows.length }))
    } catch (error) {
      message.error(problemOf(error).text)
    } finally {
      setDone(null)
    }
  }

  return done === null ? (
    <Button onClick={() => void run()}>
      <Icon name="download" />
      {text}
    </Button>
  ) : (
    <Button
      onClick={() => {
        stopped.current = true
      }}
    >
      {t('kit.exporting', { n: done })} · {t('kit.exportStop')}
    </Button>
  )
}

type PageOfQuery<Row> = Awaited<ReturnType<PageQuery<Row>['queryFn']>>
