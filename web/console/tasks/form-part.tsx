/** Parts of the task form, and the refusal at its top that leads to the part it is about. */
import type { ReactNode } from 'react'
import type { ShownProblem } from '#web/api/problem.ts'
import { ProblemAlert } from '#web/ui/states.tsx'
import type { FormField } from './refused-field.ts'

/** `refused`: said under the part, where the part does not say it itself. */
export const FormPart = ({
  field,
  refused,
  children,
}: {
  readonly field: FormField
  readonly refused?: string | undefined
  readonly children: ReactNode
}): ReactNode => (
  <div data-field={field} className="mj-form-part">
    {children}
    {refused !== undefined && <p className="red small">{refused}</p>}
  </div>
)

/** The refusal whole, read out, with a way to the field that it is about. */
export function RefusalSummary({
  problem,
  fields,
}: {
  readonly problem: ShownProblem | null
  readonly fields: ReadonlyMap<FormField, string>
}): ReactNode {
  const [field] = fields.keys()
  return <ProblemAlert problem={problem} onLead={field === undefined ? undefined : () => leadTo(field)} />
}

function leadTo(field: FormField): void {
  const part = document.querySelector(`[data-field="${field}"]`)
  part?.scrollIntoView({ block: 'center' })
  part?.querySelector<HTMLElement>('input:not(:disabled), textarea, button')?.focus({ preventScroll: true })
}
