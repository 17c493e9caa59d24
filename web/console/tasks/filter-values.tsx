/** The control that fits a condition: lists with their counts, dates, money in 万元, numbers. */
import { Checkbox, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { openEnd } from '#core/draws/filter.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { type ConditionForm, yuanOfWan } from './filter-form.ts'
import { entityKinds, entityStates, yuanWords } from './filter-words.ts'
import { RegionSelect } from './region-select.tsx'
import type { Choices } from './use-choices.ts'

export type ConditionProps = {
  readonly condition: ConditionForm
  readonly choices: Choices | undefined
  readonly onChange: (values: readonly string[]) => void
}

export function ConditionValues({ condition, choices, onChange }: ConditionProps): ReactNode {
  const { field, op, values } = condition
  const label = t(`task.filter.${field}`)
  switch (field) {
    case 'region':
      return <RegionSelect label={label} value={values} onChange={onChange} />
    case 'kind':
      return <Ticks label={label} values={values} options={entityKinds.map((kind) => [kind, t(`task.kind.${kind}`)])} onChange={onChange} />
    case 'state':
      return <Ticks label={label} values={values} options={entityStates.map((one) => [one, t(`task.entity.${one}`)])} onChange={onChange} />
    case 'riskClass':
      return (
        <Ticks
          label={label}
          values={values}
          options={(choices?.riskClass ?? []).map((one) => [one.value, one[language()]])}
          onChange={onChange}
        />
      )
    case 'entityType':
    case 'industry':
    case 'label':
    case 'item':
      return (
        <Listed
          label={label}
          coded={field === 'industry' || field === 'item'}
          values={values}
          choices={choices?.[field] ?? []}
          onChange={onChange}
        />
      )
    case 'established':
    case 'lastInspected':
      return op === 'notSince' ? (
        <PlainDateInput aria-label={label} value={values[0] ?? ''} onChange={(day) => onChange([day ?? ''])} />
      ) : (
        <DateRange label={label} values={values} onChange={onChange} />
      )
    case 'capital':
      return <NumberRange label={label} unit={t('task.filter.wan')} values={values} onChange={onChange} more={<Yuan values={values} />} />
    case 'frequencyUsed':
      return <NumberRange label={label} unit={t('task.filter.times')} values={values} onChange={onChange} />
  }
}

type RangeProps = { readonly label: string; readonly values: readonly string[]; readonly onChange: (values: readonly string[]) => void }

const Ticks = ({
  label,
  values,
  options,
  onChange,
}: RangeProps & { readonly options: readonly (readonly [string, string])[] }): ReactNode => (
  <fieldset className="mj-ticks" aria-label={label}>
    <Checkbox.Group
      value={[...values]}
      options={options.map(([value, words]) => ({ value, label: words }))}
      onChange={(next: string[]) => onChange(next)}
    />
  </fieldset>
)

type ListedProps = RangeProps & { readonly choices: Choices['label']; readonly coded: boolean }

/** From the register's own values with how often they occur; what is not in the list can be typed. */
const Listed = ({ label, values, choices, coded, onChange }: ListedProps): ReactNode => (
  <Select
    mode="tags"
    value={[...values]}
    aria-label={label}
    placeholder={t('task.filter.choose')}
    tokenSeparators={['；', ';', '\n']}
    showSearch={{ optionFilterProp: 'search' }}
    options={choices.map((choice) => ({
      value: choice.value,
      label: coded ? `${choice.value} ${choice[language()]}` : choice[language()],
      search: `${choice.value} ${choice.zh} ${choice.en}`,
      count: choice.count,
    }))}
    optionRender={(option) => (
      <span className="mj-choice-count">
        {option.label}
        {typeof option.data.count === 'number' && <span className="quiet">{formatNumber(option.data.count)}</span>}
      </span>
    )}
    onChange={(next: string[]) => onChange(next)}
    style={{ width: '100%' }}
  />
)

const DateRange = ({ label, values: [from = '', to = ''], onChange }: RangeProps): ReactNode => (
  <span className="mj-inline">
    <PlainDateInput aria-label={t('task.filter.fromOf', { field: label })} value={from} onChange={(day) => onChange([day ?? '', to])} />
    <span className="quiet">—</span>
    <PlainDateInput aria-label={t('task.filter.toOf', { field: label })} value={to} onChange={(day) => onChange([from, day ?? ''])} />
  </span>
)

const NumberRange = ({
  label,
  unit,
  values: [from = '', to = ''],
  onChange,
  more,
}: RangeProps & { readonly unit: string; readonly more?: ReactNode }): ReactNode => (
  <span className="mj-inline">
    <Input
      value={from}
      inputMode="decimal"
      aria-label={t('task.filter.fromOf', { field: label })}
      onChange={(event) => onChange([event.target.value, to])}
    />
    <span className="quiet">—</span>
    <Input
      value={to}
      inputMode="decimal"
      aria-label={t('task.filter.toOf', { field: label })}
      onChange={(event) => onChange([from, event.target.value])}
    />
    <span className="nowrap">{unit}</span>
    {more}
  </span>
)

/** What was typed in 万元, in whole yuan: a slip of four digits is seen at once. */
function Yuan({ values: [from = '', to = ''] }: { readonly values: readonly string[] }): ReactNode {
  const [least, most] = [from, to].map((typed) => (typed.trim() === '' ? openEnd : yuanOfWan(typed)))
  if (!least || !most || (least === openEnd && most === openEnd)) return null
  return <span className="quiet small nowrap">{t('task.filter.yuan', { words: yuanWords(least, most) })}</span>
}
