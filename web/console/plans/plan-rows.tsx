/** The rows of a plan on its page: found, read, added, changed, cancelled, brought from a table, and taken along. */
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { PlanRow } from '#contract/plan-rows.ts'
import type { Plan, PlanFinding } from '#contract/plans.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { saveCsv } from '#web/ui/csv.ts'
import { useColumns } from '#web/ui/data-list-columns.tsx'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { planColumns, type RowMark } from './plan-columns.tsx'
import { PlanImportDialog } from './plan-import-dialog.tsx'
import { rowActions, TasksOfRow } from './plan-row-actions.tsx'
import { PlanRowCancel } from './plan-row-cancel.tsx'
import { PlanRowEditor } from './plan-row-editor.tsx'
import { PlanWindowTable } from './plan-window-table.tsx'

export type RowAsked =
  | { readonly kind: 'edit'; readonly row: PlanRow }
  | { readonly kind: 'add'; readonly template: PlanRow | null; readonly label?: string | undefined }
  | { readonly kind: 'cancel'; readonly row: PlanRow }
  | { readonly kind: 'import' }

export function PlanRows({ plan, findings }: { readonly plan: Plan; readonly findings: readonly PlanFinding[] }): ReactNode {
  const { label } = useSearch({ from: '/signed-in/shell/plans/$planId' })
  // A label that came along is what a new row begins with.
  const [asked, setAsked] = useState<RowAsked | null>(
    label !== undefined && plan.abilities.edit.allowed ? { kind: 'add', template: null, label } : null,
  )
  const [q, setQ] = useState('')
  const [office, setOffice] = useState<string | null>(null)
  const [only, setOnly] = useState<'found' | 'changed' | null>(null)
  const marks = useMarks(plan)
  const found = byRow(findings)
  const edits = plan.abilities.edit.allowed
  const columns: Column<PlanRow>[] = [
    ...planColumns<PlanRow>(
      plan.kind,
      (row) => marks.get(row.id) ?? null,
      (row) => <Found findings={found.get(row.id) ?? []} />,
    ),
    { key: 'tasks', title: t('plan.row.tasks'), width: 88, cell: (row) => <TasksOfRow plan={plan} row={row} /> },
  ]
  const { shown, settings } = useColumns(plan.kind === 'joint' ? 'plan-rows-joint' : 'plan-rows', columns)
  const withActions = edits ? [...shown, rowActions(plan, setAsked)] : shown
  const rows = plan.rows.filter(
    (row) =>
      (q.trim() === '' || textOf(row).includes(q.trim().toLowerCase())) &&
      (office === null || row.office === office) &&
      (only === null || (only === 'found' ? found.has(row.id) : marks.has(row.id))),
  )
  const offices = [...new Set(plan.rows.map((row) => row.office))].sort()
  return (
    <Section
      title={t('plan.rows')}
      note={t('plan.rowsNote', { n: plan.rows.filter(({ state }) => state === 'planned').length })}
      extra={
        <div className="mj-plan-tools">
          {settings}
          <DropMenu
            menu={{
              items: (['xlsx', 'csv'] as const).map((key) => ({ key, label: t(`plan.export.${key}`) })),
              onClick: ({ key }) => (key === 'csv' ? saveRows(plan, rows, shown) : exportXlsx(plan)),
            }}
          >
            <span>
              <ActionButton onClick={() => undefined}>{t('plan.export')}</ActionButton>
            </span>
          </DropMenu>
          {edits && <ActionButton onClick={() => setAsked({ kind: 'import' })}>{t('plan.import')}</ActionButton>}
          {edits && (
            <ActionButton primary onClick={() => setAsked({ kind: 'add', template: null })}>
              {t('plan.row.add')}
            </ActionButton>
          )}
        </div>
      }
    >
      {plan.rows.length > 8 && (
        <div className="mj-plan-find">
          <Input.Search
            allowClear
            aria-label={t('plan.rows.find')}
            placeholder={t('plan.rows.find')}
            onChange={(event) => setQ(event.target.value)}
          />
          <Select
            allowClear
            placeholder={t('plan.row.office')}
            aria-label={t('plan.row.office')}
            options={offices.map((value) => ({ value, label: value }))}
            onChange={(value: string | undefined) => setOffice(value ?? null)}
          />
          <Select
            allowClear
            placeholder={t('plan.rows.all')}
            aria-label={t('plan.rows.all')}
            options={[
              { value: 'found', label: t('plan.rows.found', { n: found.size }) },
              ...(marks.size > 0 ? [{ value: 'changed', label: t('plan.rows.changed', { n: marks.size }) }] : []),
            ]}
            onChange={(value: 'found' | 'changed' | undefined) => setOnly(value ?? null)}
          />
          <span className="quiet small">{t('plan.rows.shown', { n: rows.length })}</span>
        </div>
      )}
      {plan.rows.length === 0 ? (
        <Empty title={t('plan.rows.empty')}>{edits ? t('plan.rows.emptyText') : null}</Empty>
      ) : (
        <PlanWindowTable
          columns={withActions}
          rows={rows}
          rowKey={(row) => row.id}
          caption={t('plan.rows')}
          toneOf={(row) => (row.state === 'cancelled' ? 'mj-plan-gone' : '')}
        />
      )}
      <AskedOf plan={plan} asked={asked} onClose={() => setAsked(null)} />
    </Section>
  )
}

function AskedOf({
  plan,
  asked,
  onClose,
}: {
  readonly plan: Plan
  readonly asked: RowAsked | null
  readonly onClose: () => void
}): ReactNode {
  const add = useCommand(client.plans.addRows, { done: ({ rowIds }) => t('plan.rows.added', { n: rowIds.length }), announce: false })
  if (asked === null) return null
  switch (asked.kind) {
    case 'edit':
      return <PlanRowEditor plan={plan} row={asked.row} template={null} onClose={onClose} />
    case 'add':
      return <PlanRowEditor plan={plan} row={null} template={asked.template} label={asked.label} onClose={onClose} />
    case 'cancel':
      return <PlanRowCancel plan={plan} row={asked.row} onClose={onClose} />
    case 'import':
      return (
        <PlanImportDialog
          planId={plan.id}
          year={plan.year}
          pending={add.pending}
          problem={add.problem}
          onTake={async (rows) => (await add.run({ planId: plan.id, rows: [...rows] })) !== null}
          onClose={onClose}
        />
      )
  }
}

/** What the adjustment under way does to each row. */
function useMarks(plan: Plan): ReadonlyMap<string, RowMark> {
  const adjusts = plan.version > 0 && plan.state !== 'published' && plan.state !== 'cancelled'
  const { data } = useQuery({
    ...api.plans.compare.queryOptions({ input: { planId: plan.id, from: Math.max(1, plan.version) } }),
    enabled: adjusts,
  })
  if (!adjusts || data === undefined) return new Map()
  return new Map<string, RowMark>([
    ...data.added.map(({ id }): [string, RowMark] => [id, 'added']),
    ...data.changed.map(({ row }): [string, RowMark] => [row.id, 'changed']),
    ...data.cancelled.map(({ row }): [string, RowMark] => [row.id, 'cancelled']),
  ])
}

function Found({ findings }: { readonly findings: readonly PlanFinding[] }): ReactNode {
  if (findings.length === 0) return null
  const refused = findings.filter(({ level }) => level === 'refused').length
  return (
    <a href={`#finding-${findings[0]?.rowId}`}>
      <Tag tone={refused > 0 ? 'red' : 'amber'}>
        {refused > 0 ? t('plan.check.wrong', { n: refused }) : t('plan.check.hints', { n: findings.length })}
      </Tag>
    </a>
  )
}

function byRow(findings: readonly PlanFinding[]): ReadonlyMap<string, readonly PlanFinding[]> {
  const rows = new Map<string, PlanFinding[]>()
  for (const one of findings) if (one.rowId !== null) rows.set(one.rowId, [...(rows.get(one.rowId) ?? []), one])
  return rows
}

const textOf = (row: PlanRow): string => [row.name, row.objectScope, row.office, ...row.itemNames].join(' ').toLowerCase()

function saveRows(plan: Plan, rows: readonly PlanRow[], columns: readonly Column<PlanRow>[]): void {
  const told = columns.filter(({ text }) => text !== undefined)
  const head = [t('plan.no'), t('plan.name'), ...told.map(({ title }) => title)]
  saveCsv(`${plan.planNo} ${plan.name}`, [
    head,
    ...rows.map((row) => [plan.planNo, plan.name, ...told.map(({ text }) => text?.(row) ?? '')]),
  ])
}

function exportXlsx(plan: Plan): void {
  window.location.assign(`/api/v1/plan-table?${new URLSearchParams({ planId: plan.id })}`)
}
