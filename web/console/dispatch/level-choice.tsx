/** 本级查 or 抽给下级查: who inspects what is drawn here. */
import { Form, Radio } from 'antd'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export type Level = 'self' | 'down'

export const LevelChoice = ({
  value,
  wrong,
  onChange,
}: {
  readonly value: Level
  /** Why it was refused. */
  readonly wrong?: string | undefined
  readonly onChange: (level: Level) => void
}): ReactNode => (
  <Form.Item label={t('level.title')} {...(wrong !== undefined && { validateStatus: 'error', help: wrong })}>
    <fieldset className="mj-fieldset">
      <legend className="hidden-text">{t('level.title')}</legend>
      <Radio.Group className="mj-choices" name="task-level" value={value} onChange={(event) => onChange(event.target.value)}>
        {(['self', 'down'] as const).map((level) => (
          <Radio key={level} value={level}>
            {t(`level.${level}`)}
            <span className="mj-choice-note">{t(`level.${level}Note`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  </Form.Item>
)
