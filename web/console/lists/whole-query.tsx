/** 全选: what is done to all objects of a query at once. The query is sent, never a list of ids. */
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ObjectQuery } from '#contract/labels.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton } from '#web/ui/page.tsx'
import { LabelBatchDialog } from '../labels/batch-dialog.tsx'
import { ExportDialog } from './export-dialog.tsx'

export type WholeQueryProps = {
  readonly query: ObjectQuery
  readonly shown: readonly string[]
  readonly mayLabel: boolean
  readonly mayExport: boolean
}

export function WholeQuery({ query, shown, mayLabel, mayExport }: WholeQueryProps): ReactNode {
  const [chosen, setChosen] = useState(false)
  const [doing, setDoing] = useState<'label' | 'export' | null>(null)
  const counted = useQuery({ ...api.registers.countEntities.queryOptions({ input: callOf(query) }), enabled: chosen })
  const ability = (may: boolean) => (may ? ({ allowed: true } as const) : ({ allowed: false, reason: 'permission_missing' } as const))
  return (
    <>
      {chosen ? (
        <div className="mj-selection" role="status">
          <b>{counted.data === undefined ? t('list.counting') : t('list.chosen', { n: formatNumber(counted.data.objects) })}</b>
          <span className="quiet">{t('list.chosenNote')}</span>
          <span className="mj-extra">
            <ActionButton ability={ability(mayLabel)} onClick={() => setDoing('label')}>
              {t('list.label')}
            </ActionButton>
            <ActionButton ability={ability(mayExport)} onClick={() => setDoing('export')}>
              {t('kit.export')}
            </ActionButton>
            <Button type="link" size="small" onClick={() => setChosen(false)}>
              {t('kit.cancel')}
            </Button>
          </span>
        </div>
      ) : (
        <>
          <Button onClick={() => setChosen(true)}>{t('list.chooseAll')}</Button>
          <ActionButton icon={<Icon name="download" />} ability={ability(mayExport)} onClick={() => setDoing('export')}>
            {t('kit.export')}
          </ActionButton>
        </>
      )}
      {doing === 'label' && <LabelBatchDialog query={query} onClose={() => setDoing(null)} />}
      {doing === 'export' && (
        <ExportDialog query={query} shown={shown} objects={counted.data?.objects ?? null} onClose={() => setDoing(null)} />
      )}
    </>
  )
}

const callOf = ({ q, address, filter }: ObjectQuery) => ({
  ...(q === null ? {} : { q }),
  ...(address === null ? {} : { address }),
  ...(filter.all.length === 0 ? {} : { filter: JSON.stringify(filter) }),
})
