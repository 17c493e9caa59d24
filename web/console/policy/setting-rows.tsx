/** What a pack sets, row by row: which setting, its value as its kind asks for it, and on what it rests. */
import { Button, Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import type { PolicySetting } from '#contract/policy.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { WordsInput } from '#web/ui/words-input.tsx'
import { emptyRow, faultsOf, type SettingRow, textOf } from './pack-form.ts'
import { nameText, partText, valueText } from './policy-words.tsx'

export type SettingRowsProps = {
  readonly rows: readonly SettingRow[]
  readonly settings: readonly PolicySetting[]
  /** Were the rows to be sent already? Then what is missing is said. */
  readonly pressed: boolean
  /** What the server refused, beside its setting. */
  readonly refused: { readonly key: string; readonly text: string } | null
  readonly onChange: (rows: readonly SettingRow[]) => void
}

export function SettingRows({ rows, settings, pressed, refused, onChange }: SettingRowsProps): ReactNode {
  const put = (index: number, change: Partial<SettingRow>): void =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)))
  return (
    <>
      {rows.map((row, index) => (
        <OneRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row without a setting has nothing else to be known by
          key={index}
          index={index}
          row={row}
          setting={settings.find(({ key }) => key === row.key)}
          free={settings.filter(({ key }) => key === row.key || rows.every((other) => other.key !== key))}
          pressed={pressed}
          refused={refused !== null && refused.key === row.key ? refused.text : null}
          onChange={(change) => put(index, change)}
          onRemove={() => onChange(rows.filter((_, at) => at !== index))}
        />
      ))}
      <p>
        <Button size="small" disabled={rows.length >= settings.length} onClick={() => onChange([...rows, emptyRow])}>
          <Icon name="plus" />
          {t('policy.add')}
        </Button>
      </p>
    </>
  )
}

type OneRowProps = {
  readonly index: number
  readonly row: SettingRow
  readonly setting: PolicySetting | undefined
  readonly free: readonly PolicySetting[]
  readonly pressed: boolean
  readonly refused: string | null
  readonly onChange: (change: Partial<SettingRow>) => void
  readonly onRemove: () => void
}

function OneRow({ index, row, setting, free, pressed, refused, onChange, onRemove }: OneRowProps): ReactNode {
  const faults = pressed ? faultsOf(row, setting?.expected) : {}
  const said = (fault: 'settingNeeded' | 'valueNeeded' | 'sourceNeeded' | undefined) =>
    fault === undefined ? {} : { validateStatus: 'error' as const, help: t(`policy.${fault}`) }
  const choose = (key: string): void => {
    const next = free.find((one) => one.key === key)
    onChange({ key, ...(next === undefined ? {} : textOf(key, next.value)) })
  }
  return (
    <div className="pol-row">
      <div className="pol-row-fields">
        <Form.Item label={t('policy.setting')} htmlFor={`setting-${index}`} {...said(faults.key)}>
          <Select
            id={`setting-${index}`}
            value={row.key}
            placeholder={t('policy.choose')}
            showSearch={{ optionFilterProp: 'label' }}
            options={byGroup(free)}
            onChange={choose}
          />
        </Form.Item>
        <Form.Item
          label={t('policy.value')}
          htmlFor={`value-${index}`}
          extra={setting === undefined ? null : t('policy.now', { value: valueText(setting, setting.value) })}
          {...(refused === null ? said(faults.value) : { validateStatus: 'error' as const, help: refused })}
        >
          <ValueField id={`value-${index}`} row={row} setting={setting} onChange={onChange} />
        </Form.Item>
        <Form.Item label={t('policy.source')} htmlFor={`source-${index}`} {...said(faults.source)}>
          <div className="pol-source">
            <Select
              aria-label={t('policy.sourceKind')}
              value={row.kind}
              options={[
                { value: 'rule', label: t('policy.sourceRule') },
                { value: 'ownDefault', label: t('policy.sourceChoice') },
              ]}
              onChange={(kind) => onChange({ kind })}
            />
            <Input
              id={`source-${index}`}
              value={row.source}
              maxLength={300}
              placeholder={t(row.kind === 'rule' ? 'policy.sourceText' : 'policy.choiceText')}
              onChange={(event) => onChange({ source: event.target.value })}
            />
          </div>
        </Form.Item>
        <ActionButton link size="small" onClick={onRemove}>
          {t('policy.remove')}
        </ActionButton>
      </div>
    </div>
  )
}

function ValueField({
  id,
  row,
  setting,
  onChange,
}: {
  readonly id: string
  readonly row: SettingRow
  readonly setting: PolicySetting | undefined
  readonly onChange: (change: Partial<SettingRow>) => void
}): ReactNode {
  if (setting === undefined) return <Input id={id} disabled />
  const { key, expected } = setting
  const { kind, choices = [] } = expected
  const options = choices.map((value) => ({ value, label: partText(key, value) }))
  if (kind === 'boolean')
    return (
      <Select
        id={id}
        value={row.typed === '' ? null : row.typed}
        options={[
          { value: 'true', label: t('policy.yes') },
          { value: 'false', label: t('policy.no') },
        ]}
        onChange={(typed: string) => onChange({ typed })}
      />
    )
  if (kind === 'texts' && choices.length > 0)
    return <CheckboxGroup id={id} stacked value={row.chosen} options={options} onChange={(chosen) => onChange({ chosen })} />
  if (kind === 'texts') return <WordsInput id={id} value={row.chosen} onChange={(chosen) => onChange({ chosen })} />
  if (kind === 'text' && choices.length > 0)
    return <Select id={id} value={row.typed} options={options} onChange={(typed: string) => onChange({ typed })} />
  return (
    <Input
      id={id}
      value={row.typed}
      {...(key.endsWith('Ppm') ? { suffix: '%' } : {})}
      placeholder={key.endsWith('Ppm') ? t('policy.percent') : kind === 'numbers' ? t('policy.numbers') : ''}
      onChange={(event) => onChange({ typed: event.target.value })}
    />
  )
}

/** Settings under the names of their groups, in the order of the pack. */
function byGroup(settings: readonly PolicySetting[]) {
  const groups = [...new Set(settings.map(({ key }) => key.slice(0, key.indexOf('.'))))]
  return groups.map((group) => ({
    label: tMaybe(`policy.group.${group}`, group),
    options: settings.filter(({ key }) => key.startsWith(`${group}.`)).map((one) => ({ value: one.key, label: nameText(one) })),
  }))
}
