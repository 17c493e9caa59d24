/** The drawer of a row on the page of its plan: saves the row alone, so that two may work on different rows. */
import type { ReactNode } from 'react'
import type { PlanRow } from '#contract/plan-rows.ts'
import type { Plan } from '#contract/plans.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { PlanRowDrawer } from './plan-row-drawer.tsx'
import type { RowDraft } from './plan-row-form.ts'

export type PlanRowEditorProps = {
  readonly plan: Plan
  /** Null: a new row, which begins as `template` does. */
  readonly row: PlanRow | null
  readonly template: PlanRow | null
  /** A new row begins as a directed draw of this label. */
  readonly label?: string | undefined
  readonly onClose: () => void
}

export function PlanRowEditor({ plan, row, template, label, onClose }: PlanRowEditorProps): ReactNode {
  const done = { done: t('plan.form.saved'), announce: false } as const
  const save = useCommand(client.plans.saveRow, done)
  const add = useCommand(client.plans.addRows, done)
  const run = async (draft: RowDraft): Promise<boolean> => {
    const answer =
      row === null
        ? await add.run({ planId: plan.id, rows: [draft] })
        : await save.run({ planId: plan.id, rowId: row.id, seen: row.updatedAt, row: draft })
    if (answer !== null) onClose()
    return answer !== null
  }
  return (
    <PlanRowDrawer
      title={row === null ? t('plan.row.add') : t('plan.row.editNth', { n: row.seq })}
      year={plan.year}
      kind={plan.kind}
      row={row}
      template={template}
      label={label}
      office={plan.rows.at(-1)?.office ?? ''}
      draftId={`plan.${plan.id}.${row?.id ?? `new.${template?.id ?? label ?? ''}`}`}
      save={run}
      pending={save.pending || add.pending}
      problem={row === null ? add.problem : save.problem}
      onClose={onClose}
    />
  )
}
