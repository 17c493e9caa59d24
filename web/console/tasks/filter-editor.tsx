/** 抽取范围: conditions one under the other, each with the control that fits it; all of them must hold. */
import { Button, Select } from 'antd'
import type { ReactNode } from 'react'
import type { FilterField, FilterOp } from '#core/draws/filter.ts'
import { t } from '#web/i18n/t.ts'
import { DropMenu } from '#web/ui/drop-menu.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { type ConditionForm, type ConditionProblem, type FilterForm, newCondition, opsOf } from './filter-form.ts'
import { ConditionValues } from './filter-values.tsx'
import { opWords } from './filter-words.ts'
import type { Choices } from './use-choices.ts'

const groups = {
  who: ['region', 'kind', 'entityType', 'industry', 'capital', 'established', 'state'],
  oversight: ['label', 'item', 'riskClass', 'lastInspected', 'frequencyUsed'],
} as const satisfies Readonly<Record<string, readonly FilterField[]>>

export type FilterEditorProps = {
  readonly value: FilterForm
  readonly choices: Choices | undefined
  /** By key of the condition; shown once the form was tried. */
  readonly problems: ReadonlyMap<string, ConditionProblem>
  readonly onChange: (next: FilterForm) => void
  /** What no condition means, where it is not the frame of a task. */
  readonly none?: string
}

export function FilterEditor({ value, choices, problems, onChange, none = t('task.filter.none') }: FilterEditorProps): ReactNode {
  const { conditions } = value
  const set = (key: string, change: Partial<ConditionForm>): void =>
    onChange({ conditions: conditions.map((one) => (one.key === key ? { ...one, ...change } : one)) })
  return (
    <div className="mj-conditions">
      {conditions.length === 0 && <p className="quiet small">{none}</p>}
      {conditions.map((condition) => (
        <Condition
          key={condition.key}
          condition={condition}
          choices={choices}
          problem={problems.get(condition.key) ?? null}
          onChange={(change) => set(condition.key, change)}
          onRemove={() => onChange({ conditions: conditions.filter((one) => one !== condition) })}
        />
      ))}
      <DropMenu
        menu={{
          items: menuOf(choices),
          onClick: ({ key }) => isField(key) && onChange({ conditions: [...conditions, newCondition(key)] }),
        }}
      >
        <Button disabled={conditions.length >= 50}>
          <Icon name="plus" />
          {t('task.filter.add')}
        </Button>
      </DropMenu>
    </div>
  )
}

type ConditionRowProps = {
  readonly condition: ConditionForm
  readonly choices: Choices | undefined
  readonly problem: ConditionProblem | null
  readonly onChange: (change: Partial<ConditionForm>) => void
  readonly onRemove: () => void
}

function Condition({ condition, choices, problem, onChange, onRemove }: ConditionRowProps): ReactNode {
  const { field, op } = condition
  const ops = opsOf(field)
  const name = t(`task.filter.${field}`)
  // A range and a list hold different values: changing between them starts anew.
  const compare = (next: FilterOp): void => onChange(shapeOf(next) === shapeOf(op) ? { op: next } : { op: next, values: [] })
  return (
    <fieldset className={problem === null ? 'mj-condition' : 'mj-condition mj-wrong'} aria-label={name}>
      <span className="mj-condition-name">{name}</span>
      {ops.length > 1 ? (
        <Select
          value={op}
          aria-label={t('task.filter.opOf', { field: name })}
          options={ops.map((one) => ({ value: one, label: opWords(field, one) }))}
          onChange={compare}
        />
      ) : (
        <span className="quiet">{field === 'region' ? '' : opWords(field, op)}</span>
      )}
      <div className="mj-condition-values">
        <ConditionValues condition={condition} choices={choices} onChange={(values) => onChange({ values })} />
        {problem !== null && (
          <p className="red small" role="alert">
            {t(`task.filter.${problem}`)}
          </p>
        )}
      </div>
      <Button type="text" aria-label={t('task.filter.removeOf', { field: name })} icon={<Icon name="cross" />} onClick={onRemove} />
    </fieldset>
  )
}

const shapeOf = (op: FilterOp): 'range' | 'day' | 'list' => (op === 'between' ? 'range' : op === 'notSince' ? 'day' : 'list')

/** Classes are offered to those who may see them. */
const menuOf = (choices: Choices | undefined) =>
  (['who', 'oversight'] as const).map((group) => ({
    type: 'group' as const,
    key: `group-${group}`,
    label: t(`task.filter.group.${group}`),
    children: groups[group]
      .filter((field) => field !== 'riskClass' || (choices?.riskClass.length ?? 0) > 0)
      .map((field) => ({
        key: field,
        label: field === 'riskClass' ? `${t('task.filter.riskClass')}（${t('task.filter.riskNote')}）` : t(`task.filter.${field}`),
      })),
  }))

const isField = (key: string): key is FilterField => Object.values(groups).some((fields) => fields.some((field) => field === key))
