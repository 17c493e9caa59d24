/** 另外排除: whom a task leaves out besides what is out of scope or no longer there. */
import { Checkbox, InputNumber, Radio } from 'antd'
import type { ReactNode } from 'react'
import type { ExclusionOptions } from '#core/draws/exclusion.ts'
import { t } from '#web/i18n/t.ts'
import type { Choices } from './use-choices.ts'

export type ExclusionEditorProps = {
  readonly value: ExclusionOptions
  readonly choices: Choices | undefined
  /** Why the cap was refused. */
  readonly capWrong: string | undefined
  readonly onChange: (change: Partial<ExclusionOptions>) => void
}

export function ExclusionEditor({ value, choices, capWrong, onChange }: ExclusionEditorProps): ReactNode {
  const suggested = choices?.suggested.frequencyCap ?? 1
  // Who may not see classes cannot set a rule by class; a task that has it keeps it.
  const lowRisk = (choices?.riskClass.length ?? 0) > 0 || value.excludeDrawn === 'lowRisk'
  return (
    <div className="mj-exclusions">
      <Checkbox checked={value.excludeOpenVisits} onChange={(event) => onChange({ excludeOpenVisits: event.target.checked })}>
        {t('task.open')} <span className="quiet small">{t('task.openNote')}</span>
      </Checkbox>
      <Checkbox checked={value.excludeWhitelist} onChange={(event) => onChange({ excludeWhitelist: event.target.checked })}>
        {t('task.exclude.whitelist')}{' '}
        {choices !== undefined && (
          <span className="quiet small">{t('task.exclude.whitelistNote', { label: choices.suggested.whitelistLabel })}</span>
        )}
      </Checkbox>
      <div data-field="frequencyCap">
        <span className="mj-inline">
          {/* The published cap of the place holds whatever the task says; a stricter one may be typed. */}
          <Checkbox checked disabled>
            {t('task.exclude.cap')}
          </Checkbox>
          <InputNumber
            aria-label={t('task.exclude.capTimes')}
            min={1}
            max={366}
            precision={0}
            value={value.frequencyCap ?? suggested}
            suffix={t('task.filter.times')}
            onChange={(cap) => onChange({ frequencyCap: cap ?? suggested })}
            style={{ width: 96 }}
            {...(capWrong !== undefined && { status: 'error' as const })}
          />
        </span>
        {capWrong !== undefined && <p className="red small">{capWrong}</p>}
      </div>
      <span className="mj-inline">
        <span>{t('task.exclude.drawn')}</span>
        <Radio.Group
          aria-label={t('task.exclude.drawn')}
          value={value.excludeDrawn}
          options={(['none', 'all', ...(lowRisk ? (['lowRisk'] as const) : [])] as const).map((one) => ({
            value: one,
            label: t(`task.exclude.drawn.${one}`),
          }))}
          onChange={(event) => onChange({ excludeDrawn: event.target.value })}
        />
      </span>
    </div>
  )
}
