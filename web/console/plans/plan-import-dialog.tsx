/** Rows from a spreadsheet: pasted with their heading, or a file. What was read is shown before anything is saved, and every cell that was not, with why. */
import './plans.css'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Modal, Upload } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PlanRowDraft } from '#contract/plan-rows.ts'
import { isProblemCode, problemText } from '#contract/problems.ts'
import { type PlanColumn, planHeadings } from '#core/plans/table-rows.ts'
import { type Answers, api } from '#web/api/client.ts'
import { newCommandId } from '#web/api/command.ts'
import { problemOf, type ShownProblem } from '#web/api/problem.ts'
import { upload } from '#web/api/upload.ts'
import { language, t } from '#web/i18n/t.ts'
import { saveCsv } from '#web/ui/csv.ts'
import { formatRange, formatRate } from '#web/ui/format.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'

export type PlanImportDialogProps = {
  /** The plan the rows are for: its number may stand in the table, any other is refused. */
  readonly planId?: string
  readonly year: number
  readonly pending: boolean
  readonly problem: ShownProblem | null
  /** Answers whether the rows were saved. */
  readonly onTake: (rows: readonly PlanRowDraft[]) => Promise<boolean>
  readonly onClose: () => void
}

type Source = { readonly text: string } | { readonly fileId: string; readonly name: string }
type Read = Answers['plans']['readRows']

export function PlanImportDialog({ planId, year, pending, problem, onTake, onClose }: PlanImportDialogProps): ReactNode {
  const [text, setText] = useState('')
  const [source, setSource] = useState<Source | null>(null)
  const [broken, setBroken] = useState<ShownProblem | null>(null)
  const query = useQuery({
    ...api.plans.readRows.queryOptions({
      input: {
        year,
        ...(planId !== undefined && { planId }),
        ...(source === null ? {} : 'text' in source ? { text: source.text } : { fileId: source.fileId }),
      },
    }),
    enabled: source !== null,
    retry: false,
    staleTime: 0,
  })
  const read = source === null ? undefined : query.data
  const bring = async (file: File): Promise<void> => {
    setBroken(null)
    try {
      const { id, name } = await upload(file, newCommandId(), () => undefined)
      setSource({ fileId: id, name })
    } catch (error) {
      setBroken(problemOf(error))
    }
  }
  const take = async (): Promise<void> => {
    if (read !== undefined && (await onTake(read.rows.map(({ row }) => row)))) onClose()
  }
  return (
    <Modal
      open
      width={960}
      title={t('plan.import.title')}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('kit.cancel')}</Button>
          <Button disabled={text.trim() === ''} loading={query.isFetching} onClick={() => setSource({ text })}>
            {t('plan.import.read')}
          </Button>
          <Button type="primary" disabled={read === undefined || read.rows.length === 0} loading={pending} onClick={() => void take()}>
            {t('plan.import.take', { n: read?.rows.length ?? 0 })}
          </Button>
        </>
      }
    >
      <p>{t('plan.import.text')}</p>
      <Input.TextArea
        aria-label={t('plan.import.paste')}
        placeholder={t('plan.import.paste')}
        rows={6}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="mj-plan-bring">
        <Upload
          accept=".csv,.xlsx"
          showUploadList={false}
          beforeUpload={(file) => {
            void bring(file)
            return false
          }}
        >
          <Button>{t('plan.import.file')}</Button>
        </Upload>
        <Button type="link" onClick={saveSample}>
          {t('plan.import.sample')}
        </Button>
        {source !== null && 'name' in source && <span className="quiet small">{source.name}</span>}
      </p>
      <ProblemAlert problem={problem ?? broken ?? (query.error === null || source === null ? null : problemOf(query.error))} />
      {read !== undefined && <WhatWasRead read={read} />}
    </Modal>
  )
}

function WhatWasRead({ read }: { readonly read: Read }): ReactNode {
  const unknown = read.columns.filter(({ field, title }) => field === null && title !== '')
  return (
    <>
      {read.refused.length > 0 && (
        <div className="mj-note mj-note-amber" role="alert">
          <b>{t('plan.import.refused', { n: read.refused.length })}</b>
          <ul>
            {read.refused.slice(0, 50).map((one) => (
              <li key={`${one.line} ${one.field} ${one.value}`}>
                {t('plan.import.cell', { line: one.line, column: headingOf(one.field) })}：{wordsOf(one.code, one.facts)}
              </li>
            ))}
          </ul>
        </div>
      )}
      {unknown.length > 0 && (
        <p className="quiet small">{t('plan.import.unknown', { names: unknown.map(({ title }) => title).join('、') })}</p>
      )}
      <Table columns={columns} rows={read.rows.slice(0, 100)} rowKey={({ line }) => String(line)} dense caption={t('plan.import.title')} />
      {read.rows.length > 100 && <p className="quiet small">{t('plan.rows.more', { n: read.rows.length - 100 })}</p>}
    </>
  )
}

type Line = Read['rows'][number]

const columns: readonly Column<Line>[] = [
  { key: 'line', title: t('plan.import.line'), width: 56, cell: ({ line }) => line },
  { key: 'name', title: t('plan.row.name'), wide: true, cell: ({ row }) => row.name },
  { key: 'items', title: t('plan.row.items'), wide: true, cell: ({ itemNames }) => itemNames.join('；') },
  { key: 'rate', title: t('plan.row.rate'), cell: ({ row }) => (row.ratePpm === null ? t('plan.row.byStrata') : formatRate(row.ratePpm)) },
  { key: 'window', title: t('plan.row.window'), cell: ({ row }) => formatRange(row.from, row.to) },
  { key: 'office', title: t('plan.row.office'), cell: ({ row }) => row.office },
]

const headingOf = (field: string): string => (field in planHeadings ? planHeadings[field as PlanColumn][0] : field) // asked the table just before

const wordsOf = (code: string, facts: Readonly<Record<string, unknown>>): string =>
  isProblemCode(code) ? problemText(code, facts, language()) : code

/** A table with the headings of ours and one row that can be read. */
const saveSample = (): void =>
  saveCsv(t('plan.import.sampleName'), [
    sampleColumns.map((column) => planHeadings[column][0]),
    [
      '企业公示信息不定向抽查',
      '不定向',
      '公示信息检查；登记事项检查',
      '辖区内存续的企业',
      '3%',
      '3月—10月',
      '信用监管科',
      '现场检查',
      '本级查',
      '',
    ],
    [
      '按信用风险分类的抽查',
      '不定向',
      '公示信息检查',
      '辖区内存续的企业',
      'A:1%；B:3%；C、D:20%',
      '全年',
      '信用监管科',
      '现场检查',
      '本级查',
      '',
    ],
  ])

const sampleColumns = ['name', 'directed', 'items', 'objectScope', 'rate', 'window', 'office', 'methods', 'level', 'remark'] as const
