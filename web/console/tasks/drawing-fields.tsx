/** How the objects of a task are drawn: range, exclusions, strata, mode, shares and batches. A task that names its objects has none of it. */
import { Form, Input, Select } from 'antd'
import type { ReactNode } from 'react'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import type { RiskUse } from '#core/tasks/sampling.ts'
import { language, t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { BatchFields, ShareFields } from './batch-fields.tsx'
import { ExclusionEditor } from './exclusion-options.tsx'
import { FilterEditor } from './filter-editor.tsx'
import type { ConditionProblem } from './filter-form.ts'
import { FormPart } from './form-part.tsx'
import { LiveFrame } from './live-frame.tsx'
import { ModeChoice } from './mode-choice.tsx'
import type { FormField } from './refused-field.ts'
import { exceptionCodes, type SourceForm } from './source-form.ts'
import { StrataEditor } from './strata-editor.tsx'
import type { StrataOfForm } from './strata-form.ts'
import type { TaskForm } from './task-form.ts'
import { useChoices } from './use-choices.ts'
import type { useTriedFrame } from './use-tried-frame.ts'

export type DrawingFieldsProps = {
  readonly form: TaskForm
  readonly pressed: boolean
  readonly problems: ReadonlyMap<string, ConditionProblem>
  readonly strata: StrataOfForm
  readonly uses: readonly RiskUse[]
  readonly tried: ReturnType<typeof useTriedFrame>
  readonly wrong: ReadonlyMap<FormField, string>
  readonly itemIds: readonly string[]
  readonly onChange: (change: Partial<TaskForm>) => void
}

export function DrawingFields({ form, pressed, problems, strata, uses, tried, wrong, itemIds, onChange }: DrawingFieldsProps): ReactNode {
  const choices = useChoices()
  const more = (part: Partial<SourceForm>): void => onChange({ more: { ...form.more, ...part } })
  const red = (field: FormField): string | undefined => (pressed ? wrong.get(field) : undefined)
  return (
    <>
      <Section title={t('task.filter')} note={t('task.filterNote')}>
        <FormPart field="filter" refused={red('filter')}>
          <FilterEditor
            value={form.filter}
            problems={pressed ? problems : noProblems}
            choices={choices}
            onChange={(filter) => onChange({ filter })}
          />
        </FormPart>
        <ExclusionEditor value={form} choices={choices} capWrong={red('frequencyCap')} onChange={onChange} />
        <FormPart field="exception">
          <ExceptionFields
            value={form.more.exception}
            cap={choices?.suggested.frequencyCap}
            wrong={red('exception')}
            onChange={(exception) => more({ exception })}
          />
        </FormPart>
      </Section>
      <LiveFrame tried={tried} />
      <Section title={t('task.strata')} note={t('task.strataNote')}>
        <FormPart field="strata" refused={red('strata')}>
          <StrataEditor
            by={form.by}
            rows={form.strata}
            problems={pressed && !strata.ok ? strata.problems : []}
            choices={choices}
            tried={tried}
            onChange={(by, rows) => onChange({ by, strata: rows })}
          />
        </FormPart>
      </Section>
      <FormPart field="shares">
        <ShareFields itemIds={itemIds} value={form.more.shares} wrong={red('shares')} onChange={(shares) => more({ shares })} />
      </FormPart>
      <FormPart field="batches">
        <BatchFields value={form.more.batches} window={form} wrong={red('batches')} onChange={(batches) => more({ batches })} />
      </FormPart>
      <Section title={t('task.mode')}>
        <FormPart field="mode" refused={red('mode')}>
          <ModeChoice
            mode={form.mode}
            uses={uses}
            labelsPublic={form.mode === 'open' && form.by === 'label'}
            onChange={(mode) => onChange({ mode })}
          />
        </FormPart>
      </Section>
    </>
  )
}

/** Nothing is red before somebody tried to save. */
const noProblems: ReadonlyMap<string, ConditionProblem> = new Map()

type ExceptionFieldsProps = {
  readonly value: SourceForm['exception']
  readonly cap: number | undefined
  readonly wrong: string | undefined
  readonly onChange: (exception: SourceForm['exception']) => void
}

/** 频次例外: a reason of the published list, and what it rests on. */
function ExceptionFields({ value, cap, wrong, onChange }: ExceptionFieldsProps): ReactNode {
  return (
    <div className="mj-exception">
      <Form.Item label={t('task.exception')} extra={cap === undefined ? undefined : t('task.exception.why', { n: cap })}>
        <Select
          aria-label={t('task.exception')}
          value={value.code}
          options={[
            { value: '', label: t('task.exception.none') },
            ...exceptionCodes.map((code) => ({ value: code, label: ledgerExceptions[code][language()] })),
          ]}
          onChange={(code: string) => onChange({ ...value, code })}
        />
      </Form.Item>
      {value.code !== '' && (
        <Form.Item label={t('task.exception.note')} {...(wrong === undefined ? {} : { validateStatus: 'error', help: wrong })}>
          <Input
            aria-label={t('task.exception.note')}
            maxLength={300}
            value={value.note}
            onChange={(event) => onChange({ ...value, note: event.target.value })}
          />
        </Form.Item>
      )}
    </div>
  )
}
