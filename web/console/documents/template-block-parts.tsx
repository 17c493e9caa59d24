/** Columns of a table, and rows of a form. */
import { Button, Input, InputNumber } from 'antd'
import type { ReactNode } from 'react'
import type { TemplateBlock } from '#contract/document-templates.ts'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'

type Columns = Extract<TemplateBlock, { kind: 'table' }>['columns']
type Rows = Extract<TemplateBlock, { kind: 'form' }>['rows']

export type TableColumnsProps = { readonly columns: Columns; readonly disabled: boolean; readonly onColumns: (columns: Columns) => void }

export function TableColumns({ columns, disabled, onColumns }: TableColumnsProps): ReactNode {
  const set = (at: number, change: Partial<Columns[number]>): void =>
    onColumns(columns.map((column, index) => (index === at ? { ...column, ...change } : column)))
  return (
    <>
      {columns.map((column, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: their place is all the identity they have
        <div className="mj-template-row" key={at}>
          <Input
            size="small"
            disabled={disabled}
            aria-label={t('template.column')}
            value={column.title}
            onChange={(event) => set(at, { title: event.target.value })}
          />
          <Input
            size="small"
            disabled={disabled}
            aria-label={t('template.columnText')}
            value={column.text}
            onChange={(event) => set(at, { text: event.target.value })}
          />
          <InputNumber
            size="small"
            disabled={disabled}
            aria-label={t('template.columnWidth')}
            min={1}
            max={100}
            precision={0}
            value={column.width}
            onChange={(width) => set(at, { width: width ?? 1 })}
          />
          <Remove disabled={disabled || columns.length === 1} onClick={() => onColumns(columns.toSpliced(at, 1))} />
        </div>
      ))}
      <Add disabled={disabled} onClick={() => onColumns([...columns, { title: '', text: '', width: 10 }])} />
    </>
  )
}

export type FormRowsProps = { readonly rows: Rows; readonly disabled: boolean; readonly onRows: (rows: Rows) => void }

export function FormRows({ rows, disabled, onRows }: FormRowsProps): ReactNode {
  const set = (at: number, change: Partial<Rows[number]>): void =>
    onRows(rows.map((row, index) => (index === at ? { ...row, ...change } : row)))
  return (
    <>
      {rows.map((row, at) =>
        row.cells.map((cell, place) => {
          const setCell = (change: Partial<typeof cell>): void =>
            set(at, { cells: row.cells.map((one, index) => (index === place ? { ...one, ...change } : one)) })
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: their place is all the identity they have
            <div className="mj-template-row" key={`${at} ${place}`}>
              <Input
                size="small"
                disabled={disabled}
                aria-label={t('template.label')}
                value={cell.label}
                onChange={(event) => setCell({ label: event.target.value })}
              />
              <Input.TextArea
                size="small"
                autoSize
                disabled={disabled}
                aria-label={t('template.text')}
                value={cell.text}
                onChange={(event) => setCell({ text: event.target.value })}
              />
              <InputNumber
                size="small"
                disabled={disabled || place > 0}
                aria-label={t('template.lines')}
                min={1}
                max={20}
                precision={0}
                value={row.lines}
                onChange={(lines) => set(at, { lines: lines ?? 1 })}
              />
              <Remove
                disabled={disabled || (rows.length === 1 && row.cells.length === 1)}
                onClick={() => (row.cells.length === 1 ? onRows(rows.toSpliced(at, 1)) : set(at, { cells: row.cells.toSpliced(place, 1) }))}
              />
            </div>
          )
        }),
      )}
      <Add disabled={disabled} onClick={() => onRows([...rows, { cells: [{ label: '', text: '' }], lines: 1 }])} />
    </>
  )
}

type PressProps = { readonly disabled: boolean; readonly onClick: () => void }

const Remove = (props: PressProps): ReactNode => (
  <Button size="small" type="text" aria-label={t('template.remove')} icon={<Icon name="cross" size={14} />} {...props} />
)

const Add = (props: PressProps): ReactNode => (
  <Button size="small" style={{ marginTop: 6 }} aria-label={t('template.add')} icon={<Icon name="plus" size={14} />} {...props} />
)
