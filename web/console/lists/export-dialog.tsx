/** 导出: which columns, in which form; the file is made in the background. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Checkbox, Modal, Radio } from 'antd'
import { type ReactNode, useState } from 'react'
import type { ObjectQuery } from '#contract/labels.ts'
import { type ExportColumn, exportColumns, isExportColumn, isOffered, isPersonal } from '#core/registers/export-columns.ts'
import { client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

const formats = ['xlsx', 'csv', 'csv_gb18030'] as const

export type ExportDialogProps = {
  readonly query: ObjectQuery
  /** Columns that the list shows: they are chosen to begin with. */
  readonly shown: readonly string[]
  readonly objects: number | null
  readonly onClose: () => void
}

export function ExportDialog({ query, shown, objects, onClose }: ExportDialogProps): ReactNode {
  const navigate = useNavigate()
  const me = useQuery(meQuery).data
  const offered = (Object.keys(exportColumns) as ExportColumn[]).filter((key) => isOffered(key, me?.permissions ?? [])) // its own keys
  const [chosen, setChosen] = useState<readonly ExportColumn[]>(() => [
    'subject',
    'name',
    ...shown.filter(isExportColumn).filter((key) => key !== 'name'),
  ])
  const [format, setFormat] = useState<(typeof formats)[number]>('xlsx')
  const start = useCommand(client.lists.startExport, { announce: false, onDone: () => void navigate({ to: '/exports' }) })
  const columns = offered.filter((key) => chosen.includes(key))
  return (
    <Modal
      open
      width={640}
      title={objects === null ? t('kit.export') : t('export.titleN', { n: formatNumber(objects) })}
      okText={t('export.start')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ loading: start.pending, disabled: columns.length === 0 }}
      onOk={() => void start.run({ list: 'entity', format, query, columns })}
      onCancel={onClose}
    >
      <p className="small">{t('export.columns')}</p>
      <Checkbox.Group
        className="mj-export-columns"
        value={columns}
        options={offered.map((key) => ({ value: key, label: exportColumns[key][language()] }))}
        onChange={(keys) => setChosen(keys)}
      />
      <p className="small">{t('export.format')}</p>
      <Radio.Group
        value={format}
        options={formats.map((one) => ({ value: one, label: t(`export.format.${one}`) }))}
        onChange={(event) => setFormat(event.target.value)}
      />
      <p className="quiet small">{t('export.note')}</p>
      {isPersonal(columns) && <Alert type="warning" showIcon message={t('export.personalNote')} />}
      {start.problem !== null && <ProblemAlert error={start.problem} />}
    </Modal>
  )
}
