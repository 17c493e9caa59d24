/** One 抽查事项 of a visit: its points to check, what was found, and in words what is wrong. */
import type { ReactNode } from 'react'
import type { Visit } from '#contract/inspections.ts'
import { t } from '#web/i18n/t.ts'
import { Choice } from './choice.tsx'
import type { Finding, ItemForm } from './result-form.ts'

export type ItemFindingProps = {
  readonly item: Visit['items'][number]
  readonly index: number
  readonly value: ItemForm
  readonly complaint: string | null
  readonly onChange: (next: ItemForm) => void
}

export function ItemFinding({ item, index, value, complaint, onChange }: ItemFindingProps): ReactNode {
  return (
    <div className="mj-visit-item" data-field={`item:${item.id}`}>
      <h3>
        <span>{index + 1}</span>
        {item.name}
      </h3>
      {item.checklist.length > 0 && (
        <details>
          <summary>{t('visit.item.points', { n: item.checklist.length })}</summary>
          <ul>
            {item.checklist.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </details>
      )}
      <Choice<Finding>
        label={item.name}
        value={value.finding}
        options={[
          { value: 'clear', label: t('visit.item.clear') },
          { value: 'problem', label: t('visit.item.problem'), red: true },
          { value: 'skipped', label: t('visit.item.skipped') },
        ]}
        onChange={(finding) => onChange({ ...value, finding })}
      />
      {value.finding === 'problem' && (
        <textarea
          rows={2}
          maxLength={500}
          value={value.problem}
          aria-label={t('visit.item.what')}
          aria-invalid={complaint !== null}
          placeholder={t('visit.item.what')}
          onChange={(event) => onChange({ ...value, problem: event.target.value })}
        />
      )}
      {complaint !== null && (
        <p className="red small" role="alert">
          {complaint}
        </p>
      )}
    </div>
  )
}
