/** 公开方式: open or sealed with what each means; where a risk class comes in it is sealed, and says why. */
import { Radio } from 'antd'
import type { ReactNode } from 'react'
import type { RiskUse } from '#core/tasks/sampling.ts'
import { t } from '#web/i18n/t.ts'

export type ModeChoiceProps = {
  readonly mode: 'open' | 'sealed'
  /** Where a risk class comes in: not empty forces sealed. */
  readonly uses: readonly RiskUse[]
  /** Strata by label in an open draw. */
  readonly labelsPublic: boolean
  readonly onChange: (mode: 'open' | 'sealed') => void
}

export function ModeChoice({ mode, uses, labelsPublic, onChange }: ModeChoiceProps): ReactNode {
  const forced = uses.length > 0
  return (
    <>
      <Radio.Group
        className="mj-choices"
        aria-label={t('task.mode')}
        value={forced ? 'sealed' : mode}
        onChange={(event) => onChange(event.target.value === 'sealed' ? 'sealed' : 'open')}
      >
        {(['open', 'sealed'] as const).map((one) => (
          <Radio key={one} value={one} disabled={forced && one === 'open'}>
            {t(`task.mode.${one}`)}
            <span className="mj-choice-note">{t(`task.mode.${one}Note`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      <div role="status">
        {forced && mode === 'open' && (
          <p className="mj-note mj-note-amber">
            {t('task.mode.forced', { where: uses.map((use) => t(`task.mode.use.${use}`)).join('、') })}
          </p>
        )}
        {!forced && labelsPublic && <p className="mj-note mj-note-amber">{t('task.mode.labels')}</p>}
      </div>
    </>
  )
}
