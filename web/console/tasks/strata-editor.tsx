/** Strata: who is in each, how many of them are drawn, and what that comes to on the register as it stands. */
import { Button, Checkbox, Input, Segmented, Select } from 'antd'
import type { ReactNode } from 'react'
import type { Rounding } from '#core/draws/strata.ts'
import type { StratifyBy } from '#core/tasks/sampling.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { entityKinds } from './filter-words.ts'
import { RegionSelect } from './region-select.tsx'
import { startingStrata } from './starting-strata.ts'
import { type StrataProblem, type StratumForm, stratum } from './strata-form.ts'
import type { Choices } from './use-choices.ts'
import type { TriedFrame } from './use-tried-frame.ts'

export type StrataEditorProps = {
  readonly by: StratifyBy
  readonly rows: readonly StratumForm[]
  readonly problems: readonly (StrataProblem | null)[]
  readonly choices: Choices | undefined
  /** The live count; its strata are in the order of the rows, once they are complete. */
  readonly tried: TriedFrame
  readonly onChange: (by: StratifyBy, rows: readonly StratumForm[]) => void
}

export function StrataEditor({ by, rows, problems, choices, tried, onChange }: StrataEditorProps): ReactNode {
  const percent = rows[0]?.percent || '3'
  const set = (row: StratumForm, change: Partial<StratumForm>): void =>
    onChange(
      by,
      rows.map((one) => (one === row ? { ...one, ...change } : one)),
    )
  const remove = (row: StratumForm): void =>
    onChange(
      by,
      rows.filter((one) => one !== row),
    )
  const add = (values: readonly string[], name: string): void => onChange(by, [...rows, stratum(name, values, percent)])
  const counts = tried.strata && tried.frame?.strata.length === rows.length ? tried.frame.strata : null
  const countOf = (row: StratumForm) => counts?.[rows.indexOf(row)] ?? null
  const offered = (['none', 'kind', 'region', 'label', 'riskClass'] as const).filter(
    (one) => one !== 'riskClass' || one === by || (choices?.riskClass.length ?? 0) > 0,
  )
  const columns: Column<StratumForm>[] = [
    { key: 'name', title: t('task.strata.name'), width: 150, cell: (row) => <Name row={row} set={set} /> },
    ...(by === 'none'
      ? []
      : [
          {
            key: 'values',
            wide: true,
            title: t('task.strata.values'),
            cell: (row: StratumForm) => <Values by={by} row={row} choices={choices} set={set} />,
          },
        ]),
    { key: 'how', wide: true, title: t('task.strata.how'), width: 330, cell: (row) => <HowMany row={row} set={set} /> },
    { key: 'n', title: t('task.strata.n'), width: 76, align: 'right', cell: (row) => formatNumber(countOf(row)?.count ?? null) },
    {
      key: 'target',
      title: t('task.strata.target'),
      width: 150,
      align: 'right',
      cell: (row) => <Target row={row} count={countOf(row)} problem={problems[rows.indexOf(row)] ?? null} set={set} />,
    },
    {
      key: 'do',
      title: '',
      width: 44,
      cell: (row) =>
        rows.length > 1 && (
          <Button
            type="text"
            aria-label={`${t('task.strata.remove')} ${row.name}`}
            icon={<Icon name="cross" />}
            onClick={() => remove(row)}
          />
        ),
    },
  ]
  return (
    <div>
      <div className="mj-strata-by">
        <Segmented<StratifyBy>
          value={by}
          aria-label={t('task.strata.by')}
          options={offered.map((one) => ({ value: one, label: t(`task.strata.${one}`) }))}
          onChange={(next) => onChange(next, startingStrata(next, percent))}
        />
      </div>
      <Table
        columns={columns}
        rows={rows}
        rowKey={(row) => row.key}
        caption={t('task.strata')}
        foot={rows.length > 1 && <Sum by={by} tried={tried} known={counts !== null} />}
      />
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

type Set = (row: StratumForm, change: Partial<StratumForm>) => void
type CellProps = { readonly row: StratumForm; readonly set: Set }

const Name = ({ row, set }: CellProps): ReactNode => (
  <Input value={row.name} maxLength={60} aria-label={t('task.strata.name')} onChange={(event) => set(row, { name: event.target.value })} />
)

/** A rate with its rounding, or a number. */
const HowMany = ({ row, set }: CellProps): ReactNode => (
  <span className="mj-inline mj-how">
    <Select
      value={row.how}
      aria-label={t('task.strata.how')}
      options={[
        { value: 'rate', label: t('task.strata.howRate') },
        { value: 'count', label: t('task.strata.howCount') },
      ]}
      onChange={(how: 'rate' | 'count') => set(row, { how })}
    />
    {row.how === 'rate' ? (
      <>
        <Input
          value={row.percent}
          suffix="%"
          inputMode="decimal"
          aria-label={t('task.strata.rate')}
          onChange={(event) => set(row, { percent: event.target.value })}
        />
        <Select<Rounding>
          value={row.rounding}
          aria-label={t('task.strata.rounding')}
          options={(['half-up', 'max1', 'ceil', 'floor'] as const).map((one) => ({ value: one, label: t(`task.rounding.${one}`) }))}
          popupMatchSelectWidth={false}
          onChange={(rounding) => set(row, { rounding })}
        />
      </>
    ) : (
      <Input
        value={row.count}
        suffix={t('draw.list.unit')}
        inputMode="numeric"
        aria-label={t('task.strata.count')}
        onChange={(event) => set(row, { count: event.target.value })}
      />
    )}
  </span>
)

type TargetProps = CellProps & {
  readonly count: NonNullable<TriedFrame['frame']>['strata'][number] | null
  readonly problem: StrataProblem | null
}

/** What would be drawn, or why this could not be committed as it stands. */
function Target({ row, count, problem, set }: TargetProps): ReactNode {
  const wrong =
    problem !== null
      ? t(`task.strata.wrong.${problem}`)
      : count?.refused === 'more_than_n'
        ? t('task.strata.more_than_n')
        : count?.refused === 'zero'
          ? t(count.count === 0 ? 'task.strata.noMembers' : 'task.strata.zero')
          : null
  return (
    <>
      <b className={wrong === null ? '' : 'red'}>{formatNumber(count?.target ?? null)}</b>
      {wrong !== null && (
        <span className="mj-cell-note red" role="alert">
          {wrong}
        </span>
      )}
      {(count?.refused === 'zero' || row.allowZero) && (
        <Checkbox className="mj-cell-check" checked={row.allowZero} onChange={(event) => set(row, { allowZero: event.target.checked })}>
          {t('task.strata.allowZero')}
        </Checkbox>
      )}
    </>
  )
}

const Sum = ({ by, tried, known }: { readonly by: StratifyBy; readonly tried: TriedFrame; readonly known: boolean }): ReactNode => (
  <tr>
    <td data-label={t('task.strata.total')}>{t('task.strata.total')}</td>
    {by !== 'none' && <td className="mj-empty-cell" />}
    <td className="mj-empty-cell" />
    <td className="num" data-label={t('task.strata.n')}>
      {formatNumber(known ? (tried.frame?.strata.reduce((sum, { count }) => sum + count, 0) ?? null) : null)}
    </td>
    <td className="num" data-label={t('task.strata.target')}>
      <b>{formatNumber(known ? (tried.frame?.target ?? null) : null)}</b>
    </td>
    <td className="mj-empty-cell" />
  </tr>
)

function Values({ by, row, choices, set }: CellProps & { readonly by: StratifyBy; readonly choices: Choices | undefined }): ReactNode {
  const change = (values: readonly string[]): void => set(row, { values })
  if (by === 'region') return <RegionSelect label={t('task.strata.values')} value={row.values} onChange={change} />
  const options =
    by === 'kind'
      ? entityKinds.map((kind) => ({ value: kind as string, label: t(`task.kind.${kind}`) }))
      : (choices?.[by === 'label' ? 'label' : 'riskClass'] ?? []).map((one) => ({ value: one.value, label: one[language()] }))
  return (
    <Select
      mode={by === 'label' ? 'tags' : 'multiple'}
      value={[...row.values]}
      aria-label={t('task.strata.values')}
      placeholder={t('task.strata.rest')}
      options={options}
      onChange={(values: string[]) => change(values)}
      style={{ width: '100%', minWidth: 140 }}
    />
  )
}
