/** The frame of a task tried on the register as it stands, and the strata with what each would draw. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Task } from '#contract/tasks.ts'
import { api } from '#web/api/client.ts'
import { FrameSum } from '#web/console/draws/frame-sum.tsx'
import { StrataTable } from '#web/console/draws/strata-table.tsx'
import { t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { Loading, ProblemAlert } from '#web/ui/states.tsx'

export function TaskFrame({ task }: { readonly task: Task }): ReactNode {
  const { data, error, isPending, refetch } = useQuery(api.tasks.frame.queryOptions({ input: { taskId: task.id } }))
  return (
    <>
      <Section title={t('task.frame')} note={t('task.frameNow')}>
        {isPending && <Loading />}
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data !== undefined && <FrameSum {...data} />}
      </Section>
      {data !== undefined && (
        <Section title={t('task.strata')} note={t('task.strataNote')}>
          {task.warnings.includes('label_strata_public') && <p className="mj-note mj-note-amber">{t('task.mode.labels')}</p>}
          <StrataTable
            strata={data.strata.map((stratum, index) => ({ ...stratum, id: `s${index + 1}`, n: stratum.count, threshold: null }))}
            drawn={false}
          />
        </Section>
      )}
    </>
  )
}
