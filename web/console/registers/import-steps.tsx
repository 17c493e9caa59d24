/** 选择文件 → 列对应 → 核对结果 → 写入 → 完成: where an import stands, before there is a batch and after. */
import type { ReactNode } from 'react'
import type { ImportRow } from '#contract/imports.ts'
import { t } from '#web/i18n/t.ts'
import { type StepState, Steps } from '#web/ui/steps.tsx'

const steps = ['file', 'columns', 'check', 'write', 'done'] as const

export type ImportStep = (typeof steps)[number]

/** All before `at` is done; `failed` says that it ended there. */
export function ImportSteps({ at, state = 'now' }: { readonly at: ImportStep; readonly state?: StepState }): ReactNode {
  const place = steps.indexOf(at)
  return (
    <div className="import-steps">
      <Steps
        items={steps.map((step, index) => ({
          title: t(`import.step.${step}`),
          state: index < place ? 'done' : index > place ? 'waiting' : state,
        }))}
      />
    </div>
  )
}

/** The step of a batch. What was discarded or failed in the check ended there; what was taken back was once done. */
export function stepOf({ state, checkedAt }: Pick<ImportRow, 'state' | 'checkedAt'>): {
  readonly at: ImportStep
  readonly state: StepState
} {
  switch (state) {
    case 'checking':
    case 'ready':
      return { at: 'check', state: 'now' }
    case 'committing':
      return { at: 'write', state: 'now' }
    case 'discarded':
      return { at: 'check', state: 'failed' }
    case 'failed':
      return { at: checkedAt === null ? 'check' : 'write', state: 'failed' }
    case 'undoing':
    case 'undone':
      return { at: 'done', state: 'failed' }
    case 'done':
      return { at: 'done', state: 'done' }
  }
}
