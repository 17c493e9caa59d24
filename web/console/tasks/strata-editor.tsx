/** Strata and their rates. One row per stratum; a stratum without values takes the rest. */
import { Button, Input, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import type { Rounding, StrataProblem, StratifyBy, StratumForm } from './filter-form.ts'
import { entityKinds } from './filter-words.ts'
import { RegionSelect } from './region-select.tsx'

export type StrataEditorProps = {
  readonly by: StratifyBy
  readonly rows: readonly StratumForm[]
  readonly problems: readonly (StrataProblem | null)[]
  readonly onChange: (by: StratifyBy, rows: readonly StratumForm[]) => void
}

export function StrataEditor({ by, rows, problems, onChange }: StrataEditorProps): ReactNode {
  const percent = rows[0]?.percent ?? '3'
  const set = (key: string, change: Partial<StratumForm>): void =>
    onChange(
      by,
      rows.map((row) => (row.key === key ? { ...row, ...change } : row)),
    )
  const add = (values: readonly string[], name: string): void => onChange(by, [...rows, stratum(name, values, percent)])
  const columns: Column<StratumForm>[] = [
    {
      key: 'name',
      title: t('task.strata.name'),
      width: 200,
      cell: (row) => (
        <Input
          value={row.name}
          maxLength={60}
          aria-label={t('task.strata.name')}
          onChange={(event) => set(row.key, { name: event.target.value })}
        />
      ),
    },
    ...(by === 'none'
      ? []
      : [
          {
            key: 'values',
            title: t('task.strata.values'),
            cell: (row: StratumForm) => <Values by={by} row={row} onChange={(values) => set(row.key, { values })} />,
          },
        ]),
    {
      key: 'rate',
      title: t('task.strata.rate'),
      width: 110,
      cell: (row) => (
        <Input
          value={row.percent}
          suffix="%"
          inputMode="decimal"
          aria-label={t('task.strata.rate')}
          onChange={(event) => set(row.key, { percent: event.target.value })}
        />
      ),
    },
    {
      key: 'rounding',
      title: t('task.strata.rounding'),
      width: 190,
      cell: (row) => (
        <Select<Rounding>
          value={row.rounding}
          aria-label={t('task.strata.rounding')}
          options={(['half-up', 'max1', 'ceil', 'floor'] as const).map((rounding) => ({
            value: rounding,
            label: t(`task.rounding.${rounding}`),
          }))}
          onChange={(rounding) => set(row.key, { rounding })}
          style={{ width: '100%' }}
        />
      ),
    },
    {
      key: 'do',
      title: '',
      width: 150,
      cell: (row) => {
        const problem = problems[rows.indexOf(row)] ?? null
        return problem !== null ? (
          <span className="red small" role="alert">
            {t(`task.strata.wrong.${problem}`)}
          </span>
        ) : rows.length > 1 ? (
          <Button
            type="link"
            size="small"
            onClick={() =>
              onChange(
                by,
                rows.filter((other) => other !== row),
              )
            }
          >
            {t('task.strata.remove')}
          </Button>
        ) : null
      },
    },
  ]
  return (
    <div>
      <Segmented<StratifyBy>
        value={by}
        aria-label={t('task.strata.by')}
        options={(['none', 'kind', 'region'] as const).map((one) => ({ value: one, label: t(`task.strata.${one}`) }))}
        onChange={(next) => onChange(next, startingStrata(next, percent))}
      />
      <Table columns={columns} rows={rows} rowKey={(row) => row.key} caption={t('task.strata')} />
      {by !== 'none' && (
        <div className="mj-inline mj-after-table">
          <Button onClick={() => add([], '')} disabled={rows.length >= 50}>
            <Icon name="plus" />
            {t('task.strata.add')}
          </Button>
          {!rows.some((row) => row.values.length === 0) && (
            <Button onClick={() => add([], t('task.strata.others'))}>
              <Icon name="plus" />
              {t('task.strata.addRest')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** What a kind of stratification starts with: one row each for the common kinds, the rest in one. */
export function startingStrata(by: StratifyBy, percent: string): readonly StratumForm[] {
  if (by === 'none') return [stratum(t('task.strata.whole'), [], percent)]
  const rest = stratum(t('task.strata.others'), [], percent)
  if (by === 'region') return [rest]
  return [...(['enterprise', 'individual', 'cooperative'] as const).map((kind) => stratum(t(`task.kind.${kind}`), [kind], percent)), rest]
}

export const stratum = (name: string, values: readonly string[], percent: string, rounding: Rounding = 'half-up'): StratumForm => ({
  key: Math.random().toString(36).slice(2),
  name,
  values,
  percent,
  rounding,
})

function Values({
  by,
  row,
  onChange,
}: {
  readonly by: StratifyBy
  readonly row: StratumForm
  readonly onChange: (values: string[]) => void
}): ReactNode {
  if (by === 'region') return <RegionSelect label={t('task.strata.values')} value={row.values} onChange={onChange} />
  return (
    <Select
      mode="multiple"
      value={[...row.values]}
      aria-label={t('task.strata.values')}
      placeholder={t('task.strata.rest')}
      options={entityKinds.map((kind) => ({ value: kind, label: t(`task.kind.${kind}`) }))}
      onChange={(values: string[]) => onChange(values)}
      style={{ width: '100%' }}
    />
  )
}
